"""The page of voice memos: search them, hear one, have it written down."""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.look import theme
from app.look.asked import OfSearch
from app.look.elided import Elided
from app.look.search_field import SearchField
from app.look.shortcuts import bind
from app.memos.asked import AskedInMemos, Look, OfMemo
from app.memos.memo_list import MemoList
from app.memos.memo_pane import MemoPane
from app.memos.memo_rows import MemoRows
from app.memos.memos_controller import MemosController
from app.recognition.recognition import RecognitionController
from app.sound.playback import PlaybackController

__all__ = ["MemosDialog"]

SIZE = QSize(920, 620)
LIST_WIDTHS = (200, 300)


class MemosDialog(QDialog):
    """All memos at the left, the one that is looked at beside them. Opened, it looks what there is now."""

    def __init__(
        self,
        controller: MemosController,
        memos: MemoList,
        playback: PlaybackController,
        recognition: RecognitionController,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._controller, self._memos = controller, memos
        self.setWindowTitle("Voice memos")
        self.search, self.rows, self.pane = SearchField(), MemoRows(memos), MemoPane(memos, playback, recognition)
        self.blank, self.undo_bar, self.undo = QLabel(), QFrame(), QPushButton("Undo")
        self._sign = QAction(self)
        self._middle = QStackedWidget()
        self._arrange()
        self._wire()
        self._retheme()
        self.resize(SIZE.boundedTo(self.screen().availableGeometry().size() * 0.92))
        self._show()
        controller.open()

    def done(self, result: int) -> None:
        self._controller.close()
        super().done(result)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._retheme()

    def _retheme(self) -> None:
        self._sign.setIcon(theme.icon("search", theme.current().muted))
        self.pane.retheme()
        self.rows.viewport().update()

    def _arrange(self) -> None:
        self.search.addAction(self._sign, QLineEdit.ActionPosition.LeadingPosition)
        self.search.setPlaceholderText("Search")
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName("Search the voice memos")
        self.search.setToolTip("Find memos by what they say, or by what you wrote with them (Ctrl+F)")
        self.blank.setWordWrap(True)
        self.blank.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.blank.setProperty("role", "muted")
        self.blank.setContentsMargins(16, 36, 16, 20)
        self.blank.setTextFormat(Qt.TextFormat.PlainText)
        self._middle.addWidget(self.rows)
        self._middle.addWidget(self.blank)
        self.undo_bar.setObjectName("card")
        self.undo.setProperty("role", "quiet")
        self.undo.setAutoDefault(False)
        self.undo.setToolTip("Bring the memo back (Ctrl+Z)")
        self.undo.setAccessibleName("Undo: bring the memo back")
        bar = QHBoxLayout(self.undo_bar)
        bar.setContentsMargins(12, 4, 4, 4)
        bar.addWidget(Elided("Memo deleted"), 1)
        bar.addWidget(self.undo)
        side = QWidget()
        side.setMinimumWidth(LIST_WIDTHS[0])
        side.setMaximumWidth(LIST_WIDTHS[1])
        left = QVBoxLayout(side)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(10)
        left.addWidget(self.search)
        left.addWidget(self._middle, 1)
        left.addWidget(self.undo_bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 18, 22, 18)
        row.setSpacing(22)
        row.addWidget(side, 1)
        row.addWidget(self.pane, 2)
        policy = self.pane.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # the list stays where it is
        self.pane.setSizePolicy(policy)

    def _wire(self) -> None:
        controller = self._controller
        self.search.textChanged.connect(controller.search)
        self.search.returnPressed.connect(self._into_list)
        for part in (self.search, self.rows, self.pane):
            part.asked.connect(self._obey)
        self.undo.clicked.connect(controller.undo)
        self._memos.state_changed.connect(self._show)
        bind(self, (QKeySequence.StandardKey.Find, self._focus_search), (QKeySequence.StandardKey.Undo, controller.undo))

    def _obey(self, asked: AskedInMemos) -> None:
        match asked:
            case Look(memo):
                self._controller.choose(memo)
            case OfMemo.PLAY:
                self.pane.play()
            case OfMemo.WRITE_DOWN:
                self._controller.write_down()
            case OfMemo.STOP_WRITING:
                self._controller.stop()
            case OfMemo.OPEN_CHAT:
                self._controller.open_chat()
                self.accept()
            case OfMemo.DELETE:
                self._controller.delete()
            case OfSearch.GO_DOWN:
                self._into_list()
            case OfSearch.GO_UP:
                self._focus_search()
            case OfSearch.LEAVE:
                self.reject()
            case _:
                assert_never(asked)

    def _show(self) -> None:
        self.blank.setText(self._memos.blank)
        self._middle.setCurrentWidget(self.blank if self._memos.blank else self.rows)
        self.undo_bar.setVisible(self._memos.deleted is not None)

    def _into_list(self) -> None:
        if self._memos.rows:
            self.rows.setFocus(Qt.FocusReason.TabFocusReason)
            self.rows.show_current()

    def _focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()
