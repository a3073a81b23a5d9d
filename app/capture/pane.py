"""One monitor of the frozen screen: shows its picture dimmed, the marked part bright, the size, the handles and the hint.

Promises that a device pixel of the picture is a device pixel of the screen, at any scaling, and that a move of the mouse
paints only what it changes. What the mouse and the keys do is said in device pixels of the desktop; nothing is decided here.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QScreen
from PySide6.QtWidgets import QWidget

from app.capture.box import Box
from app.capture.screen import Monitor
from app.capture.selection import HANDLES, Grip, Selection
from app.look import theme

__all__ = ["Pane"]

COLOURS = theme.DARK
"""The frozen screen is dimmed whatever the theme is."""
LINE, HANDLE, MARGIN, PADDING = 2, 9, 12, 10
"""Logical pixels."""
BETWEEN = "  ·  "
ADJUSTING = ("Drag the handles, or use the arrows (with Shift: its size)", "Enter takes it", "Esc cancels")
READING = ("Drag over the words to copy them", "T: the picture instead", "Esc cancels")
TO_TEXT = "Text  (T)"
CURSORS: dict[Grip, Qt.CursorShape] = {
    **dict.fromkeys(("", "new"), Qt.CursorShape.CrossCursor),
    "move": Qt.CursorShape.SizeAllCursor,
    **dict.fromkeys(("n", "s"), Qt.CursorShape.SizeVerCursor),
    **dict.fromkeys(("e", "w"), Qt.CursorShape.SizeHorCursor),
    **dict.fromkeys(("nw", "se"), Qt.CursorShape.SizeFDiagCursor),
    **dict.fromkeys(("ne", "sw"), Qt.CursorShape.SizeBDiagCursor),
}


class Pane(QWidget):
    """A borderless window over one monitor. It draws what `selection` says; the overlay calls `refresh` when that changed."""

    pressed = Signal(int, int)
    moved = Signal(int, int, bool)
    """x, y, and whether the left button is held."""
    released = Signal(bool)
    """Whether Shift was held."""
    double_clicked = Signal()
    text_pressed = Signal()
    """The button that says whether the words or the picture are wanted."""
    cancelled = Signal()
    key = Signal(QKeyEvent)

    def __init__(self, monitor: Monitor, selection: Selection, *, hints: Sequence[str], screen: QScreen | None) -> None:
        flags = Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
        if sys.platform.startswith("linux"):
            # Window managers place, resize and animate what they manage, and keep panels above it.
            flags |= Qt.WindowType.Window | Qt.WindowType.X11BypassWindowManagerHint
        else:
            flags |= Qt.WindowType.Tool
        super().__init__(None, flags)
        self.monitor, self._selection, self._hints = monitor, selection, hints
        self._shows_hint = False
        self._drawn = self._hint_drawn = QRect()
        self._pointer = QPointF(-1, -1)
        self._on_text = False
        """The button for the words was pressed; what is dragged from there is a region as from anywhere."""
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFont(theme.font())
        self.setWindowTitle("Hush: take a screenshot")
        self.setAccessibleName(f"Frozen screen {monitor.place.name}")
        self.setAccessibleDescription(". ".join(hints))
        if screen is not None:
            self.setScreen(screen)
        at = monitor.place.logical
        self.setGeometry(at.left, at.top, at.width, at.height)

    def show_hint(self, shown: bool) -> None:
        if shown != self._shows_hint:
            self._shows_hint = shown
            self.refresh()

    def refresh(self) -> None:
        """The selection has changed: paint what it left and what it covers now."""
        now, hint = self._decorated(), self._hint_place().toAlignedRect()
        self.update(self._drawn.united(now))
        self.update(self._text_place().toAlignedRect())
        if hint != self._hint_drawn:
            self.update(self._hint_drawn)
            self.update(hint)
        self._drawn, self._hint_drawn = now, hint
        pressable = self._is_on_text(self._pointer) and not self._selection.grip
        grip = self._selection.grip or self._under_pointer()
        self.setCursor(Qt.CursorShape.PointingHandCursor if pressable else CURSORS[grip])
        if size := self._size_text():
            self.setAccessibleDescription(f"{size}. {'. '.join(ADJUSTING)}")

    # Device pixels of the desktop and logical pixels of this window.

    def _ratio(self) -> float:
        """Pixels of the picture for one logical pixel. Qt's own unless the system's picture is coarser than its screen."""
        exact, own = self.monitor.picture.width() / max(1, self.width()), self.devicePixelRatioF()
        return own if abs(exact - own) * self.width() <= own + 1 else exact

    def desktop_pixel(self, at: QPointF) -> tuple[int, int]:
        """The pixel under a point of this window. A little is added: 7 pixels are 4.666… logical ones at 150 %, and times
        1.5 a hair less than 7."""
        x, y = at.x() * self._ratio() + 1e-3, at.y() * self._ratio() + 1e-3
        return math.floor(x) + self.monitor.box.left, math.floor(y) + self.monitor.box.top

    def logical(self, box: Box) -> QRectF:
        ratio, own = self._ratio(), self.monitor.box
        return QRectF((box.left - own.left) / ratio, (box.top - own.top) / ratio, box.width / ratio, box.height / ratio)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ratio = self._ratio()
        painter.scale(1 / ratio, 1 / ratio)
        whole = Box(0, 0, self.monitor.picture.width(), self.monitor.picture.height())
        shown = _device(event.rect(), ratio).common(whole)
        painter.drawImage(shown.left, shown.top, self.monitor.dimmed, shown.left, shown.top, shown.width, shown.height)
        if (marked := self._marked_here()) is not None:
            bright = marked.moved(-self.monitor.box.left, -self.monitor.box.top).common(shown)
            source = bright.left, bright.top, bright.width, bright.height
            if not bright.empty:  # a width of 0 would mean the whole picture
                painter.drawImage(bright.left, bright.top, self.monitor.picture, *source)
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if marked is not None:
            self._paint_frame(painter, self.logical(marked))
        if not (place := self._hint_place()).isEmpty():
            self._paint_pill(painter, place, self._hint_text())
        if self._text_shown():
            self._paint_pill(painter, self._text_place(), TO_TEXT, chosen=self._selection.reads)
        painter.end()

    def _paint_frame(self, painter: QPainter, marked: QRectF) -> None:
        """Outside the marked pixels, so that what is seen inside is what is taken."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width, away in ((COLOURS.accent, LINE, LINE / 2), (COLOURS.window, 1, LINE + 0.5)):
            painter.setPen(QPen(QColor(colour), width, j=Qt.PenJoinStyle.MiterJoin))
            painter.drawRect(marked.adjusted(-away, -away, away, away))
        if self._selection.region is not None and not self._drawing():
            painter.setPen(QPen(QColor(COLOURS.window), 1))
            painter.setBrush(QColor(COLOURS.accent))
            for handle in HANDLES:
                painter.drawEllipse(self._handle_place(handle))
        if size := self._size_text():
            self._paint_pill(painter, self._size_place(), size)

    def _paint_pill(self, painter: QPainter, place: QRectF, text: str, *, chosen: bool = False) -> None:
        painter.setPen(QPen(QColor(COLOURS.line), 1))
        painter.setBrush(QColor(COLOURS.accent if chosen else COLOURS.surface))
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.setPen(QColor(COLOURS.on_accent if chosen else COLOURS.text))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    def _size_text(self) -> str:
        marked = self._selection.marked
        return f"{marked.width:,} × {marked.height:,} px" if marked is not None and self._selection.region is not None else ""

    def _size_place(self) -> QRectF:
        """Above the region, below it where there is no room, else inside its top left corner."""
        assert self._selection.region is not None
        region = self.logical(self._selection.region)
        size = self._pill_size(self._size_text())
        x = min(max(MARGIN, region.left()), max(MARGIN, self.width() - size.width() - MARGIN))
        above, below = region.top() - size.height() - MARGIN, region.bottom() + MARGIN
        y = above if above >= 0 else below if below + size.height() <= self.height() else max(0.0, region.top()) + MARGIN
        return QRectF(QPointF(x, y), size)

    def _hint_text(self) -> str:
        """The phrases in as few lines as the monitor's width allows, none cut in two."""
        lines: list[str] = []
        hints = READING if self._selection.reads else self._hints
        for phrase in hints if self._selection.region is None else ADJUSTING:
            joined = f"{lines[-1]}{BETWEEN}{phrase}" if lines else phrase
            fits = lines and self._pill_size(joined).width() <= self.width() - 4 * MARGIN
            lines[-1:] = [joined] if fits else [*lines[-1:], phrase]
        return "\n".join(lines)

    def _hint_place(self) -> QRectF:
        """At the top; at the foot while the pointer or the region is there; nowhere while a region is drawn."""
        if not self._shows_hint or self._drawing():
            return QRectF()
        size = self._pill_size(self._hint_text())
        top = QRectF(QPointF((self.width() - size.width()) / 2, 2 * MARGIN), size)
        foot = top.translated(0, self.height() - size.height() - 4 * MARGIN)
        band = QRectF(0, 0, self.width(), top.bottom() + 2 * MARGIN)
        region = self.logical(self._selection.region) if self._selection.region is not None else QRectF()
        taken = band.contains(self._pointer) or (region.intersects(band) and not region.intersects(foot))
        return foot if taken else top

    def _text_shown(self) -> bool:
        return self._shows_hint and not self._drawing()

    def _is_on_text(self, at: QPointF) -> bool:
        return self._text_shown() and self._text_place().contains(at)

    def _text_place(self) -> QRectF:
        """In the upper right corner."""
        size = self._pill_size(TO_TEXT)
        return QRectF(QPointF(self.width() - size.width() - 2 * MARGIN, 2 * MARGIN), size)

    def _drawing(self) -> bool:
        return self._selection.grip == "new" and self._selection.dragged

    def _pill_size(self, text: str) -> QSizeF:
        measured = QFontMetricsF(self.font())
        width = max(measured.horizontalAdvance(line) for line in text.split("\n"))
        return QSizeF(math.ceil(width) + 2 * PADDING, math.ceil(measured.lineSpacing()) * (text.count("\n") + 1) + PADDING)

    def _handle_place(self, handle: Grip) -> QRectF:
        x, y = self._selection.handle(handle)
        centre = self.logical(Box(x, y, 1, 1)).center()
        return QRectF(centre.x() - HANDLE / 2, centre.y() - HANDLE / 2, HANDLE, HANDLE)

    def _decorated(self) -> QRect:
        """Everything that is drawn for the selection; empty when that is on another monitor."""
        marked = self._marked_here()
        if marked is None:
            return QRect()
        room = self.logical(marked).adjusted(-HANDLE, -HANDLE, HANDLE, HANDLE)
        if self._size_text():
            room = room.united(self._size_place())
        return room.toAlignedRect().adjusted(-1, -1, 1, 1).intersected(self.rect())

    def _marked_here(self) -> Box | None:
        marked = self._selection.marked
        return None if marked is None or marked.common(self.monitor.box).empty else marked

    def _under_pointer(self) -> Grip:
        return self._selection.grip_at(*self.desktop_pixel(self._pointer))

    # What the person does

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.RightButton:
            self.cancelled.emit()
        elif event.button() == Qt.MouseButton.LeftButton:
            self._on_text = self._is_on_text(event.position())
            self.pressed.emit(*self.desktop_pixel(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        self.moved.emit(*self.desktop_pixel(event.position()), bool(event.buttons() & Qt.MouseButton.LeftButton))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._on_text and not self._selection.dragged:
            self.text_pressed.emit()
        else:
            self.released.emit(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._is_on_text(event.position()):
            self._on_text = True
        elif event.button() == Qt.MouseButton.LeftButton:
            self.double_clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.key.emit(event)


def _device(piece: QRect, ratio: float) -> Box:
    """The picture's pixels under a piece of the window, and one more on each side where it ends inside one."""
    left, top = int(piece.left() * ratio) - 1, int(piece.top() * ratio) - 1
    right, bottom = int((piece.right() + 1) * ratio) + 2, int((piece.bottom() + 1) * ratio) + 2
    return Box(left, top, right - left, bottom - top)
