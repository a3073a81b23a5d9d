"""The stop flag: set directly from any thread, read by llama.cpp itself between two operations.

A queued message would wait behind the busy engine. So the flag is one byte of memory: a digit that the C
library's `atoi` reads as the boolean llama.cpp's abort callback wants. No Python runs while tokens are
generated (a Python callback costs about a microsecond, and llama.cpp asks after every operation).
"""

from __future__ import annotations

import ctypes

__all__ = ["StopFlag"]


class StopFlag:
    """Thread-safe: writing one byte is atomic. One flag belongs to one job."""

    def __init__(self) -> None:
        self._digit = ctypes.create_string_buffer(b"0", 2)

    def set(self) -> None:
        self._digit[0] = b"1"

    def clear(self) -> None:
        self._digit[0] = b"0"

    def is_set(self) -> bool:
        return self._digit[0] == b"1"

    @property
    def address(self) -> int:
        """Address of the zero-terminated digit; valid as long as this flag lives."""
        return ctypes.addressof(self._digit)
