"""The left side bar: every chat of before, found again by its words."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Literal, assert_never

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.chats.asked import AskedInBar, Delete, OfBar, Open, ShowMenu
from app.chats.chat_list import ChatList
from app.chats.chat_rows import ChatRows
from app.chats.chats_controller import ChatsController, file_name
from app.look import theme
from app.look.asked import OfSearch
from app.look.search_field import SearchField

__all__ = ["ChatsBar"]

NARROWEST, USUAL = 200, 264
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
        self.search, self.rows = SearchField(), ChatRows(chats)
        self.back, self.new = QToolButton(), QToolButton()
        self.blank, self.undo_bar, self.undo = QLabel(), QFrame(), QPushButton("Undo")
        self._deleted = QLabel()
        self._middle = QStackedWidget()
        self._searched = False
        self._arrange()
        self._wire()
        self._make_actions()
        self.retheme()

    def sizeHint(self) -> QSize:
        return QSize(USUAL, 400)

    def retheme(self) -> None:
        colours = theme.current()
        self.back.setIcon(theme.icon("chats", colours.muted))
        self.new.setIcon(theme.icon("new", colours.muted))
        self._sign.setIcon(theme.icon("search", colours.muted))
        self.setStyleSheet(_style(colours))
        self.rows.viewport().update()
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show()

    def focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def menu_of(self, number: int) -> QMenu:
        """What can be done with a chat, the keys beside it."""
        chat = self._chats.chat(number)
        pinned = chat is not None and chat.pinned
        menu, muted = QMenu(self), theme.current().muted
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(theme.icon("edit", muted), "Rename", QKeySequence(Qt.Key.Key_F2), lambda: self.rename(number))
        menu.addAction(theme.icon("pin", muted), "Unpin" if pinned else "Pin", lambda: self._controller.pin(number, not pinned))
        for form, words, ending, kinds in FORMS:
            menu.addAction(
                theme.icon("export", muted),
                words,
                partial(self._export, number, form, ending, kinds),
            )
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
        self._sign = QAction(self)
        self.search.addAction(self._sign, QLineEdit.ActionPosition.LeadingPosition)
        self.search.setPlaceholderText("Search")
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName("Search the chats")
        self.search.setToolTip("Find chats by what was said in them (Ctrl+F)")
        self.back.setIconSize(QSize(20, 20))
        self.back.setAccessibleName("Back to the conversation")
        self.back.setToolTip("Back to the conversation (Ctrl+B)")
        self.back.hide()
        self.new.setIconSize(QSize(20, 20))
        self.new.setAccessibleName("New chat")
        self.new.setToolTip("Begin a new chat (Ctrl+N)")
        self.blank.setWordWrap(True)
        self.blank.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.blank.setProperty("role", "muted")
        self.blank.setContentsMargins(20, 36, 20, 20)
        self.blank.setTextFormat(Qt.TextFormat.PlainText)
        self._middle.addWidget(self.rows)
        self._middle.addWidget(self.blank)
        above = QHBoxLayout()
        above.setContentsMargins(10, 8, 8, 6)
        above.setSpacing(4)
        above.addWidget(self.back)
        above.addWidget(self.search, 1)
        above.addWidget(self.new)
        self.undo_bar.setObjectName("undo")
        self._deleted.setTextFormat(Qt.TextFormat.PlainText)
        self.undo.setProperty("role", "quiet")
        self.undo.setToolTip("Bring the chat back (Ctrl+Z)")
        inside = QHBoxLayout(self.undo_bar)
        inside.setContentsMargins(12, 4, 4, 4)
        inside.addWidget(self._deleted, 1)
        inside.addWidget(self.undo)
        below = QVBoxLayout()
        below.setContentsMargins(8, 4, 8, 8)
        below.addWidget(self.undo_bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(above)
        column.addWidget(self._middle, 1)
        column.addLayout(below)

    def _wire(self) -> None:
        self.search.textChanged.connect(self._controller.search)
        self.search.returnPressed.connect(self._open_first)
        self.back.clicked.connect(partial(self.asked.emit, OfBar.LEAVE))
        self.new.clicked.connect(partial(self.asked.emit, OfBar.NEW_CHAT))
        for part in (self.search, self.rows):
            part.asked.connect(self._obey)
        self.undo.clicked.connect(self._controller.undo)
        self._chats.state_changed.connect(self._show)

    def _obey(self, asked: AskedInBar) -> None:
        match asked:
            case Open(chat):
                self._controller.open(chat)
            case Delete(chat):
                self._delete(chat)
            case ShowMenu(chat, place):
                self.menu_of(chat).popup(place)
            case OfSearch.GO_DOWN:
                self.rows.select_first()
            case OfSearch.GO_UP:
                self.focus_search()
            case OfSearch.LEAVE:
                self.asked.emit(OfBar.LEAVE)
            case _:
                assert_never(asked)

    def _make_actions(self) -> None:
        undo = QAction(self)
        undo.setShortcut(QKeySequence.StandardKey.Undo)
        undo.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)  # the message field has its own
        undo.triggered.connect(self._controller.undo)
        self.rows.addAction(undo)

    def _show(self) -> None:
        words = self._blank_words()
        self.blank.setText(words)
        self._middle.setCurrentWidget(self.blank if words else self.rows)
        if self._searched != bool(self._chats.words):
            self._searched = bool(self._chats.words)
            self.rows.scheduleDelayedItemsLayout()  # rows of a search are higher: all sizes are asked again
        deleted = self._chats.deleted
        self.undo_bar.setVisible(deleted is not None)
        if deleted is not None:
            taken = self.undo.sizeHint().width() + self.fontMetrics().horizontalAdvance("Deleted “”") + 44
            title = self.fontMetrics().elidedText(deleted.title, Qt.TextElideMode.ElideRight, max(40, self.width() - taken))
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
            return f"No chat says “{self._chats.words}”."
        return "Your chats will be here.\nThey stay on this computer."

    def _open_first(self) -> None:
        first = next((row.chat for row in self._chats.rows if row.chat is not None), None)
        if first is not None and self._chats.words:
            self._controller.open(first.id)

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


def _style(colours: theme.Theme) -> str:
    return f"""
    #chats {{ background: {colours.sunken}; border: none; }}
    #chats QListView {{ background: transparent; border: none; outline: none; }}
    #chats QStackedWidget, #chats QStackedWidget > QLabel {{ background: transparent; }}
    #chats QToolButton:hover {{ background: {colours.line}; }}
    #chats QLineEdit {{ padding: 5px 6px; }}
    #chats #rename {{ padding: 0 8px; border: 1px solid {colours.accent}; }}
    #chats #undo {{ background: {colours.surface}; border: 1px solid {colours.line}; border-radius: 10px; }}
    #chats #undo QPushButton {{ color: {colours.accent}; font-weight: 600; padding: 5px 8px; }}
    """
