"""A number with a button to either side of it."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSpinBox, QWidget

__all__ = ["Stepper"]


class Stepper(QWidget):
    """The buttons of a spin box are too small to be hit, and a style sheet cannot draw their arrows."""

    changed = Signal(int)

    def __init__(
        self, least: int, most: int, *, step: int, unit: str = "", zero: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.field, self.less, self.more = _Field(), QPushButton("−"), QPushButton("+")
        self.field.setRange(least, most)
        self.field.setSingleStep(step)
        self.field.setSuffix(f" {unit}" if unit else "")
        self.field.setSpecialValueText(zero if least == 0 else "")
        self.field.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.field.setKeyboardTracking(False)
        self.field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.field.valueChanged.connect(self._changed)
        self.setFocusProxy(self.field)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for button, words, act in (
            (self.less, f"{step} less", self.field.stepDown),
            (self.more, f"{step} more", self.field.stepUp),
        ):
            button.setProperty("role", "step")
            button.setAutoDefault(False)
            button.setAutoRepeat(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the arrow keys in the field do the same
            button.setAccessibleName(words)
            button.setToolTip(words)
            button.clicked.connect(act)
        for widget in (self.less, self.field, self.more):
            row.addWidget(widget)
        self._enable()

    def show_value(self, value: int) -> None:
        with QSignalBlocker(self.field):
            self.field.setValue(value)
        self._enable()

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.field.setAccessibleName(name)

    def _changed(self, value: int) -> None:
        self._enable()
        self.changed.emit(value)

    def _enable(self) -> None:
        self.less.setEnabled(self.field.value() > self.field.minimum())
        self.more.setEnabled(self.field.value() < self.field.maximum())


class _Field(QSpinBox):
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the wheel scrolls the page and changes nothing by accident
