"""The page of voice memos: search them, hear one, have it written down."""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QWidget

from app.look.asked import OfSearch
from app.look.making import bind
from app.look.placing import line_up, stack, wide
from app.look.searched import RowsOrWords, SearchField, UndoBar
from app.look.words import Elided
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
SEARCH_TIP = "Find memos by what they say, or by what you wrote with them (Ctrl+F)"


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
        self.search = SearchField("Search the voice memos", SEARCH_TIP)
        self.rows, self.pane = MemoRows(memos), MemoPane(memos, playback, recognition)
        self._middle = RowsOrWords(self.rows, margins=(16, 36, 16, 20))
        self.undo_bar = UndoBar(
            Elided("Memo deleted"), controller.undo, controller.forget_deleted, tip="Bring the memo back (Ctrl+Z)"
        )
        self.blank, self.undo = self._middle.blank, self.undo_bar.button
        self._arrange()
        self._wire()
        self.resize(SIZE.boundedTo(self.screen().availableGeometry().size() * 0.92))
        self._show()
        controller.open()

    def done(self, result: int) -> None:
        self._controller.close()
        super().done(result)

    def _arrange(self) -> None:
        self.undo_bar.setObjectName("card")
        self.undo.setAccessibleName("Undo: bring the memo back")
        side = QWidget()
        side.setMinimumWidth(LIST_WIDTHS[0])
        side.setMaximumWidth(LIST_WIDTHS[1])
        stack(self.search, wide(self._middle), self.undo_bar, within=side, gap=10)
        line_up(wide(side), wide(self.pane, 2), within=self, margins=(20, 18, 22, 18), gap=22)
        policy = self.pane.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # the list stays where it is
        self.pane.setSizePolicy(policy)

    def _wire(self) -> None:
        controller = self._controller
        self.search.textChanged.connect(controller.search)
        self.search.returnPressed.connect(self._into_list)
        for part in (self.search, self.rows, self.pane):
            part.asked.connect(self._obey)
        self._memos.state_changed.connect(self._show)
        bind(self, (QKeySequence.StandardKey.Find, self.search.take_focus), (QKeySequence.StandardKey.Undo, controller.undo))

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
                self.search.take_focus()
            case OfSearch.LEAVE:
                self.reject()
            case _:
                assert_never(asked)

    def _show(self) -> None:
        self._middle.show_words(self._memos.blank)
        self.undo_bar.setVisible(self._memos.deleted is not None)

    def _into_list(self) -> None:
        if self._memos.rows:
            self.rows.setFocus(Qt.FocusReason.TabFocusReason)
            self.rows.show_current()
