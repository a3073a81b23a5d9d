"""An answer looked up in what pictures, recordings and documents say: what is said of each number, date, name and quote.

Takes tens of milliseconds for a page, and needs nothing of a window: it is for another thread.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from app import wording
from app.conversation.asked import HearFrom, OpenPage, OpenPicture
from app.conversation.transcript.remarks import Checked, Remark
from app.sentences import say
from app.unfound import look_into, name_kind
from app.values import Attached
from inference.checking.sources import open_document
from inference.checking.values import IN_QUESTION, Claim, Source
from inference.citation import Citation
from inference.conversation import DocumentPart
from inference.recognition.speech import Speech

__all__ = ["Paper", "Read", "Wanted", "look_up"]

_ONE_PAGE = ((1, 0),)
_AROUND = 36
"""Characters before and after what was found that are shown with it."""
_REASONED = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True)
class Paper:
    """A document that was attached: its pages are opened on the other thread. `asked` as in `Source`."""

    part: DocumentPart
    asked: bool
    has_pages: bool
    """More than one, so that a person is told on which."""


@dataclass(frozen=True)
class Read:
    """What something attached says. `begins`: of a document the pages, and where each begins in the text.

    `detail`: of a recording its words with their times, as they are kept; empty where those are not known here. `seen` is None
    for a document, which is shown at the side, by its name.
    """

    source: Source
    seen: Attached | None
    begins: tuple[tuple[int, int], ...] = ()
    detail: str = field(default="", repr=False)


@dataclass(frozen=True)
class Wanted:
    """An answer, by the index of its entry, and what it may be about; `asked` is what the person has said, the question first.

    `unsure` as in `Cost`.
    """

    entry: int
    answer: str
    asked: tuple[str, ...]
    read: tuple[Read | Paper, ...]
    unsure: float | None = None


def look_up(wanted: Wanted) -> Checked:
    """What is said of the pieces of the answer; nothing where a document it may be from cannot be read whole."""
    opened = [_open(one) if isinstance(one, Paper) else one for one in wanted.read]
    reads = [one for one in opened if one is not None]
    claims, unfound = look_into(wanted.answer, wanted.asked, [one and one.source for one in opened], wanted.unsure)
    where = name_kind([read.source for read in reads])
    remarks = tuple(remark for claim in claims if (remark := _make_remark(claim, wanted.entry, reads, where)) is not None)
    return Checked(remarks, unfound)


def _open(paper: Paper) -> Read | None:
    opened = open_document(paper.part, asked=paper.asked)
    return Read(opened.source, None, opened.begins if paper.has_pages else _ONE_PAGE) if opened else None


def _make_remark(claim: Claim, entry: int, reads: Sequence[Read], where: str) -> Remark | None:
    """None where there is nothing to say: the number of an item of a list."""
    if claim.verdict == "not found":
        return Remark(claim.start, claim.stop, str(say("remark-missing", where=where)), missing=True)
    if claim.source is None or claim.begin is None or claim.end is None:
        words = _say_reckoned(claim)
        return Remark(claim.start, claim.stop, words) if words else None
    read = reads[claim.source]
    words = _say_place(read, claim.begin, claim.end)
    if claim.verdict == "elsewhere":
        words = str(say("remark-elsewhere", place=words))
    elif claim.verdict == "reckoned":
        words = str(say("remark-other-form", place=words))
    return Remark(claim.start, claim.stop, words, wish=_make_wish(entry, read, claim.begin, claim.end))


def _say_reckoned(claim: Claim) -> str:
    why = claim.why
    if why == IN_QUESTION:
        return str(say("remark-asked"))
    sum_of_its_own = bool(why) and _REASONED.search(why) is None and why != claim.text
    return str(say("remark-reckoned", how=f"{why} = {claim.text}" if sum_of_its_own else why)) if why else ""


def _say_place(read: Read, begin: int, end: int) -> str:
    """In what it stands, where in that, and the words around it."""
    name, line = read.source.name, _quote_line(read.source.text, begin, end)
    if read.begins != _ONE_PAGE and (page := _find_page(read, begin)) is not None:
        return str(say("remark-page", name=name, page=page, line=line))
    seconds = _find_second(read, begin, end)
    if seconds is not None:
        return str(say("remark-heard", name=name, time=wording.duration(int(seconds)), line=line))
    return str(say("remark-seen", name=name, line=line))


def _make_wish(entry: int, read: Read, begin: int, end: int) -> OpenPicture | OpenPage | HearFrom | None:
    if read.source.kind == "picture" and read.seen is not None:
        return OpenPicture(read.seen, begin, end)
    if (page := _find_page(read, begin)) is not None:
        return OpenPage(entry, Citation(read.source.name, (page,), read.source.text[begin:end]))
    second = _find_second(read, begin, end)
    return HearFrom(read.seen, second) if second is not None and read.seen is not None else None


def _find_page(read: Read, begin: int) -> int | None:
    if not read.begins:
        return None
    return read.begins[bisect_right([place for _, place in read.begins], begin) - 1][0]


def _find_second(read: Read, begin: int, end: int) -> float | None:
    if not read.detail:
        return None
    try:
        return _read_speech(read.detail).times(begin, end)[0]
    except (KeyError, TypeError, ValueError, IndexError):
        return None


@lru_cache(maxsize=8)
def _read_speech(detail: str) -> Speech:
    return Speech.from_json(json.loads(detail))


def _quote_line(text: str, begin: int, end: int) -> str:
    """The line on which it stands, of a long one what is near."""
    first, last = text.rfind("\n", 0, begin) + 1, text.find("\n", end)
    last = len(text) if last < 0 else last
    near, far = max(first, begin - _AROUND), min(last, end + _AROUND)
    while first < near < begin and not text[near - 1].isspace():
        near += 1
    while end < far < last and not text[far].isspace():
        far -= 1
    words = " ".join(text[near:far].split())
    return ("…" if near > first else "") + words + ("…" if far < last else "")
