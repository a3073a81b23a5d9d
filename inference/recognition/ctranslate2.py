"""Whisper as CTranslate2 keeps it: a folder with model.bin and vocabulary.txt.

Promises that nothing outside the file is looked at and that a damaged one ends as ModelFileError. The layout is that of
CTranslate2's `Model::load` (binary version 6): version, name of the specification, revision, the variables, the aliases.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.errors import ModelFileError

__all__ = ["Variables", "read_variables", "read_vocabulary"]

Variables = dict[str, NDArray[Any]]
"""Each variable by its name, an alias as the variable it stands for; read-only."""

_VERSION = 6
_TYPES = {0: np.dtype("<f4"), 1: np.dtype("i1"), 2: np.dtype("<i2"), 3: np.dtype("<i4"), 4: np.dtype("<f2")}
_MOST, _MOST_DIMENSIONS = 100_000, 4
_END = "<|endoftext|>"
"""The first token that is no text: whisper.cpp makes it and those after it itself."""


def read_variables(folder: Path) -> Variables:
    """What model.bin in `folder` holds. Raises ModelFileError where it is missing or damaged."""
    data = _weights(folder)
    cursor = _Cursor(data, folder.name)
    if cursor.number("I") != _VERSION or cursor.text() != "WhisperSpec":
        raise ModelFileError("whisper-source-kind", name=folder.name)
    cursor.number("I")  # the specification's revision
    found: Variables = {}
    for _ in range(cursor.count()):
        name = cursor.text()
        found[name] = cursor.array()
    for _ in range(cursor.count()):
        alias, meant = cursor.text(), cursor.text()
        if meant in found:
            found[alias] = found[meant]
    return found


def read_vocabulary(folder: Path) -> list[bytes]:
    """The bytes of each token of text, in order; vocabulary.txt spells them in GPT-2's 256 printable letters."""
    try:
        lines = (folder / "vocabulary.txt").read_text("utf-8").split("\n")
        letters = _letters()
        return [bytes(letters[letter] for letter in line) for line in lines[: lines.index(_END)]]
    except (OSError, ValueError, KeyError) as error:
        raise ModelFileError("whisper-source-damaged", name=folder.name) from error


def _weights(folder: Path) -> bytes:
    try:
        return (folder / "model.bin").read_bytes()
    except OSError as error:
        raise ModelFileError("whisper-source-kind", name=folder.name) from error


def _letters() -> dict[str, int]:
    """GPT-2's alphabet: printable bytes of Latin-1 stand for themselves, the others for the letters from 256 on, in order."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in plain]
    return {chr(byte): byte for byte in plain} | {chr(256 + at): byte for at, byte in enumerate(others)}


@dataclass
class _Cursor:
    """Reads `data` from its start to its end and never beyond."""

    data: bytes
    name: str
    at: int = 0

    def take(self, count: int) -> memoryview:
        start, self.at = self.at, self.at + count
        if self.at > len(self.data):
            raise ModelFileError("whisper-source-damaged", name=self.name)
        return memoryview(self.data)[start : self.at]

    def number(self, kind: str) -> int:
        return int(struct.unpack(f"<{kind}", self.take(struct.calcsize(f"<{kind}")))[0])

    def count(self) -> int:
        if (count := self.number("I")) > _MOST:
            raise ModelFileError("whisper-source-damaged", name=self.name)
        return count

    def text(self) -> str:
        """A length that counts the zero at the end, then the letters."""
        try:
            return bytes(self.take(self.number("H"))).rstrip(b"\0").decode("utf-8")
        except UnicodeDecodeError as error:
            raise ModelFileError("whisper-source-damaged", name=self.name) from error

    def array(self) -> NDArray[Any]:
        dimensions = self.number("B")
        shape = [self.number("I") for _ in range(min(dimensions, _MOST_DIMENSIONS + 1))]
        kind, length = _TYPES.get(self.number("B")), self.number("I")
        if dimensions > _MOST_DIMENSIONS or kind is None or math.prod(shape) * kind.itemsize != length:
            raise ModelFileError("whisper-source-damaged", name=self.name)
        return np.frombuffer(self.take(length), kind).reshape(shape)
