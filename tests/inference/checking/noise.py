"""What a recogniser gets wrong in a picture: l, 1, I and |, O and 0, spaces lost between words, strokes of a table's lines."""

from __future__ import annotations

import random
import re

__all__ = ["noisy"]

_ALIKE = {"l": "I1|", "1": "lI|", "I": "l1|", "O": "0", "0": "O"}


def noisy(text: str, rng: random.Random, *, share: float = 0.03) -> str:
    """The text with that share of its look-alikes confused, about one in 80 spaces lost and a stroke here and there."""
    read = "".join(rng.choice(_ALIKE[c]) if c in _ALIKE and rng.random() < share else c for c in text)
    read = re.sub(r"(?<=[^\W\d_]) (?=[^\W\d_])", lambda m: "" if rng.random() < 0.0125 else m[0], read)
    return re.sub(r"\t", lambda m: rng.choice(["\t| ", "\t", "\t", "\t", " | "]) if rng.random() < 0.1 else m[0], read)
