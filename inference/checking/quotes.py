"""Quoted words of an answer, and where a text has them: word for word, but for what a recogniser gets wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inference.checking.figures import figures
from inference.checking.folding import fold, misread
from inference.checking.markup import Answer, Span
from inference.checking.ordinary import are_two, is_ordinary
from inference.checking.page import Hit, Page

__all__ = ["Quote", "find_quote", "is_typed", "quotes"]

_QUOTES = re.compile(
    r"“([^“”\n]{1,800})”|(?<![^\W_])\"(?!\s)([^\"\n]{1,800})\"(?![^\W_])|„([^„“”\n]{1,800})[“”]|«([^«»\n]{1,800})»"
    r"|»([^«»\n]{1,800})«"
    r"|‘([^‘’\n]{1,400}(?:’[^\W_][^‘’\n]{0,400})*)’(?![^\W_])"
    r"|(?<![^\W_])'(?!\s)([^'\n]{1,400}(?:(?<=[^\W_])'(?=[^\W_])[^'\n]{1,400}){0,4})'(?![^\W_])"
    r"|‹([^‹›\n]{1,400})›|「([^「」\n]{1,400})」|『([^『』\n]{1,400})』|《([^《》\n]{1,400})》"
)
_MEANING = re.compile(
    r"(?:\b(?:means?|meaning|translat\w+(?: to| as| roughly)*|in English(?: as)?|so-called|i\.e\.?|known as"
    r"|bedeutet|heißt auf Deutsch|sogenannte\w?|auf Deutsch|signifie|veut dire|en français)|→)[\s,:*]*$"
)
_EXPLAINED = re.compile(
    r"\b(?:stands for|(?:is )?short for|abbreviat\w+|pronounced|translat\w+|roughly means"
    r"|steht für|ausgesprochen|bedeutet|prononce|signifie)\b"
    r"[^.!?\n]{0,80}$",
    re.IGNORECASE,
)
"""Behind such words stands what the answer says of its own."""
_PROPOSED = re.compile(
    r"\b(?:run|running|type|enter|execute|try|use|using|command|install|via|add|set|change|replace|with|to|insert"
    r"|put|call|press|hit"
    r"|shortcut|such as|like|e\.g\.|for example|example|Beispiel|exemple|ejemplo|instead of|could|would|should|can"
    r"|might|may|returns?|prints?|results? in|becomes?"
    r"|führe|gib|tippe|mit|nutze|verwende|installiere|drücke|kann|könnte|z\. ?B\.|tape[zr]?|exécute[zr]?"
    r"|utilise[zr]?|ajoute[zr]?)\b[^.!?\n]*$",
    re.IGNORECASE,
)
_CLICKED = re.compile(
    r"\b(?:click(?:ing)?|press|select|choose|go to|open|tap|navigate to|right-click|switch to|look at|look for|scroll"
    r"|locate|enable|disable|toggle"
    r"|klicke\w*|wähle\w*|öffne\w*|gehe\w* zu|clique[zr]?|ouvre[zr]?|sélectionne[zr]?|haz clic|pulsa|abre|selecciona)"
    r"\b[^.!?\n]{0,80}$",
    re.IGNORECASE,
)
_KEYS = re.compile(
    r"(?:(?:Ctrl|Control|Strg|Alt|AltGr|Option|Shift|Umschalt|Maj|Win|Windows|Cmd|Command|Super|Fn|⌘|⌥|⇧"
    r"|⊞)\b ?[+-] ?){1,3}[\w↑↓←→]{1,12}"
    r"|F\d{1,2}|Esc|Enter|Return|Tab|Del(?:ete)?|Backspace",
    re.IGNORECASE,
)
_COMMAND = re.compile(
    r"(?:[$#>] )?(?:sudo|apt|apt-get|dnf|yum|pacman|brew|pip3?|npm|npx|yarn|git|docker|kubectl|systemctl|journalctl"
    r"|cd|ls|cat|grep|find|df|du"
    r"|rm|cp|mv|mkdir|chmod|chown|ssh|scp|curl|wget|tar|top|htop|ps|kill|free|uptime|mount|umount|fsck|diskutil"
    r"|chkdsk|sfc|dism|ipconfig"
    r"|ifconfig|ping|netstat|python3?|node|cargo|make|powershell|winget|choco|ncdu|lsblk|export|echo|vim|nano|less"
    r"|tail|head|sort)"
    r"(?: \S.*)?"
)
_REACH = 160
"""Characters before a piece of code within which its sentence may propose it."""
_WORD = re.compile(r"[^\W_]+")
_ELLIPSIS = re.compile(r"\s*(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s*")
_ANCHORS, _STARTS = 5, 6


@dataclass(frozen=True)
class Quote:
    """The characters inside the marks, from `start` to before `stop`. `firm`: unless the answer itself proposes to type it.

    Keys to be pressed and commands of a shell are proposed, whatever the words around them, where a page has none of the kind.
    """

    start: int
    stop: int
    text: str
    firm: bool = True
    shown: bool = False
    """Whether the words before it say to click it."""


def quotes(answer: Answer) -> Iterator[Quote]:
    """What stands in quotation marks or as code; not what a quoted word is said to mean."""
    for start, stop in answer.code:
        begin = max(answer.sentence(start)[0], start - _REACH)
        yield from _trim(answer.raw, start, stop, firm=not _PROPOSED.search(answer.plain, begin, start))
    for found in _QUOTES.finditer(answer.plain):
        group = found.lastindex or 1
        before = answer.plain[max(0, found.start() - _REACH) : found.start()]
        if not _MEANING.search(before) and not _EXPLAINED.search(before):
            yield from _trim(answer.raw, *found.span(group), shown=bool(_CLICKED.search(before)))


def find_quote(text: str, page: Page) -> Hit | None:
    """Where a page has these words in this order; of what is cut by "…" each part in turn. No digit may differ."""
    places: list[Span] = []
    for part in filter(fold, _ELLIPSIS.split(text)):
        place = page.letters.find(fold(part)) or _nearly(part, page)
        if place is None:
            return None
        places.append(place)
    return Hit(min(a for a, _ in places), max(b for _, b in places)) if places else None


def is_typed(quote: Quote, pages: Sequence[Page]) -> bool:
    """Whether it is a key or a command that no page has one like: "Ctrl+S", `git push`."""
    if _KEYS.fullmatch(quote.text):
        return True
    if quote.shown and all(is_ordinary(word) for word in _WORD.findall(quote.text)):
        return True
    first = _WORD.search(quote.text)
    if not first or not _COMMAND.fullmatch(quote.text):
        return False
    return not any(fold(first[0]) in page.words for page in pages)


def _trim(raw: str, start: int, stop: int, *, firm: bool = True, shown: bool = False) -> Iterator[Quote]:
    text = raw[start:stop]
    left, right = len(text) - len(text.lstrip(" *_")), len(text) - len(text.rstrip(" *_.,;:!?"))
    if fold(text) and left + right < len(text):
        yield Quote(start + left, stop - right, text[left : len(text) - right], firm, shown)


def _nearly(text: str, page: Page) -> Span | None:
    """One letter of each longer word may differ. Tried from where one of the words stands."""
    words = [(m[0], fold(m[0])) for m in _WORD.finditer(text)]
    if len(words) < 2:
        places = page.places(words[0][0]) if words else []
        return places[0] if places else None
    anchors = sorted(range(len(words)), key=lambda i: -len(words[i][1]))[:_ANCHORS]
    whole = page.letters.text
    for anchor in anchors:
        ahead = sum(len(word) for _, word in words[:anchor])
        at = whole.find(words[anchor][1])
        for _ in range(_STARTS):
            if at < 0:
                break
            for start in (at - ahead, at - ahead - 1, at - ahead + 1, at - ahead - 2, at - ahead + 2):
                if start >= 0 and (end := _walk(words, whole, start)):
                    place = page.letters.origins[start], page.letters.origins[end - 1] + 1
                    there = page.text[place[0] : place[1]]
                    if _same_numbers(text, there) and _same_words(text, there):
                        return place
            at = whole.find(words[anchor][1], at + 1)
    return None


def _walk(words: list[tuple[str, str]], whole: str, start: int) -> int:
    """Where the words end if they stand one after another from `start`; 0 if they do not."""
    at = start
    for raw, word in words:
        if whole[at : at + 1] == "." and not word.startswith("."):
            at += 1
        if whole.startswith(word, at):
            at += len(word)
        elif len(word) < 5 or any(c.isdigit() for c in raw) or not (step := _step(word, whole, at)):
            return 0
        else:
            at += step
    return at


def _step(word: str, whole: str, at: int) -> int:
    """How long the word is there with one character wrong; 0 if it is not."""
    there = whole[at : at + len(word) + 1]
    place = next((i for i, (x, y) in enumerate(zip(word, there, strict=False)) if x != y), min(len(word), len(there)))
    if word[place + 1 :] == there[place + 1 : len(word)] and len(there) >= len(word):
        return len(word)
    if word[place:] == there[place + 1 :]:
        return len(word) + 1
    return len(word) - 1 if word[place + 1 :] == there[place : len(word) - 1] else 0


def _same_words(text: str, there: str) -> bool:
    """Whether none of the words is another word: "from" is no misread "form"."""
    said, found = _WORD.findall(text), _WORD.findall(there)
    return len(said) != len(found) or not any(map(are_two, said, found))


def _same_numbers(text: str, there: str) -> bool:
    wanted = [figure.readings for figure in figures(text, language="")]
    found = [figure.readings for figure in figures(misread(there), language="")]
    return len(wanted) == len(found) and all(a & b or a == b for a, b in zip(wanted, found, strict=True))
