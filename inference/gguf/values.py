"""The values of a GGUF file's metadata, with the types they have in the file, and the types of its tensors."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum

__all__ = ["SCALARS", "TENSOR_TYPES", "Array", "Entry", "Scalar", "TensorType", "ValueType"]

Scalar = int | float | bool | str


class ValueType(IntEnum):
    """Types of metadata values, numbered as in the file."""

    UINT8 = 0
    INT8 = 1
    UINT16 = 2
    INT16 = 3
    UINT32 = 4
    INT32 = 5
    FLOAT32 = 6
    BOOL = 7
    STRING = 8
    ARRAY = 9
    UINT64 = 10
    INT64 = 11
    FLOAT64 = 12


_CODES = {kind: code for kind, code in zip(ValueType, "BbHhIif?--Qqd", strict=True) if code != "-"}
"""How `struct` writes numbers and truth values; strings and arrays are neither."""
SCALARS = {kind: struct.Struct("<" + code) for kind, code in _CODES.items()}
"""How one number or truth value is written, little-endian."""

_LENGTH = struct.Struct("<Q")


@dataclass(frozen=True)
class Array:
    """An array of metadata, undecoded: `data` is exactly its elements' bytes."""

    kind: ValueType
    count: int
    data: bytes = field(repr=False)

    def __len__(self) -> int:
        return self.count

    def numbers(self) -> tuple[int | float | bool, ...]:
        """The elements of an array of numbers or truth values. Raises TypeError for any other."""
        if self.kind not in _CODES:
            raise TypeError(f"an array of {self.kind.name} holds no numbers")
        return struct.unpack(f"<{self.count}{_CODES[self.kind]}", self.data)

    def strings(self) -> Iterator[bytes]:
        """The elements of an array of strings, as bytes. Raises TypeError for any other."""
        if self.kind is not ValueType.STRING:
            raise TypeError(f"an array of {self.kind.name} holds no strings")
        at = 0
        for _ in range(self.count):
            start = at + 8
            at = start + _LENGTH.unpack_from(self.data, at)[0]
            yield self.data[start:at]


@dataclass(frozen=True)
class Entry:
    """One value of the metadata with the type it has in the file."""

    kind: ValueType
    value: Scalar | Array


@dataclass(frozen=True)
class TensorType:
    """`block` elements of a row take `bytes` bytes."""

    name: str
    block: int
    bytes: int
    is_weight: bool = True
    """Whether ggml multiplies by matrices of this type; the others hold indices or results on the way."""


TENSOR_TYPES: dict[int, TensorType] = {
    0: TensorType("F32", 1, 4),
    1: TensorType("F16", 1, 2),
    2: TensorType("Q4_0", 32, 18),
    3: TensorType("Q4_1", 32, 20),
    6: TensorType("Q5_0", 32, 22),
    7: TensorType("Q5_1", 32, 24),
    8: TensorType("Q8_0", 32, 34),
    9: TensorType("Q8_1", 32, 36, is_weight=False),
    10: TensorType("Q2_K", 256, 84),
    11: TensorType("Q3_K", 256, 110),
    12: TensorType("Q4_K", 256, 144),
    13: TensorType("Q5_K", 256, 176),
    14: TensorType("Q6_K", 256, 210),
    15: TensorType("Q8_K", 256, 292, is_weight=False),
    16: TensorType("IQ2_XXS", 256, 66),
    17: TensorType("IQ2_XS", 256, 74),
    18: TensorType("IQ3_XXS", 256, 98),
    19: TensorType("IQ1_S", 256, 50),
    20: TensorType("IQ4_NL", 32, 18),
    21: TensorType("IQ3_S", 256, 110),
    22: TensorType("IQ2_S", 256, 82),
    23: TensorType("IQ4_XS", 256, 136),
    24: TensorType("I8", 1, 1, is_weight=False),
    25: TensorType("I16", 1, 2, is_weight=False),
    26: TensorType("I32", 1, 4, is_weight=False),
    27: TensorType("I64", 1, 8, is_weight=False),
    28: TensorType("F64", 1, 8, is_weight=False),
    29: TensorType("IQ1_M", 256, 56),
    30: TensorType("BF16", 1, 2),
    34: TensorType("TQ1_0", 256, 54),
    35: TensorType("TQ2_0", 256, 66),
    39: TensorType("MXFP4", 32, 17),
    40: TensorType("NVFP4", 64, 36),
    41: TensorType("Q1_0", 128, 18),
    42: TensorType("Q2_0", 64, 18),
}
"""By the number in the file, as of llama.cpp in llama-cpp-python 0.3.36 (ggml/include/ggml.h, ggml-common.h)."""
