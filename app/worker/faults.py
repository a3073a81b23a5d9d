"""Whatever goes wrong in a thread becomes one Failed event, and the thread goes on."""

from __future__ import annotations

import logging

from inference.errors import EngineFault, HushError, MemoryShort
from inference.events import Failed

__all__ = ["failure"]

log = logging.getLogger(__name__)


def failure(error: BaseException, doing: str) -> Failed:
    """The event for `error`; `doing` completes "Hush failed while ...". Faults of ours are logged with their traceback."""
    if isinstance(error, HushError):
        return Failed(error)
    if isinstance(error, MemoryError):
        return Failed(
            MemoryShort(f"Memory ran out while {doing}.", "Close other programs, or choose a smaller model or context.")
        )
    log.error("while %s", doing, exc_info=error)
    return Failed(
        EngineFault(
            f"Something inside Hush went wrong while {doing} ({type(error).__name__}: {error}).",
            "Nothing you wrote is lost. Try again; if it comes back, load the model again.",
        )
    )
