"""The screens as they are at one moment: every monitor's pixels, and where each window lies. X11, Windows and macOS.

Promises device pixels exactly as the system shows them. Nothing here touches a widget, so that it can run beside the window:
`places` is called on the window's thread, `grab` on any other.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from app.capture.box import Box
from app.look import theme
from app.sentences import say
from inference.errors import InputError

if TYPE_CHECKING:
    from mss import MSS

__all__ = ["Desktop", "Monitor", "Place", "ShownWindow", "grab", "is_wayland", "places"]

log = logging.getLogger(__name__)

DIM = 0.5
"""How much of a frozen picture is covered, from 0 to 1."""


@dataclass(frozen=True)
class Place:
    """A monitor as Qt has it: its corner and size in logical pixels, device pixels for one of them."""

    name: str
    logical: Box
    scale: float

    @property
    def device(self) -> Box:
        """Qt keeps the corner as the system says it, in device pixels; on macOS those are points, as mss wants them."""
        size = self.logical.width, self.logical.height
        if sys.platform != "darwin":
            size = round(size[0] * self.scale), round(size[1] * self.scale)
        return Box(self.logical.left, self.logical.top, *size)


@dataclass(frozen=True, eq=False)
class Monitor:
    """One monitor's picture. `box` is where it lies on the desktop, in device pixels."""

    place: Place
    box: Box
    picture: QImage = field(repr=False)
    dimmed: QImage = field(repr=False)


@dataclass(frozen=True)
class ShownWindow:
    """A window with its frame, in device pixels of the desktop."""

    title: str
    box: Box


@dataclass(frozen=True, eq=False)
class Desktop:
    """All monitors, and the windows from the top one down (none where the system does not say)."""

    monitors: tuple[Monitor, ...]
    windows: tuple[ShownWindow, ...] = ()

    @property
    def box(self) -> Box:
        """Around every monitor, gaps included."""
        return Box.around(monitor.box for monitor in self.monitors)

    def cut(self, box: Box) -> QImage:
        """The pixels of `box`, black where no monitor is. A box within one monitor is copied as it is."""
        cut = QImage(box.width, box.height, QImage.Format.Format_RGB32)
        cut.fill(0)
        painter = QPainter(cut)
        for monitor in self.monitors:
            part = monitor.box.common(box)
            if not part.empty:
                source = part.moved(-monitor.box.left, -monitor.box.top)
                painter.drawImage(part.left - box.left, part.top - box.top, monitor.picture, *_sides(source))
        painter.end()
        return cut


def places() -> tuple[Place, ...]:
    """The monitors as Qt has them, in its order. Call on the window's thread."""
    found: list[Place] = []
    for screen in QGuiApplication.screens():
        at = screen.geometry()
        found.append(Place(screen.name(), Box(at.x(), at.y(), at.width(), at.height()), screen.devicePixelRatio()))
    return tuple(found)


def grab(where: Sequence[Place]) -> Desktop:
    """Every monitor's pixels and the windows, now. Raises InputError with a sentence where the system will not give them."""
    import mss
    from mss.exception import ScreenShotError

    try:
        with mss.MSS() as source:
            known = source.monitors[1:]
            monitors = [_monitor(source, place, _exact(place, known)) for place in where]
    except (ScreenShotError, OSError) as error:
        log.info("no screenshot: %s", error)
        raise InputError(say("screen-forbidden" if sys.platform == "darwin" else "screen-unavailable")) from error
    return Desktop(_set_out(monitors), _windows())


def _monitor(source: MSS, place: Place, box: Box) -> Monitor:
    shot = source.grab({"left": box.left, "top": box.top, "width": box.width, "height": box.height})
    # mss hands out its own buffer: what is kept is a copy.
    picture = QImage(shot.bgra, shot.width, shot.height, shot.width * 4, QImage.Format.Format_RGB32).copy()
    return Monitor(place, Box(box.left, box.top, shot.width, shot.height), picture, _dim(picture))


def _dim(picture: QImage) -> QImage:
    """Made once and here: blending millions of pixels at every move of the mouse would be felt."""
    dimmed = picture.copy()
    cover = QColor(theme.DARK.window)
    cover.setAlphaF(DIM)
    painter = QPainter(dimmed)
    painter.fillRect(dimmed.rect(), cover)
    painter.end()
    return dimmed


def _exact(place: Place, known: Sequence[dict]) -> Box:
    """A monitor's box as the system has it: at 150 %, Qt's logical size is rounded, and times the scale may miss a row."""
    for monitor in known:
        box = Box(monitor["left"], monitor["top"], monitor["width"], monitor["height"])
        near = abs(box.width - place.device.width) <= place.scale and abs(box.height - place.device.height) <= place.scale
        if near and (box.left, box.top) == (place.device.left, place.device.top):
            return box
    return place.device


def _set_out(monitors: Sequence[Monitor]) -> tuple[Monitor, ...]:
    """On macOS corners are in points and pictures in pixels: put the corners in pixels of the finest monitor, apart from
    each other. Elsewhere all is in device pixels already."""
    if sys.platform != "darwin":
        return tuple(monitors)
    finest = max(round(monitor.picture.width() / max(1, monitor.place.logical.width)) for monitor in monitors)
    boxes = (monitor.box for monitor in monitors)
    apart = (Box(box.left * finest, box.top * finest, box.width, box.height) for box in boxes)
    return tuple(replace(monitor, box=box) for monitor, box in zip(monitors, apart, strict=True))


def _windows() -> tuple[ShownWindow, ...]:
    if not sys.platform.startswith("linux"):
        return ()
    from app.capture.x11_windows import shown_windows

    return tuple(ShownWindow(title, box) for title, box in shown_windows())


def _sides(box: Box) -> tuple[int, int, int, int]:
    return box.left, box.top, box.width, box.height


def is_wayland() -> bool:
    """Whether the desktop runs on Wayland, even if Qt itself goes through XWayland: an X11 picture of it would be black."""
    if not sys.platform.startswith("linux"):
        return False
    said = os.environ.get("XDG_SESSION_TYPE", "") == "wayland" or bool(os.environ.get("WAYLAND_DISPLAY"))
    return said or QGuiApplication.platformName().startswith("wayland")
