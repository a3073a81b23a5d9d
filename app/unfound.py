"""What is said beneath an answer: which of its words were not found in what it is about, else why to doubt it.

The same in the window and on the command line.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.sentences import say

if TYPE_CHECKING:
    from inference.checking.fit import Fit
    from inference.checking.values import Claim, Source

__all__ = ["look_into", "name_kind", "say_doubt"]

_LONGEST = 60_000
"""Characters of all that an answer may be from: more would take seconds."""
_MOST = 6
"""Pieces that are named; of more only how many there are."""
_MOST_WORDS = 3
"""Words of a question that are named."""


def look_into(
    answer: str, asked: Sequence[str], sources: Sequence[Source | None], unsure: float | None
) -> tuple[tuple[Claim, ...], str]:
    """The pieces of `answer` that were looked up in `sources`, and what to say of it as a whole, empty where there is nothing.

    `asked` is what the person has said, the question first; `unsure` as in `Cost`. Where a source could not be read (None), or
    all are too long, nothing is looked up. Takes tens of milliseconds for a page.
    """
    from inference.checking.check import check  # a tenth of a second: the window opens without it
    from inference.checking.fit import find_fit

    read = [source for source in sources if source is not None]
    if len(read) < len(sources) or sum(len(source.text) for source in read) > _LONGEST:
        return (), say_doubt(unsure)
    claims, where = check(answer, read, "\n".join(asked)), name_kind(read)
    if unfound := _say_unfound(claims, where):
        return claims, unfound  # says more than that the model was not sure
    return claims, say_doubt(unsure, find_fit(asked[0], answer, claims, read), where) if unsure is not None else ""


def name_kind(sources: Sequence[Source]) -> str:
    """What a sentence calls those that were asked about: picture, recording, document or files."""
    kinds = {source.kind for source in sources if source.asked}
    if len(kinds) > 1:
        return "files"
    return {"recording": "recording", "document": "document"}.get(next(iter(kinds), "picture"), "picture")


def say_doubt(unsure: float | None, fit: Fit | None = None, where: str = "") -> str:
    """Why an answer is to be doubted, empty if it is not; `fit` None where nothing was looked up."""
    if unsure is None or unsure + (fit.odds if fit else 0.0) <= 0:
        return ""
    if fit and (nowhere := (*fit.names, *fit.things)):
        return str(say("doubted-nowhere", where=where, words=_quote(nowhere[:_MOST_WORDS])))
    if fit and fit.counts:
        return str(say("doubted-counts", where=where, words=_quote([fit.counts])))
    if fit and fit.apart:
        return str(say("doubted-apart", where=where, words=_quote(fit.apart[:_MOST_WORDS])))
    return str(say("doubted"))


def _say_unfound(claims: Sequence[Claim], where: str) -> str:
    missing = list(dict.fromkeys(claim.text for claim in claims if claim.verdict == "not found"))
    if not missing:
        return ""
    named, more = _quote(missing[:_MOST]), len(missing) - _MOST
    return str(
        say("not-found-more", where=where, named=named, more=more) if more > 0 else say("not-found", where=where, named=named)
    )


def _quote(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)
