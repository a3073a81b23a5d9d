"""What crosses between a process and its child: JSON with bytes in it, one frame after another.

A frame is a JSON pair (kind, value) and the bytes that stand in it: `call` to the child, with ["package.module:function",
arguments]; `told`, `returned` and `raised` from it.
"""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import IO, Any

from inference import errors
from inference.sentences import Sentence

__all__ = ["frame", "raised", "raised_again", "read_frame"]

_HEAD = struct.Struct(">IQ")
"""Length of the JSON text, and of the bytes behind it."""
_BYTES = "\0bytes"


def frame(kind: str, value: Any) -> bytes:
    """A message as it is written. Raises TypeError for what JSON cannot say, bytes excepted; a Path becomes its text."""
    blobs: list[bytes] = []

    def other(thing: object) -> object:
        if isinstance(thing, bytes):
            blobs.append(thing)
            return {_BYTES: len(thing)}
        if isinstance(thing, Path):
            return str(thing)
        raise TypeError(f"{type(thing).__name__} does not cross to another process")

    text = json.dumps([kind, value], default=other).encode()
    return b"".join((_HEAD.pack(len(text), sum(map(len, blobs))), text, *blobs))


def read_frame(stream: IO[bytes], *, most: int) -> tuple[str, Any] | None:
    """The next message of at most so many bytes; None at the end. Raises ValueError for nonsense."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    text_length, bytes_length = _HEAD.unpack(head)
    if text_length + bytes_length > most:
        raise ValueError("the message is too long")
    text, blobs, at = stream.read(text_length), stream.read(bytes_length), 0

    def whole(thing: dict[str, Any]) -> object:
        nonlocal at
        if thing.keys() != {_BYTES}:
            return thing
        start, at = at, at + int(thing[_BYTES])
        return blobs[start:at]

    kind, value = json.loads(text, object_hook=whole)
    return str(kind), value


def raised(error: errors.HushError) -> tuple[str, str, str]:
    """The value that says in a frame which error this is."""
    return type(error).__name__, error.what, error.advice


def raised_again(said: Any) -> errors.HushError:
    """The error that such a value says; EngineFault where it is nonsense."""
    match said:
        case [str(kind), str(what), str(advice)]:
            found: Any = getattr(errors, kind, None)
            if isinstance(found, type) and issubclass(found, errors.HushError):
                error = found.__new__(found)  # some take other arguments than a sentence
                errors.HushError.__init__(error, Sentence(what, advice))
                return error
        case _:
            pass
    return errors.EngineFault("child-nonsense")
