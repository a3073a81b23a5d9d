"""A recording on its way to a loudspeaker: decoded in a child of its own, a few blocks ahead, for as long as it plays."""

from __future__ import annotations

import math
import queue
import threading
from dataclasses import replace
from functools import cache

from inference.child import DECODER, Ended
from inference.decoding.decoder import refusal
from inference.errors import HushError, MediaError
from inference.kept_child import KeptChild
from inference.stop import StopFlag

__all__ = ["Played"]

_AHEAD = 8
"""Blocks that wait here; then the child waits."""
_PUT_S = 0.1
_OPENS_S = DECODER.seconds


@cache
def _player() -> KeptChild:
    """It plays for as long as one listens; what it decodes is bounded by what is taken from it."""
    return KeptChild("plays recordings", replace(DECODER, seconds=math.inf), first="inference.decoding.table:enter")


class Played:
    """From construction to `close`, which gets the next child ready; raises HushError where it cannot be opened.

    `total_s` is the length of the recording in seconds.
    """

    def __init__(self, name: str, data: bytes, *, start_s: float, rate: int) -> None:
        self._stop, self._blocks = StopFlag(), queue.Queue[float | bytes | None](_AHEAD)
        self._name = name
        self._problem: HushError | None = None
        self._over = False
        arguments = {"name": name, "data": data, "start_s": start_s, "rate": rate}
        self._thread = threading.Thread(target=self._run, args=(arguments,), daemon=True)
        self._thread.start()
        try:
            first = self._blocks.get(timeout=_OPENS_S)
        except queue.Empty:
            self.close()
            raise MediaError("file-takes-long", name=name, seconds=round(_OPENS_S)) from None
        if not isinstance(first, float):
            raise self._problem or MediaError("file-breaks", name=name)
        self.total_s = first

    def take(self) -> bytes | None:
        """The next samples, int16; empty where they are not ready yet, None behind the last. HushError where it breaks off."""
        if self._over:
            return None
        try:
            block = self._blocks.get_nowait()
        except queue.Empty:
            return b""
        self._over = block is None
        if self._over and self._problem is not None:
            raise self._problem
        return block if isinstance(block, bytes) else None

    def close(self) -> None:
        """End it."""
        self._stop.set()

    def _run(self, arguments: dict[str, object]) -> None:
        try:
            _player().run("inference.decoding.sounding:play", arguments, stop=self._stop, tell=self._put)
        except Ended as ended:
            self._problem = refusal(self._name, ended)
        except HushError as error:
            self._problem = error
        self._put(None)
        _player().begin()

    def _put(self, block: float | bytes | None) -> None:
        while not self._stop.is_set():
            try:
                self._blocks.put(block, timeout=_PUT_S)
                return
            except queue.Full:
                continue
