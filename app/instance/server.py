"""The window's side: listens for other starts and for verbs, and tells them as a signal. The socket is this person's alone."""

from __future__ import annotations

import json
import logging
import os
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from app.instance.claim import address
from app.instance.client import MAX_BYTES, VERBS
from app.pauses import once
from app.sentences import say

__all__ = ["InstanceServer"]

MOST_LINKS = 50
"""Open at the same time. A verb's is over in milliseconds: of more than this somebody else's program is the cause."""
IDLE_MS = 60_000
"""How long a link may say nothing."""
log = logging.getLogger(__name__)


class InstanceServer(QObject):
    """Made by who holds the claim, in the GUI thread."""

    asked = Signal(str, dict)
    """A verb with its options, after it was answered: `show`, `capture`, `talk`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._welcome)

    def listen(self) -> bool:
        """Whether verbs can reach this Hush. What a killed one left behind is removed: who holds the claim is alone."""
        name = address()
        QLocalServer.removeServer(name)
        if not self._server.listen(name):
            log.warning("verbs cannot reach this Hush: %s", self._server.errorString())
            return False
        return True

    def close(self) -> None:
        self._server.close()

    @Slot()
    def _welcome(self) -> None:
        """A link too many is refused, and those that are open are served as before."""
        while (link := self._server.nextPendingConnection()) is not None:
            link.disconnected.connect(link.deleteLater)
            if len(self._server.findChildren(QLocalSocket)) > MOST_LINKS:
                link.abort()
                continue
            link.readyRead.connect(self._read)
            once(link, self._hang_up, IDLE_MS).start()

    @Slot()
    def _hang_up(self) -> None:
        """A clock of a link has run out."""
        clock = self.sender()
        link = clock.parent() if clock is not None else None
        if isinstance(link, QLocalSocket):
            link.abort()

    @Slot()
    def _read(self) -> None:
        link = self.sender()
        if not isinstance(link, QLocalSocket):
            return
        if not link.canReadLine():
            if link.bytesAvailable() > MAX_BYTES:
                link.abort()
            return
        verb, options, problem = _understand(bytes(link.readLine(MAX_BYTES).data()))
        answer = {"problem": problem} if problem else {"pid": os.getpid()}
        link.write(json.dumps(answer).encode() + b"\n")
        link.flush()
        link.disconnectFromServer()
        if not problem and verb != "status":
            self.asked.emit(verb, options)


def _understand(line: bytes) -> tuple[str, dict[str, Any], str]:
    """The verb, its options, and what is wrong."""
    try:
        asked = json.loads(line)
        verb, options = asked["verb"], asked["options"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return "", {}, str(say("asked-unreadably"))
    if verb not in VERBS or not isinstance(options, dict):
        return "", {}, str(say("asked-by-another-version"))
    return verb, options, ""
