"""A list that is searched: the field above it, its rows or a sentence in their place, and the way back for what was deleted.

Rows are drawn, not made of widgets, so that thousands scroll as ten do.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractListModel, QEvent, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStackedWidget,
    QStyledItemDelegate,
    QWidget,
)

from app.look import theme
from app.look.asked import OfSearch
from app.look.making import make_button, make_label, make_tool
from app.look.placing import Margins, line_up, wide

__all__ = ["DrawnRows", "RowsOrWords", "SearchField", "UndoBar"]


class SearchField(QLineEdit):
    """Down asks to go on in the list; Escape clears the words and then asks to leave."""

    asked = Signal(object)
    """OfSearch."""

    def __init__(self, name: str, tip: str) -> None:
        super().__init__()
        self._sign = QAction(self)
        self.addAction(self._sign, QLineEdit.ActionPosition.LeadingPosition)
        self.setPlaceholderText("Search")
        self.setClearButtonEnabled(True)
        self.setAccessibleName(name)
        self.setToolTip(tip)
        self._draw_sign()

    def take_focus(self) -> None:
        """Words that are typed from now on replace those there are."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_sign()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.asked.emit(OfSearch.GO_DOWN)
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Escape:
            self.asked.emit(OfSearch.LEAVE)
        else:
            super().keyPressEvent(event)

    def _draw_sign(self) -> None:
        self._sign.setIcon(theme.icon("search", theme.current().muted))


class DrawnRows(QListView):
    """The list; `delegate` draws its rows."""

    def __init__(self, model: QAbstractListModel, delegate: QStyledItemDelegate, name: str) -> None:
        super().__init__()
        self.setModel(model)
        delegate.setParent(self)
        self.setItemDelegate(delegate)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)


class RowsOrWords(QStackedWidget):
    """The rows, or a sentence why there are none."""

    def __init__(self, rows: QWidget, *, margins: Margins) -> None:
        super().__init__()
        self._rows, self.blank = rows, make_label(role="muted", wraps=True)
        self.blank.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.blank.setContentsMargins(*margins)
        self.addWidget(rows)
        self.addWidget(self.blank)

    def show_words(self, words: str) -> None:
        """No words: the rows are shown."""
        self.blank.setText(words)
        self.setCurrentWidget(self.blank if words else self._rows)


class UndoBar(QFrame):
    """Says what was deleted, and brings it back or removes it at once."""

    def __init__(self, words: QLabel, undo: Callable[[], object], forget: Callable[[], object], *, tip: str) -> None:
        super().__init__()
        self.button = make_button("Undo", undo, tip=tip, role="quiet")
        self.forget = make_tool("delete", "Remove it for good now: nothing of it stays in the files of Hush", forget)
        line_up(wide(words), self.button, self.forget, within=self, margins=(12, 4, 4, 4), gap=2)
