"""Which model to load and how: values, so that a window can hold them without importing the engine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from inference.conversation import IMAGE_BUDGETS

__all__ = ["DEFAULT_IMAGE_TOKENS", "LEAST_CONTEXT", "LoadSettings", "ModelFiles", "ubatch_for"]

DEFAULT_IMAGE_TOKENS = 280
"""Gemma 4's own default budget of a picture."""
LEAST_CONTEXT = 256
"""Tokens of context below which nothing can be said."""
_TEXT_UBATCH = 512


@dataclass(frozen=True)
class ModelFiles:
    """A model and its projector. `trusted` files (shipped with Hush, or checked by set-up) are not tried in a child process."""

    model: Path
    mmproj: Path | None = None
    trusted: bool = False


@dataclass(frozen=True)
class LoadSettings:
    """How to load. The defaults cost the least memory: mapped weights, not repacked.

    `context` tokens of KV cache; `image_tokens` the largest picture wanted; `n_ubatch` None for what that needs;
    `threads` None for the physical cores; `checkpoint_bytes` bounds the session's checkpoints; `predicted_bytes` is
    what the memory plan expects, passed through to the answers' cost.
    """

    context: int = 8192
    image_tokens: int = max(IMAGE_BUDGETS)
    n_ubatch: int | None = None
    kv_type: Literal["f16", "q8_0", "q4_0"] = "f16"
    load_mode: Literal["mmap", "read"] = "mmap"
    repack: bool = False
    threads: int | None = None
    checkpoint_bytes: int = 512 * 1024**2
    predicted_bytes: int = 0

    @property
    def ubatch(self) -> int:
        """Tokens of one evaluation, at most the context."""
        return min(self.context, self.n_ubatch or ubatch_for(self.image_tokens))


def ubatch_for(image_tokens: int) -> int:
    """The n_ubatch that holds a picture of `image_tokens` in one piece: a multiple of 64, at least 512."""
    return max(_TEXT_UBATCH, -(-image_tokens // 64) * 64)
