"""The chats at the left and the conversation beside them; where there is no room for both, one of them at a time."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

__all__ = ["Sides"]

BOTH = 760
"""From this width on, in logical pixels, there is room for both."""


class Sides(QSplitter):
    """`side` is shown as long as it is wanted and there is room; in a narrow window it covers `page` when it is asked for."""

    shown = Signal(bool)
    """Whether the side is in view."""
    covered = Signal(bool)
    """Whether the side covers the page."""

    def __init__(self, side: QWidget, page: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._side, self._page = side, page
        self._wanted, self._over = True, False
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self.addWidget(side)
        self.addWidget(page)
        self.setStretchFactor(0, 0)
        self.setStretchFactor(1, 1)

    @property
    def narrow(self) -> bool:
        return self.width() < BOTH

    @property
    def open(self) -> bool:
        """Whether the side is in view."""
        return self._over if self.narrow else self._wanted

    def toggle(self) -> None:
        if self.narrow:
            self._over = not self._over
        else:
            self._wanted = not self._wanted
        self._show()

    def bring(self) -> None:
        """The side is wanted in view now, for instance to search in it."""
        if not self.open:
            self.toggle()

    def give_way(self) -> None:
        """What was looked for is found: in a narrow window the page is in view again."""
        self._over = False
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show()

    def _show(self) -> None:
        if not self.narrow:
            self._over = False
        self._page.setVisible(not self._over)
        self._side.setVisible(self.open)
        self.shown.emit(self.open)
        self.covered.emit(self._over)
