"""Recordings: any format that libsndfile or an installed ffmpeg reads, to 16 kHz mono float32.

Promises that neither a long recording nor a header which lies about its length costs memory, and that a broken file ends as
MediaError.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import soundfile  # pyright: ignore[reportMissingTypeStubs]
import soxr  # pyright: ignore[reportMissingTypeStubs]
from numpy.typing import NDArray

from inference.errors import MediaError
from inference.media import ffmpeg
from inference.media.foreign import Foreign, foreign
from inference.media.prepared import SAMPLE_RATE
from inference.media.tape import open_tape, parts, share_held
from inference.sentences import say

__all__ = ["MAX_HOURS", "blocks"]

MAX_HOURS = 2
"""Longest recording: 16 kHz float32 takes 230 MB an hour."""

_RATES = range(1_000, 1_000_001)
_BLOCK_SAMPLES = 1 << 20
_ENOUGH = 0.95
"""Share of a recording: of one that is cut off, so much is used, and said."""
_NEARLY_ALL = 0.98
"""Share of a recording that ffmpeg reads: a coder's pauses at both ends are none of it."""
_HEAD = 1024
"""Bytes that say whether libsndfile reads it."""
_CANCELLED = 0.05
"""Of the loudest channel: where the average of all is quieter, they are each other's opposite."""


def blocks(sound: Path | bytes, name: str, tell: Callable[[str], object] = str) -> Iterator[tuple[NDArray[np.float32], float]]:
    """The recording as float32 [n] in [-1, 1], 16 kHz, as one channel: their average, or one where that cancels out. Block by
    block, each with the share that lies behind it; all of it is never in memory.

    `sound` is a file or what stands in one. `tell` hears in a sentence what is missing at its end. Raises MediaError for a
    broken, empty, cut-off or overlong recording and for samples that are not numbers; a recording that is no WAV shows only at
    its end that it is cut off.
    """
    try:
        if (found := _foreign(sound)) is not None:
            yield from _foreign_blocks(sound, found, name, tell)
            return
        with open_tape(sound) as tape:
            _require_most(share_held(tape), name, tell)
            tapes = parts(tape)
            for number, part in enumerate(tapes):
                with soundfile.SoundFile(part) as recording:
                    for block, share in _resample(recording, name, tell):
                        yield block, (number + share) / len(tapes)
    except (RuntimeError, ValueError, TypeError, OSError) as error:  # libsndfile's, and soundfile's checks of a header it doubts
        raise MediaError("recording-damaged", name=name) from error


def _foreign(sound: Path | bytes) -> Foreign | None:
    """What it is, where libsndfile does not read it."""
    if isinstance(sound, bytes):
        return foreign(sound)
    with sound.open("rb") as file:
        head = file.read(_HEAD)
        return foreign(head + file.read()) if foreign(head) is not None else None


def _foreign_blocks(
    sound: Path | bytes, found: Foreign, name: str, tell: Callable[[str], object]
) -> Iterator[tuple[NDArray[np.float32], float]]:
    """What ffmpeg makes of it. Of a video only its pictures may last to the end, and some kinds do not say how long they are."""
    if found.is_video:
        tell(str(say("only-the-sound", name=name)))
    length = 0
    with ffmpeg.opened(sound, found, name, SAMPLE_RATE) as heard:
        for block in heard.blocks(_BLOCK_SAMPLES):
            length += len(block)
            _require_length(length, SAMPLE_RATE, name)
            if not np.isfinite(block).all():
                raise MediaError("recording-not-numbers", name=name)
            promised = heard.promised * SAMPLE_RATE
            yield np.clip(_mix(block), -1.0, 1.0), min(1.0, length / promised) if promised else 0.0
        if heard.failed():
            raise MediaError("recording-damaged", name=name)
        promised = heard.promised * SAMPLE_RATE
    if not length:
        raise MediaError("recording-silent", name=name)
    if promised and found.says_its_length and length < _NEARLY_ALL * promised:
        _require_most(length / promised, name, tell)


def _resample(
    sound: soundfile.SoundFile, name: str, tell: Callable[[str], object]
) -> Iterator[tuple[NDArray[np.float32], float]]:
    """All of `sound` at SAMPLE_RATE, block by block: no more memory than what is really there needs."""
    rate, channels = sound.samplerate, sound.channels
    if rate not in _RATES or channels < 1:
        raise MediaError("recording-rate", name=name, rate=rate)
    converter = soxr.ResampleStream(rate, SAMPLE_RATE, 1, dtype="float32", quality="HQ") if rate != SAMPLE_RATE else None
    promised = sound.frames if 0 < sound.frames < 1 << 62 else 0
    length = 0
    for block in _mono_blocks(sound, name):
        length += len(block)
        _require_length(length, rate, name)
        resampled = block if converter is None else converter.resample_chunk(block)
        yield np.clip(resampled, -1.0, 1.0), min(1.0, length / promised) if promised else 0.0
    if not length:
        raise MediaError("recording-silent", name=name)
    _require_most(length / promised if promised else 1.0, name, tell)
    if converter is not None:
        yield np.clip(converter.resample_chunk(np.zeros(0, np.float32), last=True), -1.0, 1.0), 1.0


def _mono_blocks(sound: soundfile.SoundFile, name: str) -> Iterator[NDArray[np.float32]]:
    step = max(1, _BLOCK_SAMPLES // sound.channels)
    while len(block := np.asarray(sound.read(step, dtype="float32", always_2d=True), np.float32)):
        mono = _mix(block)
        if not np.isfinite(mono).all():
            raise MediaError("recording-not-numbers", name=name)
        yield mono


def _mix(block: NDArray[np.float32]) -> NDArray[np.float32]:
    """The channels as one. Wires that were swapped make one the opposite of the other: then the loudest is taken."""
    mono = block.mean(axis=1, dtype=np.float32)
    loudness = np.square(block).sum(axis=0)
    if np.square(mono).sum() < _CANCELLED**2 * loudness.max(initial=0.0):
        return np.ascontiguousarray(block[:, int(loudness.argmax())])
    return mono


def _require_length(samples: int, rate: int, name: str) -> None:
    if samples > MAX_HOURS * 3600 * rate:
        raise MediaError("recording-too-long", name=name, hours=MAX_HOURS)


def _require_most(share: float, name: str, tell: Callable[[str], object]) -> None:
    """Raise where too much of a recording is missing at its end; tell where a little is."""
    if share < _ENOUGH:
        raise MediaError("recording-cut-off", name=name, percent=math.floor(100 * share))
    if share < 1:
        tell(str(say("recording-end-missing", name=name, percent=math.ceil(100 * (1 - share)))))
