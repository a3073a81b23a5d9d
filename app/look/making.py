"""Labels, buttons and signs as this window wants them, each made in a line: with its name for screen readers, in its colour."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QProgressBar, QPushButton, QToolButton, QWidget

from app.look import theme
from app.tooltips import plain_tip

__all__ = ["Act", "Progress", "Sign", "bind", "draw_signs", "make_button", "make_label", "make_tool", "restyle", "show_sign"]

Act = Callable[[], object]
Button = TypeVar("Button", bound=QAbstractButton)


def make_label(
    words: str = "", role: str = "", *, wraps: bool = False, selects: bool = False, parent: QWidget | None = None
) -> QLabel:
    """Plain words: what is shown may be the name of a file, or a model's. `role`: as the style sheet tells them apart."""
    made = QLabel(words, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wraps)
    if role:
        made.setProperty("role", role)
    if selects:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def make_button(words: str = "", act: Act | None = None, *, tip: str = "", name: str = "", role: str = "") -> QPushButton:
    """A button with words. Enter elsewhere in a dialog does not press it. `name` where screen readers need more than words."""
    made = QPushButton(words)
    made.setAutoDefault(False)
    return _name(made, act, tip=tip, name=name, role=role)


def make_tool(
    sign: str,
    tip: str,
    act: Act | None = None,
    *,
    name: str = "",
    colour: str = "muted",
    role: str = "",
    size: int = 20,
    parent: QWidget | None = None,
) -> QToolButton:
    """A button with a sign. Its name is what the tip says before its key, where it has none of its own."""
    made = QToolButton(parent)
    made.setIconSize(QSize(size, size))
    if sign:
        show_sign(made, sign, colour)
    return _name(made, act, tip=tip, name=name or tip.partition(" (")[0], role=role)


def _name(made: Button, act: Act | None, *, tip: str, name: str, role: str) -> Button:
    made.setToolTip(plain_tip(tip))
    if name:
        made.setAccessibleName(name)
    if role:
        made.setProperty("role", role)
    if act is not None:
        made.clicked.connect(act)
    return made


def show_sign(button: QAbstractButton, sign: str, colour: str = "muted") -> None:
    """Give a button a sign, in a colour of whichever theme there is: `draw_signs` draws it again in that of another."""
    button.setProperty("sign", (sign, colour))
    _draw(button)


def draw_signs() -> None:
    """The colours have changed: the signs of all buttons have them."""
    for widget in QApplication.allWidgets():
        if isinstance(widget, QAbstractButton) and widget.property("sign"):
            _draw(widget)


def _draw(button: QAbstractButton) -> None:
    sign, colour = button.property("sign")
    button.setIcon(theme.icon(sign, getattr(theme.current(), colour)))


class Progress(QProgressBar):
    """A thin line that grows."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextVisible(False)
        self.setRange(0, 1000)

    def show_share(self, share: float | None) -> None:
        """How much is done, from 0 to 1; None while that is not known."""
        self.setRange(0, 0 if share is None else 1000)
        if share is not None:
            self.setValue(round(1000 * share))


class Sign(QWidget):
    """A sign by itself, in the colours there are when it is painted."""

    def __init__(self, sign: str = "", colour: str = "muted", *, size: int = 20) -> None:
        super().__init__()
        self._sign, self._colour = sign, colour
        self._size = QSize(size, size)
        self.setFixedSize(self._size)

    def show_sign(self, sign: str, colour: str) -> None:
        self._sign, self._colour = sign, colour
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """In the middle, where the widget was made larger."""
        place = self._size
        left, top = (self.width() - place.width()) // 2, (self.height() - place.height()) // 2
        drawn = theme.icon(self._sign, getattr(theme.current(), self._colour))
        drawn.paint(QPainter(self), left, top, place.width(), place.height())


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Set a property by which the style sheet tells widgets apart, and let it look so."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def bind(window: QWidget, *keys: tuple[QKeySequence | QKeySequence.StandardKey, Callable[[], object]]) -> None:
    """Have each key do what is beside it."""
    for key, act in keys:
        action = QAction(window)
        action.setShortcut(key)
        action.triggered.connect(act)
        window.addAction(action)
