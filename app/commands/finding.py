"""What `hush doctor` says of one thing."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Finding"]


@dataclass(frozen=True)
class Finding:
    """One thing that was tried: whether it works, and what was found or what to do."""

    name: str
    works: bool
    detail: str
