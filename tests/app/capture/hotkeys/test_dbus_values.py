"""Messages as bytes: what we write Qt reads, what Qt writes we read, and what is no message is refused."""

from __future__ import annotations

import contextlib
import os
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.capture.hotkeys.dbus_values import CALL, SIGNAL, Malformed, Message, Variant, length_of, read, write

SHORTCUTS = [("talk", {"description": Variant("s", "Höld"), "count": Variant("u", 7)}), ("capture", {})]
BIND = Message(CALL, serial=3, path="/a/b", interface="x.Y", member="Bind", destination="d.e", signature="oa(sa{sv})sa{sv}")


def plain(value: Any) -> Any:
    """As reading gives it: variants are their values."""
    if isinstance(value, Variant):
        return plain(value.value)
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    return type(value)(plain(inner) for inner in value) if isinstance(value, list | tuple) else value


def test_nested_values_are_what_the_specification_says() -> None:
    """By hand: the array's length does not count the padding before its first structure."""
    body = ("/o", [("k", {"n": Variant("y", 1)})], "", {})
    data = write(replace(BIND, body=body))
    at = len(data) - int.from_bytes(data[4:8], "little")
    expected = (
        b"\x02\0\0\0/o\0" + b"\0"  # the path, and padding to the array's length
        b"\x1a\0\0\0" + b"\0\0\0\0"  # 26 bytes of array, after padding to its structure at 16
        b"\x01\0\0\0k\0" + b"\0\0"  # the string, and padding to the inner array's length
        b"\x0a\0\0\0" + b"\0\0\0\0"  # 10 bytes of entries, after padding to the entry at 32
        b"\x01\0\0\0n\0" + b"\x01y\0" + b"\x01"  # key, the variant's signature, its value
    )
    assert data[at : at + len(expected)] == expected
    assert read(data).body == plain(body)


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
        ("a{sv}", {"a": Variant("ai", [1, -1])}),
        ("a(sa{sv})", SHORTCUTS),
        ("(yt)", (1, 2)),
        ("aax", [[1], []]),
        ("v", Variant("v", Variant("g", "a{sv}"))),
    ],
)
def test_written_and_read_again(signature: str, value: Any) -> None:
    message = Message(SIGNAL, serial=9, path="/p", interface="i.i", member="M", signature=f"y{signature}", body=(1, value))
    assert read(write(message)) == replace(message, body=(1, plain(value)))
    assert length_of(write(message)) == len(write(message))


@pytest.mark.parametrize("body", [("/o", [], ""), ("/o", [("k",)], "", {}), (3, [], "", {}), ("/o", [], "", {"a": "b"})])
def test_values_that_do_not_fit_are_refused(body: tuple[Any, ...]) -> None:
    with pytest.raises(Malformed):
        write(replace(BIND, body=body))


def test_enormous_message_is_refused() -> None:
    with pytest.raises(Malformed, match="a message of"):
        length_of(b"l\1\0\1" + (2**31).to_bytes(4, "little") + bytes(8))
    assert length_of(b"l\1\0\1") is None


@given(st.data())
def test_damaged_message_is_refused_or_read(data: st.DataObject) -> None:
    """Whatever comes over the bus, reading ends, and with nothing but Malformed."""
    whole = bytearray(write(replace(BIND, body=("/o", SHORTCUTS, "", {}))))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(whole[: data.draw(st.integers(16, len(whole)))])
    with contextlib.suppress(Malformed):
        read(cut)


def test_random_bytes_are_no_message() -> None:
    for _ in range(200):
        with pytest.raises(Malformed):
            read(os.urandom(64))
