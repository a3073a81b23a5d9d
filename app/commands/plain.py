"""Standard output and standard error of a verb: whatever a file, its name or a model says, the terminal is not steered by it."""

from __future__ import annotations

from typing import Any, TextIO, cast

from inference.shown import strip_steering

__all__ = ["plain", "steer"]


class _Plain:
    """A stream that leaves steering characters out; all else is the stream's own."""

    def __init__(self, stream: TextIO) -> None:
        self.bare = stream

    def write(self, text: str) -> int:
        self.bare.write(strip_steering(text))
        return len(text)

    def writelines(self, lines: list[str]) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.bare, name)


def plain(stream: TextIO) -> TextIO:
    """`stream` for foreign words. Line ends and tabs stay."""
    return cast("TextIO", _Plain(stream))


def steer(stream: TextIO, sequence: str) -> None:
    """Write what the terminal is to obey, which is never what somebody else said."""
    getattr(stream, "bare", stream).write(sequence)
