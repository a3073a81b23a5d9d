"""A screenshot from the desktop's own picker, through its portal: how it is done on Wayland, where no program sees the screen.

Promises exactly one of `taken`, `cancelled` and `failed` for each `take`, whatever the desktop does or does not answer, and
that the file in which the desktop hands the picture over does not stay behind.
https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Screenshot.html
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QGuiApplication

from app.capture.portal import calls
from app.capture.portal.bus import Bus
from app.capture.portal.messages import Heard
from app.pauses import once
from app.sentences import say
from inference.sentences import Sentence

__all__ = ["PortalScreenshot"]

log = logging.getLogger(__name__)

CHOOSING_MS = 120_000
"""For the person to choose. Some desktops never answer a call that they refuse, so this has an end."""
MAX_BYTES = 512 << 20

NO_BUS, NO_PORTAL, DENIED = say("screenshot-no-bus"), say("screenshot-no-portal"), say("screenshot-denied")
SILENT, NONSENSE, UNREADABLE = say("screenshot-silent"), say("screenshot-nonsense"), say("screenshot-unusable")


class PortalScreenshot(QObject):
    """One at a time: `take` while another is under way does nothing. Made and used on the window's thread."""

    taken = Signal(bytes)
    """The picture's file as the desktop made it, mostly PNG."""
    cancelled = Signal()
    failed = Signal(object)
    """Sentence."""

    def __init__(
        self, parent: QObject | None = None, *, app_id: str = "", answer_ms: int = calls.ANSWER_MS, choosing_ms: int = CHOOSING_MS
    ) -> None:
        """`app_id`: the name of the program's .desktop file, by which the desktop remembers what the person allowed."""
        super().__init__(parent)
        self._app_id = app_id or QGuiApplication.desktopFileName()
        self._bus: Bus | None = None
        self._handles: set[str] = set()
        self._choosing_ms = choosing_ms
        self._patience = once(self, self._give_up, answer_ms)
        self._answer_ms = answer_ms

    def take(self) -> None:
        if self._bus is not None:
            return
        self._bus = Bus(self)  # a new connection each time: what was registered or refused before does not matter
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
            self._bus.call(calls.register(self._app_id))
        token = calls.token()
        # Listening begins before the call: the answer may come sooner than the call's own reply.
        self._listen(calls.request_path(self._bus.name, token))
        self._bus.call(calls.take_screenshot(token), then=self._accepted)

    def _listen(self, handle: str) -> None:
        assert self._bus is not None
        self._handles.add(handle)
        self._bus.watch(calls.answers(handle))

    def _accepted(self, message: Heard) -> None:
        """The call's own reply: the request is open, or there will be none."""
        if message.failed:
            log.info("no screenshot portal: %s %s", message.error, message.body)
            self._fail(DENIED if message.error.endswith(("AccessDenied", "NotAllowed")) else NO_PORTAL)
            return
        match message.body:
            case (handle,) if calls.is_path(handle):
                if handle not in self._handles:
                    self._listen(handle)  # portals before 0.9 name it otherwise
                self._patience.start(self._choosing_ms)
            case _:
                self._fail(NONSENSE)

    @Slot(object)
    def _hear(self, message: Heard) -> None:
        if message.member != "Response" or message.path not in self._handles:
            return
        if message.signature != calls.ANSWER:
            self._fail(NONSENSE)
            return
        response, results = message.body
        if response == 0:
            self._read(results)
        elif response == 1:
            self._end()
            self.cancelled.emit()
        else:
            self._fail(DENIED)

    def _read(self, results: dict[str, tuple[str, Any]]) -> None:
        kind, address = results.get("uri", ("", None))
        url = QUrl(address if kind == "s" else "")
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

    @Slot(object)
    def _lost(self, _why: Sentence) -> None:
        self._fail(NO_BUS)

    def _close_request(self) -> None:
        for handle in self._handles:
            if self._bus is not None:
                self._bus.call(calls.close_request(handle))

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
