"""Questions about documents, screens and memos, as values, and whether an answer to one is right.

A file of questions names sources, each with its text and what is asked of it. Of a picture or a recording the text is what
Hush's recognisers read in it, kept once: so a model without eyes or ears gets it, in just the words that the window sends.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from inference.conversation import AudioPart, DocumentPart, ImagePart, Message, Part, TextPart
from inference.evaluation.dictation import in_words
from inference.events import Finished
from tests.factories import make_pdf

__all__ = ["Answered", "Ask", "Kind", "Verdict", "ask_all", "read_questions"]

Kind = Literal["fact", "quote", "summary", "absent"]
Verdict = Literal["right", "wrong", "refused", "invented"]
_FOLDER = Path(__file__).parent
_WORDS = {in_words(number): number for number in (*range(1, 20), *range(20, 100, 10))}
_LONGEST = 600
"""Characters of an answer to a plain question: one that holds the whole text holds every answer and is none."""
_NOT = r"(?:\b(?:not|no|never|nothing|nobody|neither|cannot|unknown|unspecified)\b|n't\b)"
_SAID = (
    r"\b(?:mention\w*|stat(?:e|ed|es)|specif\w+|provid\w+|say|says|said|given|information|found|find|listed|shown?|available|"
    r"know|known|determine|indicated?|disclosed|decided|contain\w*|answer|details?|"
    r"in (?:the|this|that) (?:text|document|recording|picture|memo|screenshot|attachment))\b"
)
_REFUSES = re.compile(rf"{_NOT}[^.!?]{{0,60}}{_SAID}|{_SAID}[^.!?]{{0,60}}{_NOT}|\bunknown\b", re.IGNORECASE)


@dataclass(frozen=True)
class Ask:
    """One question. `right`: any of these is the answer, or what says that there is none; of each group of `also` one more has to
    be there, and nothing that is `wrong`. A `summary` has to hold all but one of its `facts`, each in one of several forms.
    """

    source: str
    message: Message
    question: str
    kind: Kind
    text: str
    right: tuple[str, ...] = ()
    also: tuple[tuple[str, ...], ...] = ()
    wrong: tuple[str, ...] = ()

    def judge(self, answer: str) -> Verdict:
        """Whether it is right; of a wrong one whether it refuses. To a question without an answer, refusing is right."""
        refuses = bool(_REFUSES.search(_plain(answer)))
        if self.kind == "absent":
            honest = refuses or _holds(answer, self.right)
            return "right" if honest and not self._invents(answer) else "invented"
        if self._is_right(answer):
            return "right"
        return "refused" if refuses else "wrong"

    def _is_right(self, answer: str) -> bool:
        if self.kind == "quote":
            return _squeezed(self.right[0]) in _squeezed(answer) and len(answer) < len(self.right[0]) + 120
        if self.kind == "summary":
            held = sum(_holds(answer, forms) for forms in self.also)
            return held >= len(self.also) - 1 and not self._invents(answer) and len(answer) < max(_LONGEST, len(self.text))
        if len(answer) > _LONGEST and self.text:
            return False
        every = all(_holds(answer, forms) for forms in (self.right, *self.also))
        return every and not any(_holds(answer, [lure]) for lure in self.wrong)

    def _invents(self, answer: str) -> bool:
        """Whether it names a number that stands nowhere in the text or the question."""
        return bool(_numbers(answer) - _numbers(f"{self.text} {self.question} {self.source} 1 2 3 4 5"))


@dataclass(frozen=True)
class Answered:
    ask: Ask
    answer: str
    verdict: Verdict


def ask_all(asked: Sequence[Ask], answer: Callable[..., Finished]) -> list[Answered]:
    """Each of them asked by itself, in order: those about one text follow one another, and it is read once."""
    done: list[Answered] = []
    for ask in asked:
        said = answer(ask.message).text
        done.append(Answered(ask, said, ask.judge(said)))
    return done


def read_questions(name: str) -> tuple[Ask, ...]:
    """Those of a file of this folder: "tuning", "held_back", "fixed" or "chats"."""
    with (_FOLDER / f"{name}.toml").open("rb") as file:
        return tuple(ask for source in tomllib.load(file)["source"] for ask in _of(source))


def _of(source: dict[str, Any]) -> Iterator[Ask]:
    pages = [page.strip() for page in source["pages"]]
    attached = _attached(source["kind"], source["name"], pages)
    for ask in source["ask"]:
        message = Message("user", (*attached, TextPart(ask["say"])))
        kind = _kind(ask)
        right = (ask["quote"],) if kind == "quote" else tuple(ask.get("right", ()))
        also = tuple(map(tuple, ask.get("facts" if kind == "summary" else "also", ())))
        text = " ".join(pages)
        yield Ask(source["name"], message, ask["say"], kind, text, right, also, tuple(ask.get("wrong", ())))


def _kind(ask: dict[str, Any]) -> Kind:
    if "quote" in ask:
        return "quote"
    if "facts" in ask:
        return "summary"
    return "absent" if "absent" in ask else "fact"


def _attached(kind: str, name: str, pages: Sequence[str]) -> tuple[Part, ...]:
    if kind == "picture":
        return (ImagePart(name, name.encode(), text=pages[0]),)
    if kind == "recording":
        return (AudioPart(name, name.encode(), text=pages[0]),)
    if kind == "document":
        return (DocumentPart(name, make_pdf(*pages) if name.endswith(".pdf") else pages[0].encode()),)
    return ()


def _holds(answer: str, forms: Sequence[str]) -> bool:
    """Whether one of the forms is there as whole words or as a whole number."""
    plain = _plain(answer)
    return any(re.search(rf"(?<![\w.,:]){re.escape(_plain(form))}(?![\w]|[.,:]\d)", plain, re.IGNORECASE) for form in forms)


def _numbers(text: str) -> set[str]:
    """The numbers of a text, without what stands between their digits; those in words as well."""
    figures = {re.sub(r"[.,:]", "", number.rstrip(".,:")) for number in re.findall(r"\d[\d.,:]*", text)}
    words = [_WORDS.get(word, 0) for word in re.findall(r"[a-z]+", text.casefold())]
    pairs = zip(words, [*words[1:], 0], strict=True)
    spoken = {number for one, two in pairs for number in (one, one + two * (one >= 20 and two < 10))}
    return figures | {str(number) for number in spoken if number}


def _plain(text: str) -> str:
    """Without what Markdown and typography add."""
    return text.replace("’", "'").replace("**", "").replace("`", "").replace("\u202f", " ").replace("\xa0", " ")


def _squeezed(text: str) -> str:
    return " ".join(_plain(text).casefold().split())
