"""An exported pair of GGUF files, read back: its shape and weights, the same without quantisation, or a model to train on.

What the repository ships is thereby where the next training can go on: Q8_0 keeps eight bits of each weight, and what that costs
is learned again within a few steps.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from gguf import GGUFReader
from gguf.quants import dequantize
from numpy.typing import NDArray
from torch import Tensor

from inference.starter.export import MODEL, PROJECTOR, Weights, write_projector, write_text
from inference.starter.model import StarterModel
from inference.starter.shape import Shape

__all__ = ["read_pair", "starter_of", "unquantised"]


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


def starter_of(folder: Path) -> StarterModel:
    """The model whose pair `export` wrote into `folder`."""
    shape, text, media = read_pair(folder / MODEL, folder / PROJECTOR)
    model = StarterModel(shape)
    _fill(model, text | media)
    return model


def _weights(reader: GGUFReader) -> Weights:
    return {
        tensor.name: np.array(dequantize(tensor.data, tensor.tensor_type), np.float32).reshape(
            tuple(int(n) for n in reversed(tensor.shape))
        )
        for tensor in reader.tensors
    }


def _fill(model: StarterModel, tensors: Weights) -> None:
    shape = model.shape
    side, width = shape.patch, shape.hidden
    patch = tensors["v.patch_embd.weight"].reshape(width, 3, side, side).transpose(0, 2, 3, 1).reshape(width, -1)
    columns, rows = tensors["v.position_embd.weight"]
    state = {
        "embedding.weight": tensors["token_embd.weight"],
        "norm.weight": tensors["output_norm.weight"],
        "patch.weight": patch,
        "patch.bias": tensors["v.patch_embd.bias"],
        "columns": columns,
        "rows": rows,
        "image_projection.weight": tensors["mm.input_projection.weight"],
        "sound_projection.weight": tensors["mm.a.input_projection.weight"],
    }
    for i in (1, 2, 3):
        for part in ("weight", "bias"):
            values = tensors[f"v.patch_norm.{i}.{part}"]
            state[f"patch_norm_{i}.{part}"] = values if i > 1 else values.reshape(3, side, side).transpose(1, 2, 0).reshape(-1)
    names = {"attn_norm": "attn_norm.weight", "attn_q": "attn.q.weight", "attn_k": "attn.k.weight", "attn_v": "attn.v.weight",
             "attn_output": "attn.out.weight", "attn_q_norm": "attn.q_norm.weight", "attn_k_norm": "attn.k_norm.weight",
             "post_attention_norm": "post_attn_norm.weight", "ffn_norm": "ffn_norm.weight", "ffn_gate": "gate.weight",
             "ffn_up": "up.weight", "ffn_down": "down.weight", "post_ffw_norm": "post_ffn_norm.weight",
             "layer_output_scale": "scalar"}  # fmt: skip
    for name, values in tensors.items():
        if name.startswith("blk."):
            _, layer, own, _ = name.split(".")
            state[f"layers.{layer}.{names[own]}"] = values
    model.load_state_dict({name: _tensor(values) for name, values in state.items()})


def _tensor(values: NDArray[np.float32]) -> Tensor:
    return torch.from_numpy(np.array(values, np.float32))
