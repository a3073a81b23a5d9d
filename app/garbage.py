"""Cyclic garbage is collected in the GUI thread alone.

Python collects cycles in whichever thread happens to allocate. If a worker's allocation frees a QObject of the GUI thread,
Qt destroys it there, its timers go on in the thread they belong to, and the program crashes some time later. So automatic
collection is off, and a timer of the GUI thread does it. See https://github.com/napari/napari/issues/1029.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

__all__ = ["GarbageCollector"]

_EVERY_MS = 2000


class GarbageCollector(QObject):
    """Lives in the GUI thread as long as its parent. Collects the generations that Python itself would have by now."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return
