"""What one sees before the first question: what can be asked about, that it stays here, and an example of each to try."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QScrollArea, QSizePolicy, QWidget

from app.conversation.asked import Try
from app.conversation.first_screen import Card, FirstScreen
from app.look import theme
from app.look.making import Sign, make_label
from app.look.placing import LEFT, at, line_up, scroll, stack, wide

__all__ = ["EmptyState", "ExampleCard"]

ROOM_FOR_CARDS = QSize(696, 380)
PROMISE = "Everything is read and answered on this computer. Nothing leaves it."


class EmptyState(QScrollArea):
    """Scrolls in a low window, so that the composer never has to give way to it."""

    asked = Signal(object)
    """Try, or GetModel."""

    def __init__(self, first: FirstScreen, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first = first
        self._sign, page = make_label(), QWidget()
        self._sign.setContentsMargins(0, 0, 0, 10)
        self.title, self.about = make_label(wraps=True), make_label(wraps=True)
        self.lacking = make_label(role="muted", wraps=True, selects=True)
        font = self.title.font()
        font.setPointSizeF(font.pointSizeF() * 1.55)
        font.setWeight(font.Weight.DemiBold)
        self.title.setFont(font)
        words = self._sign, self.title, self.about, make_label(PROMISE, "muted", wraps=True)
        for label in (*words, self.lacking):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.cards: list[ExampleCard] = []
        for shown in first.shown.cards:
            card = ExampleCard(shown)
            card.asked.connect(self.asked)
            self.cards.append(card)
        self._row = QWidget()
        line_up(*self.cards, within=self._row, gap=14)
        middle = at(Qt.AlignmentFlag.AlignHCenter, self._row)
        parts = *words, 22, middle, 8, self.lacking
        stack(wide(share=3), *parts, wide(share=4), within=page, margins=(24, 24, 24, 24), gap=8)
        page.setObjectName("column")
        scroll(self, page)
        first.changed.connect(self._show)
        self._show()
        self.retheme()

    def retheme(self) -> None:
        self._sign.setPixmap(theme.app_icon().pixmap(QSize(60, 60), self.devicePixelRatioF()))

    def showEvent(self, event: QShowEvent) -> None:
        """What was not here may have been brought meanwhile."""
        super().showEvent(event)
        self._first.look()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.viewport().size()
        self._row.setVisible(room.height() >= ROOM_FOR_CARDS.height() and room.width() >= ROOM_FOR_CARDS.width())

    def _show(self) -> None:
        shown = self._first.shown
        for label, words in ((self.title, shown.title), (self.about, shown.about), (self.lacking, shown.lacking)):
            label.setText(words)
            label.setVisible(bool(words))
        for button, card in zip(self.cards, shown.cards, strict=True):
            button.show_card(card)


class ExampleCard(QPushButton):
    """What can be asked about, and the question that a click asks."""

    asked = Signal(object)
    """The wish of the card."""

    def __init__(self, card: Card) -> None:
        super().__init__()
        self.card = card
        self.setObjectName("offer")
        self.setAutoDefault(False)
        self.setFixedWidth(206)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._sign, self._title = Sign(card.icon, "accent", size=24), make_label(role="title", wraps=True)
        self._about, self._offer = make_label(role="muted", wraps=True), make_label(wraps=True)
        self._offer.setObjectName("question")
        for part in (self._sign, self._title, self._about, self._offer):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        parts = at(LEFT, self._sign), self._title, self._about, wide(), 4, self._offer
        self._column = stack(*parts, within=self, margins=(16, 15, 16, 14), gap=5)
        self.clicked.connect(self._ask)
        self.show_card(card)

    def show_card(self, card: Card) -> None:
        """What it offers now."""
        self.card = card
        usable = card.wish is not None
        self.setEnabled(usable)
        self._sign.show_sign(card.icon, "accent" if usable else "muted")
        for label, words in ((self._title, card.title), (self._about, card.about), (self._offer, card.offer)):
            label.setText(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor if usable else Qt.CursorShape.ArrowCursor)
        question = card.wish.example.question if isinstance(card.wish, Try) else ""
        self.setAccessibleName(f"{card.title}. Try one: {question}" if question else f"{card.title}. {card.offer}")
        self.setAccessibleDescription(card.about)
        self.setToolTip(f"Attach a small example and ask: {question}" if question else "")
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self.width(), self._column.totalHeightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _ask(self) -> None:
        if self.card.wish is not None:
            self.asked.emit(self.card.wish)
