"""Where things stand: in rows and columns, in lines as words do, in the middle of a wide window, on a page that scrolls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

__all__ = ["LEFT", "MIDDLE", "TOP", "Flow", "at", "card", "centre", "discard", "line_up", "make_page", "scroll", "stack", "wide"]

LEFT, MIDDLE, TOP = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignTop
ANYWHERE = Qt.AlignmentFlag(0)
Box = TypeVar("Box", bound=QBoxLayout)
Margins = tuple[int, int, int, int]
"""Logical pixels at the left, above, at the right and below."""


@dataclass(frozen=True)
class Placed:
    """`share` of the room that is left over; `side` where the part stands in more room than it needs. No part: empty room."""

    part: QWidget | QLayout | None
    share: int = 0
    side: Qt.AlignmentFlag = ANYWHERE


Part = QWidget | QLayout | Placed | int
"""What a row or a column holds; a number is a gap of so many logical pixels."""


def wide(part: QWidget | QLayout | None = None, share: int = 1) -> Placed:
    """The part takes the room that is left over; without a part, that room stays empty."""
    return Placed(part, share)


def at(side: Qt.AlignmentFlag, part: QWidget) -> Placed:
    """The part is no larger than it needs to be, and stands at that side of its room."""
    return Placed(part, side=side)


def line_up(*parts: Part, within: QWidget | None = None, margins: Margins = (0, 0, 0, 0), gap: int | None = None) -> QHBoxLayout:
    """Parts from left to right, all that is `within` a widget; `gap` pixels apart, else as far as the style wants."""
    return _fill(QHBoxLayout(within) if within is not None else QHBoxLayout(), parts, margins, gap)


def stack(*parts: Part, within: QWidget | None = None, margins: Margins = (0, 0, 0, 0), gap: int | None = None) -> QVBoxLayout:
    """The same from top to bottom."""
    return _fill(QVBoxLayout(within) if within is not None else QVBoxLayout(), parts, margins, gap)


def _fill(layout: Box, parts: tuple[Part, ...], margins: Margins, gap: int | None) -> Box:
    layout.setContentsMargins(*margins)
    if gap is not None:
        layout.setSpacing(gap)
    for part in parts:
        if isinstance(part, int):
            layout.addSpacing(part)
            continue
        placed = part if isinstance(part, Placed) else Placed(part)
        if placed.part is None:
            layout.addStretch(placed.share)
        elif isinstance(placed.part, QLayout):
            layout.addLayout(placed.part, placed.share)
        else:
            layout.addWidget(placed.part, placed.share, placed.side)
    return layout


def card(*parts: Part, margins: Margins, gap: int | None = None) -> QFrame:
    """A column on a ground of its own."""
    made = QFrame()
    made.setObjectName("card")
    stack(*parts, within=made, margins=margins, gap=gap)
    return made


def scroll(area: QScrollArea, page: QWidget) -> QScrollArea:
    """Show `page` in an area without a frame, as wide as that is and scrolled up and down where it is higher."""
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(page)
    return area


def make_page(*parts: Part, above: int, gap: int) -> QScrollArea:
    """A column of parts on a dialog's whole width, that scrolls; with so many pixels `above` the first."""
    page = QWidget()
    page.setObjectName("column")
    stack(*parts, wide(), within=page, margins=(24, above, 12, 20), gap=gap)  # the bar at the right takes the rest
    return scroll(QScrollArea(), page)


def discard(widget: QWidget) -> None:
    """It is not seen any more, and goes when Qt has done with it."""
    widget.hide()
    widget.deleteLater()


def centre(content: QLayout | QWidget, width: int) -> QHBoxLayout:
    """A row with `content` in its middle, at most `width` logical pixels wide."""
    middle = content if isinstance(content, QWidget) else QWidget()
    if isinstance(content, QLayout):
        middle.setLayout(content)
    middle.setMaximumWidth(width)
    return line_up(wide(), wide(middle, 1000), wide())


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
        x = y = line = 0
        for widget in self._shown:
            size = widget.sizeHint().boundedTo(QSize(width, 10_000))
            if widget.hasHeightForWidth():
                size.setHeight(max(widget.heightForWidth(size.width()), widget.minimumSizeHint().height()))
            if x > 0 and x + size.width() > width:
                x, y, line = 0, y + line + self._gap, 0
            if move:
                widget.setGeometry(QRect(QPoint(x, y), size))
            x, line = x + size.width() + self._gap, max(line, size.height())
        return y + line
