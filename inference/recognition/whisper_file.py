"""A file for whisper.cpp, looked through before whisper.cpp sees it: it trusts the numbers in it, and dies where one lies.

Promises a sentence for every file that is none, is damaged, cut off or of another kind, at the cost of reading its headers alone.
The layout is that of whisper.cpp's `whisper_model_load`.
"""

from __future__ import annotations

import io
import math
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from inference.errors import ModelFileError
from inference.regular import open_regular

__all__ = ["MAGIC", "Header", "require_whisper"]

MAGIC = 0x67676D6C
"""The first four bytes, "ggml" as a little-endian number."""

_BINS = 201
_HEAD = 64
_LONGEST_TOKEN, _LONGEST_NAME = 1024, 128
_QUANTISED = 2000
"""Added to the kind of a quantised file: the second version of its blocks."""
_BLOCKS = {0: (1, 4), 1: (1, 2), 2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34)}
"""Elements and bytes of a block of f32, f16, q4_0, q4_1, q5_0, q5_1 and q8_0, by ggml's number of the type."""
_KINDS = {0: 0, 1: 1, 2: 2, 3: 3, 7: 8, 8: 6, 9: 7}
"""The type of the matrices by the kind of the file."""
_VOCABULARIES = {51_864: 50_256, 51_865: 50_257, 51_866: 50_257}
"""Tokens of text at most that stand in a file, by all tokens the model knows."""


@dataclass(frozen=True)
class Header:
    """The numbers at the start of the file, in its order."""

    vocabulary: int
    sound_length: int
    sound_width: int
    sound_heads: int
    sound_layers: int
    text_length: int
    text_width: int
    text_heads: int
    text_layers: int
    mels: int
    kind: int


def require_whisper(path: Path) -> Header:
    """The header of the Whisper in the file at `path`. Raises ModelFileError unless whisper.cpp can load it."""
    try:
        with open_regular(path) as file:
            return _Reader(file, path.name).whole()
    except OSError as error:
        raise ModelFileError("whisper-unreadable", name=path.name, reason=error.strerror or str(error)) from error


class _Reader:
    def __init__(self, file: IO[bytes], name: str) -> None:
        self._file, self._name = file, name
        self._size = file.seek(0, io.SEEK_END)
        file.seek(0)

    def whole(self) -> Header:
        if self._size < 4 or self._numbers(1) != (MAGIC,):
            raise ModelFileError("whisper-foreign", name=self._name)
        header = Header(*self._numbers(11))
        if not _possible(header):
            raise ModelFileError("whisper-other-shape", name=self._name)
        self._require(self._numbers(2) == (header.mels, _BINS))
        self._skip(header.mels * _BINS * 4)
        (tokens,) = self._numbers(1)
        self._require(0 < tokens <= _VOCABULARIES[header.vocabulary] + 1)
        for _ in range(tokens):
            (length,) = self._numbers(1)
            self._require(0 <= length <= _LONGEST_TOKEN)
            self._skip(length)
        wanted = _tensors(header)
        while self._file.tell() < self._size:
            name, shape, kind = self._tensor()
            self._require(wanted.pop(name, None) == shape)
            self._require(kind in (0, 1) or (kind == _KINDS[header.kind % _QUANTISED] and len(shape) == 2))
        self._require(not wanted)
        return header

    def _tensor(self) -> tuple[str, tuple[int, ...], int]:
        dimensions, length, kind = self._numbers(3)
        self._require(1 <= dimensions <= 3 and 0 < length <= _LONGEST_NAME and kind in _BLOCKS)
        shape = self._numbers(dimensions)
        name = self._bytes(length).decode("ascii", "replace")
        elements, size = _BLOCKS[kind]
        self._require(all(0 < side < 2**24 for side in shape) and shape[0] % elements == 0)
        self._skip(math.prod(shape) // elements * size)
        return name, shape, kind

    def _numbers(self, count: int) -> tuple[int, ...]:
        return struct.unpack(f"<{count}i", self._bytes(4 * count))

    def _bytes(self, count: int) -> bytes:
        data = self._file.read(count)
        self._require(len(data) == count)
        return data

    def _skip(self, count: int) -> None:
        self._require(self._file.seek(count, io.SEEK_CUR) <= self._size)

    def _require(self, holds: bool) -> None:
        if not holds:
            raise ModelFileError("whisper-damaged", name=self._name)


def _possible(header: Header) -> bool:
    """Every Whisper ever published, the distilled ones included."""
    version, kind = divmod(header.kind, 1000)
    return (
        header.vocabulary in _VOCABULARIES
        and (header.sound_length, header.text_length) == (1500, 448)
        and header.sound_width == header.text_width == header.sound_heads * _HEAD == header.text_heads * _HEAD
        and 384 <= header.sound_width <= 1280
        and 1 <= header.text_layers <= 32
        and header.sound_layers in (4, 6, 12, 24, 32)
        and header.mels in (80, 128)
        and kind in _KINDS
        and version == (0 if kind < 2 else 2)
    )


def _tensors(header: Header) -> dict[str, tuple[int, ...]]:
    """Every tensor whisper.cpp asks for, with its shape, the fastest dimension first."""
    width = header.sound_width
    found: dict[str, tuple[int, ...]] = {
        "encoder.positional_embedding": (width, header.sound_length),
        "decoder.positional_embedding": (width, header.text_length),
        "encoder.conv1.weight": (3, header.mels, width),
        "encoder.conv1.bias": (1, width),
        "encoder.conv2.weight": (3, width, width),
        "encoder.conv2.bias": (1, width),
        "decoder.token_embedding.weight": (width, header.vocabulary),
    }
    norms, linears = ["encoder.ln_post", "decoder.ln"], list[tuple[str, int, int]]()
    for side, layers in (("encoder", header.sound_layers), ("decoder", header.text_layers)):
        for layer in (f"{side}.blocks.{at}" for at in range(layers)):
            attentions = ("attn",) if side == "encoder" else ("attn", "cross_attn")
            norms += [f"{layer}.mlp_ln", *(f"{layer}.{attention}_ln" for attention in attentions)]
            linears += [
                (f"{layer}.{one}.{what}", width, width) for one in attentions for what in ("query", "key", "value", "out")
            ]
            linears += [(f"{layer}.mlp.0", width, 4 * width), (f"{layer}.mlp.2", 4 * width, width)]
    found |= {f"{norm}.{what}": (width,) for norm in norms for what in ("weight", "bias")}
    found |= {f"{name}.weight": (inner, outer) for name, inner, outer in linears}
    return found | {f"{name}.bias": (outer,) for name, _, outer in linears if not name.endswith(".key")}
