"""An answer that needs no model: what was read in the pictures of a question and written down of its recordings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from inference.recognition.speech import Speech
from inference.recognition.tables import tables
from inference.recognition.text import PictureText
from inference.sentences import say

__all__ = ["NamedRead", "plain_answer", "reader_answer", "tell_stopped", "what_is_unread"]


@dataclass(frozen=True)
class NamedRead:
    """What an attachment says, with its name."""

    name: str
    read: PictureText | Speech


def what_is_unread(read: PictureText) -> str:
    """The sentence about lines in letters that are not known, empty where there are none."""
    return str(say("letters-unread", count=len(read.unread))) if read.unread else ""


def tell_stopped(said: Speech) -> str:
    """The sentence about a recording that was written down only to where somebody stopped it."""
    return str(say("writing-down-stopped", seconds=said.seconds))


def plain_answer(asked: Literal["text", "table"], everything: Sequence[NamedRead]) -> str:
    """The answer as plain text; tables with tabs between their cells."""
    said = [(one.name, _with_unread(_plain(asked, one.read), one.read)) for one in everything]
    return said[0][1] if len(said) == 1 else "\n\n".join(f"{name}:\n{text}" for name, text in said)


def reader_answer(asked: Literal["text", "table"], everything: Sequence[NamedRead]) -> str:
    """The answer in Markdown: each attachment by its name where there are several, words as they stand, tables as tables."""
    said = [(one.name, _with_unread(_said(asked, one.read), one.read)) for one in everything]
    if len(said) == 1:
        return said[0][1]
    return "\n\n".join(f"**{_literal(name)}**\n\n{text}" for name, text in said)


def _with_unread(said: str, read: PictureText | Speech) -> str:
    unread = "" if isinstance(read, Speech) else what_is_unread(read)
    return f"{said}\n\n{unread}" if unread else said


def _plain(asked: Literal["text", "table"], read: PictureText | Speech) -> str:
    if isinstance(read, Speech):
        return "\n".join(sentence.text for sentence in read.sentences) or str(say("nobody-speaks"))
    if asked == "table" and (found := tables(read.lines)):
        return "\n\n".join(table.tsv for table in found)
    return read.text if read.lines else str(say("nothing-read"))


def _said(asked: Literal["text", "table"], read: PictureText | Speech) -> str:
    if isinstance(read, Speech):
        return "\n\n".join(_literal(sentence.text) for sentence in read.sentences) or str(say("nobody-speaks"))
    if asked == "table" and (found := tables(read.lines)):
        return "\n\n".join(_table(table.rows) for table in found)
    if not read.lines:
        return str(say("nothing-read"))
    # As it stands, every space and sign: in a block of its own, whose fence is longer than any in it.
    fence = "```"
    while fence in read.text:
        fence += "`"
    return f"{fence}text\n{read.text}\n{fence}"


def _table(rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(_literal(cell) or " " for cell in row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])


def _literal(text: str) -> str:
    """Text whose signs mean nothing to Markdown."""
    return "".join(f"\\{character}" if character in "\\`*_[]<>#|~$" else character for character in text)
