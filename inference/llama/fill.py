"""A context that is full without an evaluation: what it takes then can be measured in seconds instead of hours.

The attention's masks and scores grow with the cells in use, so a context measured empty looks smaller than it gets. Here
one evaluated token is saved as llama.cpp saves a sequence, its record is written again with as many cells as wanted, all
zeros, and read back. Nothing sensible can be generated behind that, and nothing is meant to be.

Format: llama-kv-cache.cpp, state_write, of llama.cpp 0c1e57098. Anything else in the record (recurrent states, positions in
two dimensions) is left alone, and the context stays as it was.
"""

# llama-cpp-python's ctypes signatures are only half typed: the border is unchecked, what leaves it is not.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportArgumentType=false

from __future__ import annotations

import ctypes
import mmap
import struct
import sys
from dataclasses import dataclass

from llama_cpp import llama_cpp as ll

from inference.errors import EngineFault
from inference.llama.context import Context

__all__ = ["Cache", "fill", "parse", "write_sequence"]

_SEQUENCE = 0
_HEAD = struct.Struct("<Ii")
_CACHE = struct.Struct("<II")
_CELL = struct.Struct("<iIi")
_LAYERS = struct.Struct("<II")
_ROWS = struct.Struct("<iQ")
_COLUMNS = struct.Struct("<iII")


@dataclass(frozen=True)
class Cache:
    """One cache's part of a saved sequence. `rows`: (type, bytes of a row) of each layer's keys, then of its values.

    `columns` instead of the values' rows where they are stored by column: (type, bytes of an element, elements).
    """

    layers: int
    transposed: bool
    rows: tuple[tuple[int, int], ...]
    columns: tuple[tuple[int, int, int], ...]


def fill(context: Context, cells: int) -> bool:
    """Put `cells` empty cells, at positions from 0 on, into `context`; False if its cache is of another kind.

    Evaluates one token. Raises EngineFault if llama.cpp cannot.
    """
    context.cut(0)
    context.decode([1], 0)
    size = int(ll.llama_state_seq_get_size_ext(context.handle, _SEQUENCE, 0))
    saved = (ctypes.c_uint8 * size)()
    if int(ll.llama_state_seq_get_data_ext(context.handle, saved, size, _SEQUENCE, 0)) != size:
        raise EngineFault("context-not-saved")
    found = parse(bytes(saved))
    if found is None:
        return False
    magic, caches = found
    with _zeros(_size(caches, cells, context.sliding_cells)) as record:
        length = write_sequence(record, magic, caches, cells=cells, window=context.n_swa)
        view = (ctypes.c_uint8 * length).from_buffer(record)
        read = int(ll.llama_state_seq_set_data_ext(context.handle, view, length, _SEQUENCE, 0))
        del view  # the map cannot be closed while something points into it
    if read != length:
        context.cut(0)
    return read == length


def _zeros(size: int) -> mmap.mmap:
    """Private anonymous memory: where it is only read it has no pages of its own, so the zeros cost nothing.

    Python's default is shared memory, whose pages are made when they are read: half a gigabyte at 32k tokens of the 12B.
    """
    if sys.platform == "win32":
        return mmap.mmap(-1, size)
    return mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)


def parse(saved: bytes) -> tuple[int, list[Cache]] | None:
    """The magic number and the caches of a saved sequence of one token; None if it is anything else."""
    try:
        magic, _ = _HEAD.unpack_from(saved)
        at, caches = _HEAD.size, list[Cache]()
        while at < len(saved):
            cache, at = _parse_cache(saved, at)
            if cache is None:
                return None
            caches.append(cache)
    except struct.error:
        return None
    return (magic, caches) if at == len(saved) and caches else None


def _parse_cache(saved: bytes, at: int) -> tuple[Cache | None, int]:
    streams, cells = _CACHE.unpack_from(saved, at)
    position, sequences, _ = _CELL.unpack_from(saved, at + _CACHE.size)
    at += _CACHE.size + _CELL.size
    transposed, layers = _LAYERS.unpack_from(saved, at)
    if (streams, cells, position, sequences) != (1, 1, 0, 1) or transposed > 1:
        return None, at
    at += _LAYERS.size
    rows: list[tuple[int, int]] = []
    columns: list[tuple[int, int, int]] = []
    for _ in range(layers if transposed else 2 * layers):
        rows.append(_ROWS.unpack_from(saved, at))
        at += _ROWS.size + rows[-1][1]
    for _ in range(layers if transposed else 0):
        columns.append(_COLUMNS.unpack_from(saved, at))
        at += _COLUMNS.size + columns[-1][1] * columns[-1][2]
    return Cache(layers, bool(transposed), tuple(rows), tuple(columns)), at


def write_sequence(record: mmap.mmap | bytearray, magic: int, caches: list[Cache], *, cells: int, window: int) -> int:
    """Write the sequence with `cells` cells into zeroed memory; the last of several caches is the sliding one.

    Returns its length in bytes.
    """
    _HEAD.pack_into(record, 0, magic, _SEQUENCE)
    at = _HEAD.size
    for number, cache in enumerate(caches):
        sliding = window and number == len(caches) - 1 and len(caches) > 1
        first = max(0, cells - window) if sliding else 0
        at = _write_cache(record, at, cache, first=first, after=cells)
    return at


def _write_cache(record: mmap.mmap | bytearray, at: int, cache: Cache, *, first: int, after: int) -> int:
    count = after - first
    _CACHE.pack_into(record, at, 1, count)
    at += _CACHE.size
    for position in range(first, after):
        _CELL.pack_into(record, at, position, 1, _SEQUENCE)
        at += _CELL.size
    _LAYERS.pack_into(record, at, cache.transposed, cache.layers)
    at += _LAYERS.size
    for kind, row in cache.rows:
        _ROWS.pack_into(record, at, kind, row)
        at += _ROWS.size + row * count
    for kind, element, elements in cache.columns:
        _COLUMNS.pack_into(record, at, kind, element, elements)
        at += _COLUMNS.size + element * elements * count
    return at


def _size(caches: list[Cache], cells: int, sliding_cells: int) -> int:
    """Enough bytes for the sequence. A little more than is needed costs nothing; more than there is memory is refused."""
    size = _HEAD.size
    for number, cache in enumerate(caches):
        slides = number == len(caches) - 1 and len(caches) > 1
        values = sum(row for _, row in cache.rows) + sum(element * count for _, element, count in cache.columns)
        heads = _CACHE.size + _LAYERS.size + cache.layers * 2 * _COLUMNS.size * 2
        size += heads + (min(cells, sliding_cells) if slides else cells) * (values + _CELL.size)
    return size
