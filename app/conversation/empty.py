"""What one sees before the first question: what can be asked about, that it stays here, and an example of each to try."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app import wording
from app.conversation.asked import Try
from app.conversation.examples import EXAMPLES, Example
from app.look import theme

__all__ = ["EmptyState", "ExampleCard"]

ROOM_FOR_CARDS = QSize(696, 380)


class EmptyState(QScrollArea):
    """Scrolls in a low window, so that the composer never has to give way to it."""

    asked = Signal(object)
    """Try."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: list[ExampleCard] = []
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        page.setObjectName("column")
        self.setWidget(page)
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(24, 24, 24, 24)
        self._column.setSpacing(8)
        self.retheme()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def retheme(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._column.addStretch(3)
        for label in (self._sign(), self._title(), self._promise()):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._column.addWidget(label)
        self._column.addSpacing(22)
        self._row = self._examples()
        self._column.addWidget(self._row, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(4)
        self._fit()

    def _fit(self) -> None:
        room = self.viewport().size()
        self._row.setVisible(room.height() >= ROOM_FOR_CARDS.height() and room.width() >= ROOM_FOR_CARDS.width())

    def _sign(self) -> QLabel:
        sign = QLabel()
        sign.setPixmap(theme.app_icon().pixmap(QSize(60, 60), self.devicePixelRatioF()))
        sign.setContentsMargins(0, 0, 0, 10)
        return sign

    def _title(self) -> QLabel:
        title = QLabel(wording.DROP_HERE)
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.55)
        font.setWeight(font.Weight.DemiBold)
        title.setFont(font)
        title.setWordWrap(True)
        return title

    def _promise(self) -> QLabel:
        promise = QLabel("Everything is read and answered on this computer. Nothing leaves it.")
        promise.setProperty("role", "muted")
        promise.setWordWrap(True)
        return promise

    def _examples(self) -> QWidget:
        examples = QWidget()
        examples.setStyleSheet(_style(theme.current()))
        row = QHBoxLayout(examples)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        self.cards = [ExampleCard(example, self.devicePixelRatioF()) for example in EXAMPLES]
        for card in self.cards:
            card.clicked.connect(partial(self.asked.emit, Try(card.example)))
            row.addWidget(card)
        return examples


class ExampleCard(QPushButton):
    """What can be asked about, and the question that a click asks."""

    def __init__(self, example: Example, ratio: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.example = example
        self.setObjectName("offer")
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedWidth(206)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(f"{example.title}. Try one: {example.question}")
        self.setAccessibleDescription(example.about)
        self.setToolTip(f"Attach a small example and ask: {example.question}")
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(16, 15, 16, 14)
        column.setSpacing(5)
        sign, name, about, question = QLabel(), QLabel(example.title), QLabel(example.about), QLabel(f"Try: {example.question}")
        sign.setPixmap(theme.icon(example.icon, theme.current().accent).pixmap(QSize(26, 26), ratio))
        name.setProperty("role", "title")
        about.setProperty("role", "muted")
        question.setObjectName("question")
        for label in (sign, name, about, question):
            label.setWordWrap(True)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        for label in (sign, name, about):
            column.addWidget(label)
        column.addStretch(1)
        column.addSpacing(4)
        column.addWidget(question)

    def sizeHint(self) -> QSize:
        return QSize(self.width(), self._column.totalHeightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


def _style(colours: theme.Theme) -> str:
    return f"""
    #offer {{ padding: 0; text-align: left; }}
    #offer:hover {{ background: {colours.accent_soft}; border: 1px solid {colours.accent}; }}
    #offer:focus {{ border: 1px solid {colours.accent}; }}
    #offer #question {{ color: {colours.accent}; }}
    """
