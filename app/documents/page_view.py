"""The page of a document that is looked at: a picture as wide as there is room, a text, or a sentence why there is neither."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QHideEvent, QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QStackedWidget, QWidget

from app.look import theme
from app.look.making import make_label
from app.look.painting import pixels
from app.look.words import Reading
from app.pauses import once
from app.recognition.read_text import ReadText
from app.recognition.text_layer import TextLayer
from app.sentences import say
from app.values import PageShown

__all__ = ["PageView", "Sheet"]

MARGIN = 12
LINE_STEP = 48
STILL_MS = 120
"""A page is drawn for another width once the width has not changed for so long; until then the picture is stretched."""
TURNS = {Qt.Key.Key_Left: -1, Qt.Key.Key_PageUp: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageDown: 1}


class PageView(QStackedWidget):
    """`width_changed` says in pixels of the screen how wide a page is drawn, 0 while none can be seen."""

    width_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet, self.text, self.sentence = Sheet(), Reading(theme.font()), make_label(wraps=True)
        self.text.document().setDocumentMargin(MARGIN)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.sentence.setMargin(MARGIN)
        for part in (self.sheet, self.text, self.sentence):
            self.addWidget(part)
        self._still = once(self, self._tell, STILL_MS)
        self._told: PageShown | None = None

    def show_page(self, page: PageShown | None, problem: str, *, number: int, called: str) -> None:
        """`number` is the page that is wanted: another one is faint until that comes. `called` is for screen readers."""
        self.sheet.set_faint(page is not None and page.number != number)
        self.sheet.setAccessibleName(called)
        self.text.setAccessibleName(called)
        if page is not None and page is self._told:
            return
        self._told = page
        if page is None:
            self.sheet.show_image(None)
            self.sentence.setText(problem)
            self.setCurrentWidget(self.sentence if problem else self.sheet)
        elif page.picture is not None:
            self.sheet.show_image(pixels(page.picture), turned=page.number)
            self.setCurrentWidget(self.sheet)
        else:
            rest = f"\n\n{say('text-cut', count=page.left_out)}" if page.left_out else ""
            self.text.setPlainText(page.text + rest)
            self.setCurrentWidget(self.text)

    def show_read(self, text: ReadText | None) -> None:
        """What was read in the picture of the page that is shown."""
        self.sheet.layer.show_text(text)

    def take_focus(self) -> None:
        """The keys turn pages from now on."""
        self.currentWidget().setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._still.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._still.start(0)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._still.stop()
        self.width_changed.emit(0)

    def _tell(self) -> None:
        self._still.setInterval(STILL_MS)
        if self.isVisible():
            self.width_changed.emit(round(self.sheet.paper_width * self.devicePixelRatioF()))


class Sheet(QAbstractScrollArea):
    """A page as a picture, stretched to the width there is; what is below is scrolled to. Arrows and page keys turn pages.

    The text that was read in it lies over it, to be selected.
    """

    turned = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.image: QImage | None = None
        self.faint = False
        self._number = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # or its coming would change the width
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().setSingleStep(LINE_STEP // 3)
        self.layer = TextLayer(self, self.viewport())

    @property
    def paper_width(self) -> int:
        """Of the page, in logical pixels."""
        return max(40, self.viewport().width() - 2 * MARGIN)

    def set_faint(self, faint: bool) -> None:
        """Whether what is shown is about to be replaced."""
        if faint != self.faint:
            self.faint = faint
            self.viewport().update()

    def show_image(self, image: QImage | None, *, turned: int = 0) -> None:
        """`turned`: the number of the page; another one is seen from its top on."""
        self.image = image
        if turned != self._number:
            self._number = turned
            self.verticalScrollBar().setValue(0)
        self._set_bar()
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.current()
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), QColor(colours.sunken))
        if self.image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            paper = self._paper()
            painter.setOpacity(0.4 if self.faint else 1)
            painter.drawImage(paper, self.image)
            painter.setOpacity(1)
            painter.setPen(QPen(QColor(colours.line), 1))
            painter.drawRect(paper)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._set_bar()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.layer.take_key(event):
            return
        bar, key = self.verticalScrollBar(), Qt.Key(event.key())
        moves = {Qt.Key.Key_Up: -LINE_STEP, Qt.Key.Key_Down: LINE_STEP, Qt.Key.Key_Space: self.viewport().height() - LINE_STEP}
        if event.modifiers():
            event.ignore()
        elif key in TURNS:
            self.turned.emit(TURNS[key])
        elif key in moves:
            bar.setValue(bar.value() + moves[key])
        else:
            event.ignore()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.layer.lie_over(self._paper())
        self.viewport().update()

    def _paper(self) -> QRectF:
        """Where the page is, in logical pixels of the viewport."""
        return QRectF(MARGIN, MARGIN - self.verticalScrollBar().value(), self.paper_width, self._paper_height())

    def _paper_height(self) -> int:
        if self.image is None or not self.image.width():
            return 0
        return round(self.paper_width * self.image.height() / self.image.width())

    def _set_bar(self) -> None:
        bar, height = self.verticalScrollBar(), self.viewport().height()
        bar.setPageStep(height)
        bar.setRange(0, max(0, self._paper_height() + 2 * MARGIN - height))
        self.layer.setGeometry(self.viewport().rect())
        self.layer.lie_over(self._paper())
