"""Whatever goes wrong in a thread becomes one Failed event, and the thread goes on."""

from __future__ import annotations

import logging

from app.sentences import say
from inference.errors import EngineFault, HushError, MemoryShort
from inference.events import Failed

__all__ = ["failure"]

log = logging.getLogger(__name__)


def failure(error: BaseException, doing: str) -> Failed:
    """The event for `error`; `doing` completes "Hush failed while ...". Faults of ours are logged with their traceback."""
    if isinstance(error, HushError):
        return Failed(error)
    if isinstance(error, MemoryError):
        return Failed(MemoryShort(say("memory-ran-out", doing=doing)))
    log.error("while %s", doing, exc_info=error)
    return Failed(EngineFault(say("fault", doing=doing, kind=type(error).__name__, reason=str(error))))
