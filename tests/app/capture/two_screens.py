"""Run as a program on a display with two monitors at different scalings: freezes them, chooses on each and across both.

Prints what was seen as JSON: device pixels throughout. Qt takes the scalings from QT_SCREEN_SCALE_FACTORS when it starts.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QPoint
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from app.capture.box import Box
from app.capture.overlay import Overlay
from app.capture.screen import Desktop, grab, places
from app.main import application
from tests.app.capture.hand import Hand, Pattern

windows: dict[Box, Pattern] = {}
"""What there is to see, by where it is."""


def wait(condition: Callable[[], object], what: str) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, f"never: {what}"
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)


def show(at: Box, *, blue: int) -> Pattern:
    """A window of known pixels; its corner, from that of its monitor, must be whole logical pixels."""
    for screen in QApplication.screens():
        corner, scale = screen.geometry().topLeft(), screen.devicePixelRatio()
        size = screen.geometry().size() * scale
        if Box(corner.x(), corner.y(), size.width(), size.height()).has(at.left, at.top):
            window = Pattern(at.width, at.height, scale=scale, blue=blue)
            window.setScreen(screen)
            window.move(corner + QPoint(round((at.left - corner.x()) / scale), round((at.top - corner.y()) / scale)))
            window.show()
            return window
    raise AssertionError(f"no monitor has {at}")


def choose(act: Callable[[Desktop], None]) -> tuple[Desktop, Box]:
    """Freeze once the windows are painted, let `act` choose, and give what was chosen."""
    for box, window in windows.items():
        wait(lambda box=box, window=window: grab(places()).cut(box) == window.image, f"{box} is shown")
    desktop = grab(places())
    overlay, taken = Overlay(desktop), []
    overlay.taken.connect(taken.append)
    overlay.open()
    wait(lambda: any(pane.isActiveWindow() for pane in overlay.panes), "the overlay has the keyboard")
    act(desktop)
    wait(lambda: taken, "something is taken")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return desktop, taken[0]


def dragged(hand: Hand, box: Box, pixels: QImage) -> tuple[Box, bool, bool]:
    """The box that dragging over `box` takes, whether it was shown pixel by pixel meanwhile, and whether it was cut so."""
    shown: list[bool] = []

    def drag(_: Desktop) -> None:
        hand.press(box.left, box.top)
        hand.move((box.left + box.right) // 2, (box.top + box.bottom) // 2)
        hand.move(box.right - 1, box.bottom - 1)
        wait(lambda: grab(places()).cut(box) == pixels, f"{box} is shown bright")
        shown.append(True)
        hand.release(box.right - 1, box.bottom - 1)

    desktop, taken = choose(drag)
    return taken, bool(shown), desktop.cut(taken) == pixels


def main() -> None:
    application()
    left, right = Box(80, 40, 300, 200), Box(860, 90, 300, 240)
    windows.update({left: show(left, blue=0), right: show(right, blue=255)})
    hand = Hand(os.environ["DISPLAY"])
    choose(lambda _: hand.keys("Return"))
    said: dict[str, object] = {"places": [(place.name, place.scale) for place in places()]}
    said["monitors"] = [astuple(monitor.box) for monitor in grab(places()).monitors]
    said["windows"] = sorted(astuple(window.box) for window in grab(places()).windows)
    for name, box, inner in (("left", left, Box(7, 11, 101, 77)), ("right", right, Box(11, 7, 101, 77))):
        pixels = windows[box].image.copy(inner.left, inner.top, inner.width, inner.height)
        pixels.setDevicePixelRatio(1)
        taken, shown, cut = dragged(hand, inner.moved(box.left, box.top), pixels)
        said[name] = {"taken": astuple(taken.moved(-box.left, -box.top)), "shown": shown, "cut": cut}
    _, across = choose(lambda _: hand.drag((700, 100), (899, 299)))
    said["across"] = astuple(across)
    hand.move(1000, 700)
    _, one = choose(lambda _: hand.keys("Return"))
    desktop, every = choose(lambda _: hand.keys("Control_L", "a"))
    said["one"], said["every"] = astuple(one), astuple(every)
    said["all pixels"] = desktop.cut(every).copy(right.left, right.top, 300, 240) == windows[right].image
    print(json.dumps(said))  # noqa: T201
    hand.close()
    for window in windows.values():
        window.close()


main()
