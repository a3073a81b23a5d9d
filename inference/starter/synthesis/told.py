"""What a made-up document tells: pieces of text, and what can be asked about each of them."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Block", "Told"]


@dataclass(frozen=True)
class Told:
    """One thing a document tells. In `wordings`, questions, ``{}`` stands for `asked`.

    `kind` and `gives` are kinds of values (`draw.KINDS`, or labels of a form as ``label:invoice``): what is asked and what is
    answered. Where nothing is named, as in "Who wrote this?", `asked` and `kind` are empty.
    """

    wordings: tuple[str, ...]
    answer: str
    gives: str
    asked: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Block:
    """A piece of text that stays together on a page, and what it tells."""

    text: str
    told: tuple[Told, ...] = ()
