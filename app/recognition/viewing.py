"""A picture on its way to be looked at: decoded to the size it is shown in, on another thread, in the child that opens files."""

from __future__ import annotations

from PySide6.QtCore import QThreadPool

from app.values import Attached
from inference.errors import HushError
from inference.pixels import Pixels
from inference.stop import StopFlag

__all__ = ["Viewing"]


class Viewing:
    """`picture` is there once it is `over`; where it cannot be decoded there is none, and the thumbnail is all there is."""

    def __init__(self, attached: Attached, width: int, height: int) -> None:
        self.picture: Pixels | None = None
        self.over = False
        self._part, self._size, self._stop = attached.part, (max(1, width), max(1, height)), StopFlag()
        QThreadPool.globalInstance().start(self._run)

    def stop(self) -> None:
        """Nobody waits for it any more."""
        self._stop.set()

    def _run(self) -> None:
        from inference.decoding.decoder import decoder

        try:
            width, height = self._size
            self.picture = decoder().show(self._part.name, self._part.data, width=width, height=height, stop=self._stop)
        except HushError:
            pass
        finally:
            self.over = True
