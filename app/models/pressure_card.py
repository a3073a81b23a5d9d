"""The card that says memory ran short, what was given up and kept, and what would fit now."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.look import theme
from app.models.asked import OfPressure
from app.models.pressure_model import PressureModel

__all__ = ["PressureCard"]


class PressureCard(QFrame):
    """Shows PressureModel; nothing is loaded again until the person says so."""

    asked = Signal(object)
    """OfPressure."""

    def __init__(self, model: PressureModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setObjectName("card")
        self._sign, self.words = QLabel(), QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.take, self.leave = QPushButton("Load what fits"), QPushButton("Keep as it is")
        self.take.setToolTip("Load the model with what fits now; the conversation stays")
        self.take.clicked.connect(partial(self.asked.emit, OfPressure.USE_PLAN))
        self.leave.clicked.connect(partial(self.asked.emit, OfPressure.DISMISS))
        self.leave.setProperty("role", "quiet")
        for button in (self.take, self.leave):
            button.setAutoDefault(False)
        self._arrange()
        model.changed.connect(self._show)
        self.retheme()
        self._show()

    def retheme(self) -> None:
        amber = theme.current().amber
        self._sign.setPixmap(theme.icon("warning", amber).pixmap(QSize(20, 20), self.devicePixelRatioF()))

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.take)
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addWidget(self.words)
        column.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 12, 14, 12)
        row.setSpacing(10)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)

    def _show(self) -> None:
        self.words.setText(self._model.text)
        self.setAccessibleName(self._model.text)
        self.take.setVisible(self._model.plan is not None)
        self.setVisible(bool(self._model.text))
