"""Any file may be chosen as a Whisper: what is none gets a sentence before whisper.cpp sees it."""

from __future__ import annotations

import os
import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from inference.errors import ModelFileError
from inference.recognition.whisper_file import require_whisper
from tests.inference.recognition.whisper_files import TINY, write_empty_whisper

LAST = "decoder.blocks.3.mlp.2.bias"


@pytest.fixture
def whisper(tmp_path: Path) -> Path:
    path = tmp_path / "ggml-tiny.bin"
    write_empty_whisper(path)
    return path


def patched(path: Path, offset: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(data)


def test_a_whisper_is_known(whisper: Path) -> None:
    assert require_whisper(whisper) == TINY


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda path: path.write_bytes(b""), "not a file for whisper.cpp"),
        (lambda path: path.write_bytes(b"GGUF" + bytes(1000)), "not a file for whisper.cpp"),
        (lambda path: path.write_bytes(b"lmgg" + bytes(10)), "damaged or cut off"),
        (lambda path: patched(path, 4, struct.pack("<i", 50_000)), "a shape that no Whisper"),
        (lambda path: patched(path, 8, struct.pack("<i", 2**30)), "a shape that no Whisper"),
        (lambda path: patched(path, 16, struct.pack("<i", 7)), "a shape that no Whisper"),
        (lambda path: patched(path, 44, struct.pack("<i", 12)), "a shape that no Whisper"),
        (lambda path: patched(path, 48, struct.pack("<i", 79)), "damaged or cut off"),
        (lambda path: patched(path, 56 + 80 * 201 * 4, struct.pack("<i", -1)), "damaged or cut off"),
        (lambda path: patched(path, 60 + 80 * 201 * 4, struct.pack("<i", 2**31 - 1)), "damaged or cut off"),
        (lambda path: os.truncate(path, path.stat().st_size - 1), "damaged or cut off"),
        (lambda path: os.truncate(path, path.stat().st_size // 2), "damaged or cut off"),
        (lambda path: patched(path, path.stat().st_size, b"\1\0\0\0"), "damaged or cut off"),
        (lambda path: write_empty_whisper(path, leave_out=LAST), "damaged or cut off"),
        (lambda path: write_empty_whisper(path, replace(TINY, kind=2007)) or patched(path, 44, struct.pack("<i", 3007)), "shape"),
        (lambda path: path.unlink(), "cannot be read"),
    ],
)
def test_what_is_none_gets_a_sentence(whisper: Path, wrong: Callable[[Path], object], said: str) -> None:
    wrong(whisper)
    with pytest.raises(ModelFileError, match=said) as refused:
        require_whisper(whisper)
    assert whisper.name in refused.value.what
    assert refused.value.advice


def test_a_name_that_no_whisper_has_is_refused(whisper: Path) -> None:
    data = whisper.read_bytes()
    whisper.write_bytes(data.replace(b"encoder.conv1.bias", b"encoder.conv1.bias"[::-1], 1))
    with pytest.raises(ModelFileError, match="damaged"):
        require_whisper(whisper)
