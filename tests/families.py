"""Other families of models in their real shapes, without weights: `python -m tests.families FOLDER [NAME…]`

Every key and tensor that memory depends on, and a vocabulary of the real size and kind. The weights are a hole in the file: the
system gives zeros for it, which takes as much memory as any weights and no disk.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from inference.gguf.values import ValueType
from tests.gguf_files import Shape, Value, header_bytes, tensor_bytes

__all__ = ["FAMILIES", "Family", "write_family"]

F32, Q8_0, Q4_K, Q6_K = 0, 8, 12, 14
_TEMPLATE = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
_MARKS = ("<unk>", "<s>", "</s>", "<|im_start|>", "<|im_end|>")


@dataclass(frozen=True)
class Family:
    """A published model's numbers. `head` values for each head; `merges` 0 is a SentencePiece vocabulary."""

    architecture: str
    layers: int
    width: int
    feed: int
    heads: int
    kv_heads: int
    head: int
    words: int
    merges: int
    embedding: int
    output: int | None = None
    """Type of an output matrix of its own; None where the embedding is that too."""
    window: int = 0
    context: int = 32_768
    matrices: int = Q4_K
    mixed: int = Q6_K
    """Type of the feed-forward's last matrix and the values, as the usual mixes have it."""


FAMILIES = {
    "llama": Family("llama", 16, 2048, 8192, 32, 8, 64, 128_256, 280_147, Q6_K, context=131_072),  # Llama 3.2 1B
    "gemma3": Family("gemma3", 18, 640, 2048, 4, 1, 256, 262_144, 0, Q8_0, window=512, mixed=Q8_0),  # Gemma 3 270M
    "qwen2": Family("qwen2", 24, 896, 4864, 14, 2, 64, 151_936, 151_387, Q8_0, mixed=Q8_0),  # Qwen2.5 0.5B
    "qwen3": Family("qwen3", 28, 1024, 3072, 16, 8, 128, 151_936, 151_387, Q6_K, context=40_960),  # Qwen3 0.6B
    "phi3": Family("phi3", 32, 3072, 8192, 32, 32, 96, 32_064, 0, Q4_K, Q6_K, context=4_096),  # Phi-3 mini 4k
}


def write_family(folder: Path, name: str) -> Path:
    """The file of FAMILIES[name] in `folder`."""
    family, path = FAMILIES[name], folder / f"{name}.gguf"
    tensors = dict(_tensors(family))
    header = header_bytes(_keys(family), tensors)
    with path.open("wb") as file:
        file.write(header)
        file.truncate(len(header) + sum(-(-tensor_bytes(*tensor) // 32) * 32 for tensor in tensors.values()))
    return path


def _tensors(family: Family) -> Iterator[tuple[str, Shape]]:
    yield "token_embd.weight", ((family.width, family.words), family.embedding)
    yield "output_norm.weight", ((family.width,), F32)
    if family.output is not None:
        yield "output.weight", ((family.width, family.words), family.output)
    for layer in range(family.layers):
        for name, shape, kind in _layer(family):
            yield f"blk.{layer}.{name}", (shape, kind)


def _layer(family: Family) -> Iterator[tuple[str, tuple[int, ...], int]]:
    width, feed, architecture = family.width, family.feed, family.architecture
    queries, keys = family.heads * family.head, family.kv_heads * family.head
    small = Q8_0 if width % 256 else family.matrices  # blocks of 256 do not fit its rows
    yield from ((f"{norm}.weight", (width,), F32) for norm in ("attn_norm", "ffn_norm"))
    if architecture == "phi3":
        yield "attn_qkv.weight", (width, queries + 2 * keys), family.matrices
        yield "ffn_up.weight", (width, 2 * feed), family.matrices
    else:
        for name, rows in (("attn_q", queries), ("attn_k", keys), ("ffn_gate", feed), ("ffn_up", feed)):
            yield f"{name}.weight", (width, rows), small
        yield "attn_v.weight", (width, keys), small if width % 256 else family.mixed
    yield "attn_output.weight", (queries, width), family.matrices if queries % 256 == 0 else Q8_0
    yield "ffn_down.weight", (feed, width), family.mixed
    if architecture == "gemma3":
        yield from ((f"{norm}.weight", (width,), F32) for norm in ("post_attention_norm", "post_ffw_norm"))
    if architecture in ("gemma3", "qwen3"):
        yield from ((f"{norm}.weight", (family.head,), F32) for norm in ("attn_q_norm", "attn_k_norm"))
    if architecture == "qwen2":
        yield from ((f"{name}.bias", (rows,), F32) for name, rows in (("attn_q", queries), ("attn_k", keys), ("attn_v", keys)))


def _keys(family: Family) -> dict[str, Value]:
    def text(value: str) -> Value:
        return Value(ValueType.STRING, value)

    numbers = {
        "block_count": family.layers,
        "context_length": family.context,
        "embedding_length": family.width,
        "feed_forward_length": family.feed,
        "attention.head_count": family.heads,
        "attention.head_count_kv": family.kv_heads,
        "attention.key_length": family.head,
        "attention.value_length": family.head,
        "rope.dimension_count": family.head,
    } | ({"attention.sliding_window": family.window} if family.window else {})
    own = {f"{family.architecture}.{key}": Value(ValueType.UINT32, value) for key, value in numbers.items()}
    return {
        "general.architecture": text(family.architecture),
        "general.name": text("a shape only"),
        "general.file_type": Value(ValueType.UINT32, 15),
        **own,
        f"{family.architecture}.attention.layer_norm_rms_epsilon": Value(ValueType.FLOAT32, 1e-6),
        "tokenizer.chat_template": text(_TEMPLATE),
        "tokenizer.ggml.bos_token_id": Value(ValueType.UINT32, 1),
        "tokenizer.ggml.eos_token_id": Value(ValueType.UINT32, 4),
        **_vocabulary(family),
    }


def _vocabulary(family: Family) -> dict[str, Value]:
    """Words of eight letters, as they are on the average."""
    bytes_as_tokens = [f"<0x{byte:02X}>" for byte in range(256)]
    first = [*_MARKS, *bytes_as_tokens]
    tokens = [*first, *(f"wor{number:05x}" for number in range(family.words - len(first)))]
    kinds = [2, *[3] * 4, *[6] * 256, *[1] * (family.words - len(first))]
    common = {
        "tokenizer.ggml.tokens": Value(ValueType.STRING, items=tokens),
        "tokenizer.ggml.token_type": Value(ValueType.INT32, items=kinds),
    }
    if family.merges:
        merges = [f"wo{number // 4096:03x} r{number % 4096:03x}" for number in range(family.merges)]
        pre = "llama-bpe" if family.architecture == "llama" else "qwen2"
        return common | {
            "tokenizer.ggml.model": Value(ValueType.STRING, "gpt2"),
            "tokenizer.ggml.pre": Value(ValueType.STRING, pre),
            "tokenizer.ggml.merges": Value(ValueType.STRING, items=merges),
        }
    return common | {
        "tokenizer.ggml.model": Value(ValueType.STRING, "llama"),
        "tokenizer.ggml.scores": Value(ValueType.FLOAT32, items=[-1000.0] * family.words),
    }


if __name__ == "__main__":
    for chosen in sys.argv[2:] or FAMILIES:
        write_family(Path(sys.argv[1]), chosen)
