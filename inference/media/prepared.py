"""Pictures and recordings as a model takes them: values, and how large a picture is made and where a recording is cut.

Nothing here decodes: what does is in the child of inference.decoding, and gives pixels and samples.
"""

from __future__ import annotations

import hashlib
import itertools
import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

__all__ = ["FRAME", "MAX_SECONDS", "SAMPLE_RATE", "PreparedAudio", "PreparedImage", "fit", "pieces", "prepare_bytes",
           "prepare_samples"]  # fmt: skip

SAMPLE_RATE = 16_000
"""Samples a second the model hears."""
FRAME = 640
"""Samples behind one soft token: 40 ms."""
MAX_SECONDS = 30
"""Longest piece: Gemma 4 was trained with up to 750 tokens of sound."""
_FRAMES_PER_PIECE = MAX_SECONDS * SAMPLE_RATE // FRAME
_QUIET_FRAMES = 5  # 200 ms


@dataclass(frozen=True, eq=False)
class PreparedImage:
    """A picture as the projector takes it. `pixels` is uint8 [height, width, 3], C-contiguous and read-only."""

    name: str
    pixels: NDArray[np.uint8] = field(repr=False)
    tokens: int
    digest: str
    """SHA-256 of the size and the pixels, in hexadecimal."""


def fit(width: int, height: int, *, budget: int, patch: int, positions: int) -> tuple[int, int]:
    """Width and height in pixels that a picture of `width` x `height` pixels is given.

    `budget` is in soft tokens, `patch` in pixels a side, `positions` the rows of the model's position tables.
    The formula is `get_aspect_ratio_preserving_size` of transformers (Gemma 4): scale, up or down, to the largest size
    within the budget, each side rounded down to whole patches. A strip too thin for one patch becomes one patch thick and
    as long as its aspect and the budget allow; no side has more patches than there are positions.
    """
    factor = math.sqrt(budget * patch**2 / (height * width))
    rows = math.floor(factor * height / patch)
    columns = math.floor(factor * width / patch)
    if rows == 0:
        rows, columns = 1, min(max(1, width // height), budget)
    elif columns == 0:
        rows, columns = min(max(1, height // width), budget), 1
    return min(columns, positions) * patch, min(rows, positions) * patch


def prepare_bytes(width: int, height: int, rgb: bytes, name: str, *, tokens: int = 0) -> PreparedImage:
    """An RGB picture by its bytes, row by row; `tokens` is 0 where llama.cpp sizes the model's pictures itself."""
    pixels = np.frombuffer(rgb, np.uint8).reshape(height, width, 3)
    digest = hashlib.sha256(f"{width}x{height}:".encode())
    digest.update(rgb)
    return PreparedImage(name, pixels, tokens, digest.hexdigest())


@dataclass(frozen=True, eq=False)
class PreparedAudio:
    """A piece of a recording as the projector takes it. `samples` is float32 [n] in [-1, 1], read-only."""

    name: str
    samples: NDArray[np.float32] = field(repr=False)
    start_s: float
    """Where the piece begins in the recording, in seconds."""
    total_s: float
    """Length of the whole recording, in seconds."""
    tokens: int
    """ceil(n / FRAME), as the model counts (gemma4ua in llama.cpp's mtmd-audio.cpp)."""
    digest: str
    """SHA-256 of the samples, in hexadecimal."""


def prepare_samples(samples: NDArray[np.float32], name: str) -> tuple[PreparedAudio, ...]:
    """The samples of the recording `name`, as pieces of at most MAX_SECONDS."""
    return tuple(_prepare_piece(name, samples, start, stop) for start, stop in pieces(samples))


def pieces(samples: NDArray[np.float32]) -> tuple[tuple[int, int], ...]:
    """Where to cut: (start, stop) of each piece, in samples; consecutive, none longer than MAX_SECONDS.

    Each cut lies in the middle of the quietest 200 ms of the last third of a piece, on a frame of the model, so cutting
    adds no tokens. Of equally quiet places the last is taken: digital silence is cut into long pieces.
    """
    frames = -(-len(samples) // FRAME)
    padded = np.zeros(frames * FRAME, np.float64)
    padded[: len(samples)] = samples
    energy = np.square(padded).reshape(frames, FRAME).sum(axis=1)
    cuts = [0]
    while frames - cuts[-1] > _FRAMES_PER_PIECE:
        end = cuts[-1] + _FRAMES_PER_PIECE
        first = end - _FRAMES_PER_PIECE // 3
        windows = np.convolve(energy[first:end], np.ones(_QUIET_FRAMES), "valid")
        quietest = len(windows) - 1 - int(np.argmin(windows[::-1]))
        cuts.append(first + quietest + _QUIET_FRAMES // 2)
    edges = [cut * FRAME for cut in cuts] + [len(samples)]
    return tuple(itertools.pairwise(edges))


def _prepare_piece(name: str, samples: NDArray[np.float32], start: int, stop: int) -> PreparedAudio:
    piece = np.ascontiguousarray(samples[start:stop])
    piece.setflags(write=False)
    return PreparedAudio(
        name=name,
        samples=piece,
        start_s=start / SAMPLE_RATE,
        total_s=len(samples) / SAMPLE_RATE,
        tokens=-(-len(piece) // FRAME),
        digest=hashlib.sha256(piece.data).hexdigest(),
    )
