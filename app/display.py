"""Whether a window can be shown here. Qt ends the process when it cannot, so this asks first."""

from __future__ import annotations

import ctypes
import os
import sys

from app.sentences import say
from inference.errors import InputError

__all__ = ["problem", "require"]

LIBRARIES = {"libxcb-cursor.so.0": "libxcb-cursor0", "libxkbcommon-x11.so.0": "libxkbcommon-x11-0", "libEGL.so.1": "libegl1"}


def require() -> None:
    """Return where a window can be opened. Raises InputError that says why it cannot and how to ask without one."""
    if what := problem():
        raise InputError(say("no-window", problem=what))


def problem() -> str:
    """Why no window can be opened; empty when one can."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM", "") not in ("", "xcb"):
        return ""
    if os.environ.get("WAYLAND_DISPLAY") and not os.environ.get("QT_QPA_PLATFORM"):
        return ""
    name = os.environ.get("DISPLAY", "")
    if not name:
        return str(say("window-no-display"))
    missing = [package for library, package in LIBRARIES.items() if not _loads(library)]
    if missing:
        return str(say("window-no-libraries", packages=" ".join(missing)))
    if not _answers():
        return str(say("window-display-silent", name=name))
    return ""


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _answers() -> bool:
    """Connects to the X server and hangs up again. Where a local one does not answer, libxcb would try the network next."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # let Qt say it
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    name = os.environ.get("DISPLAY", "")
    connection = xcb.xcb_connect((f"unix{name}" if name.startswith(":") else name).encode(), None)
    answered = xcb.xcb_connection_has_error(connection) == 0
    xcb.xcb_disconnect(connection)
    return answered
