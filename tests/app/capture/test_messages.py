"""Messages of the bus: what a library writes is read, and what is no message, or no end of one, is refused."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

if not sys.platform.startswith("linux"):
    pytest.skip("the message bus is Linux's", allow_module_level=True)

from jeepney import DBusAddress, Endianness, HeaderFields, Message, MessageType, new_signal

from app.capture.portal.messages import MAX_BYTES, MAX_LEVELS, Heard, Malformed, length_of, read

SHORTCUTS = [("talk", {"description": ("s", "Höld"), "count": ("u", 7)}), ("capture", {})]
BIND = ("oa(sa{sv})sa{sv}", ("/o", SHORTCUTS, "", {}))


def signal(signature: str, body: tuple[Any, ...]) -> Message:
    return new_signal(DBusAddress("/p", interface="i.i"), "M", signature, body)


def variant(signature: str, value: bytes) -> bytes:
    """As bytes: a one-byte array's worth of variant, at the beginning of a body."""
    return bytes([len(signature)]) + signature.encode() + b"\0" + value


def with_body(signature: str, body: bytes) -> bytes:
    """A message with a body that no library would write."""
    message = signal("v", (("s", ""),))
    message.header.fields[HeaderFields.signature] = signature
    message.header.body_length = len(body)
    header = message.header.serialise(serial=1)
    return header + bytes(-len(header) % 8) + body


@pytest.mark.parametrize("order", Endianness)
@pytest.mark.parametrize(
    ("signature", "value"),
    [
        ("s", "déjà"),
        ("y", 255),
        ("b", True),
        ("n", -3),
        ("x", -(2**40)),
        ("t", 2**63),
        ("d", 0.5),
        ("as", ["a", ""]),
        ("a{sv}", {"a": ("ai", [1, -1])}),
        ("a(sa{sv})", SHORTCUTS),
        ("(yt)", (1, 2)),
        ("aax", [[1], []]),
        ("v", ("v", ("g", "a{sv}"))),
    ],
)
def test_what_is_written_is_read(signature: str, value: Any, order: Endianness) -> None:
    message = signal(f"y{signature}", (1, value))
    message.header.endianness = order
    data = message.serialise(9)
    assert read(data) == Heard(MessageType.signal, 0, "/p", "M", "", f"y{signature}", (1, value))
    assert length_of(data[:16]) == len(data)


def test_header_field_of_a_later_specification_is_passed_over() -> None:
    data = signal("u", (7,)).serialise(1)
    at = data.index(b"\3\1s\0")  # the member's code and type
    assert read(data[:at] + b"\x2a" + data[at + 1 :]) == Heard(MessageType.signal, path="/p", signature="u", body=(7,))


def test_enormous_message_is_refused() -> None:
    with pytest.raises(Malformed, match="a message of"):
        length_of(b"l\1\0\1" + (2**31).to_bytes(4, "little") + bytes(8))
    assert length_of(b"l\1\0\1") is None


EMPTY = {
    "at the top": ("a()", (64).to_bytes(4, "little") + bytes(68)),
    "in a variant": ("v", variant("a()", bytes(3) + (64).to_bytes(4, "little") + bytes(68))),
    "in a variant in a variant": ("v", variant("v", variant("a()", (64).to_bytes(4, "little") + bytes(68)))),
    "in a structure": ("(ua())", bytes(4) + (64).to_bytes(4, "little") + bytes(68)),
    "alone": ("()", b""),
}


@pytest.mark.parametrize("where", EMPTY)
def test_empty_structures_are_refused(where: str) -> None:
    """A reader that takes an array of them at its word never comes to the end of it."""
    with pytest.raises(Malformed, match="an empty structure"):
        read(with_body(*EMPTY[where]))


def test_empty_structures_among_the_header_fields_are_refused() -> None:
    data = signal("u", (7,)).serialise(1)
    at = data.index(b"\1\1o\0")  # the path: a code that is not known, and another type
    hostile = data[:at] + b"\x2a\3a()\0" + bytes(2) + (64).to_bytes(4, "little") + bytes(200)
    with pytest.raises(Malformed, match="an empty structure"):
        read(hostile[:12] + (150).to_bytes(4, "little") + hostile[16:])


@pytest.mark.parametrize("levels", [MAX_LEVELS, MAX_LEVELS + 1])
def test_nesting_has_an_end(levels: int) -> None:
    arrays: Any = []
    variants: Any = ("u", 1)
    both: Any = ("u", 1)
    for level in range(levels - 1):
        arrays, variants = [arrays], ("v", variants)
        both = ("av", [both]) if level % 2 else both
    if levels % 2 == 0:
        both = ("v", both)
    for signature, value in (("a" * levels + "u", arrays), ("v", variants), ("v", both)):
        data = signal(signature, (value,)).serialise(1)
        if levels <= MAX_LEVELS:
            assert read(data).body == (value,)
        else:
            with pytest.raises(Malformed, match="nested too deeply"):
                read(data)


def test_variants_as_deep_as_a_message_is_long() -> None:
    with pytest.raises(Malformed, match="nested too deeply"):
        read(with_body("v", b"\1v\0" * (MAX_BYTES // 4)))
    with pytest.raises(Malformed, match="nested too deeply"):
        read(with_body("a" * 250 + "u", bytes(64)))


@pytest.mark.parametrize("signature", ["(u", "a", "u)", "z", "a{vs}", "{su}", "a{s}"])
def test_what_is_no_signature_is_refused(signature: str) -> None:
    with pytest.raises(Malformed):
        read(with_body(signature, bytes(64)))
    with pytest.raises(Malformed):
        read(with_body("v", variant(signature, bytes(64))))


def test_variant_holds_one_value() -> None:
    with pytest.raises(Malformed, match="more than one type"):
        read(with_body("v", variant("uu", bytes(64))))


def test_signature_in_another_type_of_field_is_refused() -> None:
    """A text could be longer than any signature."""
    data = with_body("u", bytes(64))
    at = data.index(b"\x08\1g\0")
    field = b"\x08\1s\0" + (300).to_bytes(4, "little") + b"u" * 300 + b"\0"
    length = (at - 16 + len(field)).to_bytes(4, "little")
    with pytest.raises(Malformed, match="a header field 8 of type s"):
        read(data[:12] + length + data[16:at] + field + bytes(2048))


def test_largest_message_is_read_or_refused_at_once() -> None:
    """As many variants as fit, each with a type of its own to look at."""
    many = b"".join(variant("y", b"\0") for _ in range((MAX_BYTES - 200) // 4))
    data = with_body("av", len(many).to_bytes(4, "little") + many)
    assert len(data) < MAX_BYTES
    began = time.process_time()
    assert len(read(data).body[0]) == len(many) // 4
    assert time.process_time() - began < 5


@given(st.data())
def test_damaged_message_is_refused_or_read(data: st.DataObject) -> None:
    """Whatever comes over the bus, reading ends, and with nothing but Malformed."""
    whole = bytearray(signal(*BIND).serialise(3))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(whole[: data.draw(st.integers(16, len(whole)))])
    with contextlib.suppress(Malformed):
        read(cut)


def test_random_bytes_are_no_message() -> None:
    for _ in range(200):
        with pytest.raises(Malformed):
            read(os.urandom(64))
