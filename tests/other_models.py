"""Tiny real models of other families, random weights: what Hush must run as far as they can."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import gguf
import numpy as np

__all__ = ["CHATML", "projector_without_sound", "text_model"]

WIDTH, HEADS, LAYERS = 64, 4, 2
CHATML = (
    "{% for m in messages %}{{ '<|im_start|>' + m.role + '\\n' + m.content + '<|im_end|>\\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)


def text_model(path: Path, *, template: str | None = CHATML, endless: bool = False, marks: Sequence[str] = ()) -> Path:
    """A model of arch `llama` with a sentencepiece vocabulary: no pictures, no sound, no sliding window.

    With random weights it ends whenever chance has it. `endless`: what ends an answer is never among the 64 likeliest tokens,
    of which the next is taken, since about half of the others score above the zero it is given. `marks`: user-defined tokens.
    """
    tokens = ["<unk>", "<s>", "</s>", "<|im_start|>", "<|im_end|>", *marks]
    controls = len(tokens)
    kinds = [gguf.TokenType.UNKNOWN, *[gguf.TokenType.CONTROL] * 4, *[gguf.TokenType.USER_DEFINED] * len(marks)]
    tokens += [f"<0x{byte:02X}>" for byte in range(256)]
    kinds += [gguf.TokenType.BYTE] * 256
    letters = ["▁", *map(chr, range(33, 127))]
    tokens += letters
    kinds += [gguf.TokenType.NORMAL] * len(letters)
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name("tiny llama")
    writer.add_block_count(LAYERS)
    writer.add_context_length(4096)
    writer.add_embedding_length(WIDTH)
    writer.add_feed_forward_length(2 * WIDTH)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores([-float(index) for index in range(len(tokens))])
    writer.add_token_types(kinds)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(4)
    writer.add_unk_token_id(0)
    if template is not None:
        writer.add_chat_template(template)
    chance = np.random.default_rng(3)
    shapes = {"token_embd": (len(tokens), WIDTH), "output": (len(tokens), WIDTH), "output_norm": (WIDTH,)}
    for layer in range(LAYERS):
        names = {
            "attn_q": WIDTH,
            "attn_k": WIDTH,
            "attn_v": WIDTH,
            "attn_output": WIDTH,
            "ffn_gate": 2 * WIDTH,
            "ffn_up": 2 * WIDTH,
        }
        shapes |= {f"blk.{layer}.{name}": (rows, WIDTH) for name, rows in names.items()}
        shapes |= {f"blk.{layer}.ffn_down": (WIDTH, 2 * WIDTH)}
        shapes |= {f"blk.{layer}.{name}": (WIDTH,) for name in ("attn_norm", "ffn_norm")}
    for name, shape in shapes.items():
        data = chance.normal(0, 0.2, shape) if len(shape) > 1 else np.ones(shape)
        if endless and name == "output":
            data[:controls] = 0
        writer.add_tensor(f"{name}.weight", data.astype(np.float32))
    _finish(writer)
    return path


def projector_without_sound(source: Path, target: Path) -> Path:
    """The projector at `source` with its audio part left out."""
    reader = gguf.GGUFReader(source)
    writer = gguf.GGUFWriter(target, "clip")
    for name, field in reader.fields.items():
        if name.startswith(("GGUF.", "clip.audio")) or name in ("general.architecture", "clip.has_audio_encoder"):
            continue
        writer.add_key_value(name, field.contents(), field.types[0], field.types[1] if len(field.types) > 1 else None)
    writer.add_bool("clip.has_audio_encoder", False)
    for tensor in reader.tensors:
        if not tensor.name.startswith(("a.", "mm.a.")):
            writer.add_tensor(tensor.name, tensor.data, raw_dtype=tensor.tensor_type)
    _finish(writer)
    return target


def _finish(writer: gguf.GGUFWriter) -> None:
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
