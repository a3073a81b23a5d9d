"""What can be done with a message: a row of small buttons beneath it, and the way from one branch to another."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from app.look import theme

__all__ = ["HEIGHT", "Actions", "Branches", "show_done"]

HEIGHT = 28
DONE_MS = 1500


class Actions(QWidget):
    """Buttons in the order they are added; `add` returns each, so that it can be hidden where it does not apply."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2)
        self.setFixedHeight(HEIGHT)

    def add(self, sign: str, name: str, act: Callable[[], object], *, key: str = "", checkable: bool = False) -> QToolButton:
        """`key` works while the message has the focus; the tooltip says so."""
        button = QToolButton(self)
        button.setProperty("role", "tiny")
        button.setIcon(theme.icon(sign, theme.current().muted))
        button.setIconSize(QSize(16, 16))
        button.setFixedSize(26, 26)
        button.setCheckable(checkable)
        button.setToolTip(f"{name} ({key})" if key else name)
        button.setAccessibleName(name)
        button.clicked.connect(act)
        self._row.addWidget(button)
        return button

    def add_widget(self, widget: QWidget) -> None:
        self._row.addWidget(widget)


def show_done(button: QToolButton, sign: str) -> None:
    """A tick for a moment, then the button's own sign again."""
    button.setIcon(theme.icon("check", theme.current().accent))
    QTimer.singleShot(DONE_MS, button, lambda: button.setIcon(theme.icon(sign, theme.current().muted)))


class Branches(QWidget):
    """‹ 2/3 ›: which of the versions is shown, and the way to the others."""

    def __init__(self, siblings: tuple[int, int], what: str, show: Callable[[int], None]) -> None:
        super().__init__()
        (self._number, count), self._show = siblings, show
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 6, 0)
        row.setSpacing(0)
        self.earlier = self._arrow("earlier", f"Earlier {what} (Alt+Left)", self._number > 0, -1)
        self.count = QLabel(f"{self._number + 1}/{count}")
        self.count.setProperty("role", "muted")
        self.count.setAccessibleName(f"{what.capitalize()} {self._number + 1} of {count}")
        self.later = self._arrow("later", f"Later {what} (Alt+Right)", self._number + 1 < count, 1)
        row.addWidget(self.earlier)
        row.addWidget(self.count, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.later)

    def _arrow(self, sign: str, name: str, usable: bool, step: int) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("role", "tiny")
        button.setIcon(theme.icon(sign, theme.current().muted))
        button.setIconSize(QSize(16, 16))
        button.setFixedSize(22, 26)
        button.setToolTip(name)
        button.setAccessibleName(name.partition(" (")[0])
        button.setEnabled(usable)
        button.clicked.connect(lambda: self._show(self._number + step))
        return button
