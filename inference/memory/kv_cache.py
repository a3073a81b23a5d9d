"""The KV cache in closed form: how many cells each layer keeps, and their bytes.

Formulas: llama.cpp's llama-kv-cache-iswa.cpp, exact to the byte.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from inference.gguf.model_info import ModelInfo

__all__ = [
    "KVLayer",
    "KVType",
    "bookkeeping_bytes",
    "kv_bytes",
    "kv_bytes_per_token",
    "kv_layers",
    "pad",
    "sliding_cells",
    "window_bytes",
]

KVType = Literal["f16", "q8_0", "q4_0"]

_CELLS = 256
"""llama.cpp rounds both caches up to this many cells."""

_BYTES_OF_A_CELL = 128
"""Beside its keys and values: its position, the set of its sequences and its place in the index of positions."""

_BLOCK_BYTES: dict[str, tuple[int, int]] = {"f16": (2, 1), "q8_0": (34, 32), "q4_0": (18, 32)}
"""Bytes and values of one block."""


@dataclass(frozen=True)
class KVLayer:
    """Values that one layer keeps for one token, as keys and as values; `sliding` if only within the window."""

    keys: int
    values: int
    sliding: bool


def pad(cells: int) -> int:
    """`cells` rounded up as llama.cpp rounds its caches."""
    return -(-cells // _CELLS) * _CELLS


def sliding_cells(*, context: int, n_ubatch: int, window: int) -> int:
    """Cells of the sliding-window cache: the window and one evaluation, at most the context."""
    return min(pad(context), pad(window + n_ubatch))


def kv_bytes(layers: Sequence[KVLayer], *, context: int, n_ubatch: int, window: int, kv_type: KVType = "f16") -> int:
    """Bytes of the KV cache of one sequence with swa_full off. `window` 0: every layer keeps the whole context."""
    whole = pad(context)
    slid = sliding_cells(context=context, n_ubatch=n_ubatch, window=window) if window else whole
    return _bytes(sum((layer.keys + layer.values) * (slid if layer.sliding else whole) for layer in layers), kv_type)


def bookkeeping_bytes(*, context: int, n_ubatch: int, window: int) -> int:
    """Bytes of what llama.cpp remembers of the cells once they are in use: 16 MiB for 131,072 of them, as measured."""
    cells = pad(context) + (sliding_cells(context=context, n_ubatch=n_ubatch, window=window) if window else 0)
    return cells * _BYTES_OF_A_CELL


def kv_bytes_per_token(layers: Sequence[KVLayer], kv_type: KVType) -> float:
    """Bytes that one more token takes for as long as it stays: those of the layers that see the whole context."""
    size, block = _BLOCK_BYTES[kv_type]
    return sum(layer.keys + layer.values for layer in layers if not layer.sliding) * size / block


def window_bytes(layers: Sequence[KVLayer], *, cells: int, kv_type: KVType) -> int:
    """Bytes of `cells` cells of the sliding layers: what one checkpoint saves."""
    return _bytes(sum(layer.keys + layer.values for layer in layers if layer.sliding) * cells, kv_type)


def kv_layers(model: ModelInfo, *, fused: bool = True) -> tuple[KVLayer, ...]:
    """What each layer of `model` keeps. Layers that share an earlier one's cache keep nothing.

    Without fused attention values are stored by column, and every layer gets as many as the widest (TAG_V_CACHE_VARIABLE).
    """
    kept = model.block_count - model.shared_kv_layers
    layers: list[KVLayer] = []
    for index in range(kept):
        sliding = bool(model.sliding_window) and model.sliding_layers[index]
        heads = model.head_count_kv[index]
        keys = model.key_length_swa if sliding else model.key_length
        values = model.value_length_swa if sliding else model.value_length
        layers.append(KVLayer(heads * keys, heads * values, sliding))
    if not fused:
        widest = max((layer.values for layer in layers), default=0)
        layers = [replace(layer, values=widest) for layer in layers]
    return tuple(layers)


def _bytes(values: int, kv_type: KVType) -> int:
    size, block = _BLOCK_BYTES[kv_type]
    return values * size // block
