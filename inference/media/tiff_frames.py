"""The frames of a TIFF, by its bytes: which of them are pages."""

from __future__ import annotations

import struct
from collections.abc import Iterator

__all__ = ["frames"]

_KIND_OF_FRAME = 254
_NO_PAGE = 0b101
"""NewSubfileType: a smaller copy of another frame, or a mask for one."""
_MOST_FRAMES = 20_000


def frames(data: bytes) -> tuple[int, ...]:
    """Which frames of a TIFF are pages, from 0: all but smaller copies and masks. Empty for what is none."""
    return tuple(number for number, kind in enumerate(_kinds(data)) if not kind & _NO_PAGE)


def _kinds(data: bytes) -> Iterator[int]:
    """NewSubfileType of each frame, in the order in which they are chained; an end where the chain is broken or a ring."""
    order = {b"II": "<", b"MM": ">"}.get(data[:2], "")
    if not order or data[2:4] not in (b"*\0", b"\0*", b"+\0", b"\0+"):
        return
    wide = b"+" in data[2:4]  # BigTIFF
    count, place, entry = (f"{order}Q", f"{order}Q", 20) if wide else (f"{order}H", f"{order}L", 12)
    seen = set[int]()
    try:
        (at,) = struct.unpack_from(place, data, 8 if wide else 4)
        while at and at not in seen and len(seen) < _MOST_FRAMES:
            seen.add(at)
            (entries,) = struct.unpack_from(count, data, at)
            first = at + struct.calcsize(count)
            (at,) = struct.unpack_from(place, data, first + entries * entry)
            yield _kind(data, order, first, entries, entry)
    except struct.error:
        return


def _kind(data: bytes, order: str, first: int, entries: int, entry: int) -> int:
    """The value of a frame's NewSubfileType, 0 where it has none. Its tags ascend, and this one is the lowest there is."""
    if not entries or struct.unpack_from(f"{order}H", data, first)[0] != _KIND_OF_FRAME:
        return 0
    return int(struct.unpack_from(f"{order}L", data, first + (12 if entry == 20 else 8))[0])
