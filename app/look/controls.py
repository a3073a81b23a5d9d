"""Controls that a style sheet cannot draw in the theme's colours: a box to choose from, a switch, a number.

The wheel scrolls the page they stand on, and changes nothing by accident.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QSpinBox, QWidget

from app.look import theme
from app.look.making import make_button
from app.look.painting import fill, smooth
from app.look.placing import line_up

__all__ = ["Choice", "Number", "Stepper", "Toggle"]

WIDTH, HEIGHT, FRAME = 36, 20, 4
"""Logical pixels of a switch, and of the room around it."""


class Choice(QComboBox):
    """A box to choose from, with an arrow."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        arrow = theme.icon("chevron", theme.current().muted)
        arrow.paint(QPainter(self), self.width() - 30, (self.height() - 18) // 2, 18, 18)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Toggle(QCheckBox):
    """A switch, on or off. The style's own frame of a check box is lost in the dark."""

    def __init__(self) -> None:
        super().__init__()
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH + 2 * FRAME, HEIGHT + 2 * FRAME)

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        colours, on = theme.current(), self.isChecked()
        painter = smooth(self)
        track = QRectF(FRAME, (self.height() - HEIGHT) / 2, WIDTH, HEIGHT)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 1.5))
            painter.drawRoundedRect(track.adjusted(-2.5, -2.5, 2.5, 2.5), HEIGHT / 2 + 2.5, HEIGHT / 2 + 2.5)
        painter.setPen(QPen(QColor(colours.accent if on else colours.muted), 1.5))
        painter.setBrush(QColor(colours.accent if on else colours.surface))
        painter.drawRoundedRect(track.adjusted(0.75, 0.75, -0.75, -0.75), HEIGHT / 2, HEIGHT / 2)
        middle = track.right() - HEIGHT / 2 if on else track.left() + HEIGHT / 2
        fill(painter, colours.on_accent if on else colours.muted)
        painter.drawEllipse(QPointF(middle, track.center().y()), 6, 6)


class Number(QSpinBox):
    """A number to be typed; it counts once Enter is pressed or the field is left."""

    def __init__(self) -> None:
        super().__init__()
        self.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.setKeyboardTracking(False)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Stepper(QWidget):
    """A number with a button to either side of it: those of a spin box are too small to be hit."""

    changed = Signal(int)

    def __init__(self, least: int, most: int, *, step: int, unit: str = "", zero: str = "") -> None:
        super().__init__()
        self.field = Number()
        self.field.setRange(least, most)
        self.field.setSingleStep(step)
        self.field.setSuffix(f" {unit}" if unit else "")
        self.field.setSpecialValueText(zero if least == 0 else "")
        self.field.valueChanged.connect(self._changed)
        self.setFocusProxy(self.field)
        self.less = make_button("−", self.field.stepDown, tip=f"{step} less", name=f"{step} less", role="step")
        self.more = make_button("+", self.field.stepUp, tip=f"{step} more", name=f"{step} more", role="step")
        for button in (self.less, self.more):
            button.setAutoRepeat(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the arrow keys in the field do the same
        line_up(self.less, self.field, self.more, within=self, gap=4)
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
