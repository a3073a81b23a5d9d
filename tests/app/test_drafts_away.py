"""Drafts stay with their chats while others are on screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.building import build, wind_down
from app.worker.engine import Generate
from app.worker.history import HistoryWorker
from app.worker.media import Prepare
from inference.conversation import TextPart
from inference.errors import MediaError
from inference.events import Failed, TextDelta
from tests.app.conftest import Prompter
from tests.app.place import Place
from tests.app.test_going_on import DONE, PICTURE, newest


def test_drafts_stay_with_their_chats(place: Place) -> None:
    place.answered("What is rye?", "A grain.")
    place.desk.drafts.set_text("about rye")
    place.desk.drafts.give_back("", (PICTURE,))
    place.desk.chat.new_chat()
    assert (place.desk.draft.text, place.desk.draft.chips) == ("", ())
    place.desk.drafts.set_text("something new")
    place.click("What is rye?")
    place.wait(lambda: place.desk.draft.text == "about rye")
    assert [chip.name for chip in place.desk.draft.chips] == ["a.png"]
    place.desk.chat.new_chat()
    assert place.desk.draft.text == "something new"


def test_a_file_read_after_its_chat_was_left_is_in_the_draft_there_and_is_sent_from_there(place: Place) -> None:
    place.answered("What is rye?", "A grain.")
    place.desk.drafts.attach_bytes("a.png", b"a")
    place.desk.drafts.attach_bytes("b.png", b"b")
    place.desk.drafts.set_text("And this?")
    first, second = (n for n, job in enumerate(place.prompter.jobs, 1) if isinstance(job, Prepare))
    place.desk.chat.send()
    assert place.desk.draft.sends_itself
    place.desk.chat.new_chat()
    assert not place.desk.draft.sends_itself
    place.prompter.say_of(first, PICTURE)
    before = place.generates
    place.prompter.say_of(second, Failed(MediaError("picture-damaged", name="b.png")))
    place.wait(lambda: place.generates > before)
    question = newest(place).messages[-1]
    assert [type(part).__name__ for part in question.parts] == ["ImagePart", "TextPart"]
    place.prompter.say(Generate, TextDelta("A picture."), DONE)
    place.click("What is rye?")
    place.wait(lambda: place.shown()[-1:] == [("A picture.", "done")])
    assert [one.name for one in place.desk.transcript.entries[2].refused] == ["b.png"]
    assert place.desk.draft.text == ""


def test_what_was_dictated_is_waited_for_where_its_chat_was_left(place: Place) -> None:
    place.answered("What is rye?", "A grain.")
    chat = place.desk.keeper.chat
    place.desk.drafts.attach_bytes("a.png", b"a")
    place.desk.drafts.set_text("And")
    place.desk.draft.await_words(True)
    place.desk.chat.send()
    place.desk.chat.new_chat()
    place.desk.draft.await_words(False)  # of this chat
    before = place.generates
    place.prompter.say(Prepare, PICTURE)
    assert place.desk.turns is not None
    drafts = place.desk.turns._kept_drafts
    drafts.write_away(chat, "this", more=True)
    assert drafts._away[chat].text == "And this"
    drafts.write_away(chat, "one?", more=False)
    place.wait(lambda: place.generates > before)
    assert newest(place).messages[-1].parts[-1] == TextPart("And this one?")


def test_an_edit_that_was_left_is_still_an_edit(place: Place) -> None:
    place.answered("What is rye?", "A grain.")
    place.desk.chat.edit(0)
    place.desk.drafts.set_text("What is wheat?")
    place.desk.chat.new_chat()
    assert place.desk.transcript.editing is None
    place.click("What is rye?")
    place.wait(lambda: place.desk.transcript.editing == 0)
    assert place.desk.draft.text == "What is wheat?"


def test_where_no_chat_can_be_kept_typing_is_not_complained_of(
    app: QApplication, prompter: Prompter, tmp_path: Path, wait_until: Callable[..., None]
) -> None:
    (tmp_path / "file").write_text("")
    history = HistoryWorker(tmp_path / "file")
    desk = build(prompter, history)  # type: ignore[arg-type]
    past = desk.past
    assert past is not None
    past.chats.start()
    wait_until(lambda: past.shown.phase == "closed")
    desk.notice.clear()
    desk.drafts.set_text("typed")
    QTest.qWait(500)
    assert desk.notice.text == ""
    wind_down(desk)
    assert history.close()
