"""The shipped weights read back, unquantised, and in an independent implementation: transformers' Gemma 4 Unified, on the CPU.

The pair that ships is quantised; dequantised (`read_pair`), its weights are exact float32 values, and `reference_model` gives
these to transformers, so that both compute with the same numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from gguf import GGUFReader
from gguf.quants import dequantize
from numpy.typing import NDArray
from torch import Tensor
from transformers import (
    Gemma4UnifiedAudioConfig,
    Gemma4UnifiedConfig,
    Gemma4UnifiedForConditionalGeneration,
    Gemma4UnifiedTextConfig,
    Gemma4UnifiedVisionConfig,
)

from inference.training.decoder import Shape
from inference.training.gguf_files import Weights, write_pair
from inference.training.tokenizer import starter_tokenizer

__all__ = ["Prompt", "read_pair", "reference_logits", "reference_model", "unquantised"]


@dataclass(frozen=True)
class Prompt:
    """Token ids with one placeholder (``<|image|>``, ``<|audio|>``) for each soft token, and the media themselves.

    pixels: uint8 [height, width, 3] at the model's own size; samples: float32 [n] at 16 kHz.
    """

    ids: tuple[int, ...]
    pixels: NDArray[np.uint8] | None = None
    samples: NDArray[np.float32] | None = None


def read_pair(model: Path, projector: Path) -> tuple[Shape, Weights, Weights]:
    """Shape and dequantised weights of an exported pair."""
    reader = GGUFReader(model)

    def field(key: str) -> Any:
        return reader.fields[key].contents()

    kv_heads: list[int] = field("gemma4.attention.head_count_kv")
    pattern: list[bool] = field("gemma4.attention.sliding_window_pattern")
    text, media = _weights(reader), _weights(GGUFReader(projector))
    names = {"hidden": "embedding_length", "layers": "block_count", "heads": "attention.head_count", "context": "context_length",
             "head_dim_sliding": "attention.key_length_swa", "head_dim_global": "attention.key_length",
             "ffn": "feed_forward_length", "window": "attention.sliding_window"}  # fmt: skip
    shape = Shape(
        **{name: field(f"gemma4.{key}") for name, key in names.items()},
        vocabulary=len(field("tokenizer.ggml.tokens")),
        period=pattern.index(False) + 1,
        kv_heads_sliding=kv_heads[pattern.index(True)],
        kv_heads_global=kv_heads[pattern.index(False)],
        patch=round((media["v.patch_embd.weight"].shape[1] / 3) ** 0.5),
        positions=media["v.position_embd.weight"].shape[1],
        image_tokens=field("hush.image_tokens"),
    )
    return shape, text, media


def unquantised(model: Path, projector: Path, folder: Path) -> tuple[Path, Path]:
    """Write the same weights as an F32 pair into `folder`."""
    shape, text, media = read_pair(model, projector)
    return write_pair(folder, shape, text, media, quantised=False)


def _weights(reader: GGUFReader) -> Weights:
    shapes = {tensor.name: tuple(int(n) for n in reversed(tensor.shape)) for tensor in reader.tensors}
    values = {tensor.name: dequantize(tensor.data, tensor.tensor_type) for tensor in reader.tensors}
    return {name: np.array(values[name], np.float32).reshape(shape) for name, shape in shapes.items()}


def reference_model(shape: Shape, text: Weights, media: Weights) -> Any:
    """transformers' model with these weights. Raises if a weight is missing or left over."""
    model = Gemma4UnifiedForConditionalGeneration(_configuration(shape)).eval()
    given = _text_state(shape, text) | _media_state(shape, media)
    missing, unexpected = model.load_state_dict({k: torch.from_numpy(v.copy()) for k, v in given.items()}, strict=False)
    model.tie_weights()
    lost = [key for key in missing if key != "lm_head.weight" and not key.endswith("layer_scalar")]
    if lost or unexpected:
        raise ValueError(f"weights missing: {lost}, left over: {unexpected}")
    return model


@torch.no_grad()
def reference_logits(model: Any, prompt: Prompt, written: Sequence[int] = ()) -> NDArray[np.float32]:
    """Logits [len(written) + 1, vocabulary] after the prompt and after each of the tokens `written` since.

    All in one pass and without a cache: the plainest thing to compare with.
    """
    config = model.config
    ids = torch.tensor([[*prompt.ids, *written]])
    inputs: dict[str, Tensor] = {"input_ids": ids, "mm_token_type_ids": (ids == config.image_token_id).long()}
    if prompt.pixels is not None:
        side: int = config.vision_config.model_patch_size
        rows, columns = prompt.pixels.shape[0] // side, prompt.pixels.shape[1] // side
        cut = prompt.pixels.reshape(rows, side, columns, side, 3).transpose(0, 2, 1, 3, 4).reshape(1, rows * columns, -1)
        at = torch.arange(rows * columns)
        inputs["pixel_values"] = torch.from_numpy(cut.astype(np.float32) / 255)
        inputs["image_position_ids"] = torch.stack([at % columns, at // columns], 1)[None]
    if prompt.samples is not None:
        frame: int = config.audio_config.audio_embed_dim
        frames = np.pad(prompt.samples, (0, -len(prompt.samples) % frame)).reshape(1, -1, frame)
        inputs["input_features"] = torch.from_numpy(frames)
        inputs["input_features_mask"] = torch.ones(frames.shape[:2], dtype=torch.bool)
    return model(**inputs).logits[0, len(prompt.ids) - 1 :].float().numpy()


def _configuration(shape: Shape) -> Any:
    tokenizer = starter_tokenizer()
    kinds = ["full_attention" if shape.is_global(i) else "sliding_attention" for i in range(shape.layers)]
    sizes: dict[str, Any] = {
        "vocab_size": shape.vocabulary, "hidden_size": shape.hidden, "intermediate_size": shape.ffn,
        "num_hidden_layers": shape.layers, "num_attention_heads": shape.heads, "num_key_value_heads": shape.kv_heads_sliding,
        "num_global_key_value_heads": shape.kv_heads_global, "head_dim": shape.head_dim_sliding,
        "global_head_dim": shape.head_dim_global, "max_position_embeddings": shape.context, "sliding_window": shape.window,
        "layer_types": kinds, "final_logit_softcapping": shape.softcap, "attention_k_eq_v": True,
    }  # fmt: skip
    ends: dict[str, Any] = {
        f"{name}_token_id": tokenizer.id(text) for name, text in (("pad", "<pad>"), ("eos", "<turn|>"), ("bos", "<bos>"))
    }
    text = Gemma4UnifiedTextConfig(**sizes, **ends)
    width: dict[str, Any] = {"mm_embed_dim": shape.hidden, "output_proj_dims": shape.hidden, "mm_posemb_size": shape.positions}
    vision = Gemma4UnifiedVisionConfig(patch_size=shape.patch // 3, pooling_kernel_size=3, **width)
    return Gemma4UnifiedConfig(
        text_config=text,
        vision_config=vision,
        audio_config=Gemma4UnifiedAudioConfig(audio_embed_dim=shape.frame),
        image_token_id=tokenizer.id("<|image|>"),
        audio_token_id=tokenizer.id("<|audio|>"),
        video_token_id=tokenizer.id("<|video|>"),
    )


_LAYER_NAMES = {
    "attn_norm": "input_layernorm", "attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj", "attn_q_norm": "self_attn.q_norm", "attn_k_norm": "self_attn.k_norm",
    "post_attention_norm": "post_attention_layernorm", "ffn_norm": "pre_feedforward_layernorm", "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj", "ffn_down": "mlp.down_proj", "post_ffw_norm": "post_feedforward_layernorm",
}  # fmt: skip


def _text_state(shape: Shape, text: Weights) -> Weights:
    room = "model.language_model."
    out: Weights = {f"{room}embed_tokens.weight": text["token_embd.weight"], f"{room}norm.weight": text["output_norm.weight"]}
    for i in range(shape.layers):
        for ours, theirs in _LAYER_NAMES.items():
            name = f"blk.{i}.{ours}.weight"
            if name in text:
                out[f"{room}layers.{i}.{theirs}.weight"] = text[name]
        out[f"{room}layers.{i}.layer_scalar"] = text[f"blk.{i}.layer_output_scale.weight"]
    return out


def _media_state(shape: Shape, media: Weights) -> Weights:
    """llama.cpp cuts patches colour by colour, transformers pixel by pixel."""
    side, room = shape.patch, "model.embed_vision."

    def by_pixel(values: NDArray[np.float32]) -> NDArray[np.float32]:
        lead = values.shape[:-1]
        return np.moveaxis(values.reshape(*lead, 3, side, side), -3, -1).reshape(*lead, -1)

    out: Weights = {
        f"{room}patch_dense.weight": by_pixel(media["v.patch_embd.weight"]),
        f"{room}patch_dense.bias": media["v.patch_embd.bias"],
        f"{room}pos_embedding": media["v.position_embd.weight"].transpose(1, 0, 2),
        f"{room}multimodal_embedder.embedding_projection.weight": media["mm.input_projection.weight"],
        "model.embed_audio.embedding_projection.weight": media["mm.a.input_projection.weight"],
    }
    for i, name in enumerate(("patch_ln1", "patch_ln2", "pos_norm"), 1):
        for part in ("weight", "bias"):
            values = media[f"v.patch_norm.{i}.{part}"]
            out[f"{room}{name}.{part}"] = by_pixel(values) if i == 1 else values
    return out
