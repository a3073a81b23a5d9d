"""How a model is best spoken to, where that was measured: instructions of Hush's own, and how its next token is chosen.

Only for the very files it was measured with. Every other model gets the conversation as its template renders it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inference.conversation import Message, Sampling
from inference.doubt import Doubt
from inference.gguf.model_info import ModelInfo
from inference.prompt.intent import asks_for_a_fact

__all__ = ["Manner", "doubt_of", "manner_of"]


@dataclass(frozen=True)
class Manner:
    """`instructions` begin the conversation, before the person's own; `reminder` follows each question once something is
    attached; `sampling` holds where a request names none (None: what the file recommends); `doubt` says how far its
    answers are to be doubted (None: nobody knows).
    """

    instructions: str = ""
    reminder: str = ""
    sampling: Sampling | None = None
    doubt: Doubt | None = None


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
    doubt=Doubt("That", weight=0.05, slope=2.7, offset=-1.1),
)
_MEASURED = {("Qwen2.5 Coder 1.5B Instruct GGUF", 1_117_320_768): _QWEN}
"""By the model's name and the bytes of its file: another quantisation is another model."""


def manner_of(info: ModelInfo) -> Manner:
    """How to speak to this model."""
    return _MEASURED.get((info.name, info.file_bytes), _PLAIN)


def doubt_of(info: ModelInfo, messages: Sequence[Message]) -> Doubt | None:
    """How far to doubt the answer to the last of these; None where it is not to be: only to questions about what is attached."""
    attached = any(part.kind != "text" for message in messages for part in message.parts)
    return manner_of(info).doubt if attached and asks_for_a_fact(messages[-1]) else None
