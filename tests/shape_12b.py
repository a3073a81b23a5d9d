"""The description of Gemma 4 12B without its weights: `python -m tests.shape_12b FOLDER`

Two GGUF files with every key and tensor of Google's QAT release that memory depends on, and a vocabulary of its size. The
weights are a hole in the file: it takes 8 MB of disk, and nothing but its header can be used.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from inference.gguf.values import ValueType
from tests.gguf_files import Shape, Value, header_bytes, model_metadata, projector_metadata, tensor_bytes

__all__ = ["MODEL", "PROJECTOR", "write_12b"]

MODEL, PROJECTOR = "gemma-4-12b-it-qat-q4_0.gguf", "mmproj-gemma-4-12b-it-qat-q4_0.gguf"

F32, Q4_0, Q6_K, BF16 = 0, 2, 14, 30
LAYERS, WIDTH, HEADS, FEED, WINDOW, WORDS, MERGES = 48, 3840, 16, 15_360, 1024, 262_144, 514_906
PATCH, POSITIONS = 48 * 48 * 3, 1120


def write_12b(folder: Path) -> tuple[Path, Path]:
    """Both files in `folder`, the model and its projector."""
    model, projector = folder / MODEL, folder / PROJECTOR
    _write(model, _model_keys(), _model_tensors())
    _write(projector, _projector_keys(), _projector_tensors())
    return model, projector


def _write(path: Path, metadata: Mapping[str, Value], tensors: Mapping[str, Shape]) -> None:
    header = header_bytes(metadata, tensors)
    with path.open("wb") as file:
        file.write(header)
        file.truncate(len(header) + sum(-(-tensor_bytes(*tensor) // 32) * 32 for tensor in tensors.values()))


def _is_global(layer: int) -> bool:
    return layer % 6 == 5


def _model_keys() -> dict[str, Value]:
    def number(value: int) -> Value:
        return Value(ValueType.UINT32, value)

    layers = range(LAYERS)
    tiny = model_metadata()
    known = list(tiny["tokenizer.ggml.tokens"].items or ())
    tokens = [*known, *(f"word {index}" for index in range(WORDS - len(known)))]
    kinds = [*(tiny["tokenizer.ggml.token_type"].items or ()), *[1] * (WORDS - len(known))]
    del tiny["hush.image_tokens"]
    return tiny | {
        "general.name": Value(ValueType.STRING, "Gemma 4 12B"),
        "general.file_type": number(2),
        "gemma4.block_count": number(LAYERS),
        "gemma4.context_length": number(262_144),
        "gemma4.embedding_length": number(WIDTH),
        "gemma4.feed_forward_length": number(FEED),
        "gemma4.attention.head_count": number(HEADS),
        "gemma4.attention.head_count_kv": Value(ValueType.INT32, items=[1 if _is_global(n) else 8 for n in layers]),
        "gemma4.attention.key_length": number(512),
        "gemma4.attention.value_length": number(512),
        "gemma4.attention.key_length_swa": number(256),
        "gemma4.attention.value_length_swa": number(256),
        "gemma4.attention.sliding_window": number(WINDOW),
        "gemma4.attention.sliding_window_pattern": Value(ValueType.BOOL, items=[not _is_global(n) for n in layers]),
        "gemma4.rope.dimension_count": number(512),
        "gemma4.rope.dimension_count_swa": number(256),
        "tokenizer.ggml.tokens": Value(ValueType.STRING, items=tokens),
        "tokenizer.ggml.scores": Value(ValueType.FLOAT32, items=[-1000.0] * WORDS),
        "tokenizer.ggml.token_type": Value(ValueType.INT32, items=kinds),
        "tokenizer.ggml.merges": Value(ValueType.STRING, items=[f"wo {index:05x}" for index in range(MERGES)]),
    }


def _model_tensors() -> dict[str, Shape]:
    tensors: dict[str, Shape] = {
        "token_embd.weight": ((WIDTH, WORDS), Q6_K),
        "output_norm.weight": ((WIDTH,), F32),
        "rope_freqs.weight": ((256,), F32),
    }
    for layer in range(LAYERS):
        head, kv = (512, 1) if _is_global(layer) else (256, 8)
        own: dict[str, Shape] = {
            **dict.fromkeys(("attn_norm", "post_attention_norm", "ffn_norm", "post_ffw_norm"), ((WIDTH,), F32)),
            "attn_q": ((WIDTH, HEADS * head), Q4_0),
            "attn_k": ((WIDTH, kv * head), Q4_0),
            "attn_output": ((HEADS * head, WIDTH), Q4_0),
            "attn_q_norm": ((head,), F32),
            "attn_k_norm": ((head,), F32),
            "ffn_gate": ((WIDTH, FEED), Q4_0),
            "ffn_up": ((WIDTH, FEED), Q4_0),
            "ffn_down": ((FEED, WIDTH), Q4_0),
            "layer_output_scale": ((1,), F32),
        }
        if not _is_global(layer):  # the others use their keys as values
            own["attn_v"] = ((WIDTH, kv * head), Q4_0)
        tensors |= {f"blk.{layer}.{name}.weight": shape for name, shape in own.items()}
    return tensors


def _projector_keys() -> dict[str, Value]:
    width, small = Value(ValueType.UINT32, WIDTH), Value(ValueType.UINT32, 16)
    return projector_metadata() | {
        "clip.vision.patch_size": small,
        "clip.vision.embedding_length": width,
        "clip.vision.projection_dim": width,
        "clip.audio.projection_dim": width,
    }


def _projector_tensors() -> dict[str, Shape]:
    return {
        "v.patch_embd.weight": ((PATCH, WIDTH), F32),
        "v.patch_embd.bias": ((WIDTH,), F32),
        **{f"v.patch_norm.1.{part}": ((PATCH,), F32) for part in ("weight", "bias")},
        **{f"v.patch_norm.{norm}.{part}": ((WIDTH,), F32) for norm in (2, 3) for part in ("weight", "bias")},
        "v.position_embd.weight": ((WIDTH, POSITIONS, 2), F32),
        "mm.input_projection.weight": ((WIDTH, WIDTH), BF16),
        "mm.a.input_projection.weight": ((640, WIDTH), BF16),
    }


if __name__ == "__main__":
    sys.stdout.write("".join(f"{path}\n" for path in write_12b(Path(sys.argv[1]))))
