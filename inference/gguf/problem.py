"""What is wrong with a model file, in words for the person who chose it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["REDOWNLOAD", "Problem", "byte_size", "warning"]

REDOWNLOAD = "Download it again."


@dataclass(frozen=True)
class Problem:
    """`what` is wrong and what to do about it. A warning is no reason to refuse the file."""

    what: str
    advice: str = ""
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        return f"{self.what} {self.advice}".strip()


def warning(what: str, advice: str = "") -> Problem:
    return Problem(what, advice, "warning")


def byte_size(count: int) -> str:
    """Bytes as a person reads them, in decimal units as shops and download pages use."""
    for unit, name in ((10**9, "GB"), (10**6, "MB")):
        if count >= unit:
            return f"{count / unit:.2f} {name}"
    return f"{count:,} bytes"
