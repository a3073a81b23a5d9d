"""A question that is withdrawn, edited or stopped: what is gone with it, and that what is written meanwhile is not."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.building import wind_down
from app.worker.engine import Generate
from app.worker.history import HistoryWorker
from inference.conversation import ImagePart
from inference.events import Cancelled
from inference.history.store import open_history
from inference.sentences import Sentence
from tests.app.place import Place, drafts_on_disk, send_at_once
from tests.app.test_going_on import DONE, PICTURE, counting, held, newest, press
from tests.app.test_late import all_told


def on_disk_somewhere(place: Place, words: str) -> list[str]:
    """Files of the history in which these words stand."""
    return [path.name for path in place.folder.glob("history.db*") if words.encode() in path.read_bytes()]


def withdrawn(place: Place, text: str = "Zanzibar?") -> None:
    """A question that waited was withdrawn, and that can be undone."""
    counting(place)
    place.desk.chat.new_chat()
    place.desk.drafts.give_back("", (replace(PICTURE, part=ImagePart("withdrawn.png", b"withdrawn")),))
    place.send(text)
    place.wait(lambda: held(place) == [text])
    press(place, 0, "withdraw")
    place.wait(lambda: place.desk.notice.action == "Undo")


@pytest.mark.parametrize("by", ["close", "another", "quit"])
def test_the_words_of_a_withdrawn_question_are_gone_when_that_cannot_be_undone(
    place: Place, kept: HistoryWorker, by: str
) -> None:
    withdrawn(place)
    all_told(place, kept)
    assert on_disk_somewhere(place, "Zanzibar?")
    assert list(place.folder.glob("history.files/*/*"))
    if by == "close":
        place.desk.notice.clear()
    elif by == "another":
        place.desk.notice.show(Sentence("Something else."))
    else:
        wind_down(place.desk)
    all_told(place, kept)
    assert on_disk_somewhere(place, "Zanzibar?") == []
    assert list(place.folder.glob("history.files/*/*")) == []


def test_a_withdrawn_question_that_is_put_back_stays_with_its_chat_and_its_picture(place: Place, kept: HistoryWorker) -> None:
    withdrawn(place)
    QTest.mouseClick(place.window.notice.action, Qt.MouseButton.LeftButton)
    place.wait(lambda: held(place) == ["Zanzibar?"])
    place.desk.notice.show(Sentence("Something else."))
    all_told(place, kept)
    before = place.generates
    place.prompter.say(Generate, DONE)
    place.wait(lambda: place.generates > before)
    assert [type(part).__name__ for part in newest(place).messages[-1].parts] == ["ImagePart", "TextPart"]


def test_the_words_of_a_question_that_was_edited_are_where_it_is_written_only(
    place: Place, kept: HistoryWorker, tmp_path: Path
) -> None:
    counting(place)
    place.send("Zanzibar?")
    place.wait(lambda: held(place) == ["Zanzibar?"])
    press(place, 0, "edit")
    place.wait(lambda: place.desk.draft.text == "Zanzibar?")
    all_told(place, kept)
    shutil.copytree(place.folder, tmp_path / "copy", ignore=shutil.ignore_patterns("copy"))
    history = open_history(tmp_path / "copy").history
    assert history.queue.purge() == 0, "nothing is left for the next start to clear out"
    history.close()


def test_a_chat_whose_only_question_was_stopped_is_gone_with_its_title(place: Place, kept: HistoryWorker) -> None:
    place.asked("Timbuktu?")
    place.desk.chat.stop()
    place.prompter.say(Generate, Cancelled("", ""))
    place.desk.drafts.clear()
    place.wait(lambda: drafts_on_disk(place) == {})
    all_told(place, kept)
    assert place.on_disk() == {}
    assert on_disk_somewhere(place, "Timbuktu?") == []


@pytest.mark.parametrize("left", [False, True])
def test_what_is_typed_while_the_last_question_of_a_chat_is_withdrawn_stays(
    place: Place, kept: HistoryWorker, left: bool
) -> None:
    counting(place)
    place.desk.chat.new_chat()
    place.send("Alone?")
    place.wait(lambda: held(place) == ["Alone?"])
    press(place, 0, "withdraw")
    place.desk.drafts.set_text("half")
    if left:
        place.desk.chat.new_chat()
    all_told(place, kept)
    assert not any(chat.title == "Alone?" for chat in place.list.chats)
    assert (place.desk.keeper.chat, place.desk.draft.text) == (None, "half")
    place.wait(lambda: drafts_on_disk(place) == {None: "half"})
    assert place.desk.notice.action == "Undo"


def test_what_is_sent_while_the_last_question_of_its_chat_is_withdrawn_is_not_lost(place: Place, kept: HistoryWorker) -> None:
    counting(place)
    place.desk.chat.new_chat()
    place.send("Alone?")
    place.wait(lambda: held(place) == ["Alone?"])
    press(place, 0, "withdraw")
    send_at_once(place, "And this?")
    all_told(place, kept)
    assert place.desk.draft.text == "And this?"
    place.wait(lambda: drafts_on_disk(place) == {None: "And this?"})
