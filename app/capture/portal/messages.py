"""D-Bus messages as jeepney reads them, with their types looked at before any value is.

Jeepney reads whatever it is told to: an array of empty structures without end, nested types as deep as Python's stack goes, and a
header field that it does not know is an error to it. So every signature is judged first, those within variants too.
https://dbus.freedesktop.org/doc/dbus-specification.html#message-protocol
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jeepney import HeaderFields, MessageType
from jeepney.low_level import (
    Array,
    DictEntry,
    Struct,
    Variant,
    calc_msg_size,
    endian_map,
    header_field_codes,
    parse_signature,
    simple_types,
)

__all__ = ["MAX_BYTES", "MAX_LEVELS", "Heard", "Malformed", "length_of", "read"]

MAX_BYTES = 1 << 20
"""No message that is for us is nearly as long."""
MAX_LEVELS = 16
"""Of arrays, structures, entries and variants within each other; the deepest answer of a portal has eight."""

_START = 16
"""Bytes from which the length of a message is known."""
_FIELDS = 12
"""Where a message's header fields begin, in bytes."""


class Malformed(Exception):
    """These bytes are not a message as the specification has it, or one beyond our limits."""


@dataclass(frozen=True)
class Heard:
    """A message from the bus. `answers` is the serial number of the call that a reply or error belongs to.

    `body` fits `signature`: structures are tuples, arrays lists, arrays of entries dicts, and a variant is (signature, value).
    """

    kind: MessageType
    answers: int = 0
    path: str = ""
    member: str = ""
    error: str = ""
    signature: str = ""
    body: tuple[Any, ...] = ()

    @property
    def failed(self) -> bool:
        return self.kind is MessageType.error


def length_of(start: bytes) -> int | None:
    """How many bytes the message that begins with `start` has; None while fewer than 16 of them are known."""
    if len(start) < _START:
        return None
    if start[:1] not in endian_map:
        raise Malformed("unknown byte order")
    total = calc_msg_size(start)
    if total > MAX_BYTES:
        raise Malformed(f"a message of {total} bytes")
    return total


def read(data: bytes) -> Heard:
    """One whole message, of either byte order. Raises Malformed."""
    try:
        order = endian_map[data[:1]]
        listed, at = _type("a(yv)", MAX_LEVELS).parse_data(data, _FIELDS, order)
        fields = {code: value for code, (signature, value) in listed if _is_known(code, signature)}
        signature, body = fields.get(HeaderFields.signature, ""), ()
        if signature:
            body, _ = _type(f"({signature})", MAX_LEVELS + 1).parse_data(data, at, order)
        return Heard(
            MessageType(data[1]),
            fields.get(HeaderFields.reply_serial, 0),
            fields.get(HeaderFields.path, ""),
            fields.get(HeaderFields.member, ""),
            fields.get(HeaderFields.error_name, ""),
            signature,
            body,
        )
    # Jeepney asserts that each text ends with a zero byte.
    except (AssertionError, LookupError, TypeError, ValueError, struct.error) as problem:
        raise Malformed(str(problem) or type(problem).__name__) from problem


def _is_known(code: int, signature: str) -> bool:
    """Whether the specification of today has this header field. Raises ValueError for one that is of another type there."""
    if header_field_codes.get(code, signature) != signature:
        raise ValueError(f"a header field {code} of type {signature}")
    return code in header_field_codes


class _Variant(Variant):
    """A variant whose type is looked at, with so many levels left, before its value is read."""

    def __init__(self, levels: int) -> None:
        self._levels = levels

    def parse_data(self, buf: bytes, pos: int, endianness: Any, fds: Any = ()) -> tuple[tuple[str, Any], int]:
        signature, pos = simple_types["g"].parse_data(buf, pos, endianness)
        value, pos = _type(signature, self._levels).parse_data(buf, pos, endianness, fds)
        return (signature, value), pos


@lru_cache(256)
def _type(signature: str, levels: int) -> Any:
    """What reads a value of this one type, of 257 characters at most, as D-Bus counts their number in a byte.

    Raises ValueError, LookupError or TypeError for what is no type and for one beyond our limits.
    """
    rest = list(signature)
    parsed = parse_signature(rest)
    if rest:
        raise ValueError(f"{signature} is more than one type")
    if isinstance(parsed, DictEntry):
        raise ValueError("an entry outside an array")
    return _bound(parsed, levels)


def _bound(parsed: Any, levels: int) -> Any:
    """The same type with every variant in it bounded as well."""
    if not isinstance(parsed, Array | Struct | Variant):
        return parsed
    if levels == 0:
        raise ValueError("nested too deeply")
    if isinstance(parsed, Variant):
        return _Variant(levels - 1)
    if isinstance(parsed, Array):
        return Array(_bound(parsed.elt_type, levels - 1))
    if not parsed.fields:
        raise ValueError("an empty structure")
    inner = [_bound(each, levels - 1) for each in parsed.fields]
    return DictEntry(inner) if isinstance(parsed, DictEntry) else Struct(inner)
