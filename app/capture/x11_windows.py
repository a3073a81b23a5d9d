"""Which windows are on an X11 desktop, and where: for taking one with a click.

Promises boxes with the window manager's frame and without the shadows that programs draw themselves, from the top window
down. A server that cannot be asked has no windows: taking one is a convenience.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from typing import Any

from app.capture.box import Box

__all__ = ["shown_windows"]

log = logging.getLogger(__name__)

SMALLEST = 16
"""Pixels a side: what is smaller is a helper window of some program."""
NO_TARGETS = ("_NET_WM_WINDOW_TYPE_DESKTOP", "_NET_WM_WINDOW_TYPE_TOOLTIP", "_NET_WM_WINDOW_TYPE_DND")


def shown_windows() -> list[tuple[str, Box]]:
    """Title and box, in device pixels of the root window, of every visible window of $DISPLAY, topmost first."""
    from Xlib import display
    from Xlib.error import ConnectionClosedError, DisplayError, XError

    name = os.environ.get("DISPLAY", "")
    if not name.startswith(":"):
        return []  # none, or another machine's: no connection over the network is made for a convenience
    try:
        server = display.Display(f"unix/{name}")  # without the prefix, Xlib would try TCP where the socket does not answer
    except (DisplayError, OSError) as error:
        log.info("no list of windows: %s", error)
        return []
    try:
        return list(_Asker(server).windows())
    except (XError, ConnectionClosedError) as error:
        log.info("no list of windows: %s", error)
        return []
    finally:
        server.close()


class _Asker:
    """Asks one server. Windows may be gone at any moment: one that is, is left out."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self._root = server.screen().root
        size = self._root.get_geometry()
        self._desktop = Box(0, 0, size.width, size.height)

    def windows(self) -> Iterator[tuple[str, Box]]:
        from Xlib.error import XError

        listed = self._numbers(self._root, "_NET_CLIENT_LIST_STACKING")
        # A window manager that keeps no such list, or none at all: the root's children are the windows or their frames.
        asked = [self._server.create_resource_object("window", number) for number in listed] or self._root.query_tree().children
        for window in reversed(asked):
            try:
                box = self._box(window).common(self._desktop)
                if self._is_shown(window) and min(box.width, box.height) >= SMALLEST:
                    yield self._title(window), box
            except XError:
                continue

    def _is_shown(self, window: Any) -> bool:
        from Xlib import X

        state = window.get_attributes()
        if state.map_state != X.IsViewable or state.win_class != X.InputOutput:
            return False
        if self._atom("_NET_WM_STATE_HIDDEN") in self._numbers(window, "_NET_WM_STATE"):
            return False
        kinds = self._numbers(window, "_NET_WM_WINDOW_TYPE")
        return not any(self._atom(kind) in kinds for kind in NO_TARGETS) and self._is_here(window)

    def _is_here(self, window: Any) -> bool:
        """Whether it is on the workspace that is shown: some window managers leave the others' windows mapped."""
        on, now = self._numbers(window, "_NET_WM_DESKTOP"), self._numbers(self._root, "_NET_CURRENT_DESKTOP")
        return not on or not now or on[0] in (now[0], 0xFFFFFFFF)

    def _box(self, window: Any) -> Box:
        size = window.get_geometry()
        at = self._root.translate_coords(window, 0, 0)
        box = Box(at.x - size.border_width, at.y - size.border_width, size.width, size.height)
        if len(frame := self._numbers(window, "_NET_FRAME_EXTENTS")) == 4:
            return _grow(box, frame, 1)
        if len(shadow := self._numbers(window, "_GTK_FRAME_EXTENTS")) == 4:
            return _grow(box, shadow, -1)
        return _grow(box, [2 * size.border_width if side % 2 else 0 for side in range(4)], 1)

    def _title(self, window: Any) -> str:
        for name in ("_NET_WM_NAME", "WM_NAME"):
            said = window.get_full_property(self._atom(name), 0)
            if said is not None and said.value:
                return said.value.decode("utf-8", "replace") if isinstance(said.value, bytes) else str(said.value)
        return ""

    def _numbers(self, window: Any, name: str) -> list[int]:
        said = window.get_full_property(self._atom(name), 0)
        return list(said.value) if said is not None and said.format == 32 else []

    def _atom(self, name: str) -> int:
        return self._server.intern_atom(name)


def _grow(box: Box, sides: list[int], sign: int) -> Box:
    """`box` with `sides` (left, right, top, bottom; the order of the window manager's hints) added or taken away."""
    left, right, top, bottom = (sign * side for side in sides)
    return Box(box.left - left, box.top - top, box.width + left + right, box.height + top + bottom)
