"""The documents of the chat on screen, at the right of the conversation: a list, and the page that is looked at."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QListWidget, QListWidgetItem, QSplitter, QWidget
from shiboken6 import isValid

from app.conversation.asked import OpenPage
from app.documents.documents_controller import ChatDocuments
from app.documents.page_view import PageView
from app.look import theme
from app.look.controls import Number
from app.look.making import make_button, make_label, make_tool
from app.look.placing import line_up, stack, wide
from app.recognition.read_text import TextShown, text_shown
from app.recognition.scans import ScanRead, tell_how_far
from app.tooltips import plain_tip
from app.values import Attached

__all__ = ["Beside", "DocumentsPane"]

ROOMY = 1200
"""From this width of the window on, in logical pixels, documents are shown without being asked for."""
BOTH = 640
"""With less room than this for both, the documents cover the conversation while they are asked for."""
WIDTH, LEAST = 380, 240
KEYS_FOR_PAGES = "while the page has the keyboard"
STOP, READ_ON = "Stop", "Read on"
ROWS = 3
"""So many documents are seen in the list at once; for more it scrolls."""


class DocumentsPane(QFrame):
    """Shows the view model; holds no state of its own."""

    closed = Signal()

    def __init__(self, documents: ChatDocuments, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = documents.shown
        controller = self._controller = documents.controller
        self._texts = documents.texts
        self.setObjectName("documents")
        self.setAccessibleName("Documents")
        self.setMinimumWidth(LEAST)
        self.title, self.count = make_label("Documents", "title"), make_label(role="muted")
        self.close_button = make_tool("close", "Hide the documents (Ctrl+D)", self.closed.emit)
        self.earlier = make_tool("earlier", f"The page before (Page Up, {KEYS_FOR_PAGES})", partial(controller.turn, -1))
        self.later = make_tool("later", f"The next page (Page Down, {KEYS_FOR_PAGES})", partial(controller.turn, 1))
        self.list, self.number, self.view = QListWidget(), Number(), PageView()
        self.said = make_label(role="muted", wraps=True)
        self.read_on = make_button(READ_ON, self._stop_or_read_on, role="quiet")
        self._arrange()
        self._wire()
        self._show_list()
        self._show_page()

    def retheme(self) -> None:
        self.view.update()
        self._show_list()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 600)

    def _arrange(self) -> None:
        self.number.setAccessibleName("Page")
        self.number.setToolTip("Type the page to go to, then press Enter")
        self.number.setMinimumWidth(52)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setAccessibleName("Documents of this chat")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setIconSize(QSize(20, 20))
        head = line_up(wide(self.title), self.close_button, margins=(14, 8, 8, 8))
        pages = self.earlier, self.number, self.count, self.later
        turning = line_up(wide(), *pages, wide(), margins=(8, 6, 8, 6), gap=8)
        below = line_up(wide(self.said), self.read_on, margins=(14, 4, 8, 6))
        stack(head, self.list, turning, wide(self.view), below, within=self, gap=0)

    def _wire(self) -> None:
        controller, shown = self._controller, self._shown
        self.number.valueChanged.connect(controller.go_to)
        self.list.currentRowChanged.connect(controller.choose)
        self.view.sheet.turned.connect(controller.turn)
        self.view.width_changed.connect(controller.set_width)
        shown.listed.connect(self._show_list)
        shown.page_changed.connect(self._show_page)
        self._texts.changed.connect(self._show_read)

    def _show_list(self) -> None:
        with QSignalBlocker(self.list):
            self.list.clear()
            for document in self._shown.documents:
                sign = "warning" if document.attached is None else "document"
                item = QListWidgetItem(theme.icon(sign, theme.current().muted), f"{document.name}\n{document.facts}")
                item.setToolTip(plain_tip(document.problem or document.name))
                item.setSizeHint(QSize(0, 2 * self.fontMetrics().height() + 12))
                self.list.addItem(item)
        rows = min(ROWS, max(1, self.list.count()))
        self.list.setFixedHeight(rows * (2 * self.fontMetrics().height() + 12) + 6)
        self._mark_current()

    def _show_page(self) -> None:
        shown, current = self._shown, self._shown.current
        self._mark_current()
        pages = current.pages if current is not None else 1
        with QSignalBlocker(self.number):
            self.number.setRange(1, pages)
            self.number.setValue(shown.number)
        self.count.setText(f"of {pages:,}")
        self.earlier.setEnabled(shown.number > 1)
        self.later.setEnabled(shown.number < pages)
        for part in (self.earlier, self.number, self.count, self.later):
            part.setVisible(pages > 1)
        called = f"Page {shown.number:,} of {current.name}" if current is not None else "Page"
        self.view.show_page(shown.page, shown.problem, number=shown.number, called=called)
        if (scan := self._scan()) is not None and shown.page is not None:
            self._texts.look(scan, shown.page.number)
        self._show_read()

    def _scan(self) -> Attached | None:
        """The document, where the page that is shown has no text of its own."""
        seen, page = self._shown.current.attached if self._shown.current is not None else None, self._shown.page
        if seen is None or seen.part.kind != "document" or page is None or page.number not in seen.scanned:
            return None
        return seen

    def _show_read(self, sha256: str = "") -> None:
        """The text over a page without one of its own, or a line about it below. Another content's SHA-256 changes nothing."""
        scan, page, read = self._scan(), self._shown.page, TextShown()
        if scan is not None and page is not None:
            if sha256 not in ("", scan.part.digest):
                return
            read = text_shown(self._texts.known(scan.part.digest), page.number)
        self.view.show_read(read.text)
        far = tell_how_far(scan, self._texts.known(scan.part.digest)) if scan is not None else ScanRead()
        self.said.setText("  ·  ".join(words for words in (read.said, far.said) if words))
        self.said.setVisible(bool(self.said.text()))
        self.read_on.setText(STOP if far.may_stop else READ_ON)
        self.read_on.setVisible(far.may_stop or far.may_go_on)

    def _stop_or_read_on(self) -> None:
        """Of the scan that is shown: give up reading the rest of it, or have all of it read while nothing else is asked."""
        scan = self._scan()
        if scan is None or scan.part.kind != "document":
            return
        if self.read_on.text() == STOP:
            self._texts.stop(scan.part.digest)
        else:
            self._texts.read(replace(scan, part=replace(scan.part, pages=None)), waited_for=False, whole=True)

    def _mark_current(self) -> None:
        current, documents = self._shown.current, self._shown.documents
        with QSignalBlocker(self.list):
            found = (row for row, one in enumerate(documents) if current is not None and one.is_same(current))
            self.list.setCurrentRow(next(found, -1))


class Beside(QSplitter):
    """`page` with the documents at its right, where there are some and the person wants to see them.

    In a narrow window they are in view only while they are asked for, and cover `page` where there is no room for both.
    """

    shown = Signal(bool, bool)
    """Whether there are documents, and whether they are in view."""

    def __init__(self, page: QWidget, documents: ChatDocuments, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._page, self._model, self._controller = page, documents.shown, documents.controller
        self._asked = False
        self._left: QWidget | None = None
        """What had the keyboard's focus when documents came to cover the page."""
        self.pane = DocumentsPane(documents)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        for part in (page, self.pane):
            self.addWidget(part)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        self.pane.closed.connect(self.toggle)
        for signal in (self._model.listed, self._model.wanted_changed):
            signal.connect(self._show)
        self._show()

    @property
    def narrow(self) -> bool:
        return self.window().width() < ROOMY

    @property
    def open(self) -> bool:
        """Whether the documents are in view."""
        return bool(self._model.documents) and (self._asked if self.narrow else self._model.wanted)

    def toggle(self) -> None:
        if not self._model.documents:
            return
        if self.narrow:
            self._asked = not self._asked
            self._show()
        else:
            self._controller.want(not self._model.wanted)

    def open_cited(self, asked: OpenPage) -> None:
        """Show the page that a citation of a message names."""
        if self._controller.open_cited(asked) and not self.open:
            self.toggle()

    def give_way(self) -> None:
        """The conversation is wanted: it is in view again where documents cover it."""
        if self._page.isHidden():
            self._asked = False
            self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show()

    def _show(self) -> None:
        if not self.narrow or not self._model.documents:
            self._asked = False
        if self.open and self.width() < BOTH:
            self._cover()
        else:
            self._uncover()
        self.shown.emit(bool(self._model.documents), self.open)

    def _cover(self) -> None:
        """The keyboard's focus goes over to what is shown, where the keys turn its pages, and not to something hidden."""
        focused = QApplication.focusWidget()
        self.pane.setVisible(True)
        if focused is not None and self._page.isAncestorOf(focused):
            self._left = focused
            self.pane.view.take_focus()
        self._page.setVisible(False)

    def _uncover(self) -> None:
        """The keyboard goes on in the page where it was, if it was in the pane until now."""
        focused, left = QApplication.focusWidget(), self._left
        self._left = None
        self._page.setVisible(True)
        if left is not None and isValid(left) and focused is not None and self.pane.isAncestorOf(focused):
            left.setFocus(Qt.FocusReason.OtherFocusReason)
        self.pane.setVisible(self.open)
