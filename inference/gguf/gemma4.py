"""Whether a Gemma 4 text model says everything llama.cpp needs, and its tensors have the shapes its numbers promise.

Sources: llama.cpp/src/models/gemma4.cpp and load_hparams in llama-model.cpp.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from inference.gguf.header import Header
from inference.gguf.model_info import ModelInfo
from inference.gguf.values import Array, ValueType
from inference.sentences import Problem, problem

__all__ = ["key_problems", "shape_problems"]

_ARCHITECTURE = "gemma4"


@dataclass(frozen=True)
class _Key:
    kind: ValueType
    required: bool = False
    per_layer: tuple[ValueType, ...] = ()
    """Types of element of the array that may stand for one value a layer; () where only one value is allowed."""
    array_only: bool = False


_NUMBERS = (ValueType.UINT32, ValueType.INT32)
_TRUTHS = (ValueType.BOOL, ValueType.UINT32, ValueType.INT32)
_U32, _F32 = ValueType.UINT32, ValueType.FLOAT32
_KEYS = {
    "block_count": _Key(_U32, required=True),
    "context_length": _Key(_U32, required=True),
    "embedding_length": _Key(_U32, required=True),
    "feed_forward_length": _Key(_U32, required=True, per_layer=_NUMBERS),
    "attention.head_count": _Key(_U32, required=True, per_layer=_NUMBERS),
    "attention.head_count_kv": _Key(_U32, per_layer=_NUMBERS),
    "attention.key_length": _Key(_U32),
    "attention.value_length": _Key(_U32),
    "attention.key_length_swa": _Key(_U32, required=True),
    "attention.value_length_swa": _Key(_U32, required=True),
    "attention.layer_norm_rms_epsilon": _Key(_F32, required=True),
    "attention.sliding_window": _Key(_U32, required=True),
    "attention.sliding_window_pattern": _Key(ValueType.ARRAY, required=True, per_layer=_TRUTHS, array_only=True),
    "attention.shared_kv_layers": _Key(_U32),
    "embedding_length_per_layer_input": _Key(_U32, required=True),
    "final_logit_softcapping": _Key(_F32),
    "rope.dimension_count": _Key(_U32),
    "rope.dimension_count_swa": _Key(_U32),
    "rope.freq_base": _Key(_F32),
    "rope.freq_base_swa": _Key(_F32),
}
_POSITIVE = ("block_count", "context_length", "embedding_length", "attention.sliding_window")


def key_problems(header: Header) -> Iterator[Problem]:
    """Keys that are missing, of the wrong type or the wrong length."""
    file = header.path.name
    layers = header.integer(f"{_ARCHITECTURE}.block_count")
    for suffix, rule in _KEYS.items():
        key = f"{_ARCHITECTURE}.{suffix}"
        entry = header.metadata.get(key)
        if entry is None:
            if rule.required:
                yield problem("gemma-key-missing", name=file, key=key)
        elif isinstance(entry.value, Array):
            if entry.value.kind not in rule.per_layer:
                yield problem("key-type", name=file, key=key)
            elif layers is not None and len(entry.value) != layers:
                yield problem("layers-and-values", name=file, layers=layers, count=len(entry.value), key=key)
        elif rule.array_only or entry.kind is not rule.kind:
            yield problem("key-type", name=file, key=key)
        elif (suffix in _POSITIVE and entry.value == 0) or (rule.kind is _F32 and not _is_usable(suffix, entry.value)):
            yield problem("key-value", name=file, key=key, value=str(entry.value))


def _is_usable(suffix: str, value: object) -> bool:
    """ggml asserts that an epsilon is not negative; the others would make every answer nonsense."""
    if not isinstance(value, float) or not math.isfinite(value):
        return False
    return value > 0 if "freq_base" in suffix else 0 <= value < (1 if "epsilon" in suffix else math.inf)


def shape_problems(header: Header, info: ModelInfo) -> Iterator[Problem]:
    """Numbers that contradict each other, and tensors that contradict the numbers."""
    contradictions = [*_contradictions(info), *_rotation_contradictions(header, info)]
    yield from contradictions
    if not contradictions:
        yield from _tensor_problems(info)


def _rotation_contradictions(header: Header, info: ModelInfo) -> Iterator[Problem]:
    """ggml_rope asserts an even number of rotated dimensions, no more than a head has; with none it never ends."""
    everywhere = header.integer(f"{_ARCHITECTURE}.rope.dimension_count")
    everywhere = info.key_length if everywhere is None else everywhere
    sliding = header.integer(f"{_ARCHITECTURE}.rope.dimension_count_swa")
    sliding = everywhere if sliding is None else sliding
    for rotated, head in ((everywhere, info.key_length), (sliding, info.key_length_swa)):
        if not 0 < rotated <= head or rotated % 2:
            yield problem("rotation", name=info.path.name, rotated=rotated, head=head)


def _contradictions(info: ModelInfo) -> Iterator[Problem]:
    file = info.path.name
    if info.key_length != info.value_length or info.key_length_swa != info.value_length_swa:
        yield problem("head-lengths", name=file)
    for heads, kv in zip(info.head_count, info.head_count_kv, strict=True):
        if heads < 1 or kv < 1 or heads % kv:
            yield problem("head-groups", name=file, heads=heads, kv=kv)
            break
    if len(set(info.sliding_layers)) != 2:
        yield problem("layers-alike", name=file)
    own = info.block_count - info.shared_kv_layers
    for layer in range(max(0, own), info.block_count):
        source = own - (2 if info.sliding_layers[layer] else 1)  # llama-model.cpp, the reuse callback of gemma4
        if own < 2 or info.sliding_layers[source] != info.sliding_layers[layer]:
            yield problem("layer-without-cache", name=file, layer=layer)
            break
    if any(length < 1 for length in info.feed_forward_length):
        yield problem("feed-forward-width", name=file)


def _tensor_problems(info: ModelInfo) -> Iterator[Problem]:
    """The first tensor that is missing or wrong: the others usually share its cause."""
    file, held = info.path.name, {tensor.name: tensor for tensor in info.tensors}
    expected = list(_list_tensors(info))
    for name, shape, required in expected:
        tensor = held.get(name)
        if tensor is None:
            if required:
                yield problem("tensor-missing", name=file, tensor=name)
                return
        elif not tensor.has_shape(*shape):
            held_as = str(list(tensor.shape))
            yield problem("tensor-other-shape", name=file, tensor=name, shape=held_as, wanted=str(list(shape)))
            return
    unknown = [name for name in sorted(held.keys() - {name for name, _, _ in expected}) if not name.endswith("scale")]
    if unknown and not info.expert_count and not info.embedding_length_per_layer:
        yield problem("tensor-foreign", name=file, tensor=unknown[0])
        return
    for tensor in info.tensors:
        if tensor.type is None or not tensor.type.is_weight or (len(tensor.shape) < 2 and tensor.type.name != "F32"):
            yield problem("tensor-type", name=file, tensor=tensor.name, type=tensor.type.name if tensor.type else "?")
            return


def _list_tensors(info: ModelInfo) -> Iterator[tuple[str, tuple[int, ...], bool]]:
    """(name, shape in ggml's order, required) of the tensors every dense Gemma 4 has."""
    width, words = info.embedding_length, info.vocabulary_size
    yield "token_embd.weight", (width, words), True
    yield "output.weight", (width, words), False
    yield "output_norm.weight", (width,), True
    yield "rope_freqs.weight", (info.key_length // 2,), True
    if info.embedding_length_per_layer:
        yield "per_layer_token_embd.weight", (info.embedding_length_per_layer * info.block_count, words), True
    for layer in range(info.block_count):
        for name, shape, required in _list_layer_tensors(info, layer):
            yield f"blk.{layer}.{name}.weight", shape, required


def _list_layer_tensors(info: ModelInfo, layer: int) -> Iterator[tuple[str, tuple[int, ...], bool]]:
    width, feed = info.embedding_length, info.feed_forward_length[layer]
    head = info.key_length_swa if info.sliding_layers[layer] else info.key_length
    queries, keys = info.head_count[layer] * head, info.head_count_kv[layer] * head
    own_cache = layer < info.block_count - info.shared_kv_layers
    fused = any(tensor.name == f"blk.{layer}.attn_qkv.weight" for tensor in info.tensors)
    for norm in ("attn_norm", "post_attention_norm", "ffn_norm", "post_ffw_norm"):
        yield norm, (width,), True
    yield "attn_qkv", (width, queries + 2 * keys), False
    yield "attn_q", (width, queries), not fused
    yield "attn_k", (width, keys), own_cache and not fused
    yield "attn_v", (width, keys), False  # global layers use their keys as values
    yield "attn_output", (queries, width), True
    yield "attn_q_norm", (head,), True
    yield "attn_k_norm", (head,), own_cache
    yield "layer_output_scale", (1,), False
    yield "ffn_gate", (width, feed), True
    yield "ffn_up", (width, feed), True
    yield "ffn_down", (feed, width), True
