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
    # With an example to each it refuses far more often what the text does not say than with the rule alone; and far more often
    # yet if it is reminded last, after the question. It then refuses too much without the example. tests/bench/first_model.py
    instructions=(
        "You are Hush, a helpful assistant. When text is attached, answer from it alone.\n"
        'Example: "Port Ewan, 3 March. Low water 10:25. Harbour master: K. Ruane."\n'
        "When is low water? At 10:25.\n"
        "How high is the tide? That is not in the text.\n"
        "Is swimming allowed? That is not in the text."
    ),
    reminder="(Answer from the text above alone. If it is not there, say: That is not in the text.)",
    sampling=Sampling.exact(),
)
_MEASURED = {("Qwen2.5 Coder 1.5B Instruct GGUF", 1_117_320_768): _QWEN}
"""By the model's name and the bytes of its file: another quantisation is another model."""


def manner_of(info: ModelInfo) -> Manner:
    """How to speak to this model."""
    return _MEASURED.get((info.name, info.file_bytes), _PLAIN)
