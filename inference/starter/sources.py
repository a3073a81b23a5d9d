"""Dense supervision of answers: where the prompt shows their first character, and in a picture each of their characters.

Nearly all the starter ever writes stands on the page or in the picture it was asked about. That an answer is wrong says little
about how to find it; where it begins says all. On a page, writing on from there is learned by itself; in a picture the next
character may lie a line further down or across a column, in one patch with others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from inference.starter.paging import NO_PAGE, answer_page, token_pages
from inference.starter.scene import Screen
from inference.starter.tokenizer import SPACE, starter_tokenizer

__all__ = ["NOWHERE", "in_picture", "in_text"]

NOWHERE = -1
_OTHER = "\0"  # stands for tokens that are not one character
_LABEL = re.compile(r" \[p\. \d+\]$")


def in_text(prompt: Sequence[int], spelled: Sequence[int]) -> int:
    """The index in `prompt` where the answer `spelled` begins: as whole words, and a line may end within it.

    NOWHERE unless it stands exactly once in what a person said, or on the page that it names if it names one.
    """
    said = _LABEL.sub("", _characters(spelled[:-1]))
    page = answer_page(spelled)
    allowed = _of_people(prompt) if page == NO_PAGE else [told == page for told in token_pages(prompt)]
    found = [start for start in _places(_characters(prompt), said) if all(allowed[start : start + len(said)])]
    return found[0] if len(found) == 1 else NOWHERE


def in_picture(answer: str, screen: Screen, patches: Sequence[int]) -> list[int]:
    """Of each token of `answer` as it is spelled, without its end, the patch that its character lies in; `patches` are those of
    the screen's characters.

    NOWHERE for white space, and throughout unless the answer can be seen exactly once.
    """
    starts = _places(" ".join(screen.lines), answer.replace("\n", " "))
    visible = [c for c in screen.text if not c.isspace()]
    lengths = [len(starter_tokenizer().spell(character)) for character in answer]
    if len(starts) != 1 or visible != [c.text for c in screen.characters]:
        return [NOWHERE] * sum(lengths)
    at = sum(not c.isspace() for c in screen.text[: starts[0]])
    found: list[int] = []
    for character, length in zip(answer, lengths, strict=True):
        found += [NOWHERE if character.isspace() else patches[at]] * length
        at += not character.isspace()
    return found


def _characters(tokens: Sequence[int]) -> str:
    """One character for each token."""
    texts = [starter_tokenizer().texts[token] for token in tokens]
    return "".join(" " if text == SPACE or text[0] == "\n" else text if len(text) == 1 else _OTHER for text in texts)


def _of_people(prompt: Sequence[int]) -> list[bool]:
    """Whether each token was said by a person."""
    texts, theirs, out = starter_tokenizer().texts, False, list[bool]()
    for token in prompt:
        theirs = texts[token] == "user\n" or (theirs and texts[token] != "<turn|>")
        out.append(theirs)
    return out


def _places(text: str, part: str) -> list[int]:
    """Where `part` stands in `text` as whole words."""
    if not part.strip():
        return []
    return [found.start() for found in re.finditer(rf"(?<!\w)(?={re.escape(part)}(?!\w))", text)]
