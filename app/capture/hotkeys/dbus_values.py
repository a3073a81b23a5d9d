"""D-Bus messages as bytes: values written and read by their signature, little-endian, and the header around them.

Qt's own D-Bus module cannot do this from Python: shortcuts are bound with an array of structures, `a(sa{sv})`, and PySide6 can
neither make the type of such an element known nor read a structure (QDBusArgument.beginStructure always picks the writing one).
https://dbus.freedesktop.org/doc/dbus-specification.html#message-protocol
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

__all__ = ["CALL", "ERROR", "REPLY", "SIGNAL", "Malformed", "Message", "Variant", "length_of", "read", "write"]

CALL, REPLY, ERROR, SIGNAL = 1, 2, 3, 4
MAX_BYTES = 1 << 20
"""No message that is for us is nearly as long."""

_NUMBERS = {"y": "B", "n": "h", "q": "H", "i": "i", "u": "I", "x": "q", "t": "Q", "d": "d", "b": "I", "h": "I"}
_ALIGNED = {"y": 1, "n": 2, "q": 2, "x": 8, "t": 8, "d": 8, "g": 1, "v": 1, "(": 8, "{": 8}
"""In bytes; what is not here begins at a multiple of four."""
_FIELDS = {1: "path", 2: "interface", 3: "member", 4: "error", 5: "answers", 6: "destination", 7: "sender", 8: "signature"}
_FIELD_TYPES = {1: "o", 2: "s", 3: "s", 4: "s", 5: "u", 6: "s", 7: "s", 8: "g"}


class Malformed(Exception):
    """These bytes are not a message as the specification has it, or one longer than MAX_BYTES."""


class Variant(NamedTuple):
    """A value with its type, to be written; reading gives the value alone."""

    signature: str
    value: Any


@dataclass(frozen=True)
class Message:
    """`answers` is the serial number of the call that a REPLY or ERROR belongs to; `body` fits `signature`."""

    kind: int
    serial: int = 0
    path: str = ""
    interface: str = ""
    member: str = ""
    error: str = ""
    answers: int = 0
    destination: str = ""
    sender: str = ""
    signature: str = ""
    body: tuple[Any, ...] = ()


def write(message: Message) -> bytes:
    """The bytes of a message, whose `serial` is at least 1. Raises Malformed for values that do not fit the signature."""
    body, header = bytearray(), bytearray()
    try:
        for kind, value in zip(_complete(message.signature), message.body, strict=True):
            _put(body, kind, value)
        fields = [
            (code, Variant(_FIELD_TYPES[code], getattr(message, name)))
            for code, name in _FIELDS.items()
            if getattr(message, name)
        ]
        for kind, value in zip("yyyyuu", (ord("l"), message.kind, 0, 1, len(body), message.serial), strict=True):
            _put(header, kind, value)
        _put(header, "a(yv)", fields)
    except (ValueError, TypeError, AttributeError, struct.error) as problem:
        raise Malformed(str(problem)) from problem
    _pad(header, 8)
    return bytes(header + body)


def length_of(start: bytes) -> int | None:
    """How many bytes the message that begins with `start` has; None while fewer than 16 of them are known."""
    if len(start) < 16:
        return None
    order = {ord("l"): "<", ord("B"): ">"}.get(start[0])
    if order is None:
        raise Malformed("unknown byte order")
    body, _, fields = struct.unpack_from(f"{order}III", start, 4)
    total = 16 + -(-fields // 8) * 8 + body
    if total > MAX_BYTES:
        raise Malformed(f"a message of {total} bytes")
    return total


def read(data: bytes) -> Message:
    """One whole message, of either byte order. Raises Malformed."""
    try:
        source = _Source(data, "<" if data[0] == ord("l") else ">")
        _, kind, _, _, _, serial = (source.take(kind) for kind in "yyyyuu")
        known = {_FIELDS[code]: value for code, value in source.take("a(yv)") if code in _FIELDS}
        source.align(8)
        body = tuple(source.take(kind) for kind in _complete(known.get("signature", "")))
    except (IndexError, ValueError, TypeError, struct.error, RecursionError) as problem:
        raise Malformed(str(problem)) from problem
    return Message(kind, serial, **known, body=body)


def _complete(signature: str) -> Iterator[str]:
    """The complete types that a signature is made of: "sa{sv}" is "s" and "a{sv}"."""
    start = 0
    while start < len(signature):
        end = _end(signature, start)
        yield signature[start:end]
        start = end


def _end(signature: str, start: int) -> int:
    """Where the complete type ends that begins at `start`."""
    here = signature[start]
    if here == "a":
        return _end(signature, start + 1)
    if here not in "({":
        return start + 1
    closing, at = {"(": ")", "{": "}"}[here], start + 1
    while signature[at] != closing:
        at = _end(signature, at)
    return at + 1


def _pad(out: bytearray, alignment: int) -> None:
    out.extend(bytes(-len(out) % alignment))


def _put(out: bytearray, kind: str, value: Any) -> None:
    first = kind[0]
    _pad(out, _ALIGNED.get(first, 4))
    if first in _NUMBERS:
        out.extend(struct.pack(f"<{_NUMBERS[first]}", value))
    elif first in "sog":
        text = value.encode()
        out.extend((bytes([len(text)]) if first == "g" else struct.pack("<I", len(text))) + text + b"\0")
    elif first == "v":
        _put(out, "g", value.signature)
        _put(out, value.signature, value.value)
    elif first == "a":
        _put_array(out, kind[1:], value.items() if isinstance(value, dict) else value)
    elif first in "({":
        for inner, part in zip(_complete(kind[1:-1]), value, strict=True):
            _put(out, inner, part)
    else:
        raise ValueError(f"unknown type {kind!r}")


def _put_array(out: bytearray, element: str, values: Iterable[Any]) -> None:
    """The length goes before the first element's padding, which it does not count."""
    at = len(out)
    out.extend(bytes(4))
    _pad(out, _ALIGNED.get(element[0], 4))
    start = len(out)
    for value in values:
        _put(out, element, value)
    struct.pack_into("<I", out, at, len(out) - start)


class _Source:
    """Bytes being read, from the front."""

    def __init__(self, data: bytes, order: str) -> None:
        self._data, self._order, self._at = data, order, 0

    def align(self, alignment: int) -> None:
        self._at += -self._at % alignment

    def take(self, kind: str) -> Any:
        first = kind[0]
        self.align(_ALIGNED.get(first, 4))
        if first in _NUMBERS:
            return self._number(_NUMBERS[first])
        if first in "sog":
            return self._text(self._number("B" if first == "g" else "I"))
        if first == "v":
            return self.take(self.take("g"))
        if first == "a":
            return self._array(kind[1:])
        if first in "({":
            return tuple(self.take(inner) for inner in _complete(kind[1:-1]))
        raise ValueError(f"unknown type {kind!r}")

    def _number(self, code: str) -> Any:
        (value,) = struct.unpack_from(f"{self._order}{code}", self._data, self._at)
        self._at += struct.calcsize(code)
        return value

    def _text(self, length: int) -> str:
        text = self._data[self._at : self._at + length]
        self._at += length + 1
        return text.decode()

    def _array(self, element: str) -> Any:
        length = self._number("I")
        self.align(_ALIGNED.get(element[0], 4))
        end = self._at + length
        if end > len(self._data):
            raise ValueError("an array longer than its message")
        values = []
        while self._at < end:
            values.append(self.take(element))
        return dict(values) if element[0] == "{" else values
