"""What a person does while something is still being read or still being loaded: nothing is sent without what belongs to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtTest import QTest

from app.desk import Desk
from app.values import Attached, ModelChoice
from app.worker.engine import Generate, Load
from app.worker.recognising import READERS, ReadPage, ReadPicture
from inference.conversation import DocumentPart, ImagePart
from inference.errors import MediaError
from inference.events import Cancelled, Cost, Failed, Finished, Loaded, TextDelta
from inference.history.values import Recognised
from tests.app.place import Place
from tests.app.recognition.test_recognition import BLIND, PICTURE, SEEING, asked, attach, load, read_of

Wait = Callable[..., None]
SCAN = Attached(DocumentPart("s.pdf", b"%PDF-"), pages=5, scanned=(1, 2, 3, 4, 5))


def ask(desk: Desk, question: str) -> None:
    desk.drafts.set_text(question)
    desk.chat.send()


def read_page(prompter: Any, page: int) -> None:
    prompter.say(ReadPage, Recognised(SCAN.part.digest, page, READERS["document"], f"page {page}"))


def pictures(prompter: Any) -> list[ImagePart]:
    """Those of the newest question that was asked."""
    return [part for part in asked(prompter, Generate)[-1].request.messages[-1].parts if part.kind == "image"]


def test_while_the_model_loads_a_question_waits_for_the_text(scripted: Desk, prompter: Any, wait_until: Wait) -> None:
    """It may turn out to be one that cannot see: it would be told that the picture cannot be used."""
    scripted.models.load(ModelChoice(Path("m.gguf")))
    attach(scripted, prompter, Attached(PICTURE))
    ask(scripted, "What is the total?")
    assert scripted.draft.sends_itself
    assert not asked(prompter, Generate)
    prompter.say(ReadPicture, read_of(PICTURE, "Total 5"))
    wait_until(lambda: asked(prompter, Generate))
    assert [part.text for part in pictures(prompter)] == ["Total 5"]


def test_a_model_that_turns_out_to_see_waits_for_no_text(scripted: Desk, prompter: Any, wait_until: Wait) -> None:
    scripted.models.load(ModelChoice(Path("m.gguf")))
    attach(scripted, prompter, Attached(PICTURE))
    ask(scripted, "What is the total?")
    assert scripted.draft.pending
    prompter.say(Load, Loaded(SEEING, 1.0))
    assert not scripted.draft.pending
    wait_until(lambda: asked(prompter, Generate))


def test_a_model_that_is_changed_while_a_picture_is_read(scripted: Desk, prompter: Any, wait_until: Wait) -> None:
    load(scripted, prompter, SEEING)
    attach(scripted, prompter, Attached(PICTURE))
    assert not scripted.draft.pending
    scripted.models.load(ModelChoice(Path("other.gguf")))
    assert scripted.draft.pending
    ask(scripted, "What is the total?")
    prompter.say(Load, Loaded(BLIND, 1.0))
    assert not asked(prompter, Generate)
    prompter.say(ReadPicture, read_of(PICTURE, "Total 5"))
    wait_until(lambda: asked(prompter, Generate))
    assert [part.text for part in pictures(prompter)] == ["Total 5"]


def test_what_is_taken_away_sends_nothing_and_is_not_read_on(scripted: Desk, prompter: Any) -> None:
    load(scripted, prompter, BLIND)
    attach(scripted, prompter, SCAN)
    read_page(prompter, 1)
    ask(scripted, "What does page 2 cost?")
    assert scripted.draft.sends_itself
    (chip,) = scripted.draft.chips
    scripted.drafts.remove(chip.number)
    assert not scripted.draft.sends_itself
    scripted.drafts.settled.emit()
    assert scripted.draft.text == "What does page 2 cost?"
    assert not scripted.transcript.entries
    prompter.say(ReadPage, Cancelled("", ""))
    assert len(asked(prompter, ReadPage)) == 2


def test_what_is_brought_again_while_its_reading_ends_is_read(scripted: Desk, prompter: Any) -> None:
    load(scripted, prompter, BLIND)
    attach(scripted, prompter, Attached(PICTURE))
    scripted.drafts.remove(scripted.draft.chips[0].number)
    attach(scripted, prompter, Attached(PICTURE))
    prompter.say(ReadPicture, Cancelled("", ""))  # the first reading has ended
    (chip,) = scripted.draft.chips
    assert (chip.pending, chip.problem) == (True, "")
    prompter.say(ReadPicture, read_of(PICTURE, "Total 5"))
    (chip,) = scripted.draft.chips
    assert (chip.pending, chip.read) == (False, "Total 5")


def test_one_of_two_that_are_the_same_is_taken_away_and_the_other_is_read(scripted: Desk, prompter: Any) -> None:
    load(scripted, prompter, BLIND)
    for name in ("a.png", "b.png"):
        attach(scripted, prompter, Attached(ImagePart(name, b"a")))
    scripted.drafts.remove(scripted.draft.chips[0].number)
    prompter.say(ReadPicture, read_of(PICTURE, "Total 5"))
    assert [chip.read for chip in scripted.draft.chips] == ["Total 5"]


def test_what_is_written_on_is_not_sent_by_itself(place: Place) -> None:
    """Enter while a file is read, then a second thought: half of a sentence is never sent."""
    place.desk.drafts.attach_bytes("a.png", b"a")
    place.send("What is the total")
    assert place.desk.draft.sends_itself
    QTest.keyClicks(place.window.composer.field, " of")
    assert not place.desk.draft.sends_itself


def test_a_chip_says_how_many_pages_are_read(scripted: Desk, prompter: Any) -> None:
    load(scripted, prompter, BLIND)
    attach(scripted, prompter, SCAN)
    assert scripted.draft.chips[0].facts == "5 pages  ·  reading its text…"
    for page in (1, 2):
        read_page(prompter, page)
    assert scripted.draft.chips[0].facts == "5 pages  ·  2 of 5 pages read…"
    for page in (3, 4, 5):
        read_page(prompter, page)
    assert scripted.draft.chips[0].facts == "5 pages"


def test_a_page_that_cannot_be_read_costs_no_other(scripted: Desk, prompter: Any) -> None:
    load(scripted, prompter, BLIND)
    attach(scripted, prompter, SCAN)
    read_page(prompter, 1)
    prompter.say(ReadPage, Failed(MediaError("recogniser-ended", name="s.pdf", reason="it died")))
    assert scripted.draft.pending
    for page in (3, 4, 5):
        read_page(prompter, page)
    (chip,) = scripted.draft.chips
    assert (chip.pending, chip.problem, chip.facts) == (False, "", "Pages 1, 3–5 of 5")
    said = "s.pdf has 5 pages, and pages 1, 3–5 are given to the model: it cannot see, and the others were not read."
    assert said in scripted.notice.text
    known = scripted.recognition.known(SCAN.part.digest)
    assert known is not None
    assert (known.state, len(known.texts)) == ("failed", 4)
    assert "it died" in known.problem


def test_a_scan_of_which_nothing_can_be_read_is_given_up(scripted: Desk, prompter: Any) -> None:
    load(scripted, prompter, BLIND)
    attach(scripted, prompter, SCAN)
    for _ in range(3):
        prompter.say(ReadPage, Failed(MediaError("recogniser-ended", name="s.pdf", reason="it died")))
    assert len(asked(prompter, ReadPage)) == 3
    (chip,) = scripted.draft.chips
    assert "it died" in chip.problem


def test_another_answer_is_not_asked_for_before_the_text_is_there(scripted: Desk, prompter: Any, wait_until: Wait) -> None:
    """A model that cannot see comes in the place of one that can, while the picture is still being read."""
    load(scripted, prompter, SEEING)
    attach(scripted, prompter, Attached(PICTURE))
    ask(scripted, "What is the total?")
    wait_until(lambda: asked(prompter, Generate))
    prompter.say(Generate, TextDelta("Five"), Finished("Five", "", Cost()))
    load(scripted, prompter, BLIND)
    scripted.chat.regenerate()
    assert len(asked(prompter, Generate)) == 1
    assert scripted.notice.text.startswith("What is attached above is still being read.")
    assert [entry.text for entry in scripted.transcript.entries] == ["What is the total?", "Five"]
    prompter.say(ReadPicture, read_of(PICTURE, "Total 5"))
    scripted.chat.regenerate()
    wait_until(lambda: len(asked(prompter, Generate)) == 2)
    assert [part.text for part in pictures(prompter)] == ["Total 5"]
