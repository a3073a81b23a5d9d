"""Which language is spoken: what Whisper is certain of, else rather one that the person speaks than what it sounds like."""

from __future__ import annotations

from collections.abc import Collection, Mapping

__all__ = ["CERTAIN", "tell_language"]

CERTAIN = 0.8
_OWN = 5.0
"""Times as likely as it sounds is a language that the person speaks. Of a second of sound Whisper tells the oddest ones: "Guten
Tag, wie geht es Ihnen?" sounds most like Thai to it."""


def tell_language(chances: Mapping[str, float], own: Collection[str]) -> str:
    """The language, given how likely each sounds; `own` are those that the person speaks."""
    best = max(chances, key=chances.__getitem__)
    if chances[best] >= CERTAIN:
        return best
    return max(chances, key=lambda one: chances[one] * (_OWN if one in own else 1.0))
