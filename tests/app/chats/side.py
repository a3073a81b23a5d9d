"""The side bar of the tests, on a real list and a real history."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent

from app.chats.chat_list import ChatList
from app.chats.chats_controller import ChatsController
from app.chats.chats_panel import ChatsBar
from app.conversation.activity import Notice
from app.conversation.keeper import Keeper
from app.conversation.transcript.transcript import Transcript
from app.conversation.work import ChatOpened
from app.worker.history import HistoryWorker


class Side:
    """The bar with all that is behind it."""

    def __init__(self, folder: Path) -> None:
        self.history, self.chats, self.notice = HistoryWorker(folder), ChatList(), Notice()
        self.controller = ChatsController(self.history, self.chats, self.notice)
        self.bar = ChatsBar(self.controller, self.chats)
        self.opened: list[ChatOpened] = []
        self.gone: list[int] = []
        self._keeper = Keeper(self.history, Transcript(), self.notice)
        self._keeper.chat_changed.connect(self.chats.set_current)
        self.controller.opened.connect(self._keeper.show)
        self.controller.opened.connect(self.opened.append)
        self.controller.gone.connect(self.gone.append)

    def show(self) -> None:
        self.bar.resize(264, 500)
        self.bar.show()
        self.bar.activateWindow()
        self.controller.start()

    def titles(self) -> list[str]:
        return [row.text for row in self.chats.rows if row.chat is not None]

    def close(self) -> None:
        self.controller.stop()
        self.bar.close()
        self.bar.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # pyright: ignore[reportArgumentType]
        assert self.history.close()


def select(side: Side, title: str) -> int:
    """The keyboard is in the list, on that chat."""
    number = next(chat.id for chat in side.chats.chats if chat.title == title)
    side.bar.rows.setFocus()
    side.bar.rows.setCurrentIndex(side.chats.place_of(number))
    return number
