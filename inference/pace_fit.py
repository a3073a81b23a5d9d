"""Learning a machine's pace from every evaluation: three numbers fitted to what was measured, newest first."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any

import numpy as np

from inference.gguf.model_info import ModelInfo
from inference.pace import Pace

__all__ = ["PaceFit", "Work", "work"]

_KEPT = 64
_FADES = 0.95
"""Weight of a measurement against the one after it: a laptop on battery or a busy one is another machine."""
_ATTENTION_COSTS = 2.0
"""Times as long as in a matrix product of quantised weights, an operation takes in attention on a processor."""
_CALL_COSTS = 8.0
"""Tokens whose time an evaluation takes beside them, before it is known: the weights have to be read once."""
_BELIEF = 0.3
"""Weight of what is only believed, against 1 for what was measured last."""
_WARM = 64
"""Tokens from which even a load's first evaluation counts: a shorter one shows how long its pages take from the disk."""

_Floats = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Work:
    """What a prompt takes of a machine. Operations: `per_token` in matrix products, `per_pair` (token and cell) in attention.

    `cell_share`: what a cell of the KV cache weighs against all weights, which have to be read as well.
    """

    per_token: float
    per_pair: float
    cell_share: float


def work(model: ModelInfo, kv_bytes_per_token: float) -> Work:
    """Two operations a weight of every layer; two a number of each key and value in layers that see the whole context."""
    weights = sum(tensor.elements for tensor in model.tensors if tensor.name.startswith("blk."))
    heads = sum(count for count, slides in zip(model.head_count, model.sliding_layers, strict=True) if not slides)
    pairs = 2.0 * heads * (model.key_length + model.value_length)
    return Work(2.0 * max(1, weights), pairs, kv_bytes_per_token / max(1, model.tensor_bytes))


class PaceFit:
    """What one load has shown. `before`: the pace this machine had with the same files another time.

    Least squares of relative errors, so that a picture of minutes and a line of milliseconds count alike. What too few
    measurements leave open follows the earlier pace, or the model's own proportions.
    """

    def __init__(self, effort: Work, before: Pace | None = None) -> None:
        self._measured: deque[tuple[float, float, float, float, float]] = deque(maxlen=_KEPT)
        self._warm = False
        attention = _ATTENTION_COSTS * effort.per_pair / effort.per_token
        usual = np.array([_CALL_COSTS, _CALL_COSTS * effort.cell_share, 1.0, attention])
        if before and before.per_token > 0:
            shown = np.array([before.per_call, before.per_cell, before.per_token, before.per_pair])
            known = shown / max(before.per_token, 1e-300)  # a file may hold less, which would not divide
            usual = np.clip(known, usual / 10, usual * 1000)
        self._proportions: _Floats = usual

    def learn(self, tokens: int, seconds: float, *, at: int) -> None:
        """Take in that one evaluation of `tokens` behind `at` others took `seconds`."""
        warm, self._warm = self._warm, True
        if tokens > 0 and seconds > 0 and (warm or tokens >= _WARM):
            cells = at + tokens / 2
            self._measured.append((1.0, cells, float(tokens), tokens * cells, seconds))

    def solve(self) -> tuple[float, float, float, float] | None:
        """Seconds per call, cell, token and pair, as in Pace; None before the first measurement."""
        if not self._measured:
            return None
        kept: _Floats = np.array(self._measured)
        weights = _FADES ** np.arange(len(kept) - 1, -1, -1.0)
        # In units of what is believed, given all that was measured: then all four are about 1.
        unit = self._proportions * (weights @ kept[:, 4]) / (weights @ (kept[:, :4] @ self._proportions))
        rows = weights[:, None] * kept[:, :4] * unit / kept[:, 4:]
        believed = _BELIEF * np.array([[1.0, 0.0, -1.0, 0.0], [0.0, 1.0, -1.0, 0.0], [0.0, 0.0, -1.0, 1.0]])
        found = unit * _not_negative(np.vstack([rows, believed]), np.concatenate([weights, np.zeros(3)]))
        return (float(found[0]), float(found[1]), float(found[2]), float(found[3])) if found.any() else None


def _not_negative(rows: _Floats, wanted: _Floats) -> _Floats:
    """The least squares solution without negative numbers: what comes out below nothing is nothing, the rest fitted anew."""
    left = list(range(rows.shape[1]))
    while left:
        found = np.linalg.lstsq(rows[:, left], wanted, rcond=None)[0]
        if (found >= 0).all():
            whole = np.zeros(rows.shape[1])
            whole[left] = found
            return whole
        del left[int(found.argmin())]
    return np.zeros(rows.shape[1])
