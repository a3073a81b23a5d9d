"""Documents of many scanned pages: how many are read without being asked for, and which a model is given that cannot see."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.documents.pages import pages_called
from app.recognition.known import Known
from app.sentences import say
from app.values import Attached
from inference.recognition import AT_ONCE
from inference.sentences import Sentence

__all__ = ["ScanRead", "narrow", "tell_how_far", "tell_narrowed"]

FEW = 10
"""Of so many it is not worth saying how far it is."""


@dataclass(frozen=True)
class ScanRead:
    """How far the reading of a document is: a sentence that names what is not read, and what can be done about it."""

    said: str = ""
    may_stop: bool = False
    may_go_on: bool = False


def tell_how_far(seen: Attached, known: Known | None) -> ScanRead:
    """What there is to say of a document with many scanned pages; nothing of others, and of one that is read whole."""
    read = {text.page for text in known.texts} if known is not None else set[int]()
    left = tuple(page for page in seen.scanned if page not in read)
    if known is None or len(seen.scanned) <= FEW or not left:
        return ScanRead()
    so_far = f"{len(seen.scanned) - len(left):,} of {len(seen.scanned):,} scanned pages are read"
    if known.state == "reading":
        return ScanRead(f"{so_far}.", may_stop=True)
    return ScanRead(f"{so_far}. Not read: {pages_called(left)}.", may_go_on=True)


def narrow(seen: Attached, known: Known | None) -> Attached:
    """A document as a model is given it that cannot see: without the scanned pages that are not going to be read. Those are the
    ones after the first AT_ONCE, where nobody has chosen its pages, and where reading was stopped or failed those left."""
    part, scanned = seen.part, sorted(seen.scanned)
    if part.kind != "document":
        return seen
    if known is not None and (known.state == "stopped" or (known.state == "failed" and known.texts)):
        left = set(scanned) - {text.page for text in known.texts}
        pages = tuple(page for page in part.pages or range(1, seen.pages + 1) if page not in left)
    elif part.pages is None and len(scanned) > AT_ONCE:
        pages = tuple(range(1, scanned[AT_ONCE]))
    else:
        return seen
    return replace(seen, part=replace(part, pages=pages)) if pages and pages != part.pages else seen


def tell_narrowed(less: Attached, known: Known | None) -> Sentence:
    """Which pages of it are given to the model after `narrow`, and why not the others."""
    given = less.part.pages if less.part.kind == "document" else None
    ended = known is not None and known.state in ("stopped", "failed")
    pages = pages_called(given or ())
    return say("scan-partly-read" if ended else "scan-narrowed", name=less.part.name, pages=pages, count=less.pages)
