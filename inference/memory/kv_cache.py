"""The KV cache in closed form: how many cells each layer keeps, and their bytes; and what one evaluation needs beside it.

Formulas of the cache: llama.cpp's llama-kv-cache-iswa.cpp, exact to the byte. Those of an evaluation are fitted to the sizes
llama.cpp 0c1e57098 logs for the Gemma 4 12B shape, a small one and the starter, for n_ubatch 128 to 2048 and contexts from 4k to
256k.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from inference.gguf.model_info import ModelInfo
from inference.loading import LoadSettings

__all__ = ["KVLayer", "KVType", "bookkeeping_bytes", "compute_bytes", "flash_attention", "kv_bytes", "kv_bytes_per_token",
           "kv_layers", "pad", "score_bytes", "sliding_cells", "window_bytes"]  # fmt: skip

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


_SCORES_AT_MOST = 256 * 2**20
"""Bytes of attention scores up to which plain attention is worth its memory."""

_SMALL_WEIGHTS = 512 * 2**20
"""Where the matrix products take longer than those of a model of this size, they hide what the fused kernel loses."""


def flash_attention(model: ModelInfo, settings: LoadSettings) -> bool:
    """Whether attention is fused (flash attention), which needs no score matrix but is slow on a processor.

    ggml's kernel for fewer than 64 queries takes one query at a time: 32 new tokens behind 1,900 cost the starter 53 ms
    instead of 13, half of what a whole second turn takes. A quantised cache can only be read by the fused kernel.
    """
    if settings.kv_type != "f16" or model.tensor_bytes > _SMALL_WEIGHTS:
        return True
    return score_bytes(model, context=settings.context, n_ubatch=settings.ubatch) > _SCORES_AT_MOST


def score_bytes(model: ModelInfo, *, context: int, n_ubatch: int) -> int:
    """Bytes of the matrix that plain attention computes: a float for each head, query and cell."""
    return 4 * max(model.head_count, default=0) * n_ubatch * pad(context)


def compute_bytes(model: ModelInfo, *, context: int, n_ubatch: int, fused: bool = True) -> int:
    """Buffers of one evaluation with one row of logits. `fused`: with flash attention.

    Fused, a layer is widest in its feed-forward part: four rows of its width and one of the model's. Plain, it is
    widest in its attention: the scores, the queries and a row of the model's width. Beside either live the masks (a half
    float a cell of each cache, a float without fusion), one row of logits twice, and what a matrix product turns its
    right side into: activations into 17/16 byte a value, scores into half floats.
    """
    feed_forward = max(model.feed_forward_length, default=0)
    widest = 4 * n_ubatch * (4 * feed_forward + model.embedding_length)
    if not fused:
        queries = max(model.head_count, default=0) * max(model.key_length, model.key_length_swa)
        attention = 4 * n_ubatch * (queries + model.embedding_length)
        widest = max(widest, score_bytes(model, context=context, n_ubatch=n_ubatch) + attention)
    window = model.sliding_window
    cells = pad(context) + (sliding_cells(context=context, n_ubatch=n_ubatch, window=window) if window else 0)
    masks = n_ubatch * cells * (2 if fused else 4)
    turned = n_ubatch * feed_forward * 17 // 16
    if not fused:
        turned = max(turned, score_bytes(model, context=context, n_ubatch=n_ubatch) // 2)
    return widest + masks + turned + 2 * 4 * model.vocabulary_size


def _bytes(values: int, kv_type: KVType) -> int:
    size, block = _BLOCK_BYTES[kv_type]
    return values * size // block
