"""What is attached is read once, what is waited for first; a model that cannot see is given the text, and waits for it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.desk import Desk
from app.recognition.known import Known
from app.recognition.scans import AT_ONCE, ScanRead, tell_how_far
from app.values import Attached, ModelChoice
from app.worker.engine import Generate, Load
from app.worker.media import Prepare, Price
from app.worker.recognising import READERS, ReadPage, ReadPicture, WriteDown
from inference.conversation import AudioPart, DocumentPart, ImagePart
from inference.errors import MediaError, MemoryShort
from inference.events import Cancelled, Capabilities, Cost, Failed, Finished, Loaded, Priced, TextDelta
from inference.history.values import Recognised
from inference.recognition import READER
from inference.recognition.text import Line, PictureText
from inference.sentences import Sentence

Wait = Callable[..., None]
SEEING = Capabilities("Eyes", True, True, False, 4000, 280, 280, False)
BLIND = Capabilities("Writer", False, False, False, 4000, 0, 0, False)
PICTURE = ImagePart("a.png", b"a")


def load(desk: Desk, prompter: Any, capabilities: Capabilities) -> None:
    desk.models.load(ModelChoice(Path("m.gguf")))
    prompter.say(Load, Loaded(capabilities, 1.0))


def attach(desk: Desk, prompter: Any, seen: Attached) -> None:
    desk.drafts.attach_bytes(seen.part.name, seen.part.data)
    prompter.say(Prepare, seen)


def read_of(part: ImagePart, *words: str) -> Recognised:
    lines = tuple(
        Line((0, 20 * n, 100, 20 * n + 16), text, 1.0, tuple(range(len(text) + 1)), row=n) for n, text in enumerate(words)
    )
    read = PictureText(100, 100, lines)
    return Recognised(part.digest, 0, READERS["image"], read.text, json.dumps(read.as_json()))


def asked(prompter: Any, kind: type) -> list[Any]:
    return [job for job in prompter.jobs if isinstance(job, kind)]


def test_the_same_picture_is_read_once(scripted: Desk, prompter: Any) -> None:
    load(scripted, prompter, SEEING)
    for name in ("a.png", "b.png"):
        attach(scripted, prompter, Attached(ImagePart(name, b"same")))
    assert len(asked(prompter, ReadPicture)) == 1
    prompter.say(ReadPicture, read_of(ImagePart("", b"same"), "Total 5"))
    parts = [chip.attached.part for chip in scripted.draft.chips if chip.attached is not None]
    assert [part.text for part in parts if part.kind == "image"] == ["Total 5", "Total 5"]


def test_a_question_waits_for_the_text_where_the_model_is_blind(scripted: Desk, prompter: Any, wait_until: Wait) -> None:
    load(scripted, prompter, BLIND)
    attach(scripted, prompter, Attached(PICTURE))
    scripted.drafts.set_text("What is the total?")
    scripted.chat.send()
    assert not asked(prompter, Generate)
    assert scripted.draft.sends_itself
    prompter.say(ReadPicture, read_of(PICTURE, "Total 5"))
    wait_until(lambda: asked(prompter, Generate))
    (part,) = (part for part in asked(prompter, Generate)[0].request.messages[-1].parts if part.kind == "image")
    assert part.text == "Total 5"


def test_scanned_pages_are_read_one_after_another(scripted: Desk, prompter: Any) -> None:
    load(scripted, prompter, BLIND)
    scan = DocumentPart("s.pdf", b"%PDF-")
    attach(scripted, prompter, Attached(scan, pages=4, scanned=(2, 4)))
    assert [work.page for work in asked(prompter, ReadPage)] == [2]
    prompter.say(ReadPage, Recognised(scan.digest, 2, READERS["document"], "two"))
    assert scripted.draft.pending
    assert [work.page for work in asked(prompter, ReadPage)] == [2, 4]
    prompter.say(ReadPage, Recognised(scan.digest, 4, READERS["document"], "four"))
    (chip,) = scripted.draft.chips
    assert not chip.pending
    assert chip.attached is not None
    assert chip.attached.part.kind == "document"
    assert chip.attached.part.texts == ((2, "two"), (4, "four"))


def test_what_is_only_to_be_read_is_read_out_and_signed(scripted: Desk, prompter: Any, wait_until: Wait) -> None:
    load(scripted, prompter, SEEING)
    attach(scripted, prompter, Attached(PICTURE))
    scripted.drafts.set_text("What does it say?")
    scripted.chat.send()
    assert scripted.answers.now is not None  # it waits for what is being read
    prompter.say(ReadPicture, read_of(PICTURE, "Platform 4", "l|1"))
    wait_until(lambda: scripted.answers.now is None)
    answer = scripted.transcript.entries[-1]
    assert answer.text == "```text\nPlatform 4\nl|1\n```"
    assert (answer.state, answer.model) == ("done", READER)
    assert not asked(prompter, Generate)
    scripted.chat.regenerate()  # the model's own reading
    wait_until(lambda: asked(prompter, Generate))
    prompter.say(Generate, TextDelta("Platform 4"), Finished("Platform 4", "", Cost()))
    assert scripted.transcript.entries[-1].model == "Eyes"


def test_more_than_reading_is_the_model_s(scripted: Desk, prompter: Any, wait_until: Wait) -> None:
    load(scripted, prompter, SEEING)
    attach(scripted, prompter, Attached(PICTURE))
    prompter.say(ReadPicture, read_of(PICTURE, "Platform 4"))
    scripted.drafts.set_text("What does it say about tax?")
    scripted.chat.send()
    wait_until(lambda: asked(prompter, Generate))


def test_where_reading_fails_the_model_is_asked(scripted: Desk, prompter: Any, wait_until: Wait) -> None:
    load(scripted, prompter, SEEING)
    attach(scripted, prompter, Attached(PICTURE))
    scripted.drafts.set_text("Read it")
    scripted.chat.send()
    prompter.say(ReadPicture, Failed(MediaError(Sentence("It broke.", "Try again."))))
    wait_until(lambda: asked(prompter, Generate))
    assert scripted.answers.now is not None
    assert scripted.answers.now.model == "Eyes"


def test_reading_out_can_be_stopped(scripted: Desk, prompter: Any, wait_until: Wait) -> None:
    load(scripted, prompter, SEEING)
    attach(scripted, prompter, Attached(AudioPart("m.wav", b"m"), seconds=4))
    scripted.drafts.set_text("Transcribe it")
    scripted.chat.send()
    wait_until(lambda: scripted.answers.now is not None)
    scripted.chat.stop()
    assert scripted.answers.now is None
    assert scripted.draft.text == "Transcribe it"  # nothing was written: it comes back
    prompter.say(WriteDown, Cancelled("", ""))


def test_reading_out_does_not_wait_for_what_waits_for_it(scripted: Desk, prompter: Any, wait_until: Wait) -> None:
    """What is read in the background waits until nothing is answered: an answer that waits for it brings it forward."""
    load(scripted, prompter, SEEING)
    scripted.answers.expected = True  # something else is on its way to be answered
    scripted.recognition.read(Attached(PICTURE), waited_for=False)
    assert not asked(prompter, ReadPicture)
    scripted.answers.expected = False
    attach(scripted, prompter, Attached(PICTURE))
    scripted.drafts.set_text("Read it")
    scripted.chat.send()
    wait_until(lambda: asked(prompter, ReadPicture))
    prompter.say(ReadPicture, read_of(PICTURE, "Platform 4"))
    wait_until(lambda: scripted.answers.now is None)
    assert "Platform 4" in scripted.transcript.entries[-1].text


def test_what_failed_is_not_tried_again_by_itself(scripted: Desk, prompter: Any) -> None:
    load(scripted, prompter, SEEING)
    scripted.recognition.read(Attached(PICTURE))
    prompter.say(ReadPicture, Failed(MediaError(Sentence("It broke.", "Try again."))))
    scripted.recognition.read(Attached(PICTURE), waited_for=False)
    assert len(asked(prompter, ReadPicture)) == 1
    scripted.recognition.read(Attached(PICTURE))
    assert len(asked(prompter, ReadPicture)) == 2


def test_what_nobody_waits_for_is_tried_again_where_memory_was_short(scripted: Desk, prompter: Any, wait_until: Wait) -> None:
    short = Failed(MemoryShort("recogniser-memory", name="a.png", needed="800 MiB", spare="300 MiB"))
    scripted.recognition._short.setInterval(100)
    scripted.recognition.read(Attached(PICTURE), waited_for=False)
    prompter.say(ReadPicture, short)
    assert scripted.recognition.known(PICTURE.digest) == Known("reading")
    assert len(asked(prompter, ReadPicture)) == 1
    wait_until(lambda: len(asked(prompter, ReadPicture)) == 2)
    prompter.say(ReadPicture, short)
    scripted.recognition.read(Attached(PICTURE))  # somebody waits for it now: at once, and the failure is said
    assert len(asked(prompter, ReadPicture)) == 3
    prompter.say(ReadPicture, short)
    known = scripted.recognition.known(PICTURE.digest)
    assert known is not None
    assert known.state == "failed"
    assert "not enough memory to read a.png" in known.problem


SCAN = DocumentPart("s.pdf", b"%PDF-")
LONG = Attached(SCAN, pages=301, scanned=tuple(range(2, 302)))


def read_pages(prompter: Any, count: int) -> None:
    """The next so many pages."""
    for _ in range(count):
        page = asked(prompter, ReadPage)[-1].page
        prompter.say(ReadPage, Recognised(SCAN.digest, page, READERS["document"], f"page {page}"))


def test_of_a_long_scan_so_much_is_read_by_itself_and_the_rest_where_it_is_wanted(scripted: Desk, prompter: Any) -> None:
    load(scripted, prompter, SEEING)
    recognition = scripted.recognition
    attach(scripted, prompter, LONG)
    read_pages(prompter, 3)
    recognition.look(LONG, 250)  # while page 5 is being read
    read_pages(prompter, 1)
    assert [work.page for work in asked(prompter, ReadPage)] == [2, 3, 4, 5, 250]
    assert tell_how_far(LONG, recognition.known(SCAN.digest)) == ScanRead("4 of 300 scanned pages are read.", may_stop=True)
    recognition.look(LONG, 30)  # which is to be read anyway: next instead
    read_pages(prompter, 2)
    assert [work.page for work in asked(prompter, ReadPage)][-3:] == [250, 30, 6]
    read_pages(prompter, AT_ONCE - 5)
    known = recognition.known(SCAN.digest)
    assert known is not None
    assert known.state == "read"
    assert [text.page for text in known.texts] == [*range(2, AT_ONCE + 2), 250]
    said = f"41 of 300 scanned pages are read. Not read: pages {AT_ONCE + 2}–249, 251–301."
    assert tell_how_far(LONG, known) == ScanRead(said, may_go_on=True)
    recognition.read(LONG, waited_for=False, whole=True)
    read_pages(prompter, 2)
    recognition.stop(SCAN.digest)
    prompter.say(ReadPage, Cancelled("", ""))
    known = recognition.known(SCAN.digest)
    assert known is not None
    assert (known.state, len(known.texts)) == ("stopped", 43)
    assert tell_how_far(LONG, known).may_go_on
    recognition.look(LONG, 200)  # what is looked at is read all the same, and nothing else
    read_pages(prompter, 1)
    assert asked(prompter, ReadPage)[-1].page == 200
    recognition.read(LONG, waited_for=False, whole=True)
    read_pages(prompter, 300 - 44)
    known = recognition.known(SCAN.digest)
    assert known is not None
    assert (known.state, len(known.texts)) == ("read", 300)
    assert tell_how_far(LONG, known) == ScanRead()


def test_a_model_that_cannot_see_is_given_the_pages_that_are_read_and_that_is_said(
    scripted: Desk, prompter: Any, wait_until: Wait
) -> None:
    load(scripted, prompter, BLIND)
    attach(scripted, prompter, LONG)
    (chip,) = scripted.draft.chips
    assert chip.facts == f"Pages 1–{AT_ONCE + 1} of 301  ·  reading its text…"
    assert f"s.pdf has 301 pages, and pages 1–{AT_ONCE + 1} are given" in scripted.notice.text
    read_pages(prompter, 7)
    scripted.recognition.stop(SCAN.digest)
    prompter.say(ReadPage, Cancelled("", ""))
    (chip,) = scripted.draft.chips
    assert (chip.pending, chip.problem, chip.facts) == (False, "", "Pages 1–8 of 301")
    scripted.drafts.choose_pages(chip.number, "8-9, 100")
    assert scripted.draft.pending
    read_pages(prompter, 2)
    assert [work.page for work in asked(prompter, ReadPage)][-2:] == [9, 100]
    scripted.drafts.set_text("What does it cost?")
    scripted.chat.send()
    wait_until(lambda: asked(prompter, Price))
    prompter.say(Price, Priced((), 20))
    wait_until(lambda: asked(prompter, Generate))
    (part,) = (part for part in asked(prompter, Generate)[0].request.messages[-1].parts if part.kind == "document")
    assert part.pages == (8, 9, 100)
    assert {8, 9, 100} <= {page for page, _ in part.texts}
