"""What one sees before the first question: what can be dropped here, and that it stays here."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app import theme, wording

__all__ = ["EmptyState"]

ROOM_FOR_CARDS = QSize(720, 380)
OFFERS = (
    ("picture", "A picture", "Ask what it says or shows. Paste a screenshot with Ctrl+V."),
    ("sound", "A recording", "Spoken questions and voice memos go to the model as sound."),
    ("document", "A document", "PDF or plain text. Ask for what is in it."),
)


class EmptyState(QScrollArea):
    """Scrolls in a low window, so that the composer never has to give way to it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
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
        self._cards = self._offers()
        self._column.addWidget(self._cards, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(4)
        self._fit()

    def _fit(self) -> None:
        room = self.viewport().size()
        self._cards.setVisible(room.height() >= ROOM_FOR_CARDS.height() and room.width() >= ROOM_FOR_CARDS.width())

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

    def _offers(self) -> QWidget:
        offers = QWidget()
        row = QHBoxLayout(offers)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        for icon, title, text in OFFERS:
            row.addWidget(_offer(icon, title, text, self.devicePixelRatioF()))
        return offers


def _offer(icon: str, title: str, text: str, ratio: float) -> QFrame:
    frame = QFrame()
    frame.setObjectName("offer")
    frame.setFixedWidth(206)
    frame.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
    column = QVBoxLayout(frame)
    column.setContentsMargins(16, 15, 16, 16)
    column.setSpacing(5)
    sign, name, words = QLabel(), QLabel(title), QLabel(text)
    sign.setPixmap(theme.icon(icon, theme.current().accent).pixmap(QSize(26, 26), ratio))
    name.setProperty("role", "title")
    words.setProperty("role", "muted")
    words.setWordWrap(True)
    for widget in (sign, name, words):
        column.addWidget(widget)
    column.addStretch(1)
    return frame
