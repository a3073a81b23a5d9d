"""What one evaluation of n_ubatch tokens needs beside weights and cache, and whether its attention is fused.

Formulas: fitted to the sizes llama.cpp 0c1e57098 logs for the Gemma 4 12B shape, a small one and the starter, for n_ubatch 128 to
2048 and contexts from 4k to 256k.
"""

from __future__ import annotations

from inference.gguf.model_info import ModelInfo
from inference.loading import LoadSettings
from inference.memory.kv_cache import pad, sliding_cells

__all__ = ["compute_bytes", "flash_attention", "score_bytes"]

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
