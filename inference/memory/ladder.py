"""The ladder from everything a person could want of a model down to the least that still answers, as data.

Each rung gives up one thing more than the one above it, in the order in which a person would miss them least. Where even the last
does not fit, a smaller file of the model may.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import prod
from typing import Literal

from inference.conversation import IMAGE_BUDGETS
from inference.gguf.model_info import ModelInfo
from inference.loading import LoadSettings, ubatch_for
from inference.memory.kv_cache import KVType, kv_layers, window_bytes

__all__ = ["BEST", "SACRIFICES", "Level", "Setting", "SmallerFile", "descent", "largest_picture", "settings_for", "smaller_file"]

Setting = Literal["weights", "checkpoints", "image_tokens", "kv_type", "context"]


@dataclass(frozen=True)
class Level:
    """What is decided together. `weights` "repacked" reads and rearranges them; `checkpoints` is how many the session keeps."""

    weights: Literal["repacked", "mapped"]
    checkpoints: int
    image_tokens: int
    kv_type: KVType
    context: int


BEST = Level(weights="repacked", checkpoints=4, image_tokens=1120, kv_type="f16", context=32_768)
"""The context ends where a processor does: 32,768 tokens are two hours of reading for a 12B. Who wants more asks for it."""

SACRIFICES: tuple[tuple[Setting, int | str], ...] = (
    ("checkpoints", 2),  # 320 MiB each for Gemma 4 12B: a chat that goes back further reads some of it again
    ("checkpoints", 1),
    ("weights", "mapped"),  # about 30 % slower, but memory that the system can take back
    ("image_tokens", 560),  # 0.4 GiB; a picture is looked at with 280 unless more is asked for
    ("kv_type", "q8_0"),  # halves the cache, hardly to be noticed
    ("context", 65_536),  # these two only where more was asked for
    ("context", 32_768),
    ("context", 16_384),
    ("image_tokens", 280),  # only 0.1 GiB, so not before the two above
    ("context", 8_192),
    ("context", 4_096),
    ("checkpoints", 0),
    ("kv_type", "q4_0"),  # last: answers get worse
)

_BOUND_ABOVE_CELLS = 16
"""A checkpoint holds a little beside the cells; the bound is larger by one part in so many."""


def descent(top: Level) -> Iterator[tuple[Level, Setting | None]]:
    """`top` and every rung below it, each with what it gave up last. What `top` has less of already is not given up again."""
    level = top
    yield level, None
    for setting, value in SACRIFICES:
        if not _gives_up(getattr(level, setting), value):
            continue
        level = replace(level, **{setting: value})
        yield level, setting


def settings_for(level: Level, model: ModelInfo) -> LoadSettings:
    """How a model is loaded at `level`. n_ubatch holds the largest picture in one piece, else llama.cpp aborts."""
    repacked = level.weights == "repacked"
    one = window_bytes(kv_layers(model), cells=min(model.sliding_window, level.context), kv_type=level.kv_type)
    return LoadSettings(
        context=level.context,
        image_tokens=level.image_tokens,
        n_ubatch=min(level.context, ubatch_for(level.image_tokens)),
        kv_type=level.kv_type,
        load_mode="read" if repacked else "mmap",
        repack=repacked,
        checkpoint_bytes=level.checkpoints * (one + one // _BOUND_ABOVE_CELLS),
    )


def largest_picture(context: int) -> int:
    """The largest picture budget that leaves half of a context for everything else; 0 if even the smallest does not."""
    return max((budget for budget in IMAGE_BUDGETS if budget <= context // 2), default=0)


_KV_TYPES: tuple[KVType, ...] = ("q4_0", "q8_0", "f16")


def _gives_up(now: int | str, value: int | str) -> bool:
    """Whether going from `now` to `value` is a step down."""
    if isinstance(now, int) and isinstance(value, int):
        return value < now
    if now in _KV_TYPES and value in _KV_TYPES:
        return _KV_TYPES.index(value) < _KV_TYPES.index(now)
    return now != value


_BITS = {"Q8_0": 8.5, "Q6_K": 6.6, "Q5_K_M": 5.7, "Q4_K_M": 4.9, "Q4_0": 4.7, "Q3_K_M": 4.0, "Q3_K_S": 3.65, "Q2_K": 3.2,
         "IQ2_M": 2.95, "IQ2_XS": 2.6}  # fmt: skip
"""Bits a weight that llama.cpp's mixes come to (its tools/quantize/README.md), the largest first."""

_UNSURE = 1.05
"""Files of one name differ by a few percent from model to model."""


@dataclass(frozen=True)
class SmallerFile:
    """Room for weights in bytes, and the largest usual quantisation that goes into it; "" where none of this model does."""

    room: int
    quantization: str
    bytes: int


def smaller_file(model: ModelInfo, room: int) -> SmallerFile:
    """What of `model` fits into `room` bytes of weights."""
    weights = sum(prod(tensor.shape) for tensor in model.tensors)
    for name, bits in _BITS.items():
        size = round(weights * bits / 8)
        if size * _UNSURE <= room and size < model.tensor_bytes:
            return SmallerFile(room, name, size)
    return SmallerFile(max(0, room), "", 0)
