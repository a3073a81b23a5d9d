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
    """`instructions` begin the conversation, before the person's own; `reminder` follows each question once something is
    attached; `sampling` holds where a request names none (None: what the file recommends).
    """

    instructions: str = ""
    reminder: str = ""
    sampling: Sampling | None = None


_PLAIN = Manner()
_QWEN = Manner(
    # A rule alone is forgotten, or refuses what is there; examples alone change little: see tests/bench/first_model.py
    instructions=(
        "You are Hush, a helpful assistant. When text is attached, answer from it alone.\n"
        'Example: "Corner shop, open from 9 to 18. Owner: Edda Vance. Bread from 3.20 euros."\n'
        "When does it open? At 9.\n"
        "Who owns it? Edda Vance.\n"
        "What does milk cost? That is not in the text.\n"
        "How many people work there? That is not in the text.\n"
        "Who bakes the bread? That is not in the text.\n"
        "Are dogs allowed? That is not in the text."
    ),
    reminder="(Answer from the text above alone. If it is not there, say: That is not in the text.)",
    sampling=Sampling.exact(),
)
_MEASURED = {("Qwen2.5 Coder 1.5B Instruct GGUF", 1_117_320_768): _QWEN}
"""By the model's name and the bytes of its file: another quantisation is another model."""


def manner_of(info: ModelInfo) -> Manner:
    """How to speak to this model."""
    return _MEASURED.get((info.name, info.file_bytes), _PLAIN)
