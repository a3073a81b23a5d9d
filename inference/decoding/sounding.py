"""A recording for a loudspeaker, from any second of it, in the child: read no faster than it is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import numpy as np
import soundfile  # pyright: ignore[reportMissingTypeStubs]
import soxr  # pyright: ignore[reportMissingTypeStubs]
from numpy.typing import NDArray

from inference.media import audio
from inference.media.prepared import SAMPLE_RATE
from inference.media.tape import open_tape, parts

__all__ = ["play"]

_BLOCK_S = 0.25


def play(tell: Callable[[Any], None], *, name: str, data: bytes, start_s: float, rate: int) -> None:
    """Tells how long the recording is, in seconds, and then its sound from `start_s` on: int16, one channel, at `rate`.

    What libsndfile does not read, or not to its end, is played as a model hears it. Raises MediaError.
    """
    total, own, blocks = _open(name, data, start_s)
    tell(total)
    converter = soxr.ResampleStream(own, rate, 1, dtype="float32", quality="HQ") if own != rate else None
    for block in blocks:
        tell(_int16(block if converter is None else converter.resample_chunk(block)))
    if converter is not None:
        tell(_int16(converter.resample_chunk(np.zeros(0, np.float32), last=True)))


def _open(name: str, data: bytes, start_s: float) -> tuple[float, int, Iterator[NDArray[np.float32]]]:
    tapes = parts(open_tape(data))
    with suppress(soundfile.LibsndfileError):
        file = soundfile.SoundFile(tapes[0])
        if len(tapes) == 1 and 0 < file.frames < 1 << 62:
            total = file.frames / file.samplerate
            file.seek(round(min(max(0.0, start_s), total) * file.samplerate))
            return total, int(file.samplerate), _read(file)
    heard = [block for block, _ in audio.blocks(data, name)]  # not joined: two hours would take twice half a gigabyte
    return sum(map(len, heard)) / SAMPLE_RATE, SAMPLE_RATE, _cut(heard, round(max(0.0, start_s) * SAMPLE_RATE))


def _read(file: soundfile.SoundFile) -> Iterator[NDArray[np.float32]]:
    step = max(1, round(_BLOCK_S * file.samplerate))
    while len(block := np.asarray(file.read(step, dtype="float32", always_2d=True), np.float32)):
        yield block.mean(axis=1, dtype=np.float32)


def _cut(heard: list[NDArray[np.float32]], first: int) -> Iterator[NDArray[np.float32]]:
    step = round(_BLOCK_S * SAMPLE_RATE)
    for block in heard:
        yield from (block[at : at + step] for at in range(first, len(block), step))
        first = max(0, first - len(block))


def _int16(sound: NDArray[np.float32]) -> bytes:
    return np.clip(np.rint(sound * 32768), -32768, 32767).astype(np.int16).tobytes()
