"""The values of a GGUF file's metadata, with the types they have in the file."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum

__all__ = ["SCALARS", "Array", "Entry", "Scalar", "ValueType"]

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


_CODES: dict[ValueType, str] = {
    ValueType.UINT8: "B",
    ValueType.INT8: "b",
    ValueType.UINT16: "H",
    ValueType.INT16: "h",
    ValueType.UINT32: "I",
    ValueType.INT32: "i",
    ValueType.FLOAT32: "f",
    ValueType.BOOL: "?",
    ValueType.UINT64: "Q",
    ValueType.INT64: "q",
    ValueType.FLOAT64: "d",
}
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
