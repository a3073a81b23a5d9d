"""A screenshot from the desktop's own picker, through its portal: how it is done on Wayland, where no program sees the screen.

Promises exactly one of `taken`, `cancelled` and `failed` for each `take`, whatever the desktop does or does not answer, and
that the file in which the desktop hands the picture over does not stay behind.
https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Screenshot.html
"""

from __future__ import annotations

import logging
import os
import secrets
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QGuiApplication

from app.capture.hotkeys.dbus_session import Session
from app.capture.hotkeys.dbus_values import ERROR, SIGNAL, Message, Variant
from app.sentences import say
from inference.sentences import Sentence

__all__ = ["PortalScreenshot", "is_wayland"]

log = logging.getLogger(__name__)

PORTAL, PLACE = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
SCREENSHOT, REQUEST = "org.freedesktop.portal.Screenshot", "org.freedesktop.portal.Request"
REGISTRY = "org.freedesktop.host.portal.Registry"

ANSWER_MS = 10_000
"""A portal that has not even taken the call by then will not: it may have to be started first."""
CHOOSING_MS = 120_000
"""For the person to choose. Some desktops never answer a call that they refuse, so this has an end."""
MAX_BYTES = 512 << 20

NO_BUS, NO_PORTAL, DENIED = say("screenshot-no-bus"), say("screenshot-no-portal"), say("screenshot-denied")
SILENT, UNREADABLE = say("screenshot-silent"), say("screenshot-unusable")


class PortalScreenshot(QObject):
    """One at a time: `take` while another is under way does nothing. Made and used on the window's thread."""

    taken = Signal(bytes)
    """The picture's file as the desktop made it, mostly PNG."""
    cancelled = Signal()
    failed = Signal(object)
    """Sentence."""

    def __init__(
        self, parent: QObject | None = None, *, app_id: str = "", answer_ms: int = ANSWER_MS, choosing_ms: int = CHOOSING_MS
    ) -> None:
        """`app_id`: the name of the program's .desktop file, by which the desktop remembers what the person allowed."""
        super().__init__(parent)
        self._app_id = app_id or QGuiApplication.desktopFileName()
        self._bus: Session | None = None
        self._handles: set[str] = set()
        self._choosing_ms = choosing_ms
        self._patience = QTimer(self, singleShot=True, interval=answer_ms)
        self._patience.timeout.connect(self._give_up)
        self._answer_ms = answer_ms

    def take(self) -> None:
        if self._bus is not None:
            return
        self._bus = Session(self)  # a new connection each time: what was registered or refused before does not matter
        self._bus.ready.connect(self._ask)
        self._bus.heard.connect(self._hear)
        self._bus.lost.connect(self._lost)
        self._patience.start(self._answer_ms)
        self._bus.open()

    def cancel(self) -> None:
        """Close the desktop's picker. Nothing happens when none is open."""
        if self._bus is not None:
            self._close_request()
            self._end()
            self.cancelled.emit()

    @Slot()
    def _ask(self) -> None:
        assert self._bus is not None
        if self._app_id:
            # Must come before any other call. Portals before 1.19.4 do not know it, and an id without a .desktop file is
            # refused: the screenshot goes without a name then.
            self._bus.call(PORTAL, PLACE, f"{REGISTRY}.Register", "sa{sv}", self._app_id, {})
        token = f"hush_{secrets.token_hex(8)}"
        # Listening begins before the call: the answer may come sooner than the call's own reply.
        self._listen(f"{PLACE}/request/{self._bus.name[1:].replace('.', '_')}/{token}")
        options = {"handle_token": Variant("s", token), "interactive": Variant("b", True), "modal": Variant("b", True)}
        self._bus.call(PORTAL, PLACE, f"{SCREENSHOT}.Screenshot", "sa{sv}", "", options, then=self._accepted)

    def _listen(self, handle: str) -> None:
        assert self._bus is not None
        self._handles.add(handle)
        self._bus.watch(f"type='signal',sender='{PORTAL}',interface='{REQUEST}',member='Response',path='{handle}'")

    def _accepted(self, message: Message) -> None:
        """The call's own reply: the request is open, or there will be none."""
        if self._bus is None:
            return
        if message.kind == ERROR:
            log.info("no screenshot portal: %s %s", message.error, message.body)
            self._fail(DENIED if message.error.endswith(("AccessDenied", "NotAllowed")) else NO_PORTAL)
            return
        handle = message.body[0] if message.body else ""
        if isinstance(handle, str) and handle not in self._handles:
            self._listen(handle)  # portals before 0.9 name it otherwise
        self._patience.start(self._choosing_ms)

    @Slot(object)
    def _hear(self, message: Message) -> None:
        if message.kind != SIGNAL or message.member != "Response" or message.path not in self._handles:
            return
        match message.body:
            case (0, dict(results)):
                self._read(results)
            case (1, _):
                self._end()
                self.cancelled.emit()
            case _:
                self._fail(DENIED)

    def _read(self, results: dict[str, Any]) -> None:
        address = results.get("uri")
        url = QUrl(address if isinstance(address, str) else "")
        if not url.isLocalFile():
            self._fail(UNREADABLE)
            return
        path = Path(url.toLocalFile())
        try:
            data = path.read_bytes() if 0 < path.stat().st_size <= MAX_BYTES else b""
            path.unlink()
        except OSError as error:
            log.info("the portal's file: %s", error)
            data = b""
        if not data:
            self._fail(UNREADABLE)
            return
        self._end()
        self.taken.emit(data)

    @Slot()
    def _give_up(self) -> None:
        self._close_request()
        self._fail(SILENT)

    @Slot(str)
    def _lost(self, _why: str) -> None:
        self._fail(NO_BUS)

    def _close_request(self) -> None:
        for handle in self._handles:
            if self._bus is not None:
                self._bus.call(PORTAL, handle, f"{REQUEST}.Close", "")

    def _fail(self, problem: Sentence) -> None:
        self._end()
        self.failed.emit(problem)

    def _end(self) -> None:
        self._patience.stop()
        self._handles.clear()
        bus, self._bus = self._bus, None
        if bus is not None:
            bus.close()
            bus.deleteLater()


def is_wayland() -> bool:
    """Whether the desktop runs on Wayland, even if Qt itself goes through XWayland: an X11 picture of it would be black."""
    if not sys.platform.startswith("linux"):
        return False
    said = os.environ.get("XDG_SESSION_TYPE", "") == "wayland" or bool(os.environ.get("WAYLAND_DISPLAY"))
    return said or QGuiApplication.platformName().startswith("wayland")
