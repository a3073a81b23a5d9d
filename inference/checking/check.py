"""The check itself: each piece of an answer that can be looked up, with what became of that.

Promises an answer for any text, the order of the answer, no piece twice, and time in proportion to the texts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from inference.checking.addresses import Address
from inference.checking.claims import Wanted, find_wanted, in_block
from inference.checking.cues import ADVICE, GENERAL
from inference.checking.folding import fold, wording
from inference.checking.lookup import find
from inference.checking.markup import Answer
from inference.checking.names import Name
from inference.checking.ordinary import of_the_world
from inference.checking.page import Hit, Page
from inference.checking.quotes import Quote, is_typed
from inference.checking.reckoning import Reckoning
from inference.checking.values import IN_QUESTION, Claim, Source, Verdict

__all__ = ["check"]

_MOST = 2_000
"""Pieces of one answer that are looked up. No model writes so many; a text made to be slow has more."""
_STANDARD = 5
"""Characters of the name of a standard."""
_LINE = re.compile(r"[^\s\x1f][^\n]*")
_CODE = re.compile(r"[;{}=]|\w\(|\b(?:def|return|import|if|for|while|function|class|const|let|var|print|select)\b", re.IGNORECASE)
"""What tells a program, which an answer changes, from a text, which it copies."""
_WORD = re.compile(r"[^\W\d_]+")


def check(answer: str, sources: Sequence[Source], question: str = "") -> tuple[Claim, ...]:
    """What `answer` claims about `sources`, looked up in their texts, in order. None where there is no source to look into.

    A piece that is neither found nor reckoned is `not found`; whether it is wrong nobody here knows. A number that stands on the
    page for something else counts as found. What stands in the question, or is the name of a source, is `reckoned`.
    """
    if not sources:
        return ()
    return tuple(_Check(Answer.of(answer), sources, question).claims())


@dataclass(frozen=True)
class _Found:
    """A hit in a source; `meant`: the source is the one the claim is about."""

    source: int
    hit: Hit
    meant: bool


class _Check:
    """One answer against its sources."""

    def __init__(self, answer: Answer, sources: Sequence[Source], question: str) -> None:
        self.answer = answer
        self.sources = sources
        self._hits: dict[Wanted, _Found | None] = {}
        self.pages = [Page(source.text) for source in sources]
        self.said = Page(answer.plain)
        self.asked = Page("\n".join([question, *(source.name for source in sources)]))
        small = frozenset(fold(m[0]) for m in _WORD.finditer(answer.plain) if m[0].islower())
        worldly = not any(of_the_world() & page.words.keys() for page in (*self.pages, self.asked))
        self.small = small.union(self.asked.lowered, *(page.lowered for page in self.pages), of_the_world() if worldly else ())
        self.in_question = frozenset(i for i, source in enumerate(sources) if _is_named(source.name, question))

    def claims(self) -> list[Claim]:
        wanted = find_wanted(self.answer, self.small)[:_MOST]
        direct = [self._direct(one) for one in wanted]
        self.reckoning = Reckoning(self.answer, self.said, self.asked, wanted)
        found = [one for one, claim in zip(wanted, direct, strict=True) if claim]
        self.reckoning.take(found, [one for one, claim in zip(wanted, direct, strict=True) if not claim], self.pages)
        made = [claim or self._indirect(one) for one, claim in zip(wanted, direct, strict=True)]
        if any(claim and claim.verdict == "reckoned" and not before for claim, before in zip(made, direct, strict=True)):
            # What was reckoned may be what an earlier number comes from: "503.80: twelve payments (478.80) and 25.00".
            again = (claim and claim.verdict == "not found" and claim.kind in ("number", "time", "date") for claim in made)
            made = [self._indirect(one) if more else claim for one, claim, more in zip(wanted, made, again, strict=True)]
        blocks = [claim for start, stop in self.answer.blocks for claim in self._block(start, stop)]
        return sorted((claim for claim in [*made, *blocks] if claim), key=lambda claim: claim.start)

    def _direct(self, one: Wanted) -> Claim | None:
        """Found or elsewhere, or in another form, or in the question."""
        if one.entry:
            return self._claim(one, "reckoned", "")
        found = self._find(one)
        if found and found.meant:
            return self._place(one, found)
        if any(find(meant, self.asked) for meant in one.meant):
            return self._claim(one, "reckoned", IN_QUESTION)
        return None

    def _indirect(self, one: Wanted) -> Claim | None:
        """What is left: reckoned, elsewhere, not found; None for what may be no claim at all."""
        if (why := self.reckoning.why(one, [self.pages[i] for i in sorted(self._meant(one))])) is not None:
            return self._claim(one, "reckoned", why)
        if found := self._find(one):
            return self._place(one, found)
        if all(isinstance(meant, Name | Quote) and not meant.firm for meant in one.meant):
            return None
        if any(isinstance(meant, Address) and self._is_advised(meant) for meant in one.meant):
            return None
        if any(isinstance(meant, Quote) and is_typed(meant, self.pages) for meant in one.meant):
            return None
        return self._claim(one, "not found", "")

    def _is_advised(self, meant: Address) -> bool:
        """Whether it is a site or a standard ("WPA2") that the answer speaks of in general."""
        short = meant.form == "reference" and len(meant.text) <= _STANDARD
        sentence = self.answer.plain[slice(*self.answer.sentence(meant.start))]
        return (short or meant.form in ("web", "site")) and bool(GENERAL.search(sentence) or (short and ADVICE.search(sentence)))

    def _find(self, one: Wanted) -> _Found | None:
        """The best hit: in a source that is meant before any other, as it is before in another form."""
        if one in self._hits:
            return self._hits[one]
        meant = self._meant(one)
        hits = [_Found(i, hit, i in meant) for i, page in enumerate(self.pages) for way in one.meant if (hit := find(way, page))]
        self._hits[one] = min(hits, key=lambda found: (not found.meant, found.hit.other), default=None)
        return self._hits[one]

    def _meant(self, one: Wanted) -> frozenset[int]:
        """The sources a claim is about: those its sentence names, else those the question names, else those asked about."""
        if len(self.sources) == 1:
            return frozenset({0})
        start, stop = self.answer.sentence(one.start)
        sentence = self.answer.raw[start:stop]
        named = frozenset(i for i, source in enumerate(self.sources) if _is_named(source.name, sentence))
        return named or self.in_question or frozenset(i for i, source in enumerate(self.sources) if source.asked)

    def _block(self, start: int, stop: int) -> list[Claim]:
        """The lines of a block of code, if it is copied from a source; what the answer writes itself is no claim."""
        text = self.answer.raw[start:stop]
        words = [m[0] for m in _WORD.finditer(text) if len(m[0]) > 1]
        there = sum(any(fold(word) in page.words for page in self.pages) for word in words)
        if there < len(words) * 0.7:
            return []
        lines = [(line[0].rstrip(), start + line.start()) for line in _LINE.finditer(text) if fold(line[0])]
        missing = sum(not self._find(Wanted(at, at + len(line), (Quote(at, at + len(line), line),))) for line, at in lines)
        if missing > 1 and missing * 3 > len(lines) and _CODE.search(text):
            return []
        return [claim for line, at in lines for claim in self._line(line, at)]

    def _line(self, text: str, offset: int) -> list[Claim]:
        whole = Wanted(offset, offset + len(text), (Quote(offset, offset + len(text), text),))
        if found := self._find(whole):
            return [self._place(whole, found)]
        own = bool(_CODE.search(text)) and not any(wording(text) in page.wording for page in self.pages)
        pieces = [(one, self._find(one)) for one in in_block(text, offset)]
        claims = [
            self._place(one, found) if found else self._claim(one, "not found", "")
            for one, found in pieces
            if found or not (own and one.figure)
        ]
        return claims if claims or own else [self._claim(whole, "not found", "")]

    def _place(self, one: Wanted, found: _Found) -> Claim:
        written = self.sources[found.source].text[found.hit.begin : found.hit.end]
        why = " ".join(written.split()) if found.hit.other else ""
        verdict = "elsewhere" if not found.meant else "reckoned" if found.hit.other else "found"
        return self._claim(one, verdict, why, found)

    def _claim(self, one: Wanted, verdict: Verdict, why: str, found: _Found | None = None) -> Claim:
        place = (found.source, found.hit.begin, found.hit.end) if found else (None, None, None)
        return Claim(one.start, one.stop, self.answer.raw[one.start : one.stop], one.kind, verdict, *place, why)


def _is_named(name: str, text: str) -> bool:
    """Whether a text names a source, with the ending of its file or without."""
    stem = name.rpartition(".")[0] or name
    return len(stem) > 2 and stem.casefold() in text.casefold()
