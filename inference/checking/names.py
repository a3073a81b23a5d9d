"""Names of people, firms, places and things in an answer, and where a text has them.

A word with a capital is a name if it is no ordinary word and does not only begin a sentence. Where that cannot be told (nouns in
German, the first word of a sentence) the name is `firm=False`: it is worth saying that it was found, not that it was not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from inference.checking.folding import fold, unspaced
from inference.checking.language import is_small, language_of
from inference.checking.markup import Answer
from inference.checking.ordinary import is_ordinary, looks_ordinary
from inference.checking.page import Hit, Page

__all__ = ["Name", "find_name", "names"]

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+|[-&][^\W\d_]+)*|[^\W_]+")
_POSSESSIVE = re.compile(r"['’](?:s|S)?$|['’](?:ll|re|ve|d|m|t)$")
_PARTICLES = frozenset("de da del della der den di du la le van von vom zu zum zur al el bin ibn ten ter y e".split())
_LEGAL = frozenset("Ltd Inc LLC LLP Corp Co GmbH AG KG SE SA SAS SARL Srl SpA SL BV NV AB AS Oy Plc PLC".split())
"""Behind such a word all before it is the name of a firm."""
_TITLES = frozenset("Herr Herrn Frau Mr Mrs Ms Miss Monsieur Madame Señor Señora Signor Signora Prof".split())
"""What begins a name: "wegen der Schnecken Herr Wellmann"."""
_ADDRESSED = frozenset("Ihr Ihre Ihren Ihrem Ihrer Ihres Ihnen Sie I You We He She They It My Your Our".split())
"""What has a capital and is in no name."""
_SMALL = re.compile(r"-[^\W\d_A-ZÀ-Þ][^\W\d_]*$")
_ARTICLES = frozenset(("der", "den"))
_GAP = re.compile(r"[ \u00a0\x1f]{1,3}|\. ?|, (?=(?:Inc|Ltd|LLC|GmbH)\b)|[ ]?& ?")
_FOREIGN = re.compile(r"[^\W\d_\x00-\u024f](?:[^\x00-\u024f \n]|(?<=\w) (?=[^\W\d_\x00-\u024f])){0,80}")
_CAPITALS_EVERYWHERE = frozenset({"de"})
_NO_ARTICLE = re.compile(
    r"\b(?:von|nach|namens|heißt|Herrn?|Frau|Dr\.|Prof\.|Firma|Familie|Kollegin|Kollege|Kundin"
    r"|Kunde|Absender|Autor)[ :]+$"
)
_DOES = re.compile(
    r"['’]s\b|[\s*_]{1,4}(?:and [A-Z]|(?:also |then |still |now )?(?:will|has (?:an?|already|been|booked|added)|wants?|says?|said"
    r"|wrote|writes|asks?|asked|sent|sends|told|tells|paid|pays|owes|joined|agree[sd]|suggest\w*|repl\w+|call(?:s|ed)|bring\w*"
    r"|brought|sign(?:s|ed)|works?|worked|lives?|lived|plays?|played|bought|took|gave|scored|picks|picked|mention\w*|confirm\w*"
    r"|thank\w*|help(?:s|ed)|arrive[sd]|leaves|left|comes|came|goes|went|meets|met|starts|started|gets|got|takes"
    r"|gives|explain(?:s|ed)|introduce[sd]"
    r"|leads|led|manage[sd]|attend(?:s|ed)|needs|runs|ran|wins|won|loses|lost|earn(?:s|ed)|receive[sd]|notes|noted"
    r"|recommend(?:s|ed)|is (?:the|a|an) [a-z]"
    r"|offer\w*|report\w*|booked|ordered|closed|thinks|knows)\b)"
)
_EXAMPLE = re.compile(
    r"\b(?:for example|for instance|e\.g|such as|zum Beispiel|z\. ?B|par exemple|por ejemplo|per esempio"
    r"|tools? like|apps? like)\b",
    re.IGNORECASE,
)
"""What an answer has from the world to name it beside what is on the page."""
_GOES_ON = re.compile(r"[\s*_]{1,4}[a-z]{2,}|,? (?:who|and)\b")
"""What stands behind the first word of a sentence, and does not behind a label."""
_NEAR = 100
"""Characters within which the words of one name stand, a line of a form or a row of a table apart at most."""
_BESIDE = 4
_ENDS, _BEGINS = re.compile(r"([^\W\d_]{2,}),? ?$"), re.compile(r",? ?([^\W\d_]{2,})")
_PLACES = 12
_LONG, _LAST = 6, 5
"""Letters of a word that may be abbreviated, and those of its end, one of which ends the abbreviation."""
_LONGEST = 12
"""Words of one name."""


@dataclass(frozen=True)
class Name:
    """`words` are its parts without titles, from `start` to before `stop`."""

    start: int
    stop: int
    text: str
    words: tuple[str, ...]
    firm: bool


@dataclass(frozen=True)
class _Word:
    start: int
    stop: int
    text: str
    begins: bool


def names(answer: Answer, plain: str, said: frozenset[str]) -> Iterator[Name]:
    """Those of an answer in `plain`, its text but for what is taken; `said` are words that stand somewhere in small letters."""
    run: list[_Word] = []
    for found in _WORD.finditer(plain):
        word = _word(found, answer)
        if run and (len(run) == _LONGEST or not _are_joined(plain, run[-1], word)):
            yield from _names(run, answer, plain, said)
            run = []
        if word.text in _ADDRESSED and not word.begins:
            yield from _names(run, answer, plain, said)
            run = []
        elif run and word.text in _TITLES:
            yield from _names(run, answer, plain, said)
            run = [word]
        elif _has_capital(word.text) or (run and _links(run[-1], word)):
            run.append(word)
        elif run:
            yield from _names(run, answer, plain, said)
            run = []
    yield from _names(run, answer, plain, said)
    yield from _foreign(plain)


def find_name(name: Name, page: Page) -> Hit | None:
    """Where its words stand near each other, in any order. Those of an ordinary kind may stand anywhere."""
    if place := page.letters.find(fold("".join(name.words))):
        return Hit(*place)
    places = [page.places(word) or _find_inflected(word, page) or _find_short(word, page) for word in name.words]
    if not all(places):
        return _acronym(name, page) or _spell_out(name, page)
    if (hit := _near(places, page)) is not None:
        return hit
    proper = [found for word, found in zip(name.words, places, strict=True) if not is_ordinary(word)]
    return _near(proper, page) if proper and len(proper) < len(places) else Hit(*places[0][0]) if not proper else None


def _word(found: re.Match[str], answer: Answer) -> _Word:
    text = _POSSESSIVE.sub("", found[0])
    return _Word(found.start(), found.start() + len(text), text, answer.begins(found.start()))


def _has_capital(text: str) -> bool:
    """No digit, and no small letter behind a hyphen: Right-click is a word."""
    return any(c.isupper() or c.istitle() for c in text) and not any(c.isdigit() for c in text) and not _SMALL.search(text)


def _links(before: _Word, word: _Word) -> bool:
    """Whether a small word goes on with a name: von der Tann; in "Kartoffeln der Sorte" it does not."""
    return word.text in _PARTICLES and (word.text not in _ARTICLES or before.text in ("von", "van", "vom", "de"))


def _are_joined(plain: str, before: _Word, after: _Word) -> bool:
    gap = plain[before.stop : after.start]
    if gap.startswith("."):
        return len(before.text) == 1 and bool(_GAP.fullmatch(gap))
    return bool(_GAP.fullmatch(gap))


def _names(run: Sequence[_Word], answer: Answer, plain: str, said: frozenset[str]) -> Iterator[Name]:
    """The name that words with capitals are, without ordinary ones at its ends."""
    held = list(run)
    while held and held[-1].text not in _LEGAL:
        if held[-1].text not in _PARTICLES and (len(held) == 1 or not is_ordinary(held[-1].text)):
            break
        held.pop()
    while held and len(held) > 1 and is_ordinary(held[0].text) and held[-1].text not in _LEGAL:
        held.pop(0)
    if not held or (len(held) == 1 and held[0].begins and (held[0].text in _ADDRESSED or is_small(held[0].text))):
        return
    words = tuple(part for word in held for part in _parts(word.text) if len(fold(part)) > 1 and part not in _PARTICLES)
    if words:
        start, stop = held[0].start, held[-1].stop
        yield Name(start, stop, plain[start:stop], words, _is_firm(held, run[-1].stop, answer, plain, said))


def _parts(text: str) -> list[str]:
    """Of a double name both; of O'Brien the whole."""
    return [part for part in re.split(r"[-&]", text) if part]


def _is_firm(held: Sequence[_Word], stop: int, answer: Answer, plain: str, said: frozenset[str]) -> bool:
    """`stop` is where the words with capitals end, ordinary ones included: Pine may be a name behind another."""
    proper = [
        word
        for word in held
        if not all(map(is_ordinary, _parts(word.text))) and fold(word.text) not in said and word.text not in _PARTICLES
    ]
    if not proper:
        return len(held) > 1 and held[-1].text in _LEGAL
    language = language_of(answer.plain[slice(*answer.sentence(held[0].start))], language_of(answer.plain))
    if language in _CAPITALS_EVERYWHERE:
        if len(held) > 1:
            return len(proper) > 1 and not any(looks_ordinary(word.text) for word in proper)
        before = plain[max(0, proper[0].start - 16) : proper[0].start]
        return bool(_NO_ARTICLE.search(before)) and not looks_ordinary(proper[0].text)
    if _EXAMPLE.search(plain, answer.sentence(held[0].start)[0], held[0].start):
        return False
    if len(held) == 1 and held[0].begins:
        named = answer.is_value(held[0].start, held[0].stop)
        does = not named and (_DOES.match(plain, stop) or _GOES_ON.match(plain, stop)) and not looks_ordinary(held[0].text)
        return language == "en" and bool(named or does)
    return True


def _foreign(plain: str) -> Iterator[Name]:
    """Words of another script in an answer that is written in Latin letters: they are quoted, whoever left out the marks."""
    if sum(map(unspaced, plain)) * 3 > len(plain.strip()):
        return
    for found in _FOREIGN.finditer(plain):
        text = found[0]
        if not _has_capital(text) and any(map(str.isalpha, text)) and fold(text) and text.upper() == text == text.lower():
            yield Name(found.start(), found.end(), text, (text,), firm=len(text) < 40)


def _near(places: Sequence[Sequence[tuple[int, int]]], page: Page) -> Hit | None:
    """The first place where one of each stand near the rarest: side by side, or none of them beside another name."""
    rarest = min(places, key=len)
    for begin, end in rarest[:_PLACES]:
        spans = [(begin, end)]
        for found in places:
            close = [place for place in found if abs(place[0] - begin) <= _NEAR]
            if found is not rarest and not close:
                break
            if found is not rarest:
                spans.append(min(close, key=lambda place: abs(place[0] - begin)))
        else:
            spans.sort()
            beside = all(b[0] - a[1] <= _BESIDE for a, b in pairwise(spans))
            if beside or all(_is_alone(span, page.text) for span in spans):
                return Hit(spans[0][0], max(b for _, b in spans))
    return None


def _is_alone(span: tuple[int, int], text: str) -> bool:
    """Whether no other name stands right beside a word: first and last name of two people make no third."""
    before = _ENDS.search(text[max(0, span[0] - 30) : span[0]])
    after = _BEGINS.match(text[span[1] : span[1] + 30])
    return not any(found and found[1][0].isupper() and not is_ordinary(found[1]) for found in (before, after))


def _find_inflected(word: str, page: Page) -> list[tuple[int, int]]:
    """Where a Slavic or Greek name stands in another case: the same but for its last letters."""
    stem = fold(word)
    if word.isascii() or len(stem) < 4 or not word[0].isupper() or not (0x0370 <= ord(word[0]) <= 0x052F):
        return []
    cut = stem[: max(3, len(stem) - 2)]
    return [place for said, found in page.words.items() if said.startswith(cut) and len(said) <= len(stem) + 3 for place in found]


def _find_short(word: str, page: Page) -> list[tuple[int, int]]:
    """Where an abbreviation of a long word stands: Hbf, Utd., Dept."""
    said = fold(word)
    if len(said) < _LONG:
        return []
    return [
        place
        for short, found in page.short.get(said[0], ())
        if len(short) * 2 <= len(said) and short[-1] in said[-_LAST:] and _is_within(short, said)
        for place in found
    ]


def _is_within(short: str, word: str) -> bool:
    """Whether all letters of the one stand in the other, in order."""
    letters = iter(word)
    return all(letter in letters for letter in short)


def _spell_out(name: Name, page: Page) -> Hit | None:
    """Where the first letters of its words stand as a word of capitals: HDR, "High Dynamic Range"."""
    firsts = "".join(word[0] for word in name.words)
    found = page.words.get(fold(firsts), ()) if len(firsts) > 1 else ()
    return next((Hit(a, b, other=True) for a, b in found if page.text[a:b].isupper()), None)


def _acronym(name: Name, page: Page) -> Hit | None:
    """Where the words stand that a short name's letters begin: VAT, "value added tax"."""
    text = name.words[0]
    if len(name.words) > 1 or not text.isupper() or len(text) < 3:
        return None
    at = page.initials.text.find(fold(text))
    return Hit(page.initials.origins[at], page.initials.origins[at + len(text) - 1] + 1, other=True) if at >= 0 else None
