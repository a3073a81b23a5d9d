"""A GGUF file's header, metadata and tensor table, read with every count and offset checked against the file.

Promises: hardly any tensor data is read; nothing is allocated on the word of a count that the file could not hold; a broken file
ends as ModelFileError with one sentence, also one that is cut while it is read, for it is never mapped. Long arrays (a vocabulary
of 262,144 strings) are kept as bytes and decoded when asked for.

Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md, versions 2 and 3, little-endian.
"""

from __future__ import annotations

import math
import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from inference.errors import ModelFileError
from inference.gguf.values import SCALARS, TENSOR_TYPES, Array, Entry, Scalar, TensorType, ValueType
from inference.regular import NotAFile, open_regular

__all__ = ["Header", "Tensor", "read_header"]

_MAGIC = b"GGUF"
_DEFAULT_ALIGNMENT = 32
_MAX_DIMS = 4  # GGML_MAX_DIMS
_MAX_NAME = 64  # GGML_MAX_NAME, its closing NUL included
_MAX_NESTING = 4
_SMALLEST_ENTRY = 8 + 1 + 4 + 1  # length and one byte of key, type, one byte of value
_SMALLEST_TENSOR = 8 + 4 + 4 + 8  # empty name, no dimensions, type, offset
_MOST = 256 * 2**20
"""Bytes of a header beyond which it is none: a vocabulary of a million tokens takes 60 MiB."""
_PIECE = 2**20
_LENGTH = struct.Struct("<Q")
_COUNT = struct.Struct("<I")


@dataclass(frozen=True)
class Tensor:
    """A row of the tensor table. `shape` is in ggml's order, the fastest dimension first; `type_id` as in the file.

    `offset` is in bytes from the start of the data section.
    """

    name: str
    shape: tuple[int, ...]
    type_id: int
    offset: int

    @property
    def type(self) -> TensorType | None:
        """None for a type that this llama.cpp does not know."""
        return TENSOR_TYPES.get(self.type_id)

    @property
    def elements(self) -> int:
        return math.prod(self.shape)

    def has_shape(self, *shape: int) -> bool:
        """Whether the tensor has `shape`; trailing dimensions of 1 make no difference."""
        missing = _MAX_DIMS - len(self.shape)
        return self.shape + (1,) * missing == shape + (1,) * (_MAX_DIMS - len(shape))

    @property
    def bytes(self) -> int:
        """Bytes of the data: whole blocks of the type; 0 where the type is unknown."""
        kind = self.type
        return self.elements // kind.block * kind.bytes if kind else 0


@dataclass(frozen=True)
class Header:
    """Everything before a GGUF file's tensor data."""

    path: Path
    version: int
    file_bytes: int
    metadata: Mapping[str, Entry] = field(repr=False)
    tensors: tuple[Tensor, ...] = field(repr=False)
    alignment: int
    data_start: int
    """Where the tensor data begins, in bytes from the start of the file."""

    def scalar(self, key: str) -> Scalar | None:
        """A number, truth value or string; None if `key` is absent or an array."""
        entry = self.metadata.get(key)
        return None if entry is None or isinstance(entry.value, Array) else entry.value

    def text(self, key: str) -> str | None:
        value = self.scalar(key)
        return value if isinstance(value, str) else None

    def integer(self, key: str) -> int | None:
        """A whole number; None if `key` is absent or anything else (a truth value is no number)."""
        value = self.scalar(key)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def number(self, key: str) -> float | None:
        value = self.scalar(key)
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None

    def array(self, key: str) -> Array | None:
        entry = self.metadata.get(key)
        return entry.value if entry is not None and isinstance(entry.value, Array) else None

    def tensor(self, name: str) -> Tensor | None:
        return next((tensor for tensor in self.tensors if tensor.name == name), None)


def read_header(path: Path) -> Header:
    """Read the header of the GGUF file at `path`. Raises ModelFileError if it is none or its structure is broken."""
    try:
        with open_regular(path) as file:
            size = os.fstat(file.fileno()).st_size
            if size == 0:
                raise ModelFileError("file-empty", name=path.name)
            return _Reader(file, path, size).header()
    except FileNotFoundError as error:
        raise ModelFileError("no-such-file", path=path) from error
    except IsADirectoryError as error:
        raise ModelFileError("model-is-folder", path=path) from error
    except NotAFile as error:
        raise ModelFileError("is-device", name=path.name) from error
    except (OSError, ValueError) as error:
        raise ModelFileError("file-unreadable", name=path.name, reason=str(error)) from error


class _Reader:
    """Walks the header of a file, reading as far as it has to. Every read that would leave the file raises ModelFileError."""

    def __init__(self, file: BinaryIO, path: Path, size: int) -> None:
        self._file = file
        self._view = bytearray()
        """What was read so far, from the beginning."""
        self._path = path
        self._name = path.name
        self._size = size
        self._at = 0

    def header(self) -> Header:
        version, tensor_count, entry_count = self._preamble()
        metadata = self._metadata(entry_count)
        alignment = self._alignment(metadata)
        tensors = self._tensors(tensor_count)
        start = -(-self._at // alignment) * alignment if tensors else self._at
        return Header(self._path, version, self._size, metadata, tensors, alignment, start)

    def _cut_off(self, where: str) -> ModelFileError:
        return ModelFileError("ends-early", name=self._name, where=where)

    def _have(self, end: int, where: str) -> None:
        """Read on to `end` at least."""
        if end <= len(self._view):
            return
        if end > self._size:
            raise self._cut_off(where)
        if end > _MOST:
            raise ModelFileError("header-too-long", name=self._name, where=where)
        wanted = end - len(self._view) + _PIECE
        self._view += self._file.read(wanted)
        if end > len(self._view):  # it was cut meanwhile
            raise self._cut_off(where)

    def _preamble(self) -> tuple[int, int, int]:
        self._have(min(24, self._size), "its header")
        if not self._view.startswith(_MAGIC):
            raise ModelFileError("not-gguf", name=self._name)
        if self._size < 24:
            raise self._cut_off("its header")
        version, tensors, entries = struct.unpack_from("<Iqq", self._view, 4)
        self._at = 24
        if version & 0xFFFF == 0 and version:
            raise ModelFileError("big-endian", name=self._name)
        if version not in (2, 3):
            raise ModelFileError("gguf-too-new" if version > 3 else "gguf-too-old", name=self._name, version=version)
        rest = self._size - self._at
        if not 0 <= entries <= rest // _SMALLEST_ENTRY or not 0 <= tensors <= rest // _SMALLEST_TENSOR:
            raise ModelFileError("counts-impossible", name=self._name, values=entries, tensors=tensors)
        return version, tensors, entries

    def _metadata(self, count: int) -> dict[str, Entry]:
        metadata: dict[str, Entry] = {}
        for number in range(count):
            key = self._string(f"the name of value {number}").decode("utf-8", "surrogateescape")
            if not key:
                raise ModelFileError("value-unnamed", name=self._name, number=number)
            if key in metadata:
                raise ModelFileError("value-twice", name=self._name, key=key)
            kind = self._value_type(key)
            metadata[key] = Entry(kind, self._array(key) if kind is ValueType.ARRAY else self._scalar(kind, key))
        return metadata

    def _value_type(self, key: str) -> ValueType:
        number = self._unpack(_COUNT, key)
        try:
            return ValueType(int(number))
        except ValueError:
            raise ModelFileError("value-type-unknown", name=self._name, key=key, type=number) from None

    def _unpack(self, form: struct.Struct, where: str) -> int | float | bool:
        self._have(self._at + form.size, repr(where))
        value: int | float | bool = form.unpack_from(self._view, self._at)[0]
        self._at += form.size
        return value

    def _scalar(self, kind: ValueType, key: str) -> Scalar:
        if kind is ValueType.STRING:
            return self._string(key).decode("utf-8", "replace")
        return self._unpack(SCALARS[kind], key)

    def _string(self, where: str) -> bytes:
        length = int(self._unpack(_LENGTH, where))
        start = self._at
        self._have(start + length, where)
        self._at += length
        return bytes(self._view[start : self._at])

    def _array(self, key: str) -> Array:
        kind = self._value_type(key)
        count = int(self._unpack(_LENGTH, key))
        start = self._at
        self._skip_elements(kind, count, key, depth=1)
        self._have(self._at, key)
        return Array(kind, count, bytes(self._view[start : self._at]))

    def _skip_elements(self, kind: ValueType, count: int, key: str, *, depth: int) -> None:
        """Move past `count` elements; the file is known to hold them before anything is done for each."""
        smallest = {ValueType.STRING: 8, ValueType.ARRAY: 12}.get(kind) or SCALARS[kind].size
        if count > (self._size - self._at) // smallest:
            raise ModelFileError("array-too-long", name=self._name, key=key, count=count)
        if kind is ValueType.STRING:
            self._skip_strings(count, key)
        elif kind is ValueType.ARRAY:
            if depth >= _MAX_NESTING:
                raise ModelFileError("arrays-too-deep", name=self._name, key=key)
            for _ in range(count):
                inner = self._value_type(key)
                self._skip_elements(inner, int(self._unpack(_LENGTH, key)), key, depth=depth + 1)
        else:
            self._at += count * smallest

    def _skip_strings(self, count: int, key: str) -> None:
        """The one hot loop: 780,000 strings in a Gemma 4 file."""
        unpack, at, left = _LENGTH.unpack_from, self._at, count
        while left:
            self._have(at + 8, key)
            view, last = self._view, len(self._view) - 8
            while left and at <= last:
                at += 8 + unpack(view, at)[0]
                left -= 1
        if at > self._size:
            raise self._cut_off(key)
        self._at = at

    def _alignment(self, metadata: Mapping[str, Entry]) -> int:
        entry = metadata.get("general.alignment")
        if entry is None:
            return _DEFAULT_ALIGNMENT
        value = entry.value
        if entry.kind is not ValueType.UINT32 or not isinstance(value, int) or value < 1 or value & (value - 1):
            raise ModelFileError("alignment-wrong", name=self._name, value=repr(value))
        return value

    def _tensors(self, count: int) -> tuple[Tensor, ...]:
        tensors: dict[str, Tensor] = {}
        for number in range(count):
            tensor = self._tensor(number)
            if tensor.name in tensors:
                raise ModelFileError("tensor-twice", name=self._name, tensor=tensor.name)
            tensors[tensor.name] = tensor
        return tuple(tensors.values())

    def _tensor(self, number: int) -> Tensor:
        raw = self._string(f"the name of tensor {number}")
        if len(raw) >= _MAX_NAME:
            raise ModelFileError("tensor-name-long", name=self._name, number=number, length=len(raw))
        name = raw.decode("utf-8", "surrogateescape")
        dims = int(self._unpack(_COUNT, name))
        if dims > _MAX_DIMS:
            raise ModelFileError("tensor-dimensions", name=self._name, tensor=name, count=dims)
        shape = tuple(int(self._unpack(_LENGTH, name)) for _ in range(dims))
        type_id = int(self._unpack(_COUNT, name))
        return Tensor(name, shape, type_id, int(self._unpack(_LENGTH, name)))
