"""The files that the recognisers need: what each is called, what is in it by its SHA-256, and the folder they lie in.

They are no part of Hush's own files: set-up brings them. Promises that a file which is missing or was cut off ends as one
sentence with the command that brings it, never as the fault of a library.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path

from inference.errors import InputError

__all__ = ["SPEECH", "SPEECH_ENGLISH", "TEXT_FIND", "TEXT_READ", "File", "folder", "missing", "require"]


@dataclass(frozen=True)
class File:
    """`size` in bytes, `sha256` in hexadecimal."""

    name: str
    size: int
    sha256: str


TEXT_FIND = File("text-find.onnx", 9_929_594, "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f")
"""PP-OCRv6 small: where text stands in a picture. Apache-2.0."""
TEXT_READ = File("text-read.onnx", 21_234_383, "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884")
"""PP-OCRv6 small: what a line of text says. Apache-2.0."""

SPEECH = File("whisper-base.bin", 81_768_585, "72455b6f17ba6cf71be648972fef7ca27745fb23aa144ecbcf88d98d4c95ef8a")
"""Whisper base, all languages, as inference.recognition.ggml_whisper writes it. MIT."""
SPEECH_ENGLISH = File("whisper-tiny.en.bin", 43_550_778, "1cbb64f28faa664d9401048e5528234b8fdb93c69e21b5a6e250599513983460")
"""Whisper tiny, English alone: for machines short of memory or time. MIT."""


def folder() -> Path:
    """Where they lie: HUSH_RECOGNITION, else `recognition` in Hush's cache folder."""
    chosen = os.environ.get("HUSH_RECOGNITION")
    return Path(chosen) if chosen else user_cache_path("hush", appauthor=False) / "recognition"


def missing(*files: File) -> tuple[File, ...]:
    """Those that are not there, or not whole. Their sums are checked where they are brought, not at each look."""
    return tuple(file for file in files if _size(folder() / file.name) != file.size)


def require(file: File) -> Path:
    """Where `file` is. Raises InputError if it is not there or not whole."""
    path = folder() / file.name
    if missing(file):
        raise InputError("recognition-missing", name=file.name, folder=folder())
    return path


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1
