"""Which layers of a model slide in llama.cpp: by the header's pattern, else by what llama.cpp knows of the architecture.

Many files state a window and no pattern; llama.cpp then takes the period that its source has for the architecture, and
ignores the window where it has none. From src/models/*.cpp of llama.cpp 0c1e57098 (load_swa_pattern).
"""

from __future__ import annotations

from dataclasses import dataclass

from inference.gguf.header import Header

__all__ = ["sliding_of"]


@dataclass(frozen=True)
class _Rule:
    """Every `period`-th layer sees everything: the last of each group, or the first.

    `window` stands in for a header without one (0: then nothing slides), `fixed` whatever it says; `layers` is the only
    depth that slides.
    """

    period: int
    first: bool = False
    window: int = 0
    fixed: bool = False
    layers: int = 0


_RULES = {
    "afmoe": _Rule(4),
    "cohere2": _Rule(4),
    "cohere2moe": _Rule(4, first=True),
    "exaone-moe": _Rule(4, window=128),
    "exaone4": _Rule(4, window=4096, layers=64),
    "gemma2": _Rule(2, window=4096),
    "gemma3": _Rule(6),
    "gemma3n": _Rule(5),
    "gpt-oss": _Rule(2),
    "laguna": _Rule(4, first=True),
    "llama4": _Rule(4, window=8192, fixed=True),
    "mellum": _Rule(4),
    "muse-glimmer": _Rule(4),
    "olmo2": _Rule(4),
    "plamo3": _Rule(8),
    "smallthinker": _Rule(4, first=True, window=4096, fixed=True),
}
_OFF = ("phi3", "phimoe")
"""Their windows are ignored (https://github.com/ggml-org/llama.cpp/pull/13676)."""


def sliding_of(header: Header, architecture: str, layers: int, pattern: tuple[bool, ...] | None) -> tuple[int, tuple[bool, ...]]:
    """(window in tokens, which layers slide); (0, none) where nothing does. `pattern`: the header's truth values."""
    rule = _RULES.get(architecture)
    stated = header.integer(f"{architecture}.attention.sliding_window")
    window = _window(rule, stated, architecture)
    if rule and rule.layers not in (0, layers):
        window = 0
    if not window:
        return 0, (False,) * layers
    slides = pattern or _by_period(rule, header.integer(f"{architecture}.attention.sliding_window_pattern"), layers)
    return (window, slides) if any(slides) else (0, slides)


def _window(rule: _Rule | None, stated: int | None, architecture: str) -> int:
    if architecture in _OFF or stated == 0:
        return 0
    if rule is None or (stated is not None and not rule.fixed):
        return stated or 0
    if architecture == "smallthinker" and stated is None:
        return 0
    return rule.window


def _by_period(rule: _Rule | None, stated: int | None, layers: int) -> tuple[bool, ...]:
    period = stated if stated is not None else rule.period if rule else 1
    if period <= 0:
        return (True,) * layers
    place = 0 if rule and rule.first else period - 1
    return tuple(layer % period != place for layer in range(layers))
