"""Where somebody speaks in a recording, as it streams: spans that end in its pauses, and pieces of them that Whisper can hear.

Promises that no voice is lost, that a cut lies in a pause wherever there is one, that steady noise is no voice however loud, and
that no more than about a minute of the recording is held at a time.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from inference.media.prepared import SAMPLE_RATE

__all__ = ["FRAME_S", "LONGEST_S", "Piece", "Span", "pieces", "spans"]

FRAME_S = 0.02
LONGEST_S = 30.0
"""What Whisper hears at a time."""
_FARTHEST_S = 60.0
"""Seconds of a recording that one piece may reach over: what was said is told soon."""

_FRAME = round(FRAME_S * SAMPLE_RATE)
_LONGEST, _SHORTEST = round(LONGEST_S / FRAME_S), round(12 / FRAME_S)
"""Frames of a span that must be cut somewhere: at most and, if it can be helped, at least."""
_REST = round(2.0 / FRAME_S)
"""Frames of a pause that ends a span."""
_MARGIN = round(0.5 / FRAME_S)
"""Frames kept before and behind a voice: soft sounds begin and end it."""
_FEW = round(2.0 / FRAME_S)
"""Frames too few to tell a voice from noise."""
_SURROUNDINGS = round(10.0 / FRAME_S)
"""Frames kept of what is done with, to tell noise from a voice by."""
_BANDS = np.array([2, 6, 12, 20, 30, 44, 64, 100])
"""Edges of the bands in bins of 50 Hz: from 100 to 5,000 Hz, each about half as wide again as the one before."""
_LEAST_DB, _RANGE_DB = 5.0, 7.5
_SILENCE = 1e-10
"""Power of what no microphone tells from nothing."""
Flags = NDArray[np.bool_]
Samples = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Span:
    """`samples` float32 [n] from `start` on, in seconds; `voice` says of each frame of FRAME_S whether somebody may speak."""

    start: float
    samples: Samples = field(repr=False)
    voice: Flags = field(repr=False)


@dataclass(frozen=True, eq=False)
class Piece:
    """Spans one behind the other, the rests between them left out."""

    spans: tuple[Span, ...]

    @property
    def samples(self) -> Samples:
        """What is heard: float32 [n]."""
        return np.concatenate([span.samples for span in self.spans])

    @property
    def voice(self) -> Flags:
        """Of each frame of FRAME_S."""
        return np.concatenate([span.voice for span in self.spans])

    @property
    def end(self) -> float:
        """Seconds into the recording."""
        return self.spans[-1].start + len(self.spans[-1].samples) / SAMPLE_RATE

    def times(self, start: float, end: float) -> tuple[float, float]:
        """Both in seconds of the recording, from seconds of the piece; inside one span, that in which they begin."""
        edges = np.cumsum([0, *(len(span.samples) for span in self.spans)]) / SAMPLE_RATE
        at = min(max(bisect_right(edges.tolist(), start) - 1, 0), len(self.spans) - 1)
        offset = self.spans[at].start - float(edges[at])
        last = float(edges[at + 1])
        return offset + min(max(start, 0.0), last), offset + min(max(end, start), last)


def pieces(found: Iterable[Span]) -> Iterator[Piece]:
    """Consecutive spans put together as far as Whisper hears them at once."""
    held: list[Span] = []
    frames = 0
    for span in found:
        if held and (frames + len(span.voice) > _LONGEST or span.start - held[0].start > _FARTHEST_S):
            yield Piece(tuple(held))
            held, frames = [], 0
        held.append(span)
        frames += len(span.voice)
    if held:
        yield Piece(tuple(held))


def spans(blocks: Iterable[Samples]) -> Iterator[Span]:
    """Those of a recording that comes in blocks of any length, none longer than LONGEST_S."""
    held = _Held()
    for second in _seconds(blocks):
        held.samples = np.concatenate([held.samples, second])
        while len(held.samples) - held.done > (_LONGEST + _REST) * _FRAME:
            if span := held.take(last=False):
                yield span
    while len(held.samples) > held.done:
        if span := held.take(last=True):
            yield span


def _spoken(rises: NDArray[np.float64]) -> Flags:
    """Whether somebody may speak, for each frame of FRAME_S.

    A voice rises and falls: a frame counts where two bands of its spectrum are well above the quietest tenth of their
    surroundings. Where no frame rises like that there is only noise; of a very short recording nobody can tell.
    """
    top = float(np.percentile(rises, 99))
    if len(rises) < _FEW:
        return np.ones(len(rises), np.bool_)
    return rises > (max(_LEAST_DB, top / 6) if top > _RANGE_DB else np.inf)


def _rises(samples: Samples) -> NDArray[np.float64]:
    """Decibels of each frame, with its neighbours, above the noise: the second highest of its bands. The last may be shorter."""
    frames = -(-len(samples) // _FRAME)
    padded = np.zeros(frames * _FRAME, np.float32)
    padded[: len(samples)] = samples
    power = np.square(np.abs(np.fft.rfft(padded.reshape(frames, _FRAME) * np.hanning(_FRAME), axis=1))) / _FRAME**2
    bands = np.add.reduceat(power[:, : _BANDS[-1]], _BANDS[:-1], axis=1)
    sums = np.cumsum(np.concatenate([np.zeros((3, len(_BANDS) - 1)), bands, np.zeros((2, len(_BANDS) - 1))]), axis=0)
    levels = 10 * np.log10((sums[5:] - sums[:-5]) / 5 + _SILENCE)
    return np.sort(levels - np.percentile(levels, 10, axis=0), axis=1)[:, -2]


def _seconds(blocks: Iterable[Samples]) -> Iterator[Samples]:
    """The same in blocks of a second: one that is minutes long is taken in as the spans leave."""
    waiting = list[Samples]()
    for block in blocks:
        waiting.append(block)
        if sum(len(one) for one in waiting) >= SAMPLE_RATE:
            joined = np.concatenate(waiting)
            *whole, rest = np.split(joined, range(SAMPLE_RATE, len(joined) + 1, SAMPLE_RATE))
            yield from whole
            waiting = [rest]
    yield from waiting


class _Held:
    """What is held of a recording: samples that are done with, kept as surroundings of the next, and those still to come."""

    def __init__(self) -> None:
        self.samples: Samples = np.zeros(0, np.float32)
        self.done = 0
        self._start = 0  # of `samples` in the recording

    def take(self, *, last: bool) -> Span | None:
        """The next span; None where nobody speaks, or too little is held to tell where it ends. `last`: nothing comes behind."""
        rises, done = _rises(self.samples), self.done // _FRAME
        voice = _spoken(rises)
        voice[:done] = False
        if not voice.any():
            self._leave(len(voice) if last else max(done + 1, len(voice) - _MARGIN))
            return None
        begin = max(done, int(np.argmax(voice)) - _MARGIN)
        end = _end(rises, voice, begin, last=last)
        if end is None:
            self._leave(begin)
            return None
        until = min(end, begin + int(np.flatnonzero(voice[begin:end])[-1]) + 1 + _MARGIN)
        samples = self.samples[begin * _FRAME : until * _FRAME].copy()
        span = Span((self._start + begin * _FRAME) / SAMPLE_RATE, samples, voice[begin:until])
        self._leave(end)
        return span

    def _leave(self, frame: int) -> None:
        """All before `frame` is done with; only the last of it is kept."""
        drop = max(0, frame - _SURROUNDINGS) * _FRAME
        self.done = min(frame * _FRAME, len(self.samples)) - drop
        self.samples, self._start = self.samples[drop:], self._start + drop


def _end(rises: NDArray[np.float64], voice: Flags, begin: int, *, last: bool) -> int | None:
    """The frame that ends the span from frame `begin` on: in a rest, else behind everything, else in the best pause.

    None where it may go on behind what is held.
    """
    pauses = [(first, behind) for first, behind in _pauses(voice) if first > begin]
    for first, behind in pauses:
        if behind - first >= _REST and first - begin <= _LONGEST - _MARGIN:
            return behind if behind == len(voice) else behind - _MARGIN
    if len(voice) - begin <= _LONGEST:
        return len(voice) if last else None
    fitting = [(first, behind) for first, behind in pauses if _SHORTEST <= (first + behind) // 2 - begin <= _LONGEST]
    if fitting:
        first, behind = max(fitting, key=lambda pause: (min(pause[1] - pause[0], _MARGIN), pause[0]))
        return (first + behind) // 2
    return begin + _SHORTEST + int(np.argmin(rises[begin + _SHORTEST : begin + _LONGEST]))


def _pauses(voice: Flags) -> list[tuple[int, int]]:
    """Frames (first, behind) of each run without a voice."""
    edges = np.flatnonzero(np.diff(np.concatenate([[True], voice, [True]]).astype(np.int8)))
    return [(int(first), int(behind)) for first, behind in edges.reshape(-1, 2)]
