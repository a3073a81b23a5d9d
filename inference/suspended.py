"""A model that was released and will come back with its conversation: what to load, how, and where its KV cache is kept."""

from __future__ import annotations

from dataclasses import dataclass

from inference.loading import LoadSettings, ModelFiles
from inference.session import SavedSession

__all__ = ["Suspended"]


@dataclass(frozen=True)
class Suspended:
    """`saved` None: nothing was in the cache, or it could not be written."""

    files: ModelFiles
    settings: LoadSettings
    saved: SavedSession | None

    def discard(self) -> None:
        """Delete the saved cache: it is the conversation, and nobody needs it any more."""
        if self.saved:
            self.saved.path.unlink(missing_ok=True)
