"""A picture as plain pixels, which cross threads and processes."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Pixels"]


@dataclass(frozen=True)
class Pixels:
    """`rgb` holds height x width x 3 bytes."""

    width: int
    height: int
    rgb: bytes = field(repr=False)
