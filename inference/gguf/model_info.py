"""What a GGUF model is: the numbers that decide its memory, its prompt and what it can do.

Promises values only, read from the header: nothing of the weights is touched and nothing stays open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from inference.errors import ModelFileError
from inference.gguf.header import Header, Tensor, read_header
from inference.gguf.known import quantization_of
from inference.gguf.sliding import sliding_of
from inference.gguf.split import other_parts

__all__ = ["PROJECTOR_ARCHITECTURE", "DefaultSampling", "ModelInfo", "bytes_by_type", "model_info", "read_model"]

PROJECTOR_ARCHITECTURE = "clip"
_MAX_LAYERS = 512  # LLAMA_MAX_LAYERS
_MOST = 2**31 - 1
"""llama.cpp counts in 32 bits."""


@dataclass(frozen=True)
class DefaultSampling:
    """What the model's makers advise (general.sampling.*); None where the file says nothing."""

    temperature: float | None = None
    top_k: int | None = None
    top_p: float | None = None


@dataclass(frozen=True)
class ModelInfo:
    """A text model, in one file or several of which `path` is the first.

    Lengths are in elements, sizes in bytes; tuples over layers have `block_count` values.
    """

    path: Path
    architecture: str
    name: str
    file_bytes: int
    quantization: str
    """As in the names of files, such as Q4_K_M."""
    tensor_bytes: int
    tensor_bytes_by_type: Mapping[str, int]
    tensors: tuple[Tensor, ...] = field(repr=False)
    block_count: int
    context_length: int
    embedding_length: int
    feed_forward_length: tuple[int, ...]
    head_count: tuple[int, ...]
    head_count_kv: tuple[int, ...]
    key_length: int
    """Of a head of a layer that sees everything."""
    value_length: int
    key_length_swa: int
    """Of a head of a sliding layer; as `key_length` where the file makes no difference."""
    value_length_swa: int
    sliding_window: int
    """Tokens a sliding layer sees; 0 for a model without one."""
    sliding_layers: tuple[bool, ...]
    shared_kv_layers: int
    """Last layers that use the KV cache of earlier ones."""
    embedding_length_per_layer: int
    expert_count: int
    vocabulary_size: int
    vocabulary_kind: str
    """How text becomes tokens, such as gpt2 (byte pairs) or llama (SentencePiece)."""
    merge_count: int
    chat_template: str | None = field(repr=False)
    sampling: DefaultSampling
    image_tokens: int | None
    """Soft-token budget the model was trained with for pictures (hush.image_tokens); None if it says nothing."""


def read_model(path: Path) -> ModelInfo:
    """What the model at `path` is. Raises ModelFileError if it is broken, a projector or lacks what every model says."""
    return model_info(read_header(path))


def model_info(header: Header) -> ModelInfo:
    """What the model is, of a header already read."""
    architecture = header.text("general.architecture")
    name = header.path.name
    if architecture is None:
        raise ModelFileError("model-kind-missing", name=name)
    if architecture == PROJECTOR_ARCHITECTURE:
        raise ModelFileError("projector-as-model", name=name)
    key = f"{architecture}."
    layers = _require(header, f"{key}block_count")
    if layers > _MAX_LAYERS:
        raise ModelFileError("too-many-layers", name=name, layers=layers, most=_MAX_LAYERS)
    width = _require(header, f"{key}embedding_length")
    heads = _per_layer(header, f"{key}attention.head_count", layers, 0)
    head = width // max(1, *heads)
    key_length = _count(header, f"{key}attention.key_length") or head
    value_length = _count(header, f"{key}attention.value_length") or head
    tokens = header.array("tokenizer.ggml.tokens")
    template = header.text("tokenizer.chat_template")
    _count(header, f"{key}attention.sliding_window")
    window, slides = sliding_of(header, architecture, layers, _pattern(header, f"{key}attention.sliding_window_pattern", layers))
    others = other_parts(header)
    tensors = (*header.tensors, *(tensor for part in others for tensor in part.tensors))
    by_type = bytes_by_type(tensors)
    return ModelInfo(
        path=header.path,
        architecture=architecture,
        name=header.text("general.name") or header.path.stem,
        file_bytes=header.file_bytes + sum(part.file_bytes for part in others),
        quantization=quantization_of(header.integer("general.file_type"), by_type),
        tensor_bytes=sum(by_type.values()),
        tensor_bytes_by_type=by_type,
        tensors=tensors,
        block_count=layers,
        context_length=_require(header, f"{key}context_length"),
        embedding_length=width,
        feed_forward_length=_per_layer(header, f"{key}feed_forward_length", layers, 0),
        head_count=heads,
        head_count_kv=_per_layer(header, f"{key}attention.head_count_kv", layers, heads),
        key_length=key_length,
        value_length=value_length,
        key_length_swa=_count(header, f"{key}attention.key_length_swa") or key_length,
        value_length_swa=_count(header, f"{key}attention.value_length_swa") or value_length,
        sliding_window=window,
        sliding_layers=slides,
        shared_kv_layers=_count(header, f"{key}attention.shared_kv_layers", most=layers),
        embedding_length_per_layer=_count(header, f"{key}embedding_length_per_layer_input"),
        expert_count=_count(header, f"{key}expert_count"),
        vocabulary_size=len(tokens) if tokens else _count(header, f"{key}vocab_size"),
        vocabulary_kind=header.text("tokenizer.ggml.model") or "",
        merge_count=len(header.array("tokenizer.ggml.merges") or ()),
        chat_template=template,
        sampling=DefaultSampling(
            temperature=header.number("general.sampling.temp"),
            top_k=header.integer("general.sampling.top_k"),
            top_p=header.number("general.sampling.top_p"),
        ),
        image_tokens=header.integer("hush.image_tokens"),
    )


def bytes_by_type(tensors: Iterable[Tensor]) -> dict[str, int]:
    """Bytes of tensor data by the name of the type, unknown types as "?"."""
    counted: Counter[str] = Counter()
    for tensor in tensors:
        counted[tensor.type.name if tensor.type else "?"] += tensor.bytes
    return dict(counted)


def _require(header: Header, key: str) -> int:
    value = _count(header, key)
    if not value:
        raise ModelFileError("number-missing", name=header.path.name, key=key)
    return value


def _count(header: Header, key: str, *, most: int = _MOST) -> int:
    """A number of things, 0 where the file says nothing. Raises ModelFileError for what can be no number of things."""
    value = header.integer(key) or 0
    if not 0 <= value <= most:
        raise ModelFileError("number-impossible", name=header.path.name, value=value, key=key)
    return value


def _per_layer(header: Header, key: str, layers: int, default: int | tuple[int, ...]) -> tuple[int, ...]:
    """A number for every layer: the file gives one for all or an array."""
    array = header.array(key)
    if array is not None:
        if len(array) != layers:
            raise ModelFileError("per-layer-count", name=header.path.name, layers=layers, count=len(array), key=key)
        values = _whole_numbers(header, key)
        if not all(0 <= value <= _MOST for value in values):
            raise ModelFileError("per-layer-impossible", name=header.path.name, key=key, values=str(values[:4]))
        return values
    if header.integer(key) is not None:
        return (_count(header, key),) * layers
    return default if isinstance(default, tuple) else (default,) * layers


def _pattern(header: Header, key: str, layers: int) -> tuple[bool, ...] | None:
    """Which layers slide, where the file says so one by one."""
    return tuple(bool(value) for value in _per_layer(header, key, layers, 0)) if header.array(key) is not None else None


def _whole_numbers(header: Header, key: str) -> tuple[int, ...]:
    array = header.array(key)
    try:
        return tuple(int(value) for value in array.numbers()) if array is not None else ()
    except (TypeError, ValueError, OverflowError) as error:
        raise ModelFileError("not-whole-numbers", name=header.path.name, key=key) from error
