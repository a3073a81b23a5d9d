"""Whether this system lets Hush hear: macOS asks the person once; elsewhere the answer is yes, or shows as the device opens."""

from __future__ import annotations

import sys
from typing import Literal

from PySide6.QtCore import QCoreApplication, QMicrophonePermission, QObject, Qt, Signal, Slot

__all__ = ["MicrophonePermission"]


class MicrophonePermission(QObject):
    """`answered(granted)` follows `ask`."""

    answered = Signal(bool)

    def status(self) -> Literal["granted", "denied", "unasked"]:
        if not _asks():
            return "granted"
        told = QCoreApplication.instance().checkPermission(QMicrophonePermission())  # type: ignore[union-attr]
        return {Qt.PermissionStatus.Granted: "granted", Qt.PermissionStatus.Denied: "denied"}.get(told, "unasked")  # type: ignore[return-value]

    def ask(self) -> None:
        """The system's own dialog, where it has one."""
        app = QCoreApplication.instance()
        assert app is not None
        app.requestPermission(QMicrophonePermission(), self, self._hear)  # a bound method: PySide takes no lambda here

    @Slot(object)
    def _hear(self, permission: object) -> None:
        self.answered.emit(permission.status() == Qt.PermissionStatus.Granted)  # type: ignore[attr-defined]


def _asks() -> bool:
    """Without a bundle that says what the microphone is for, Qt refuses without asking; the terminal's permission counts then."""
    return sys.platform == "darwin" and ".app/Contents/" in QCoreApplication.applicationFilePath()
