"""What one sees before the first question: what can be asked about, that it stays here, and an example of each to try."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QScrollArea, QSizePolicy, QWidget

from app import wording
from app.conversation.asked import Try
from app.conversation.examples import EXAMPLES, Example
from app.look import theme
from app.look.making import Sign, make_label
from app.look.placing import LEFT, at, line_up, scroll, stack, wide

__all__ = ["EmptyState", "ExampleCard"]

ROOM_FOR_CARDS = QSize(696, 380)
PROMISE = "Everything is read and answered on this computer. Nothing leaves it."


class EmptyState(QScrollArea):
    """Scrolls in a low window, so that the composer never has to give way to it."""

    asked = Signal(object)
    """Try."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign, page = make_label(), QWidget()
        self._sign.setContentsMargins(0, 0, 0, 10)
        title = make_label(wording.DROP_HERE, wraps=True)
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.55)
        font.setWeight(font.Weight.DemiBold)
        title.setFont(font)
        words = self._sign, title, make_label(PROMISE, "muted", wraps=True)
        for label in words:
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.cards = [ExampleCard(example) for example in EXAMPLES]
        for card in self.cards:
            card.clicked.connect(partial(self.asked.emit, Try(card.example)))
        self._row = QWidget()
        line_up(*self.cards, within=self._row, gap=14)
        middle = at(Qt.AlignmentFlag.AlignHCenter, self._row)
        stack(wide(share=3), *words, 22, middle, wide(share=4), within=page, margins=(24, 24, 24, 24), gap=8)
        page.setObjectName("column")
        scroll(self, page)
        self.retheme()

    def retheme(self) -> None:
        self._sign.setPixmap(theme.app_icon().pixmap(QSize(60, 60), self.devicePixelRatioF()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.viewport().size()
        self._row.setVisible(room.height() >= ROOM_FOR_CARDS.height() and room.width() >= ROOM_FOR_CARDS.width())


class ExampleCard(QPushButton):
    """What can be asked about, and the question that a click asks."""

    def __init__(self, example: Example) -> None:
        super().__init__()
        self.example = example
        self.setObjectName("offer")
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedWidth(206)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(f"{example.title}. Try one: {example.question}")
        self.setAccessibleDescription(example.about)
        self.setToolTip(f"Attach a small example and ask: {example.question}")
        sign, question = Sign(example.icon, "accent", size=24), make_label(f"Try: {example.question}", wraps=True)
        question.setObjectName("question")
        words = make_label(example.title, "title", wraps=True), make_label(example.about, "muted", wraps=True)
        for part in (sign, *words, question):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        parts = at(LEFT, sign), *words, wide(), 4, question
        self._column = stack(*parts, within=self, margins=(16, 15, 16, 14), gap=5)

    def sizeHint(self) -> QSize:
        return QSize(self.width(), self._column.totalHeightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
