"""The stop flag: set directly from any thread, read by llama.cpp itself between two operations.

A queued message would wait behind the busy engine. So the flag is text in memory that is empty until it is set: its length,
0 or 1, as the C library's `strlen` finds it, is the boolean llama.cpp's abort callback wants. No Python runs while tokens are
generated: a Python callback costs about a microsecond, `strlen` some nanoseconds, and llama.cpp asks after every operation.
"""

from __future__ import annotations

import ctypes

__all__ = ["StopFlag"]


class StopFlag:
    """Thread-safe: writing one byte is atomic. One flag belongs to one job."""

    def __init__(self) -> None:
        self._text = ctypes.create_string_buffer(2)

    def set(self) -> None:
        self._text[0] = b"1"

    def clear(self) -> None:
        self._text[0] = b"\0"

    def is_set(self) -> bool:
        return bool(self._text.value)

    @property
    def address(self) -> int:
        """Address of the zero-terminated text; valid as long as this flag lives."""
        return ctypes.addressof(self._text)
