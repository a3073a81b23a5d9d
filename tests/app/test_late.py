"""What comes late: a file that is read, a branch, a draft, a model's name, after the person went on to something else."""

from __future__ import annotations

from app.worker.engine import Generate
from app.worker.media import Prepare
from inference.events import TextDelta
from tests.app.place import Place
from tests.app.test_going_on import DONE, PICTURE, counting, held, newest, number, words
from tests.app.test_in_between import drafts_on_disk, send_at_once


def test_a_first_question_is_sent_when_its_file_is_read_though_its_chat_was_left(place: Place) -> None:
    place.answered("What is rye?", "A grain.")
    place.desk.chat.new_chat()
    place.desk.drafts.attach_bytes("a.png", b"a")
    send_at_once(place, "And this?")
    assert place.desk.draft.sends_itself
    place.click("What is rye?")
    place.wait(lambda: place.shown()[-1:] == [("A grain.", "done")])
    before = place.generates
    place.prompter.say(Prepare, PICTURE)
    place.wait(lambda: place.generates > before)
    assert [type(part).__name__ for part in newest(place).messages[-1].parts] == ["ImagePart", "TextPart"]
    assert place.shown()[-1] == ("A grain.", "done")
    place.prompter.say(Generate, TextDelta("A dot."), DONE)
    place.desk.chat.new_chat()
    assert (place.desk.draft.text, place.desk.draft.chips) == ("", ())
    place.click("And this?")
    place.wait(lambda: place.shown() == [("And this?", "sent"), ("A dot.", "done")])
    assert drafts_on_disk(place) == {}


def test_what_is_sent_before_a_new_chat_has_its_number_is_of_that_chat_though_it_is_left(place: Place) -> None:
    counting(place)
    place.desk.chat.new_chat()
    send_at_once(place, "One?")
    send_at_once(place, "Two?")
    place.desk.chat.new_chat()
    place.wait(lambda: held(place) == ["One?", "Two?"])
    assert {waiting.chat for waiting in place.desk.waiting.waiting} == {number(place, "One?")}
    assert (place.desk.keeper.chat, place.shown()) == (None, [])


def test_what_is_typed_before_a_new_chat_has_its_number_is_its_draft_though_it_is_left(place: Place) -> None:
    place.answered("What is rye?", "A grain.")
    place.desk.chat.new_chat()
    before = place.generates
    send_at_once(place, "One?")
    place.desk.drafts.set_text("more")
    place.desk.chat.new_chat()
    place.wait(lambda: place.generates > before)
    place.wait(lambda: place.desk.keeper.chat is None)
    assert place.desk.draft.text == ""
    place.wait(lambda: drafts_on_disk(place) == {number(place, "One?"): "more"})
