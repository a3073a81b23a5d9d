"""A model's file that is cut, overwritten or replaced while it is mapped: noticed before each question, said, loaded again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from inference.conversation import Message, Request, Sampling
from inference.engine import Engine
from inference.errors import ModelFileError
from inference.events import Event, FilesChanged, Finished, Loaded
from inference.loading import LoadSettings, ModelFiles
from inference.mapped import changed_file, in_use, marks_of, why_ended
from inference.stop import StopFlag
from tests.gguf_files import split_model
from tests.other_models import CHATML, text_model

MAPPED = LoadSettings(context=512, image_tokens=0, load_mode="mmap")
OTHER = CHATML.replace("assistant", "helper")


def ask(engine: Engine, text: str = "Hello") -> tuple[Finished, list[FilesChanged]]:
    events: list[Event] = []
    request = Request((Message.text("user", text),), Sampling.exact(), max_tokens=8)
    outcome = engine.generate(request, emit=events.append, stop=StopFlag())
    assert isinstance(outcome, Finished)
    return outcome, [event for event in events if isinstance(event, FilesChanged)]


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return text_model(tmp_path / "in use.gguf", endless=True)


@pytest.fixture
def engine(model: Path, tmp_path: Path) -> Engine:
    engine = Engine(cache_dir=tmp_path / "cache", keep_in=tmp_path)
    engine.load(ModelFiles(model, trusted=True), MAPPED, emit=lambda _event: None)
    return engine


def overwrite(model: Path) -> None:
    """In place, with another model."""
    other = text_model(model.with_name("other.gguf"), template=OTHER, endless=True).read_bytes()
    with model.open("r+b") as file:
        file.write(other)
        file.truncate()


def replace(model: Path) -> None:
    text_model(model.with_name("other.gguf"), template=OTHER, endless=True).replace(model)


@pytest.mark.parametrize("change", [overwrite, replace])
def test_a_file_that_changed_is_loaded_again_before_the_next_question(
    change: Callable[[Path], None], model: Path, engine: Engine
) -> None:
    first, said = ask(engine)
    assert not said
    change(model)
    second, said = ask(engine)
    assert "in use.gguf was changed" in said[0].sentence.what
    assert said[0].capabilities == engine.capabilities
    assert second.cost.reused_tokens == 0
    assert second.cost.prompt_tokens != first.cost.prompt_tokens  # it is the other template's
    third, said = ask(engine)
    assert not said
    assert third.text == second.text
    engine.close()


def test_bytes_that_change_behind_the_same_size_and_time_are_noticed_too(model: Path) -> None:
    before, stat = marks_of(ModelFiles(model)), model.stat()
    with model.open("r+b") as file:
        file.seek(-8, os.SEEK_END)
        file.write(b"\0" * 8)
    os.utime(model, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert model.stat().st_mtime_ns == stat.st_mtime_ns
    assert changed_file(before) == model


def test_the_same_file_under_another_number_is_no_other(model: Path) -> None:
    before = marks_of(ModelFiles(model))
    copy = model.with_name("copy.gguf")
    shutil.copy2(model, copy)
    copy.replace(model)
    assert changed_file(before) is None


def test_a_file_that_is_cut_is_told_and_used_again_once_it_is_whole(model: Path, engine: Engine) -> None:
    whole = model.read_bytes()
    first, _ = ask(engine)
    os.truncate(model, len(whole) // 2)
    for _ in range(2):
        with pytest.raises(ModelFileError, match=r"in use\.gguf was changed .* cannot be used any more"):
            ask(engine)
    model.unlink()
    with pytest.raises(ModelFileError, match="no file"):
        ask(engine)
    model.write_bytes(whole)
    second, said = ask(engine)
    assert second.text == first.text
    assert said
    engine.close()


def test_what_was_evaluated_by_another_model_is_not_taken_up(model: Path, engine: Engine) -> None:
    ask(engine)
    assert (released := engine.suspend("idle"))
    assert released.kept
    overwrite(model)
    outcome, said = ask(engine)
    assert said
    assert outcome.cost.reused_tokens == 0
    engine.close()


def test_loading_it_anew_takes_nothing_up_either(model: Path, engine: Engine) -> None:
    ask(engine)
    overwrite(model)
    engine.load(ModelFiles(model, trusted=True), MAPPED, emit=lambda _event: None)
    outcome, said = ask(engine)
    assert not said
    assert outcome.cost.reused_tokens == 0
    engine.close()


def test_weights_that_were_read_need_no_file(model: Path, tmp_path: Path) -> None:
    engine = Engine(cache_dir=tmp_path / "cache")
    engine.load(ModelFiles(model, trusted=True), LoadSettings(context=512, image_tokens=0, load_mode="read"), emit=lambda _: None)
    first, _ = ask(engine)
    model.unlink()
    second, said = ask(engine)
    assert not said
    assert second.text == first.text
    engine.close()


def test_every_part_of_a_model_is_looked_at(tmp_path: Path) -> None:
    parts = split_model(tmp_path)
    before = marks_of(ModelFiles(parts[0]))
    assert changed_file(before) is None
    os.truncate(parts[2], 100)
    assert changed_file(before) == parts[2]


_DIES = """
import os, sys
from pathlib import Path
from inference.events import TextDelta
from tests.inference.test_mapped import *
model, cache = Path(sys.argv[1]), Path(sys.argv[2])
engine = Engine(cache_dir=cache)
engine.load(ModelFiles(model, trusted=True), MAPPED, emit=lambda _event: None)
def emit(event):
    if isinstance(event, TextDelta):
        os.truncate(model, 0)
engine.generate(Request((Message.text("user", "Hello"),), Sampling.exact(), max_tokens=400), emit=emit, stop=StopFlag())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a mapped file cannot be cut there")
def test_a_process_that_ends_of_it_is_explained_at_the_next_start(model: Path, tmp_path: Path) -> None:
    whole, cache = model.read_bytes(), tmp_path / "cache"
    died = subprocess.run([sys.executable, "-c", _DIES, str(model), str(cache)], check=False)
    assert died.returncode == -signal.SIGBUS
    model.write_bytes(whole)
    engine, events = Engine(cache_dir=cache), list[Event]()
    engine.load(ModelFiles(model, trusted=True), MAPPED, emit=events.append)
    (told,) = [event for event in events if isinstance(event, FilesChanged)]
    assert "ended in the middle of an answer, because in use.gguf was changed" in told.sentence.what
    assert isinstance(events[-1], Loaded)
    assert why_ended(cache) is None  # once
    assert ask(engine)[0].text
    engine.close()


def test_a_process_that_was_killed_over_a_file_that_stayed_is_not_blamed_on_it(model: Path, tmp_path: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path; from inference.mapped import *; from inference.loading import ModelFiles\n"
        "with in_use(marks_of(ModelFiles(Path(sys.argv[1]))), Path(sys.argv[2])): os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", program, str(model), str(tmp_path)], check=False)
    assert list(tmp_path.glob("in-use-*.json"))
    assert why_ended(tmp_path) is None
    assert not list(tmp_path.glob("in-use-*.json"))


def test_a_note_of_a_process_that_lives_is_left_and_a_torn_one_cleared(model: Path, tmp_path: Path) -> None:
    (tmp_path / "in-use-1.json").write_text('{"pid": 1, "sin')
    with in_use(marks_of(ModelFiles(model)), tmp_path):
        overwrite(model)
        assert why_ended(tmp_path) is None
        assert [note.name for note in tmp_path.glob("in-use-*.json")] == [f"in-use-{os.getpid()}.json"]
    assert not list(tmp_path.glob("in-use-*.json"))


def test_where_no_note_can_be_written_the_answer_is_given_all_the_same(model: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with in_use(marks_of(ModelFiles(model)), tmp_path / "file"):
        pass
