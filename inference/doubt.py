"""How far an answer is to be doubted: its model was of two minds over the words, and does not say that nothing is there.

Costs no evaluation: the likelihood of each token is known when it is chosen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

__all__ = ["Doubt", "Sureness", "find_unsure", "refuses"]

_NOT = (
    r"(?:\b(?:not|no|never|nothing|nobody|neither|cannot|unknown|unspecified|nicht|keine?[nrs]?|nichts|pas|aucune?)\b|n['’]t\b)"
)
_SAID = (
    r"\b(?:mention\w*|stat(?:e|ed|es)|specif\w+|provid\w+|say|says|said|given|information\w*|found|find|listed|shown?|available"
    r"|know|known|determine|indicated?|disclosed|contain\w*|details?|in (?:the|this|that) \w+"
    r"|erwähnt|angegeben|genannt|steht|bekannt|im text|mentionn\w+|indiqu\w+|précis\w+|dans le texte)\b"
)
_REFUSES = re.compile(rf"{_NOT}[^.!?\n]{{0,60}}?{_SAID}|{_SAID}[^.!?\n]{{0,60}}?{_NOT}|\b(?:unknown|unbekannt)\b", re.IGNORECASE)
_LONGEST = 300
"""Characters of an answer in which it would say so."""


@dataclass(frozen=True)
class Doubt:
    """What the likelihood of one model's words says of its answers to questions about what is attached.

    The score is the mean log probability of the answer's tokens, less `weight` times that of `refusal`, the word with which this
    model begins to refuse, in place of the first of them. `offset` less `slope` times the score are the log odds that the answer
    was made up, as far as the words tell (see inference.checking.fit for what the text tells).
    """

    refusal: str
    weight: float
    slope: float
    offset: float


class Sureness:
    """How likely the tokens of an answer were to its model, and in place of the first of them `refusal`, a token too."""

    def __init__(self, refusal: int) -> None:
        self._refusal, self._refusing = refusal, 0.0
        self._sum, self._tokens = 0.0, 0

    def add(self, logits: np.ndarray[tuple[int], np.dtype[np.float32]], token: int) -> None:
        """`token` was chosen where the model gave `logits`, shape [n_vocab]; what ends the answer counts as well."""
        highest = logits.max()
        whole = highest + np.log(np.exp(logits - highest).sum())
        if not self._tokens:
            self._refusing = float(logits[self._refusal] - whole)
        self._sum += float(logits[token] - whole)
        self._tokens += 1

    def score(self, weight: float) -> float:
        """See `Doubt`; 0 without a token."""
        return self._sum / self._tokens - weight * self._refusing if self._tokens else 0.0


def find_unsure(answer: str, sureness: Sureness, doubt: Doubt) -> float | None:
    """The log odds that an answer was made up; None for one that refuses."""
    return None if not answer or refuses(answer) else doubt.offset - doubt.slope * sureness.score(doubt.weight)


def refuses(answer: str) -> bool:
    """Whether it says that what was asked is not there."""
    return _REFUSES.search(answer[:_LONGEST]) is not None
