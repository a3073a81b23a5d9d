"""How a model is best spoken to, where that was measured: instructions of Hush's own, and how its next token is chosen.

Only for the very files it was measured with. Every other model gets the conversation as its template renders it.
"""

from __future__ import annotations

from dataclasses import dataclass

from inference.conversation import Sampling
from inference.gguf.model_info import ModelInfo

__all__ = ["Manner", "manner_of"]


@dataclass(frozen=True)
class Manner:
    """`instructions` begin the conversation, before the person's own; `reminder` stands between what is attached to a question
    and the question; `sampling` holds where a request names none (None: what the file recommends).
    """

    instructions: str = ""
    reminder: str = ""
    sampling: Sampling | None = None


_PLAIN = Manner()
_MEASURED: dict[tuple[str, int], Manner] = {}
"""By the model's name and the bytes of its file: another quantisation is another model."""


def manner_of(info: ModelInfo) -> Manner:
    """How to speak to this model."""
    return _MEASURED.get((info.name, info.file_bytes), _PLAIN)
