"""Two ways to place things: in rows, as words are put in lines, and in a column in the middle of a wide window."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QWidget

__all__ = ["Flow", "centred"]


class Flow(QWidget):
    """Children placed in rows, each as wide as it likes up to the whole line.

    No QLayout: one written in Python must return None where Qt asks beyond its end, and PySide6 6.12 then drops a
    reference it does not own, until the interpreter aborts (https://bugreports.qt.io/browse/PYSIDE).
    """

    def __init__(self, parent: QWidget | None = None, *, gap: int = 8) -> None:
        super().__init__(parent)
        self._shown: list[QWidget] = []
        self._gap = gap

    def place(self, widgets: list[QWidget]) -> None:
        """Show these, in this order; widgets placed before and not now are left to their owner."""
        self._shown = list(widgets)
        self._arrange(self.width(), move=True)
        for widget in self._shown:
            widget.show()

    def heightForWidth(self, width: int) -> int:
        return self._arrange(width, move=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(self.width(), move=True)

    def _arrange(self, width: int, *, move: bool) -> int:
        """Height of all rows within `width`; moves the widgets there when `move`."""
        x = y = row = 0
        for widget in self._shown:
            size = widget.sizeHint().boundedTo(QSize(width, 10_000))
            if widget.hasHeightForWidth():
                size.setHeight(max(widget.heightForWidth(size.width()), widget.minimumSizeHint().height()))
            if x > 0 and x + size.width() > width:
                x, y, row = 0, y + row + self._gap, 0
            if move:
                widget.setGeometry(QRect(QPoint(x, y), size))
            x, row = x + size.width() + self._gap, max(row, size.height())
        return y + row


def centred(content: QLayout | QWidget, width: int) -> QHBoxLayout:
    """A row with `content` in its middle, at most `width` logical pixels wide."""
    column = content if isinstance(content, QWidget) else QWidget()
    if isinstance(content, QLayout):
        column.setLayout(content)
    column.setMaximumWidth(width)
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.addStretch(1)
    row.addWidget(column, 1000)
    row.addStretch(1)
    return row
