"""A person's file opened in this process, as the child of inference.decoding opens it: for tests of what reads it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inference.conversation import AudioPart, DocumentPart, ImagePart
from inference.media.audio import blocks
from inference.media.image import resize
from inference.media.kind import as_part, kind_of, read_file
from inference.media.prepared import PreparedAudio, PreparedImage, fit, prepare_bytes, prepare_samples

__all__ = ["decode_sound", "part_at", "part_of", "prepare_pixels", "prepare_sound"]


def part_at(path: Path) -> ImagePart | AudioPart | DocumentPart:
    """Raises MediaError if it cannot be read or used."""
    return part_of(*read_file(path))


def part_of(name: str, data: bytes) -> ImagePart | AudioPart | DocumentPart:
    """The part of a message that its bytes say it is."""
    return as_part(kind_of(data, name), name, data)


def prepare_pixels(picture: Image.Image, name: str, *, budget: int, patch: int, positions: int) -> PreparedImage:
    """An RGB picture resized to `budget` soft tokens."""
    size = fit(*picture.size, budget=budget, patch=patch, positions=positions)
    return prepare_bytes(*size, resize(picture, size).tobytes(), name, tokens=size[0] * size[1] // patch**2)


def prepare_sound(part: AudioPart) -> tuple[PreparedAudio, ...]:
    """The pieces that a model hears."""
    return prepare_samples(decode_sound(part.data, part.name), part.name)


def decode_sound(data: bytes, name: str) -> NDArray[np.float32]:
    """All of a recording, as inference.media.audio.blocks gives it."""
    return np.concatenate([block for block, _ in blocks(data, name)])
