"""The frozen screen a person chooses from: one pane for each monitor, one selection across all of them.

Promises that exactly one of `taken` and `cancelled` is emitted, after every pane is gone. X11, Windows and macOS only: on
Wayland a program cannot place windows over the screen, and the desktop's own picker is used (app.capture.portal).
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QCursor, QGuiApplication, QKeyEvent, QScreen

from app.capture.box import Box
from app.capture.pane import Pane
from app.capture.screen import Desktop, Monitor
from app.capture.selection import Selection
from app.pauses import once

__all__ = ["Overlay"]

CLICK_MS = 250
"""How long a click waits to become a double click. Shorter than the system's: the person waits for it."""
REACH, THRESHOLD = 8, 4
"""Logical pixels: how near a handle is near, and how far a press may slip before it is a drag."""
STRIDE = 10
"""Device pixels that the arrows move with Ctrl held."""

ARROWS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


class Overlay(QObject):
    """Shows `desktop` from `open` until the person has chosen or given up."""

    taken = Signal(Box)
    """The chosen part, in device pixels of the desktop; `selection.reads` says whether its words alone are wanted."""
    cancelled = Signal()

    def __init__(self, desktop: Desktop, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.adjusts = True
        """Shift while the button is let go keeps the region, to be adjusted. Not where a key that has Shift in it is held."""
        self._desktop = desktop
        scale = max(monitor.place.scale for monitor in desktop.monitors)
        self.selection = Selection(
            desktop.box,
            [window.box.common(desktop.box) for window in desktop.windows],
            reach=round(REACH * scale),
            threshold=round(THRESHOLD * scale),
        )
        self._click = once(self, self._take_window, CLICK_MS)
        self._done = False
        screens = QGuiApplication.screens()
        self.panes = [self._pane(monitor, screens) for monitor in desktop.monitors]
        self._current = self.panes[0]

    def _hints(self) -> list[str]:
        """What works here, for the line at the top."""
        window = ["Click a window"] if self._desktop.windows else []
        every = ["Ctrl+A: all screens"] if len(self._desktop.monitors) > 1 else []
        return ["Drag a region", *window, "Enter or double click: the whole screen", *every, "T: only its text", "Esc cancels"]

    def open(self) -> None:
        """Show every pane; the one under the pointer gets the keyboard."""
        for pane in self.panes:
            pane.show()
            pane.raise_()
        pointed = QCursor.pos()
        under = (pane for pane in self.panes if pane.geometry().contains(pointed))
        self._enter(next(under, self.panes[0]))
        self._current.activateWindow()
        self._current.setFocus(Qt.FocusReason.OtherFocusReason)
        # A window manager does not give the keyboard to a window it does not manage: take it as long as the panes are there.
        self._current.grabKeyboard()
        self.selection.hover(*self._current.desktop_pixel(self._current.mapFromGlobal(QCursor.pos()).toPointF()))
        self._refresh()

    def cancel(self) -> None:
        """Give up; nothing happens when it is over already."""
        if not self._finish():
            return
        self.cancelled.emit()

    def _pane(self, monitor: Monitor, screens: list[QScreen]) -> Pane:
        screen = next((screen for screen in screens if screen.name() == monitor.place.name), None)
        pane = Pane(monitor, self.selection, hints=self._hints(), screen=screen)
        pane.pressed.connect(self._press)
        pane.moved.connect(self._move)
        pane.released.connect(self._release)
        pane.double_clicked.connect(self._take_monitor)
        pane.text_pressed.connect(self._toggle_text)
        pane.cancelled.connect(self.cancel)
        pane.key.connect(self._key)
        pane.installEventFilter(self)
        return pane

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The pane the pointer is on shows the hint; a pane that something else closes ends it all."""
        if event.type() == QEvent.Type.Enter and isinstance(watched, Pane):
            self._enter(watched)
        elif event.type() == QEvent.Type.Close:
            self.cancel()
        return False

    def _enter(self, pane: Pane) -> None:
        self._current = pane
        for each in self.panes:
            each.show_hint(each is pane)

    @Slot(int, int)
    def _press(self, x: int, y: int) -> None:
        self._click.stop()
        self.selection.press(x, y)
        self._refresh()

    @Slot(int, int, bool)
    def _move(self, x: int, y: int, held: bool) -> None:
        if held:
            self.selection.move(x, y)
        elif not self._click.isActive():  # between two clicks the window under the first stays marked
            self.selection.hover(x, y)
        self._refresh()

    @Slot(bool)
    def _release(self, keep: bool) -> None:
        drawn = self.selection.grip == "new" and self.selection.dragged
        clicked = self.selection.grip == "new" and not self.selection.dragged
        self.selection.release()
        if drawn and not (keep and self.adjusts):
            self._take(self.selection.region)
        elif clicked and self.selection.region is not None:
            self.selection.region = None  # a click beside the region gives it up
        elif clicked:
            self._click.start()
        self._refresh()

    @Slot()
    def _take_window(self) -> None:
        if self.selection.hovered is not None:
            self._take(self.selection.hovered)

    @Slot()
    def _take_monitor(self) -> None:
        self._take(self.selection.region or self._current.monitor.box)

    @Slot(QKeyEvent)
    def _key(self, event: QKeyEvent) -> None:
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if key == Qt.Key.Key_Escape:
            self.cancel()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take_monitor()
        elif key == Qt.Key.Key_A and control:
            self._take(self._desktop.box)
        elif key == Qt.Key.Key_T and not modifiers:
            self._toggle_text()
        elif key == Qt.Key.Key_Space:
            self._take(self.selection.marked)
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.selection.next_window(1 if key == Qt.Key.Key_Tab else -1)
        elif key in ARROWS:
            step = STRIDE if control else 1
            change = self.selection.stretch if modifiers & Qt.KeyboardModifier.ShiftModifier else self.selection.nudge
            change(ARROWS[key][0] * step, ARROWS[key][1] * step)
        self._refresh()

    @Slot()
    def _toggle_text(self) -> None:
        self.selection.release()
        self.selection.reads = not self.selection.reads
        self._refresh()

    def _take(self, box: Box | None) -> None:
        if box is not None and self._finish():
            self.taken.emit(box)

    def _refresh(self) -> None:
        for pane in self.panes:
            pane.refresh()

    def _finish(self) -> bool:
        """Close everything; False when it was closed before."""
        if self._done:
            return False
        self._done = True
        self._click.stop()
        for pane in self.panes:
            pane.releaseKeyboard()
            pane.hide()
            pane.deleteLater()
        return True
