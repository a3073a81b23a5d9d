"""What is known of the text of an attachment, and the attachment with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from app.values import Attached
from inference.history.values import Recognised

__all__ = ["Known", "with_text"]


@dataclass(frozen=True)
class Known:
    """What is known of a content: the texts of its pages, or what has been heard until now; and whether more comes.

    `problem` says why there is no text where it could not be read. `again`: a recording is written down once more; the texts are
    the old ones until the new one is whole, and stay where it fails, with the `problem`.
    """

    state: Literal["reading", "read", "failed", "stopped"]
    texts: tuple[Recognised, ...] = ()
    problem: str = ""
    again: bool = False


def with_text(seen: Attached, texts: Iterable[Recognised]) -> Attached:
    """`seen` with what was read in it: what a model is given that cannot see or hear."""
    part, pages = seen.part, {text.page: text.text for text in texts}
    if part.kind == "document":
        return replace(seen, part=replace(part, texts=tuple(sorted(pages.items()))))
    return replace(seen, part=replace(part, text=pages[0])) if 0 in pages else seen
