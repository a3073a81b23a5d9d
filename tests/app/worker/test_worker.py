"""The two threads: what files are, what comes of faults, and an end in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.values import Attached, Examined, MemoryMeasured, ModelChoice, Offered
from app.worker import Worker
from app.worker.engine import Generate, Load
from app.worker.lane import ignore
from app.worker.media import Examine, MeasureMemory, Offer, Prepare, Price
from inference.conversation import AudioPart, DocumentPart, ImagePart, Message, Request
from inference.errors import InputError, MediaError, ModelFileError
from inference.events import Cancelled, Failed, Finished, Loaded, Priced
from inference.prompt.budget import Limits
from inference.prompt.changes import apply
from tests.factories import make_pdf, picture, picture_bytes, sound_bytes, tone

Wait = Callable[..., None]
Outcome = Callable[[object], object]


@pytest.fixture
def choice(starter: tuple[Path, Path]) -> ModelChoice:
    return ModelChoice(*starter, context=1024, is_starter=True)


def test_picture_gets_a_thumbnail(outcome: Outcome) -> None:
    seen = outcome(Prepare("wide.png", picture_bytes(picture(1600, 400))))
    assert isinstance(seen, Attached)
    assert isinstance(seen.part, ImagePart)
    assert (seen.width, seen.height) == (1600, 400)
    assert seen.thumbnail is not None
    assert (seen.thumbnail.width, seen.thumbnail.height) == (480, 120)
    assert len(seen.thumbnail.rgb) == 480 * 120 * 3


def test_sound_gets_its_length_and_wave(outcome: Outcome) -> None:
    seen = outcome(Prepare("tone.flac", sound_bytes(tone(2.0), kind="FLAC")))
    assert isinstance(seen, Attached)
    assert isinstance(seen.part, AudioPart)
    assert seen.seconds == pytest.approx(2.0, abs=0.01)
    assert max(seen.waveform) == 1.0


def test_document_gets_its_pages(outcome: Outcome, tmp_path: Path) -> None:
    path = tmp_path / "two.pdf"
    path.write_bytes(make_pdf("one", "two"))
    seen = outcome(Prepare("called otherwise.pdf", path))
    assert isinstance(seen, Attached)
    assert isinstance(seen.part, DocumentPart)
    assert (seen.part.name, seen.pages) == ("called otherwise.pdf", 2)


def test_clipboard_picture_is_kept_pixel_for_pixel(outcome: Outcome) -> None:
    image = QImage(31, 17, QImage.Format.Format_RGB32)
    image.fill(0xFF336699)
    seen = outcome(Prepare("picture.png", image))
    assert isinstance(seen, Attached)
    assert seen.thumbnail is not None
    assert seen.thumbnail.rgb == bytes((0x33, 0x66, 0x99)) * (31 * 17)


def test_what_cannot_be_used_is_the_inputs_fault(outcome: Outcome, tmp_path: Path) -> None:
    for job in (Prepare("x.png", b"\x89PNG\r\n\x1a\nrest"), Prepare("gone", tmp_path / "gone"), Prepare("here", tmp_path)):
        said = outcome(job)
        assert isinstance(said, Failed)
        assert isinstance(said.error, MediaError)


@pytest.mark.expected_log("while counting")
def test_unforeseen_fault_is_ours_and_the_thread_goes_on(outcome: Outcome, choice: ModelChoice) -> None:
    said = outcome(Price("not a request", choice))  # type: ignore[arg-type]
    assert isinstance(said, Failed)
    assert "AttributeError" in said.error.what
    assert said.error.advice
    assert isinstance(outcome(Price(Request((Message.text("user", "Hi"),)), choice)), Priced)


def test_answer_without_a_model_is_refused(outcome: Outcome) -> None:
    said = outcome(Generate(Request((Message.text("user", "Hi"),))))
    assert isinstance(said, Failed)
    assert isinstance(said.error, InputError)


def test_model_is_loaded_and_answers(outcome: Outcome, choice: ModelChoice) -> None:
    loaded = outcome(Load(choice))
    assert isinstance(loaded, Loaded)
    assert loaded.settings is not None
    assert loaded.settings.predicted_bytes > 0
    assert isinstance(outcome(Generate(Request((Message.text("user", "Hi"),), max_tokens=5))), Finished)


def test_file_that_is_no_model_is_refused(outcome: Outcome, tmp_path: Path) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(b"GGUF" + bytes(40))
    said = outcome(Load(ModelChoice(path)))
    assert isinstance(said, Failed)
    assert isinstance(said.error, ModelFileError)
    seen = outcome(Examine(ModelChoice(path)))
    assert isinstance(seen, Examined)
    assert seen.problems
    gone = outcome(Examine(ModelChoice(tmp_path / "gone.gguf")))
    assert isinstance(gone, Examined)
    assert "no file" in gone.problems[0]


def test_starter_is_examined_and_measured(outcome: Outcome, choice: ModelChoice) -> None:
    seen = outcome(Examine(choice))
    assert isinstance(seen, Examined)
    assert seen.problems == ()
    assert seen.details == "Reads text, sees, hears."
    memory = outcome(MeasureMemory(choice))
    assert isinstance(memory, MemoryMeasured)
    assert seen.plan is not None
    assert seen.plan.fits
    assert memory.needed == seen.plan.estimate.total
    assert memory.needed is not None
    assert 0 < memory.needed < memory.total


def test_forgotten_job_is_not_heard_of(worker: Worker, outcome: Outcome) -> None:
    heard: list[object] = []
    late = worker.submit(Prepare("late.png", picture_bytes()), heard.append, heard.append, heard.append)
    late.forget()
    outcome(Prepare("next.png", picture_bytes()))
    assert heard == []


def test_only_the_newest_price_is_worked_on(worker: Worker, outcome: Outcome, choice: ModelChoice, wait_until: Wait) -> None:
    heard: list[object] = []
    requests = [Request((Message.text("user", "word " * count),)) for count in range(1, 30)]
    jobs = [worker.submit(Price(request, choice), heard.append, heard.append) for request in requests]
    wait_until(lambda: not jobs[-1].live, 60)
    assert not any(job.live for job in jobs)
    assert len(heard) < len(jobs)
    assert heard[-1] == outcome(Price(requests[-1], choice))


def test_what_could_give_way_is_counted_by_the_real_vocabulary(outcome: Outcome, choice: ModelChoice) -> None:
    turn = (Message.text("user", "word " * 100), Message.text("assistant", "word " * 100))
    request = Request((*turn, Message.text("user", "And now?")))
    found = outcome(Offer(request, choice, Limits(300, 64)))
    assert isinstance(found, Offered)
    assert [(offered.kind, offered.fits) for offered in found.choices] == [("turns", True)]
    after = outcome(Price(apply(request, found.choices[0].changes), choice))
    assert after == found.choices[0].priced


def test_stop_before_the_beginning_counts(worker: Worker, choice: ModelChoice, wait_until: Wait) -> None:
    heard: list[object] = []
    worker.submit(Load(choice), ignore, ignore)
    asked = worker.submit(Generate(Request((Message.text("user", "Hi"),))), heard.append, heard.append, heard.append)
    asked.stop()
    wait_until(lambda: not asked.live, 60)
    assert heard == [Cancelled("", "")]


def test_another_model_ends_the_answer_of_the_first(worker: Worker, choice: ModelChoice, wait_until: Wait) -> None:
    answer: list[object] = []
    loaded: list[object] = []
    worker.submit(Load(replace(choice, context=8192)), ignore, ignore)
    worker.submit(Generate(Request((Message.text("user", "word " * 6000),))), answer.append, answer.append, ignore)
    worker.submit(Load(choice), loaded.append, loaded.append)
    wait_until(lambda: loaded, 60)
    assert isinstance(loaded[0], Loaded)
    assert [type(outcome) for outcome in answer] == [Cancelled]


def test_closing_in_mid_answer_is_quick(app: QApplication, choice: ModelChoice, wait_until: Wait) -> None:
    worker = Worker()
    loaded: list[object] = []
    outcome: list[object] = []
    worker.submit(Load(replace(choice, context=8192)), loaded.append, loaded.append)
    worker.submit(Generate(Request((Message.text("user", "word " * 6000),))), outcome.append, outcome.append)
    wait_until(lambda: loaded, 60)
    assert isinstance(loaded[0], Loaded)
    assert worker.close()
    QCoreApplication.processEvents()  # what the threads still said
    assert outcome == []
