"""GGUF files of our own making: a tiny model and projector that llama.cpp loads, and any way to get them wrong."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from inference.gguf.values import TENSOR_TYPES, ValueType

__all__ = [
    "Shape",
    "Value",
    "gguf_bytes",
    "header_bytes",
    "model_bytes",
    "projector_bytes",
    "split_model",
    "tensor_bytes",
    "tiny_model",
    "tiny_projector",
]

F32, F16, Q8_0 = 0, 1, 8
LAYERS, WIDTH, HEADS, FEED, HEAD, HEAD_SWA = 2, 32, 2, 64, 32, 16
PATCH, POSITIONS = 24, 1120

_CODES = {
    ValueType.UINT8: "B", ValueType.INT8: "b", ValueType.UINT16: "H", ValueType.INT16: "h", ValueType.UINT32: "I",
    ValueType.INT32: "i", ValueType.FLOAT32: "f", ValueType.BOOL: "?", ValueType.UINT64: "Q", ValueType.INT64: "q",
    ValueType.FLOAT64: "d",
}  # fmt: skip

TEMPLATE = "{{ bos_token }}{% for m in messages %}<|turn>{{ m.role }}\n{{ m.content }}<turn|>\n{% endfor %}"
SPECIAL = (
    "<pad>",
    "<eos>",
    "<bos>",
    "<unk>",
    "<|turn>",
    "<turn|>",
    "<|image>",
    "<|image|>",
    "<image|>",
    "<|audio>",
    "<|audio|>",
    "<audio|>",
)


@dataclass(frozen=True)
class Value:
    """A metadata value with its type; `items` makes it an array of that type."""

    kind: ValueType
    value: object = None
    items: Sequence[object] | None = None


T = TypeVar("T")
Shape = tuple[tuple[int, ...], int]


def _string(text: str | bytes) -> bytes:
    raw = text.encode() if isinstance(text, str) else text
    return struct.pack("<Q", len(raw)) + raw


def _scalar(kind: ValueType, value: object) -> bytes:
    if kind is ValueType.STRING:
        assert isinstance(value, str | bytes)
        return _string(value)
    return struct.pack("<" + _CODES[kind], value)


def _value(value: Value) -> bytes:
    if value.items is None:
        return struct.pack("<I", value.kind) + _scalar(value.kind, value.value)
    body = b"".join(_scalar(value.kind, item) for item in value.items)
    return struct.pack("<IIQ", ValueType.ARRAY, value.kind, len(value.items)) + body


def gguf_bytes(metadata: Mapping[str, Value], tensors: Mapping[str, Shape], *, seed: int = 0, alignment: int = 32) -> bytes:
    """A whole file: small random weights, norms and scales of 1, everything where a reader expects it."""
    rng = np.random.default_rng(seed)
    bodies = [_weights(rng, name, shape, kind) for name, (shape, kind) in tensors.items()]
    header = header_bytes(metadata, tensors, alignment=alignment)
    return header + b"".join(body + bytes(-len(body) % alignment) for body in bodies)


def header_bytes(metadata: Mapping[str, Value], tensors: Mapping[str, Shape], *, alignment: int = 32) -> bytes:
    """Everything before the weights, which follow one another, each aligned."""
    out = bytearray(struct.pack("<4sIQQ", b"GGUF", 3, len(tensors), len(metadata)))
    for key, value in metadata.items():
        out += _string(key) + _value(value)
    offset = 0
    for name, (shape, kind) in tensors.items():
        out += _string(name) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, kind, offset)
        offset += -(-tensor_bytes(shape, kind) // alignment) * alignment
    return bytes(out) + bytes(-len(out) % alignment)


def tensor_bytes(shape: tuple[int, ...], kind: int) -> int:
    size = int(np.prod(shape, dtype=np.int64))
    known = TENSOR_TYPES.get(kind)
    return size // known.block * known.bytes if known else size


def _weights(rng: np.random.Generator, name: str, shape: tuple[int, ...], kind: int) -> bytes:
    size = int(np.prod(shape, dtype=np.int64))
    if kind == F32:
        ones = "norm" in name or "scale" in name or "freqs" in name
        values = np.ones(size) if ones else rng.normal(0, 0.02, size)
        return values.astype(np.float32).tobytes()
    return bytes(tensor_bytes(shape, kind))


def _u32(value: int) -> Value:
    return Value(ValueType.UINT32, value)


def _f32(value: float) -> Value:
    return Value(ValueType.FLOAT32, value)


def _text(value: str) -> Value:
    return Value(ValueType.STRING, value)


def model_metadata() -> dict[str, Value]:
    tokens = [*SPECIAL, *(f"<0x{byte:02X}>" for byte in range(256)), *"abcdefghijklmnopqrstuvwxyz", "▁", "ab"]
    kinds = [3] * len(SPECIAL) + [6] * 256 + [1] * (len(tokens) - len(SPECIAL) - 256)
    return {
        "general.architecture": _text("gemma4"),
        "general.name": _text("Tiny"),
        "general.file_type": _u32(0),
        "gemma4.block_count": _u32(LAYERS),
        "gemma4.context_length": _u32(4096),
        "gemma4.embedding_length": _u32(WIDTH),
        "gemma4.feed_forward_length": _u32(FEED),
        "gemma4.attention.head_count": _u32(HEADS),
        "gemma4.attention.head_count_kv": Value(ValueType.INT32, items=[2, 1]),
        "gemma4.attention.key_length": _u32(HEAD),
        "gemma4.attention.value_length": _u32(HEAD),
        "gemma4.attention.key_length_swa": _u32(HEAD_SWA),
        "gemma4.attention.value_length_swa": _u32(HEAD_SWA),
        "gemma4.attention.layer_norm_rms_epsilon": _f32(1e-6),
        "gemma4.attention.sliding_window": _u32(64),
        "gemma4.attention.sliding_window_pattern": Value(ValueType.BOOL, items=[True, False]),
        "gemma4.attention.shared_kv_layers": _u32(0),
        "gemma4.embedding_length_per_layer_input": _u32(0),
        "gemma4.final_logit_softcapping": _f32(30),
        "gemma4.rope.dimension_count": _u32(HEAD),
        "gemma4.rope.dimension_count_swa": _u32(HEAD_SWA),
        "gemma4.rope.freq_base": _f32(1e6),
        "gemma4.rope.freq_base_swa": _f32(1e4),
        "tokenizer.ggml.model": _text("gemma4"),
        "tokenizer.ggml.tokens": Value(ValueType.STRING, items=tokens),
        "tokenizer.ggml.scores": Value(ValueType.FLOAT32, items=[-1000.0] * len(tokens)),
        "tokenizer.ggml.token_type": Value(ValueType.INT32, items=kinds),
        "tokenizer.ggml.merges": Value(ValueType.STRING, items=["a b"]),
        "tokenizer.ggml.bos_token_id": _u32(2),
        "tokenizer.ggml.eos_token_id": _u32(1),
        "tokenizer.ggml.add_bos_token": Value(ValueType.BOOL, True),
        "tokenizer.ggml.suppress_tokens": Value(ValueType.INT32, items=[8, 11]),
        "tokenizer.chat_template": _text(TEMPLATE),
        "general.sampling.temp": _f32(1.0),
        "general.sampling.top_k": Value(ValueType.INT32, 64),
        "hush.image_tokens": _u32(280),
    }


def model_tensors() -> dict[str, Shape]:
    words = len(model_metadata()["tokenizer.ggml.tokens"].items or ())
    tensors: dict[str, Shape] = {
        "token_embd.weight": ((WIDTH, words), F32),
        "output_norm.weight": ((WIDTH,), F32),
        "rope_freqs.weight": ((HEAD // 2,), F32),
    }
    for layer in range(LAYERS):
        head, kv = (HEAD_SWA, 2) if layer == 0 else (HEAD, 1)
        own: dict[str, Shape] = {
            "attn_norm": ((WIDTH,), F32),
            "attn_q": ((WIDTH, HEADS * head), Q8_0),
            "attn_k": ((WIDTH, kv * head), Q8_0),
            "attn_output": ((HEADS * head, WIDTH), Q8_0),
            "attn_q_norm": ((head,), F32),
            "attn_k_norm": ((head,), F32),
            "post_attention_norm": ((WIDTH,), F32),
            "ffn_norm": ((WIDTH,), F32),
            "post_ffw_norm": ((WIDTH,), F32),
            "ffn_gate": ((WIDTH, FEED), Q8_0),
            "ffn_up": ((WIDTH, FEED), Q8_0),
            "ffn_down": ((FEED, WIDTH), Q8_0),
            "layer_output_scale": ((1,), F32),
        }
        if layer == 0:
            own["attn_v"] = ((WIDTH, kv * head), Q8_0)
        tensors |= {f"blk.{layer}.{name}.weight": shape for name, shape in own.items()}
    return tensors


def projector_metadata() -> dict[str, Value]:
    both = {
        "embedding_length": _u32(WIDTH),
        "feed_forward_length": _u32(0),
        "block_count": _u32(0),
        "projection_dim": _u32(WIDTH),
        "attention.head_count": _u32(0),
        "attention.layer_norm_epsilon": _f32(1e-6),
    }
    return {
        "general.architecture": _text("clip"),
        "general.type": _text("mmproj"),
        "general.file_type": _u32(0),
        "clip.has_vision_encoder": Value(ValueType.BOOL, True),
        "clip.has_audio_encoder": Value(ValueType.BOOL, True),
        "clip.vision.projector_type": _text("gemma4uv"),
        "clip.audio.projector_type": _text("gemma4ua"),
        "clip.vision.image_size": _u32(224),
        "clip.vision.patch_size": _u32(PATCH // 3),
        "clip.vision.image_mean": Value(ValueType.FLOAT32, items=[0.0, 0.0, 0.0]),
        "clip.vision.image_std": Value(ValueType.FLOAT32, items=[1.0, 1.0, 1.0]),
        "clip.audio.num_mel_bins": _u32(128),
        **{f"clip.{modality}.{key}": value for modality in ("vision", "audio") for key, value in both.items()},
        "clip.audio.embedding_length": _u32(640),
    }


def projector_tensors() -> dict[str, Shape]:
    values = PATCH**2 * 3
    return {
        "v.patch_embd.weight": ((values, WIDTH), F32),
        "v.patch_embd.bias": ((WIDTH,), F32),
        "v.patch_norm.1.weight": ((values,), F32),
        "v.patch_norm.1.bias": ((values,), F32),
        **{f"v.patch_norm.{norm}.{part}": ((WIDTH,), F32) for norm in (2, 3) for part in ("weight", "bias")},
        "v.position_embd.weight": ((WIDTH, POSITIONS, 2), F32),
        "mm.input_projection.weight": ((WIDTH, WIDTH), F32),
        "mm.a.input_projection.weight": ((640, WIDTH), F32),
    }


def _changed(whole: dict[str, T], changes: Mapping[str, T | None] | None) -> dict[str, T]:
    merged = whole | dict(changes or {})
    return {key: value for key, value in merged.items() if value is not None}


def model_bytes(metadata: Mapping[str, Value | None] | None = None, tensors: Mapping[str, Shape | None] | None = None) -> bytes:
    """A tiny Gemma 4 text model; None for a key or tensor leaves it out."""
    return gguf_bytes(_changed(model_metadata(), metadata), _changed(model_tensors(), tensors))


def projector_bytes(
    metadata: Mapping[str, Value | None] | None = None, tensors: Mapping[str, Shape | None] | None = None
) -> bytes:
    """A tiny gemma4uv + gemma4ua projector with 24-pixel patches; None for a key or tensor leaves it out."""
    return gguf_bytes(_changed(projector_metadata(), metadata), _changed(projector_tensors(), tensors))


def tiny_model(folder: Path, name: str = "tiny.gguf") -> Path:
    path = folder / name
    path.write_bytes(model_bytes())
    return path


def split_model(folder: Path, parts: int = 3, name: str = "tiny") -> tuple[Path, ...]:
    """The tiny model in several files, the first of which holds no tensor, as llama-gguf-split can write them."""
    tensors, rng = list(model_tensors().items()), np.random.default_rng(0)
    bodies = {name: _weights(rng, name, *tensor) for name, tensor in tensors}
    paths = tuple(folder / f"{name}-{number:05}-of-{parts:05}.gguf" for number in range(1, parts + 1))
    for number, path in enumerate(paths):
        place = {
            "split.no": Value(ValueType.UINT16, number),
            "split.count": Value(ValueType.UINT16, parts),
            "split.tensors.count": Value(ValueType.INT32, len(tensors)),
        }
        own = dict(tensors[(number - 1) :: (parts - 1)]) if number else {}
        weights = b"".join(bodies[name] + bytes(-len(bodies[name]) % 32) for name in own)
        path.write_bytes(header_bytes(place if number else model_metadata() | place, own) + weights)
    return paths


def tiny_projector(folder: Path, name: str = "tiny-mmproj.gguf") -> Path:
    path = folder / name
    path.write_bytes(projector_bytes())
    return path
