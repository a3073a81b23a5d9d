"""What the model is told of the conversation, where that is not what is shown: a line under a message, a summary between two."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolButton, QWidget

from app.conversation.transcript.prose import Prose
from app.look import theme
from app.look.making import make_label, show_sign
from app.look.placing import Flow, discard
from app.tooltips import plain_tip

__all__ = ["NOT_SENT", "Beneath", "LeftOut", "StandIn"]

NOT_SENT = "Not sent to the model any more"
COVERED = "The summary further down is sent instead."
STANDS_IN = "A summary stands in for everything above"
STOOD_IN = "A summary of everything above, not sent any more"
LINE_HEIGHT = 26
GAP, TEXT_MARGIN = 10, 14
SPACE = 8
"""Pixels between the words and the link."""


class Beneath(Flow):
    """Words beneath a message, and a link beside them where it leads somewhere."""

    def __init__(self, words: str, link: str, tip: str, parent: QWidget) -> None:
        super().__init__(parent, gap=SPACE)
        self.words = make_label(words, "muted", parent=self)
        self.words.setContentsMargins(0, 4, 0, 3)
        self.link = _Link(link, self)
        face = theme.font()
        face.setUnderline(True)
        self.link.setFont(face)
        self.link.setToolTip(plain_tip(tip))
        self.link.hide()

    def show_link(self, shown: bool) -> None:
        """Place the words, with the link or without."""
        self.link.setVisible(shown)
        self.place([self.words, self.link] if shown else [self.words])


class LeftOut(Beneath):
    """Beneath a message that is shown but not sent; the link leads back, where a way does."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(NOT_SENT, "Send again", "Send this question and its answer to the model again (B)", parent)
        self.way_back: bool | None = None

    @property
    def natural_width(self) -> int:
        """Pixels it takes in one line."""
        shown = [self.words, self.link] if self.way_back else [self.words]
        return sum(widget.sizeHint().width() for widget in shown) + SPACE * (len(shown) - 1)

    def show_way_back(self, way_back: bool) -> bool:
        """Whether it can be sent again; a summary that is sent instead stays. Returns whether that has changed."""
        if way_back == self.way_back:
            return False
        self.way_back = way_back
        self.words.setToolTip("" if way_back else COVERED)
        self.words.setAccessibleDescription("" if way_back else COVERED)
        self.show_link(way_back)
        return True


class StandIn(QWidget):
    """A line across the conversation: what is above is known to the model by a summary, which unfolds when asked for."""

    resized = Signal()
    link_asked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = ""
        self.body: Prose | None = None
        self.button = _Link("", self)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setIconSize(QSize(16, 16))
        self.button.setCheckable(True)
        self.button.setToolTip("Show or hide the summary (S)")
        self.button.clicked.connect(self._unfold)
        self._sign()

    def show_summary(self, text: str, *, standing: bool) -> None:
        """`standing`: it is sent; else it only was."""
        self.button.setText(STANDS_IN if standing else STOOD_IN)
        if text != self._text:
            self._text = text
            self._drop_body()
            self._unfold()

    def toggle(self) -> None:
        """Show the text, or only that there is one."""
        self.button.click()

    def lay_out(self, width: int) -> int:
        """Height in pixels within `width`."""
        size = self.button.sizeHint()
        self.button.setGeometry(max(0, (width - size.width()) // 2), 0, min(width, size.width()), LINE_HEIGHT)
        if self.body is None:
            return LINE_HEIGHT
        return LINE_HEIGHT + GAP + self.body.place(TEXT_MARGIN, LINE_HEIGHT + GAP, width - TEXT_MARGIN)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colour, button = QPainter(self), QColor(theme.current().line), self.button.geometry()
        middle = LINE_HEIGHT // 2
        painter.fillRect(0, middle, button.left() - GAP, 1, colour)
        painter.fillRect(button.right() + GAP, middle, self.width() - button.right() - GAP, 1, colour)
        if self.body is not None:
            painter.fillRect(0, self.body.y(), 2, self.body.height(), colour)

    def _unfold(self) -> None:
        if not self.button.isChecked():
            self._drop_body()
        elif self.body is None:
            self.body = Prose(self, face=theme.font())
            self.body.setAccessibleName("The summary")
            self.body.setAccessibleDescription(self._text)
            self.body.append(self._text)
            self.body.settle()
            self.body.resized.connect(self.resized)
            self.body.link_asked.connect(self.link_asked)
            self.body.show()
        self._sign()
        self.resized.emit()

    def _drop_body(self) -> None:
        if self.body is not None:
            discard(self.body)
            self.body = None

    def _sign(self) -> None:
        show_sign(self.button, "chevron" if self.button.isChecked() else "later")


class _Link(QToolButton):
    """As wide as its words: Qt adds two spaces (QToolButton::sizeHint), which would be seen where a line goes on beside it."""

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(words)
        self.setProperty("role", "link")

    def sizeHint(self) -> QSize:
        return super().sizeHint() - QSize(2 * self.fontMetrics().horizontalAdvance(" "), 0)
