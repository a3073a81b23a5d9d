"""Which file of a model would fit where this one does not, named as quantisations are and by its size."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from inference.gguf.model_info import ModelInfo

__all__ = ["SmallerFile", "smaller_file"]

_BITS: tuple[tuple[str, float], ...] = (
    ("Q8_0", 8.5),
    ("Q6_K", 6.6),
    ("Q5_K_M", 5.7),
    ("Q4_K_M", 4.9),
    ("Q4_0", 4.7),
    ("Q3_K_M", 4.0),
    ("Q3_K_S", 3.65),
    ("Q2_K", 3.2),
    ("IQ2_M", 2.95),
    ("IQ2_XS", 2.6),
)
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
    for name, bits in _BITS:
        size = round(weights * bits / 8)
        if size * _UNSURE <= room and size < model.tensor_bytes:
            return SmallerFile(room, name, size)
    return SmallerFile(max(0, room), "", 0)
