"""An exported pair of GGUF files, read back: its shape and weights, and the same pair without quantisation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from gguf import GGUFReader
from gguf.quants import dequantize

from inference.training.gguf_writing import MODEL, PROJECTOR, Weights, write_projector, write_text
from inference.training.shape import Shape

__all__ = ["read_pair", "unquantised"]


def read_pair(model: Path, projector: Path) -> tuple[Shape, Weights, Weights]:
    """Shape and dequantised weights of an exported pair."""
    reader = GGUFReader(model)

    def field(key: str) -> Any:
        return reader.fields[key].contents()

    kv_heads: list[int] = field("gemma4.attention.head_count_kv")
    pattern: list[bool] = field("gemma4.attention.sliding_window_pattern")
    text, media = _weights(reader), _weights(GGUFReader(projector))
    shape = Shape(
        vocabulary=len(field("tokenizer.ggml.tokens")),
        hidden=field("gemma4.embedding_length"),
        layers=field("gemma4.block_count"),
        period=pattern.index(False) + 1,
        heads=field("gemma4.attention.head_count"),
        head_dim_sliding=field("gemma4.attention.key_length_swa"),
        head_dim_global=field("gemma4.attention.key_length"),
        kv_heads_sliding=kv_heads[pattern.index(True)],
        kv_heads_global=kv_heads[pattern.index(False)],
        ffn=field("gemma4.feed_forward_length"),
        window=field("gemma4.attention.sliding_window"),
        context=field("gemma4.context_length"),
        patch=round((media["v.patch_embd.weight"].shape[1] / 3) ** 0.5),
        positions=media["v.position_embd.weight"].shape[1],
        image_tokens=field("hush.image_tokens"),
    )
    return shape, text, media


def unquantised(model: Path, projector: Path, folder: Path) -> tuple[Path, Path]:
    """Write the same weights as an F32 pair into `folder`."""
    shape, text, media = read_pair(model, projector)
    folder.mkdir(parents=True, exist_ok=True)
    pair = folder / MODEL, folder / PROJECTOR
    write_text(pair[0], shape, text, quantised=False)
    write_projector(pair[1], shape, media)
    return pair


def _weights(reader: GGUFReader) -> Weights:
    return {
        tensor.name: np.array(dequantize(tensor.data, tensor.tensor_type), np.float32).reshape(
            tuple(int(n) for n in reversed(tensor.shape))
        )
        for tensor in reader.tensors
    }
