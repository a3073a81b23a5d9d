"""What can be done with a message: a row of small buttons beneath it, and the way from one branch to another."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QToolButton, QWidget

from app.look.making import make_label, make_tool, show_sign
from app.look.placing import MIDDLE, at, line_up

__all__ = ["HEIGHT", "Actions", "Branches", "show_done"]

HEIGHT = 28
DONE_MS = 1500


class Actions(QWidget):
    """Buttons in the order they are added; `add` returns each, so that it can be hidden where it does not apply."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._row = line_up(within=self, gap=2)
        self.setFixedHeight(HEIGHT)

    def add(self, sign: str, name: str, act: Callable[[], object], *, key: str = "") -> QToolButton:
        """`key` works while the message has the focus; the tooltip says so."""
        button = make_tool(sign, f"{name} ({key})" if key else name, act, role="tiny", size=16)
        button.setFixedSize(26, 26)
        self._row.addWidget(button)
        return button

    def add_widget(self, widget: QWidget) -> None:
        self._row.addWidget(widget)


def show_done(button: QToolButton, sign: str) -> None:
    """A tick for a moment, then the button's own sign again."""
    show_sign(button, "check", "accent")
    QTimer.singleShot(DONE_MS, button, lambda: show_sign(button, sign))


class Branches(QWidget):
    """‹ 2/3 ›: which of the versions is shown, and the way to the others."""

    def __init__(self, siblings: tuple[int, int], what: str, show: Callable[[int], None]) -> None:
        super().__init__()
        (self._number, count), self._show = siblings, show
        self.earlier = self._arrow("earlier", f"Earlier {what} (Alt+Left)", self._number > 0, -1)
        self.count = make_label(f"{self._number + 1}/{count}", "muted")
        self.count.setAccessibleName(f"{what.capitalize()} {self._number + 1} of {count}")
        self.later = self._arrow("later", f"Later {what} (Alt+Right)", self._number + 1 < count, 1)
        line_up(self.earlier, at(MIDDLE, self.count), self.later, within=self, margins=(0, 0, 6, 0), gap=0)

    def _arrow(self, sign: str, name: str, usable: bool, step: int) -> QToolButton:
        button = make_tool(sign, name, lambda: self._show(self._number + step), role="tiny", size=16)
        button.setFixedSize(22, 26)
        button.setEnabled(usable)
        return button
