"""Words moved to where the voice is: Whisper knows which second a sentence is in, and spreads its words over the pauses in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from inference.recognition.pauses import FRAME_S
from inference.recognition.speech import Word

__all__ = ["at_voice"]

_GAP_S, _ISLAND_S, _ALONE_S = 0.1, 0.3, 0.3
"""Seconds of a gap within a word; of a sound too short for one, a click or a breath, where so much silence is around it."""
_LETTER_S = 0.07
_SHORTEST_S, _LONGEST_S = 0.12, 0.8
_STOPS = tuple(",.;:?!…。、？！")


def at_voice(words: Sequence[Word], voice: NDArray[np.bool_]) -> list[Word]:
    """`words` in order, in seconds of a piece; `voice` says of each frame of FRAME_S whether somebody may speak.

    A word that would begin in a pause ends the speech before it, if a comma or a full stop says so, else it begins what follows.
    """
    runs = _runs(voice)
    if not len(runs):
        return list(words)
    moved: list[Word] = []
    for word in words:
        behind = int(np.searchsorted(runs[:, 0], word.start, "right"))
        in_pause = behind == 0 or word.start >= runs[behind - 1, 1] - _SHORTEST_S / 2
        if in_pause:
            follows = float(runs[behind, 0]) if behind < len(runs) else None
            before = float(runs[behind - 1, 1]) if behind else None
            word = _to_the_end(word, before) if _belongs_before(word, before, follows) else _to_the_start(word, follows)
        least = moved[-1].start if moved else 0.0
        word = replace(word, start=max(word.start, least), end=max(word.end, word.start, least))
        if moved and moved[-1].end > word.start:
            moved[-1] = replace(moved[-1], end=word.start)
        moved.append(word)
    return moved


def _runs(voice: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Start and end, in seconds, of each stretch of voice, in order: [n, 2]."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], voice, [False]]).astype(np.int8))).reshape(-1, 2) * FRAME_S
    joined: list[list[float]] = []
    for start, end in edges.tolist():
        if joined and start - joined[-1][1] <= _GAP_S:
            joined[-1][1] = end
        else:
            joined.append([start, end])
    borders = [-np.inf, *(edge for run in joined for edge in run), np.inf]
    kept = [
        run
        for at, run in enumerate(joined)
        if run[1] - run[0] >= _ISLAND_S or run[0] - borders[2 * at] < _ALONE_S or borders[2 * at + 3] - run[1] < _ALONE_S
    ]
    return np.array(kept or joined).reshape(-1, 2)


def _belongs_before(word: Word, before: float | None, follows: float | None) -> bool:
    return before is not None and (follows is None or word.text.endswith(_STOPS))


def _to_the_end(word: Word, end: float | None) -> Word:
    """As long as its letters take, up to the end of the speech."""
    assert end is not None
    length = min(max(_LETTER_S * len(word.text), _SHORTEST_S), _LONGEST_S)
    return replace(word, start=min(word.start, max(0.0, end - length)), end=end)


def _to_the_start(word: Word, start: float | None) -> Word:
    return word if start is None else replace(word, start=start, end=max(word.end, start))
