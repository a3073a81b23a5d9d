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
from app.conversation.keeper import Keeper
from app.conversation.transcript.transcript import Summary, Told, Transcript
from app.values import Attached
from app.worker.history import HistoryWorker
from app.worker.preparing import prepare
from inference.events import Cost
from inference.history.store import History, open_history
from inference.history.values import Turn
from tests.factories import picture_bytes

Wait = Callable[..., None]


class Room:
    """A transcript that is kept, with what the chat controller does left to the test."""

    def __init__(self, folder: Path, wait_until: Wait) -> None:
        self.wait = wait_until
        self.history, self.transcript, self.notice, self.chats = HistoryWorker(folder), Transcript(), Notice(), ChatList()
        self.list = ChatsController(self.history, self.chats, self.notice)
        self.keeper = Keeper(self.history, self.transcript, self.notice)
        self.settled = 0
        self.keeper.chat_changed.connect(self.chats.set_current)
        self.keeper.settled.connect(self._settle)
        self.list.opened.connect(self.keeper.show)
        self.list.start()
        wait_until(lambda: self.chats.phase != "opening")

    def ask(self, text: str, *files: Attached) -> None:
        shown = len(self.transcript.entries)
        self.keeper.ask(text, files, (), lambda turn: self._show(text, files, turn))
        assert len(self.transcript.entries) == shown, "not shown before it is kept"
        self.wait(lambda: len(self.transcript.entries) > shown)

    def again(self) -> None:
        question = self.transcript.entries[-2]
        self.transcript.cut_from(len(self.transcript.entries) - 2)
        shown = len(self.transcript.entries)
        self.keeper.again(question, lambda turn: self._show(question.text, question.attachments, turn))
        self.wait(lambda: len(self.transcript.entries) > shown)

    def write(self, text: str) -> None:
        self.transcript.write(text)
        self.keeper.write(self.transcript.entries[-1], "Gemma")

    def answer(self, text: str) -> None:
        self.transcript.write(text)
        self.transcript.end("done", cost=Cost(reply_tokens=7), model="Gemma")
        self.keeper.end(self.transcript.entries[-1])

    def withdraw(self, *, again: bool = False) -> None:
        self.keeper.withdraw(*self.transcript.entries[-2:], again=again, last=True)
        self.transcript.take_back()

    def open(self, chat: int) -> None:
        before = self.settled
        self.list.open(chat)
        self.wait(lambda: self.settled > before)

    def new_chat(self) -> None:
        self.keeper.leave()
        self.transcript.clear()

    def shown(self) -> list[tuple[str, str]]:
        return [(entry.text, entry.state) for entry in self.transcript.entries]

    def close(self) -> None:
        self.list.stop()
        assert self.history.close()

    def _show(self, text: str, files: tuple[Attached, ...], turn: Turn | None) -> None:
        self.keeper.begin(*self.transcript.ask(text, files, turn))
        if turn is not None:
            self.keeper.set_chat(turn.chat.id)

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
    picture = prepare("a.png", picture_bytes())
    room.ask("What is this?", picture)
    room.transcript.think("Hm")
    room.answer("A picture.")
    room.ask("Sure?")
    room.answer("Yes.")
    first = room.keeper.chat
    assert first is not None
    assert room.chats.current == first
    before = [replace(entry, attachments=()) for entry in room.transcript.entries]
    room.new_chat()
    assert room.chats.current is None
    room.ask("Another chat")
    assert [chat.title for chat in room.chats.chats] == ["a.png: What is this?", "Another chat"]
    room.open(first)
    assert [replace(entry, attachments=()) for entry in room.transcript.entries] == before
    (back,) = room.transcript.entries[0].attachments
    assert (back.part, back.width) == (picture.part, picture.width)
    assert back.thumbnail is not None
    assert len(room.transcript.messages()[0].parts) == 2
    room.ask("And now?")
    assert room.keeper.chat == first


def test_answer_under_way_is_kept_now_and_then(room: Room, tmp_path: Path, wait_until: Wait) -> None:
    room.ask("Count")
    room.transcript.think("how far")
    room.write("one two")
    room.keeper._clock.setInterval(0)
    room.write(" three")
    wait_until(lambda: not room.keeper._clock.isActive())
    room.write(" four")
    wait_until(lambda: not room.keeper._clock.isActive())
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
    room.keeper.show_branch(room.transcript.entries[1].versions[0], room.keeper.show)
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
    chat = room.keeper.chat
    assert chat is not None
    room.new_chat()
    room.open(chat)
    assert [entry.told for entry in room.transcript.entries] == told
    assert room.transcript.entries[0].left_out


def test_question_taken_back_is_gone_and_a_failed_one_stays(room: Room, tmp_path: Path) -> None:
    room.ask("Withdrawn")
    room.withdraw()
    assert room.keeper.chat is None
    room.ask("Failed")
    room.transcript.end("failed", note="Not answered")
    room.keeper.end(room.transcript.entries[-1])
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
    room.withdraw(again=True)
    history = on_disk(room, tmp_path)
    assert [message.text for message in history.messages.path(1)] == ["One?", "1"]
    history.close()


def test_attachment_that_is_gone_is_said(room: Room, tmp_path: Path) -> None:
    picture = prepare("a.png", picture_bytes())
    room.ask("What is this?", picture)
    room.answer("A picture.")
    chat = room.keeper.chat
    assert chat is not None
    for file in (tmp_path / "history.files").rglob("*"):
        if file.is_file():
            file.unlink()
    room.new_chat()
    room.open(chat)
    assert "a.png" in room.notice.text
    assert not room.keeper.reading


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
