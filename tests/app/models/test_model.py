"""Choosing and loading."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from app.desk import Desk
from app.models.model_controller import projector_beside
from app.values import MemoryMeasured, ModelChoice
from app.worker.engine import Load
from app.worker.media import MeasureMemory
from inference.errors import ModelFileError
from inference.events import Capabilities, Failed, FilesChanged, Loaded, LoadProgress
from inference.sentences import Sentence, say


def test_progress_and_memory_are_shown(scripted: Desk, prompter: Any) -> None:
    scripted.models.load(ModelChoice(Path("gemma.gguf")))
    assert (scripted.model.phase, scripted.model.name) == ("loading", "gemma")
    prompter.say(Load, LoadProgress(0.4))
    assert scripted.model.progress == LoadProgress(0.4)
    prompter.say(MeasureMemory, MemoryMeasured(8 * 2**30, 12 * 2**30, 16 * 2**30))
    assert scripted.model.memory_line == "Model needs about 8.0 GiB, 12.0 GiB free now"


def test_failed_load_leaves_no_model_and_says_why(scripted: Desk, prompter: Any) -> None:
    scripted.models.load(ModelChoice(Path("gemma.gguf")))
    prompter.say(Load, Failed(ModelFileError(Sentence("gemma.gguf is cut off.", "Download it again."))))
    assert scripted.model.phase == "none"
    assert scripted.notice.text == "gemma.gguf is cut off. Download it again."


def test_a_model_that_changed_on_the_disk_is_said_and_shown_as_it_is_now(scripted: Desk, prompter: Any) -> None:
    scripted.models.load(ModelChoice(Path("gemma.gguf")))
    before = Capabilities("Gemma", True, True, True, 32_768, 280, 1120, False)
    prompter.say(Load, Loaded(before, 1.0))
    now = replace(before, name="Llama", vision=False)
    prompter.noticed.emit(FilesChanged(say("files-changed", name="gemma.gguf"), now))
    assert scripted.model.capabilities == now
    assert scripted.notice.text.startswith("gemma.gguf was changed while it was in use")
    prompter.noticed.emit(FilesChanged(say("ended-by-a-change", name="gemma.gguf")))
    assert scripted.model.capabilities == now
    assert scripted.notice.text.startswith("Hush ended in the middle of an answer")


def test_second_choice_gives_up_the_first(scripted: Desk, prompter: Any) -> None:
    scripted.models.load(ModelChoice(Path("one.gguf")))
    first = next(number for number, job in enumerate(prompter.jobs, 1) if isinstance(job, Load))
    scripted.models.load(ModelChoice(Path("two.gguf")))
    assert first in prompter.forgotten
    prompter.say_of(first, Failed(ModelFileError(Sentence("Too late."))))
    assert (scripted.model.phase, scripted.model.name) == ("loading", "two")


def test_projector_beside_the_model_is_found(tmp_path: Path) -> None:
    model = tmp_path / "gemma-4-12b-it-Q4_K_M.gguf"
    assert projector_beside(model) is None
    (tmp_path / "mmproj-gemma-4-12b-it.gguf").touch()
    assert projector_beside(model) == tmp_path / "mmproj-gemma-4-12b-it.gguf"
    (tmp_path / "mmproj-other-7b.gguf").touch()
    assert projector_beside(model) == tmp_path / "mmproj-gemma-4-12b-it.gguf"
    assert projector_beside(tmp_path / "nowhere" / "m.gguf") is None
