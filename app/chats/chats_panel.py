"""The left side bar: every chat of before, found again by its words."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Literal, assert_never

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QMenu, QWidget

from app import wording
from app.chats.asked import AskedInBar, Delete, OfBar, Open, ShowMenu
from app.chats.chat_list import ChatList
from app.chats.chat_rows import ChatRows
from app.chats.chats_controller import ChatsController, file_name
from app.look import theme
from app.look.asked import OfSearch
from app.look.making import make_label, make_tool
from app.look.placing import line_up, stack, wide
from app.look.searched import RowsOrWords, SearchField, UndoBar

__all__ = ["ChatsBar"]

NARROWEST, USUAL = 200, 264
SEARCHED = 60
"""Characters shown of what nothing was found of."""
FORMS: tuple[tuple[Literal["markdown", "json"], str, str, str], ...] = (
    ("markdown", "Export as Markdown…", "md", "Markdown (*.md)"),
    ("json", "Export as JSON…", "json", "JSON (*.json)"),
)


class ChatsBar(QFrame):
    """Holds no state of its own: what it shows is in the view model, what is done to it is the controller's."""

    asked = Signal(object)
    """OfBar."""

    def __init__(self, controller: ChatsController, chats: ChatList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller, self._chats = controller, chats
        self.setObjectName("chats")
        self.setAccessibleName("Chats")
        self.setMinimumWidth(NARROWEST)
        self.search = SearchField("Search the chats", "Find chats by what was said in them (Ctrl+F)")
        self.rows = ChatRows(chats)
        self.back = make_tool("chats", "Back to the conversation (Ctrl+B)", partial(self.asked.emit, OfBar.LEAVE))
        self.new = make_tool("new", "Begin a new chat (Ctrl+N)", partial(self.asked.emit, OfBar.NEW_CHAT), name="New chat")
        self._middle, self._deleted = RowsOrWords(self.rows, margins=(20, 36, 20, 20)), make_label()
        self.undo_bar = UndoBar(self._deleted, controller.undo, controller.forget_deleted, tip="Bring the chat back (Ctrl+Z)")
        self.blank, self.undo = self._middle.blank, self.undo_bar.button
        self._searched = False
        self._arrange()
        self._wire()
        self._show()

    def sizeHint(self) -> QSize:
        return QSize(USUAL, 400)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show()

    def menu_of(self, number: int) -> QMenu:
        """What can be done with a chat, the keys beside it."""
        chat = self._chats.chat(number)
        pinned = chat is not None and chat.pinned
        menu, muted = QMenu(self), theme.current().muted
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(theme.icon("edit", muted), "Rename", QKeySequence(Qt.Key.Key_F2), lambda: self.rename(number))
        menu.addAction(theme.icon("pin", muted), "Unpin" if pinned else "Pin", lambda: self._controller.pin(number, not pinned))
        for form, words, ending, kinds in FORMS:
            menu.addAction(theme.icon("export", muted), words, partial(self._export, number, form, ending, kinds))
        menu.addSeparator()
        delete = lambda: self._controller.delete(number)  # noqa: E731
        menu.addAction(theme.icon("delete", muted), "Delete", QKeySequence(Qt.Key.Key_Delete), delete)
        return menu

    def rename(self, number: int) -> None:
        """Write the new name in place of the old one."""
        index = self._chats.place_of(number)
        if index.isValid():
            self.rows.setCurrentIndex(index)
            self.rows.edit(index)

    def _arrange(self) -> None:
        self.back.hide()
        self.undo_bar.setObjectName("undo")
        stack(
            line_up(self.back, wide(self.search), self.new, margins=(10, 8, 8, 6), gap=4),
            wide(self._middle),
            stack(self.undo_bar, margins=(8, 4, 8, 8)),
            within=self,
            gap=0,
        )

    def _wire(self) -> None:
        self.search.textChanged.connect(self._controller.search)
        self.search.returnPressed.connect(self._open_first)
        for part in (self.search, self.rows):
            part.asked.connect(self._obey)
        self._chats.state_changed.connect(self._show)
        undo = QAction(self)
        undo.setShortcut(QKeySequence.StandardKey.Undo)
        undo.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)  # the message field has its own
        undo.triggered.connect(self._controller.undo)
        self.rows.addAction(undo)

    def _obey(self, asked: AskedInBar) -> None:
        match asked:
            case Open(chat):
                self._controller.open(chat, self._chats.found_in(chat))
            case Delete(chat):
                self._delete(chat)
            case ShowMenu(chat, place):
                self.menu_of(chat).popup(place)
            case OfSearch.GO_DOWN:
                self.rows.select_first()
            case OfSearch.GO_UP:
                self.search.take_focus()
            case OfSearch.LEAVE:
                self.asked.emit(OfBar.LEAVE)
            case _:
                assert_never(asked)

    def _show(self) -> None:
        self._middle.show_words(self._blank_words())
        if self._searched != bool(self._chats.words):
            self._searched = bool(self._chats.words)
            self.rows.scheduleDelayedItemsLayout()  # rows of a search are higher: all sizes are asked again
        deleted = self._chats.deleted
        self.undo_bar.setVisible(deleted is not None)
        if deleted is not None:
            metrics, buttons = self.fontMetrics(), (self.undo, self.undo_bar.forget)
            taken = sum(button.sizeHint().width() for button in buttons) + metrics.horizontalAdvance("Deleted “”") + 44
            title = metrics.elidedText(deleted.title, Qt.TextElideMode.ElideRight, max(40, self.width() - taken))
            self._deleted.setText(f"Deleted “{title}”")
            self.undo.setAccessibleName(f"Undo: bring back {deleted.title}")
        self.search.setEnabled(self._chats.phase == "ready")
        self.rows.viewport().update()

    def _blank_words(self) -> str:
        if self._chats.rows or self._chats.phase == "opening":
            return ""
        if self._chats.phase == "closed":
            return "Your chats are not being kept. The message beside this says why."
        if self._chats.words:
            return f"No chat says “{wording.shorten(self._chats.words, SEARCHED)}”."
        return "Your chats will be here.\nThey stay on this computer."

    def _open_first(self) -> None:
        first = next((row.chat for row in self._chats.rows if row.chat is not None), None)
        if first is not None and self._chats.words:
            self._controller.open(first.id, self._chats.found_in(first.id))

    def _delete(self, number: int) -> None:
        """The keyboard goes on with the next chat, or the one before."""
        place = self.rows.currentIndex().row()
        self._controller.delete(number)
        below = [*range(place, self._chats.rowCount()), *range(place - 1, -1, -1)]
        near = next((n for n in below if n >= 0 and self.rows.number_at(self._chats.index(n)) is not None), None)
        if near is not None:
            self.rows.setCurrentIndex(self._chats.index(near))

    def _export(self, number: int, form: Literal["markdown", "json"], ending: str, kinds: str) -> None:
        chat = self._chats.chat(number)
        if chat is None:
            return
        suggested = Path.home() / file_name(chat.title, ending)
        # After the menu is gone: it would be the dialog's parent otherwise, and take it along.
        QTimer.singleShot(0, self, lambda: self._ask_where(number, form, suggested, kinds))

    def _ask_where(self, number: int, form: Literal["markdown", "json"], suggested: Path, kinds: str) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, "Export the chat", str(suggested), kinds)
        if chosen:
            target = Path(chosen)
            self._controller.export(number, target if target.suffix else target.with_suffix(suggested.suffix), form)
