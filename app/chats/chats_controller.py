"""The chats of before: list, search, open, rename, pin, delete and bring back, export."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QObject, Signal, Slot

from app import wording
from app.chats.chat_list import ChatList
from app.chats.work import BringBack, ClearOut, DeleteChat, ExportChat, PinChat, RenameChat, SearchChats
from app.conversation.activity import Notice
from app.conversation.work import ChatOpened, OpenChat
from app.pauses import after_typing, once, while_undoable
from app.sentences import say
from app.worker.history import ChatGone, HistoryOpened, HistoryWork, HistoryWorker, OpenHistory
from app.worker.lane import IDLE, ignore
from inference.events import Failed
from inference.file_names import safe_name
from inference.history.values import Chat

__all__ = ["ChatsController", "file_name"]


class ChatsController(QObject):
    """Keeps the list true to the history, whoever changes it."""

    started = Signal()
    """The history is open."""

    opened = Signal(object)
    """A chat that was asked for with `open`: ChatOpened."""
    found = Signal(int)
    """Right after `opened`: the message that was searched for, to be shown."""
    gone = Signal(int)
    """A chat was deleted: where it is the one that is shown, it is to be left."""
    emptied = Signal(int)
    """A chat is gone because nothing was left in it: what is being written there is of a new one."""
    exported = Signal(object)
    """The file that was written: Path."""

    def __init__(self, history: HistoryWorker, chats: ChatList, notice: Notice) -> None:
        super().__init__()
        self._history, self._chats, self._notice = history, chats, notice
        self._opening = self._searching = IDLE
        self._words = ""
        self._typing = after_typing(self, self._search)
        self._undo = while_undoable(self, self.forget_deleted)
        self._midnight = once(self, self._new_day)
        history.noticed.connect(self._notice_chat)
        chats.renamed.connect(self.rename)

    def start(self) -> None:
        """Open the history. What cannot be opened is said, and the window works without it."""
        self._history.submit(OpenHistory(), self._show_opened, self._show_closed)
        self._wait_for_midnight()

    def search(self, words: str) -> None:
        """Show what was said of `words`, soon; all chats for none."""
        self._words = words.strip()
        self._typing.start()

    def open(self, chat: int, message: int | None = None) -> None:
        """`opened` answers, and `found` where it is a `message` that is wanted, on its branch; of several only the newest.

        While something is or will be answered in that chat, the branch that is shown stays.
        """
        stays = chat == self._chats.answering or chat in self._chats.waiting
        self._opening.forget()
        wanted = OpenChat(chat, None if stays else message)
        self._opening = self._history.submit(wanted, partial(self._show_chat, message), self._fail)

    @Slot()
    def forget_opening(self) -> None:
        """What was asked for is not wanted any more."""
        self._opening.forget()

    def rename(self, chat: int, title: str) -> None:
        self._submit(RenameChat(chat, title))

    def pin(self, chat: int, pinned: bool) -> None:
        self._submit(PinChat(chat, pinned))

    def delete(self, chat: int) -> None:
        """Take it out of the list at once; it can be brought back for a while. What was deleted before cannot any more."""
        known = self._chats.chat(chat)
        if known is None:
            return
        self.forget_deleted()
        self._submit(DeleteChat(chat))
        self._chats.take(chat)
        self._chats.set_deleted(known)
        self._undo.start()
        self.gone.emit(chat)

    def undo(self) -> None:
        """Bring back what was deleted last."""
        deleted = self._chats.deleted
        if deleted is not None:
            self._undo.stop()
            self._chats.set_deleted(None)
            self._submit(BringBack(deleted.id))

    def forget_deleted(self) -> None:
        """What was deleted is removed for good."""
        self._undo.stop()
        if (deleted := self._chats.deleted) is not None:
            self._chats.set_deleted(None)
            self._submit(ClearOut(deleted.id))  # what was withdrawn can still be put back

    def export(self, chat: int, target: Path, form: Literal["markdown", "json"]) -> None:
        """`exported` answers."""
        self._history.submit(ExportChat(chat, target, form), self.exported.emit, self._fail)

    def stop(self) -> None:
        """Stop with the program: no clock runs on, and what was deleted or withdrawn is removed."""
        self._typing.stop()
        self._midnight.stop()
        self._undo.stop()
        self._submit(ClearOut())

    def _submit(self, work: HistoryWork[Any]) -> None:
        self._history.submit(work, ignore, self._fail)

    @Slot()
    def _search(self) -> None:
        self._searching.forget()
        if words := self._words:
            found = partial(self._chats.show_found, words)
            self._searching = self._history.submit(SearchChats(words), found, self._fail)
        else:
            self._chats.show_found("", ())

    @Slot(object)
    def _notice_chat(self, value: object) -> None:
        if isinstance(value, ChatGone):
            self._chats.take(value.chat)
            (self.emptied if value.empty else self.gone).emit(value.chat)
        elif isinstance(value, Chat) and (self._chats.deleted is None or self._chats.deleted.id != value.id):
            self._chats.put(value)  # an answer that ends in a chat just deleted does not bring it back

    def _show_chat(self, message: int | None, opened: ChatOpened) -> None:
        self.opened.emit(opened)
        if message is None:
            return
        if any(one.id == message for one in opened.messages):
            self.found.emit(message)
        else:
            self._notice.show(say("found-on-another-branch"))

    def _show_opened(self, opened: HistoryOpened) -> None:
        self._chats.show(opened.chats)
        if opened.refused:
            self._notice.show(*map(wording.sentence, opened.refused))
        self._submit(ClearOut())  # what was deleted when the program ended, and files of messages that were never kept
        self.started.emit()

    def _show_closed(self, failed: Failed) -> None:
        self._chats.show_closed()
        self._fail(failed)

    def _fail(self, failed: Failed) -> None:
        self._notice.show(wording.sentence(failed.error))

    @Slot()
    def _new_day(self) -> None:
        self._chats.refresh()
        self._wait_for_midnight()

    def _wait_for_midnight(self) -> None:
        now = datetime.now().astimezone()
        midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=1, microsecond=0)
        self._midnight.start(int((midnight - now).total_seconds() * 1000))


def file_name(title: str, ending: str) -> str:
    """A name for an exported chat that every file system takes."""
    kept = "".join(letter if letter.isalnum() or letter in " -_.,()'" else " " for letter in title)
    return f"{safe_name(' '.join(kept.split())[:80], 'Chat')}.{ending}"
