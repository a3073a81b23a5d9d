"""What ends a program from outside ends the window as closing it does: SIGTERM, SIGHUP of a terminal, SIGINT of Ctrl+C.

Python runs its handlers between two of its own instructions, and Qt's loop has none while nothing happens. So the signal is
written into a pipe that the loop listens to: https://docs.python.org/3/library/signal.html#signal.set_wakeup_fd. On Windows,
where Qt cannot listen to pipes, a handler runs with the next instruction of some clock.
"""

from __future__ import annotations

import os
import signal
import sys

from PySide6.QtCore import QObject, QSocketNotifier, Qt, Signal, Slot

__all__ = ["EndingSignals"]

_NAMES = ("SIGTERM", "SIGHUP", "SIGINT", "SIGBREAK")
"""Each system has some of them."""


class EndingSignals(QObject):
    """Heard from when it is made, in the GUI thread, until the process ends: what is being kept then is kept to its end."""

    came = Signal()
    _handled = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._handled.connect(self.came, Qt.ConnectionType.QueuedConnection)
        if sys.platform != "win32":
            self._near, far = os.pipe()
            for end in (self._near, far):
                os.set_blocking(end, False)
            signal.set_wakeup_fd(far, warn_on_full_buffer=False)
            notifier = QSocketNotifier(self._near, QSocketNotifier.Type.Read, self)
            notifier.activated.connect(self._read)
        for name in _NAMES:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:  # nohup: that one is not for us
                signal.signal(number, self._handle)

    def _handle(self, _number: int, _frame: object) -> None:
        self._handled.emit()

    @Slot()
    def _read(self) -> None:
        """Now that Python is awake it calls the handler."""
        os.read(self._near, 4096)
