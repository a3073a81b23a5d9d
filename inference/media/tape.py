"""Files of sound as libsndfile can read them to their end: with headers that lie about their length, and joined from several."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import IO

__all__ = ["open_tape", "parts", "share_held"]

_PLACEHOLDERS = frozenset((0, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF))
"""What programs write as the length of a WAV that they stream and whose beginning they cannot go back to."""
_NEAR = 0x10000
"""Such a length may be lower by what stands in the header."""
_SEARCHED = 1 << 20
_MOST_PARTS = 500


class Tape(io.BufferedReader):
    """A file for libsndfile, which seeks before the start of a broken one: an exception there would be printed, not raised."""

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        try:
            return super().seek(offset, whence)
        except (ValueError, OSError):
            return super().seek(0)


class _Stretch(io.RawIOBase):
    """The bytes from `start` to `stop` of a file as a file, some of them replaced."""

    def __init__(self, whole: IO[bytes], start: int, stop: int, replaced: dict[int, bytes]) -> None:
        self._whole, self._start, self._stop, self._replaced, self._at = whole, start, stop, replaced, start

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        base = {io.SEEK_SET: self._start, io.SEEK_CUR: self._at, io.SEEK_END: self._stop}[whence]
        if base + offset < self._start:
            raise ValueError("before the start")
        self._at = base + offset
        return self._at - self._start

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the stub names a private type
        self._whole.seek(self._at)
        data = bytearray(self._whole.read(max(0, min(len(buffer), self._stop - self._at))))
        for place, value in self._replaced.items():
            for index, byte in enumerate(value):
                if 0 <= (at := place + index - self._at) < len(data):
                    data[at] = byte
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)


def open_tape(sound: Path | bytes) -> Tape:
    """A file, or what stands in one, to be read."""
    return Tape(sound.open("rb", buffering=0) if isinstance(sound, Path) else io.BytesIO(sound))  # type: ignore[arg-type]


def share_held(tape: IO[bytes]) -> float:
    """How much of the sound that its header promises a WAV holds, 0 to 1: libsndfile reads the rest without a word.

    1 for one whose header says nothing, and for every other kind.
    """
    found = _wav_data(tape)
    if found is None:
        return 1.0
    _, begin, size, end = found
    return 1.0 if _is_placeholder(size) or not size else min(1.0, (end - begin) / size)


def parts(tape: Tape) -> list[Tape]:
    """The recordings in a file, one after the other: more than one where MP3s were joined, or an OGG is chained."""
    found = _wav_data(tape)
    whole = tape.seek(0, io.SEEK_END)
    tape.seek(0)
    if found is not None and _is_placeholder(found[2]):
        place, begin, _, end = found
        sizes = {4: struct.pack("<I", min(0xFFFFFFFF, end - 8)), place: struct.pack("<I", min(0xFFFFFFFF, end - begin))}
        return [Tape(_Stretch(tape, 0, whole, sizes))]
    begins = _beginnings(tape, whole) if found is None else []
    tape.seek(0)
    if len(begins) < 2:
        return [tape]
    return [Tape(_Stretch(tape, start, stop, {})) for start, stop in zip(begins, [*begins[1:], whole], strict=True)]


def _is_placeholder(size: int) -> bool:
    return size == 0 or any(0 <= value - size < _NEAR for value in _PLACEHOLDERS if value)


def _wav_data(tape: IO[bytes]) -> tuple[int, int, int, int] | None:
    """Of a WAV, where the length of its sound stands, where the sound begins, that length, and where the file ends; else None."""
    whole = tape.seek(0, io.SEEK_END)
    tape.seek(0)
    at = 12 if tape.read(4) == b"RIFF" else whole
    try:
        while at + 8 <= whole:
            tape.seek(at)
            tag, size = struct.unpack("<4sI", tape.read(8))
            if tag == b"data":
                return at + 4, at + 8, size, whole
            at += 8 + size + (size & 1)
        return None
    finally:
        tape.seek(0)


def _beginnings(tape: IO[bytes], whole: int) -> list[int]:
    """Where an OGG or an MP3 begins in a file: a chained OGG has pages that begin a stream, a joined MP3 headers of its own."""
    head = tape.read(4)
    tape.seek(0)
    if head == b"OggS":
        return _ogg_beginnings(tape, whole)
    return _mp3_beginnings(tape, whole) if head[:3] == b"ID3" or (head[:1] == b"\xff" and head[1:2] >= b"\xe0") else []


def _ogg_beginnings(tape: IO[bytes], whole: int) -> list[int]:
    """Page by page (RFC 3533): a page that begins a stream, where the page before it did not."""
    begins: list[int] = []
    at, first = 0, False
    while at + 27 <= whole and len(begins) < _MOST_PARTS:
        tape.seek(at)
        header = tape.read(27)
        if header[:4] != b"OggS":
            break
        begins_stream = bool(header[5] & 2)
        if begins_stream and not first:
            begins.append(at)
        first = begins_stream
        segments = tape.read(header[26])
        at += 27 + len(segments) + sum(segments)
    return begins


def _mp3_beginnings(tape: IO[bytes], whole: int) -> list[int]:
    """Where a frame says how many frames follow (Xing, Info): libsndfile ends after so many. A tag before it belongs to it."""
    begins = [0]
    at, kept, first = 0, b"", _tag_length(tape.read(10))
    while at < whole and len(begins) < _MOST_PARTS:
        tape.seek(at)
        data = kept + tape.read(_SEARCHED)
        base = at - len(kept)
        for mark in (b"Xing", b"Info"):
            place = data.find(mark)
            while place >= 0:
                start = _frame_before(data, place)
                if start is not None and base + start > first + 512:
                    begins.append(_with_tag(data, start) + base)
                place = data.find(mark, place + 4)
        at += _SEARCHED
        kept = data[-4096:]
    return sorted(set(begins))


def _frame_before(data: bytes, place: int) -> int | None:
    """Where the frame begins whose side information ends at `place`; None where there is none. ISO 11172-3, 2.4.1."""
    for length in (4 + 32, 4 + 17, 4 + 9):
        start = place - length
        if start >= 0 and data[start] == 0xFF and data[start + 1] & 0xE6 == 0xE2:
            return start
    return None


def _with_tag(data: bytes, start: int) -> int:
    """Where the ID3v2 tag begins that ends at `start`, or `start`."""
    tag = data.rfind(b"ID3", max(0, start - 4096), start)
    return tag if tag >= 0 and tag + _tag_length(data[tag : tag + 10]) == start else start


def _tag_length(head: bytes) -> int:
    """Bytes of the ID3v2 tag that begins so, 0 where none does."""
    if len(head) < 10 or not head.startswith(b"ID3"):
        return 0
    return 10 + sum((byte & 0x7F) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))
