"""The conversation is in the history as it happens, and comes back as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.chats.chat_list import ChatList
from app.chats.chats_controller import ChatsController
from app.conversation.activity import Notice
from app.conversation.keeper import Recorder
from app.conversation.transcript.transcript import Summary, Told, Transcript
from app.values import Attached, Prepare
from app.worker.history import HistoryWorker
from app.worker.preparing import attached
from inference.events import Cost
from inference.history.store import History, open_history
from tests.factories import picture_bytes

Wait = Callable[..., None]


class Room:
    """A transcript that is recorded, with what the chat controller does left to the test."""

    def __init__(self, folder: Path, wait_until: Wait) -> None:
        self.wait = wait_until
        self.history, self.transcript, self.notice, self.chats = HistoryWorker(folder), Transcript(), Notice(), ChatList()
        self.list = ChatsController(self.history, self.chats, self.notice)
        self.recorder = Recorder(self.history, self.transcript, self.notice)
        self.asked: list[tuple[str, tuple[Attached, ...]]] = []
        self.settled = 0
        self.recorder.kept.connect(self._show)
        self.recorder.chat_changed.connect(self.chats.set_current)
        self.recorder.settled.connect(self._settle)
        self.list.opened.connect(self.recorder.show)
        self.list.gone.connect(self.recorder.drop)
        self.recorder.lost.connect(self.new_chat)
        self.list.start()
        wait_until(lambda: self.chats.phase != "opening")

    def ask(self, text: str, *files: Attached) -> None:
        self.asked.append((text, files))
        shown = len(self.transcript.entries)
        self.recorder.ask(text, files)
        assert len(self.transcript.entries) == shown, "not shown before it is kept"
        self.wait(lambda: len(self.transcript.entries) > shown)

    def again(self) -> None:
        question = self.transcript.entries[-2]
        self.asked.append((question.text, question.attachments))
        self.transcript.cut_from(len(self.transcript.entries) - 2)
        shown = len(self.transcript.entries)
        self.recorder.again(question)
        self.wait(lambda: len(self.transcript.entries) > shown)

    def answer(self, text: str) -> None:
        self.transcript.write(text)
        self.transcript.end("done", cost=Cost(reply_tokens=7))

    def open(self, chat: int) -> None:
        before = self.settled
        self.list.open(chat)
        self.wait(lambda: self.settled > before)

    def new_chat(self) -> None:
        self.transcript.clear()
        self.recorder.leave()

    def shown(self) -> list[tuple[str, str]]:
        return [(entry.text, entry.state) for entry in self.transcript.entries]

    def close(self) -> None:
        self.list.stop()
        assert self.history.close()

    def _show(self) -> None:
        self.transcript.ask(*self.asked.pop())

    def _settle(self) -> None:
        self.settled += 1


@pytest.fixture
def room(app: QApplication, tmp_path: Path, wait_until: Wait) -> Iterator[Room]:
    room = Room(tmp_path, wait_until)
    yield room
    room.close()


def on_disk(room: Room, tmp_path: Path) -> History:
    """What a program that starts now finds; the room's own is closed for it."""
    room.close()
    history = open_history(tmp_path).history
    room.history = HistoryWorker(tmp_path / "elsewhere")
    return history


def test_conversation_comes_back_as_it_was(room: Room) -> None:
    picture = attached(Prepare("a.png", picture_bytes()))
    room.ask("What is this?", picture)
    room.transcript.think("Hm")
    room.answer("A picture.")
    room.ask("Sure?")
    room.answer("Yes.")
    first = room.recorder.chat
    assert first is not None
    assert room.chats.current == first
    before = [replace(entry, attachments=()) for entry in room.transcript.entries]
    room.new_chat()
    assert room.chats.current is None
    room.ask("Another chat")
    assert [chat.title for chat in room.chats.chats] == ["What is this?", "Another chat"]
    room.open(first)
    assert [replace(entry, attachments=()) for entry in room.transcript.entries] == before
    (back,) = room.transcript.entries[0].attachments
    assert (back.part, back.width) == (picture.part, picture.width)
    assert back.thumbnail is not None
    assert len(room.transcript.messages()[0].parts) == 2
    room.ask("And now?")
    assert room.recorder.chat == first


def test_answer_under_way_is_kept_now_and_then(room: Room, tmp_path: Path, wait_until: Wait) -> None:
    room.ask("Count")
    room.transcript.think("how far")
    room.transcript.write("one two")
    room.recorder._clock.setInterval(0)
    room.transcript.write(" three")
    wait_until(lambda: not room.recorder._clock.isActive())
    room.transcript.write(" four")
    wait_until(lambda: not room.recorder._clock.isActive())
    history = on_disk(room, tmp_path)
    answer = history.messages.path(1)[1]
    assert (answer.text, answer.thought, answer.state) == ("one two three four", "how far", "stopped")
    history.close()


def test_versions_are_counted_and_shown(room: Room, wait_until: Wait) -> None:
    room.ask("One?")
    room.answer("1")
    room.again()
    assert room.transcript.entries[1].siblings == (1, 2)
    room.answer("eins")
    room.recorder.show_branch(1, 0)
    wait_until(lambda: room.shown() == [("One?", "sent"), ("1", "done")])
    assert room.transcript.entries[1].siblings == (0, 2)
    room.ask("Next")
    room.answer("2")
    room.transcript.cut_from(2)
    room.ask("Next, edited")
    assert room.transcript.entries[2].siblings == (1, 2)


def test_what_is_told_is_kept(room: Room, tmp_path: Path) -> None:
    room.ask("One?")
    room.answer("1")
    room.ask("Two?")
    room.answer("2")
    room.transcript.tell({0: Told((), dropped=True), 1: Told((), summary=Summary("They counted."))})
    told = [entry.told for entry in room.transcript.entries]
    chat = room.recorder.chat
    assert chat is not None
    room.new_chat()
    room.open(chat)
    assert [entry.told for entry in room.transcript.entries] == told
    assert room.transcript.entries[0].left_out


def test_question_taken_back_is_gone_and_a_failed_one_stays(room: Room, tmp_path: Path) -> None:
    room.ask("Withdrawn")
    room.recorder.withdraw(room.transcript.entries[0])
    room.transcript.take_back()
    assert room.recorder.chat is None
    room.ask("Failed")
    room.recorder.fail("Not answered")
    room.transcript.take_back()
    history = on_disk(room, tmp_path)
    (chat,) = history.chats.list()
    messages = history.messages.path(chat.id)
    assert [(message.text, message.state, message.note) for message in messages] == [
        ("Failed", "sent", ""),
        ("", "failed", "Not answered"),
    ]
    history.close()


def test_answer_given_up_once_more_shows_the_one_before(room: Room, tmp_path: Path) -> None:
    room.ask("One?")
    room.answer("1")
    room.again()
    room.recorder.withdraw(room.transcript.entries[0], again=True)
    room.transcript.take_back()
    history = on_disk(room, tmp_path)
    assert [message.text for message in history.messages.path(1)] == ["One?", "1"]
    history.close()


def test_chat_left_in_mid_answer_keeps_what_there_was(room: Room) -> None:
    room.ask("Count")
    room.transcript.write("one two")
    chat = room.recorder.chat
    assert chat is not None
    room.new_chat()
    room.open(chat)
    assert room.shown() == [("Count", "sent"), ("one two", "stopped")]


def test_question_left_before_it_was_kept_gets_no_answer(room: Room, wait_until: Wait) -> None:
    room.asked.append(("Late", ()))
    room.recorder.ask("Late", ())
    room.new_chat()
    wait_until(lambda: room.chats.chats)
    assert room.transcript.entries == []
    room.open(room.chats.chats[0].id)
    assert room.shown() == [("Late", "sent"), ("", "stopped")]


def test_deleted_chat_is_left_and_nothing_more_is_written_to_it(room: Room) -> None:
    room.ask("Count")
    room.transcript.write("one")
    assert room.recorder.chat is not None
    room.list.delete(room.recorder.chat)
    assert room.transcript.entries == []
    assert room.recorder.chat is None
    room.ask("New")
    assert room.notice.text == ""


def test_attachment_that_is_gone_is_said(room: Room, tmp_path: Path) -> None:
    picture = attached(Prepare("a.png", picture_bytes()))
    room.ask("What is this?", picture)
    room.answer("A picture.")
    chat = room.recorder.chat
    assert chat is not None
    for file in (tmp_path / "history.files").rglob("*"):
        if file.is_file():
            file.unlink()
    room.new_chat()
    room.open(chat)
    assert "a.png" in room.notice.text
    assert not room.recorder.reading


def test_without_a_history_the_conversation_goes_on(app: QApplication, tmp_path: Path, wait_until: Wait) -> None:
    (tmp_path / "file").write_text("")
    room = Room(tmp_path / "file", wait_until)
    room.notice.clear()
    room.ask("Hello?")
    assert "not kept" in room.notice.text
    room.answer("Hello.")
    room.again()
    room.answer("Hello again.")
    assert room.shown() == [("Hello?", "sent"), ("Hello again.", "done")]
    room.close()


def test_opening_what_is_not_there_says_so(room: Room, wait_until: Wait) -> None:
    room.list.open(99)
    wait_until(lambda: room.notice.text)
    assert "no longer there" in room.notice.text
