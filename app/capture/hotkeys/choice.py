"""Which way this desktop has of giving a program keys, and the backend for it."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import Literal

from PySide6.QtCore import QCoreApplication, QObject

from app.capture.hotkeys.base import Hotkeys
from app.capture.hotkeys.none import NoHotkeys
from app.sentences import say

__all__ = ["Way", "best", "events", "trouble", "way"]

Way = Literal["portal", "x11", "windows", "macos", "none"]


def way() -> Way:
    """By the session, not by how Qt draws: on Wayland a program that draws through X11 hears keys only while it is in front."""
    if sys.platform == "win32":
        return "windows"
    if sys.platform == "darwin":
        return "macos"
    if os.environ.get("WAYLAND_DISPLAY"):
        return "portal"
    return "x11" if os.environ.get("DISPLAY") else "none"


def best(parent: QObject | None = None) -> Hotkeys:
    """The backend for this desktop; nothing is bound yet. Made in the GUI thread."""
    match way():
        case "portal":
            from app.capture.hotkeys.portal import PortalHotkeys

            return PortalHotkeys(parent)
        case "x11":
            from app.capture.hotkeys.x11 import X11Hotkeys

            return X11Hotkeys(parent)
        case "windows":
            from app.capture.hotkeys.windows import WindowsHotkeys

            return WindowsHotkeys(parent)
        case "macos":
            from app.capture.hotkeys.macos import MacHotkeys

            return MacHotkeys(parent)
        case "none":
            return NoHotkeys(str(say("no-desktop-for-keys")), parent)


@contextmanager
def events() -> Generator[None]:
    """Qt's events for a command that has no window: what asks the desktop needs them."""
    made = None if QCoreApplication.instance() else QCoreApplication(["hush"])
    try:
        yield
    finally:
        if made is not None:
            made.shutdown()  # its Python object alone would not end it: `qApp` holds that too


def trouble() -> str:
    """Why no keys can be had here, tried and not assumed; empty when they can. Takes up to two seconds, within `events`."""
    match way():
        case "portal":
            from app.capture.hotkeys import portal

            return portal.trouble()
        case "x11":
            from app.capture.hotkeys import x11

            return x11.trouble()
        case "none":
            return str(say("no-desktop-for-keys"))
        case _:
            return ""
