"""A person's hand on an X display's mouse and keyboard (XTEST), and a window of which every pixel is known."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from Xlib import XK, X
from Xlib.display import Display
from Xlib.error import XError
from Xlib.ext import xtest
from Xlib.protocol import event
from Xlib.xobject.drawable import Window

__all__ = ["Hand", "Pattern", "pattern"]


class Hand:
    """Each movement has arrived at the server when its method returns. Positions are device pixels of the desktop."""

    def __init__(self, name: str) -> None:
        self._display = Display(f"unix/{name}")

    def move(self, x: int, y: int) -> None:
        self._do(X.MotionNotify, x=x, y=y)

    def press(self, x: int, y: int, button: int = 1) -> None:
        self.move(x, y)
        self._do(X.ButtonPress, button)

    def release(self, x: int, y: int, button: int = 1) -> None:
        self.move(x, y)
        self._do(X.ButtonRelease, button)

    def click(self, x: int, y: int, button: int = 1) -> None:
        self.press(x, y, button)
        self.release(x, y, button)

    def double_click(self, x: int, y: int) -> None:
        """In one go, 60 ms between the clicks by the server's own clock, however busy this machine is."""
        self.move(x, y)
        for kind, delay in ((X.ButtonPress, 0), (X.ButtonRelease, 10), (X.ButtonPress, 60), (X.ButtonRelease, 10)):
            xtest.fake_input(self._display, kind, 1, time=delay)
        self._display.sync()

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        self.press(*start)
        self.move((start[0] + end[0]) // 2, (start[1] + end[1]) // 2)
        self.release(*end)

    def keys(self, *names: str) -> None:
        """Press these together, the last one last, and let go: keys("Control_L", "a")."""
        codes = [self._display.keysym_to_keycode(XK.string_to_keysym(name)) for name in names]
        for code in codes:
            self._do(X.KeyPress, code)
        for code in reversed(codes):
            self._do(X.KeyRelease, code)

    def hold(self, name: str, *, down: bool) -> None:
        self._do(X.KeyPress if down else X.KeyRelease, self._display.keysym_to_keycode(XK.string_to_keysym(name)))

    def window_called(self, title: str) -> int:
        """The number of the window in sight with this title, of whatever program."""
        windows = self._display.screen().root.query_tree().children
        return next(window.id for window in windows if self._title(window, in_sight=True) == title)

    def keyboard_is_with(self, title: str) -> bool:
        """Whether what is typed reaches the window with this title."""
        focus = self._display.get_input_focus().focus
        return not isinstance(focus, int) and self._title(focus) == title

    def ask_to_close(self, number: int) -> None:
        """As a window manager asks the window with this number when its cross is clicked."""
        window, atom = self._display.create_resource_object("window", number), self._display.intern_atom
        data = (32, [atom("WM_DELETE_WINDOW"), X.CurrentTime, 0, 0, 0])
        window.send_event(event.ClientMessage(window=window, client_type=atom("WM_PROTOCOLS"), data=data))
        self._display.sync()

    def close(self) -> None:
        self._display.close()

    def _title(self, window: Window, *, in_sight: bool = False) -> str:
        try:
            if in_sight and window.get_attributes().map_state != X.IsViewable:
                return ""
            found = window.get_full_property(self._display.intern_atom("_NET_WM_NAME"), X.AnyPropertyType)
        except XError:  # it is gone
            return ""
        return bytes(found.value).decode() if found is not None else ""

    def _do(self, kind: int, detail: int = 0, *, x: int = 0, y: int = 0) -> None:
        xtest.fake_input(self._display, kind, detail, x=x, y=y)
        self._display.sync()


def pattern(width: int, height: int, *, blue: int = 0) -> QImage:
    """A picture whose every pixel tells its place: red is x, green is y, each modulo 256."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    rows = bytearray()
    for y in range(height):
        for x in range(width):
            rows += bytes((blue, y & 255, x & 255, 255))
    return QImage(bytes(rows), width, height, width * 4, QImage.Format.Format_RGB32).copy() if width * height else image


class Pattern(QWidget):
    """Shows `pattern`, one of its pixels on one device pixel, at a place given in device pixels of a screen at `scale`."""

    def __init__(self, width: int, height: int, *, scale: float = 1.0, blue: int = 0) -> None:
        super().__init__(None, Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setWindowTitle(f"pattern {blue}")
        self.image = pattern(width, height, blue=blue)
        self.image.setDevicePixelRatio(scale)
        self.resize(round(width / scale), round(height / scale))

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).drawImage(0, 0, self.image)
