"""Markdown cut into blocks while it is written: a block that is over never changes again, only the last ones grow.

However a text is cut into pieces, it ends in the same blocks as the whole text at once. Nothing of it is lost: what is no
heading, list, table, quote or fence is a paragraph, letter for letter. Whatever a model writes is read in time in proportion
to its length: in no pattern here can two repetitions in a row take the same letters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Literal

from inference.citation import CITED

__all__ = ["Block", "Blocks", "complete", "has_markup"]

Kind = Literal["paragraph", "heading", "item", "quote", "table", "code", "rule"]

FENCE = re.compile(r"^(\s*)(`{3,}(?=[^`]*$)|~{3,})(.*)$")
HEADING = re.compile(r"^ {0,3}#{1,6}(\s|$)")
RULE = re.compile(r"^ {0,3}([-*_])(\s*\1){2,}\s*$")
QUOTE = re.compile(r"^ {0,3}>")
ITEM = re.compile(r"^(\s*)([-*+]|\d{1,9}[.)])(\s+)(?=\S)")
DELIMITERS = re.compile(r"^\s*(?:\|\s*)?:?-+:?\s*(?:\|\s*:?-+:?\s*)*(?:\|\s*)?$")
INLINE = re.compile(
    r"""(?<![A-Za-z0-9*])\*\*[^\s*][^\n]*?\*\*    # **bold**, but not 2**10
      | (?<![\w*])\*[^\s*][^*\n]*(?<!\s)\*(?![\w*])  # *slanted*
      | `[^`\n]+`                           # `code`
      | ~~[^\s~][^~\n]*~~                   # ~~struck~~
      | \bhttps?://\w | \bwww\.\w           # an address
    """,
    re.VERBOSE,
)


LINK = re.compile(r"\[[^\[\]\n]+\]\([^)\s]")
"""The beginning of [text](address), and of pictures; it is one if ) comes later in the line."""


@dataclass(frozen=True)
class Block:
    """`text` is Markdown, for code the code itself; `indent` is how far inside a list it stands, in columns."""

    kind: Kind
    text: str
    language: str = ""
    indent: int = 0


@dataclass
class _Open:
    """A block to which lines may still come."""

    kind: Kind
    lines: list[str] = field(default_factory=list)
    language: str = ""
    indent: int = 0
    fence: str = ""
    blanks: int = 0

    def block(self) -> Block:
        return Block(self.kind, "\n".join(self.lines), self.language, self.indent)


class Blocks:
    """Feed it text as it comes; read `blocks`. The first `settled` of them are over."""

    def __init__(self) -> None:
        self._over: list[Block] = []
        self._open: _Open | None = None
        self._inside = 0
        self._line = ""
        self._growing: list[Block] = []

    @property
    def settled(self) -> int:
        return len(self._over)

    @property
    def blocks(self) -> list[Block]:
        return [*self._over, *self._growing]

    def since(self, index: int) -> list[Block]:
        """The blocks from `index` on: what a view has to look at again."""
        return [*self._over[index:], *self._growing[max(0, index - len(self._over)) :]]

    def feed(self, text: str) -> int:
        """Take more of the text; returns the index of the first block that may have changed."""
        first = self.settled
        *lines, rest = (self._line + text).split("\n")
        for line in lines:
            self._take(line.rstrip("\r"))
        self._line = rest
        self._growing = self._guess_rest()
        return first

    def _guess_rest(self) -> list[Block]:
        """What the open block and the line being written would be if the text ended here."""
        trial = Blocks()
        trial._open, trial._inside = self._open, self._inside
        if self._open is not None:
            trial._open = replace(self._open, lines=list(self._open.lines))
        if line := self._line.rstrip("\r"):
            trial._take(line)
        trial._close()
        return trial._over

    def _take(self, line: str) -> None:
        if self._open is not None and self._open.fence:
            self._take_code(self._open, line)
            return
        if not line.strip():
            self._take_blank()
            return
        line = self._dedent(line)
        if fence := FENCE.match(line):
            self._close()
            indent, mark, language = fence.groups()
            inside = self._inside + len(indent.expandtabs(4))
            words = language.split()
            self._open = _Open("code", language=words[0].strip("{}.") if words else "", indent=inside, fence=mark)
        elif HEADING.match(line):
            self._alone("heading", line)
        elif RULE.match(line):
            self._alone("rule", line)
        elif not self._take_more(line):
            self._close()
            self._open = self._begin(line)

    def _take_code(self, code: _Open, line: str) -> None:
        mark = line.strip()
        if len(mark) >= len(code.fence) and not mark.strip(code.fence[0]):
            self._close()
            self._inside = code.indent
            return
        margin = min(code.indent, len(line) - len(line.lstrip(" ")))
        code.lines.append(line[margin:])

    def _take_blank(self) -> None:
        if self._open is None:
            return
        if self._open.kind == "item":
            self._open.blanks += 1
        else:
            self._close()

    def _dedent(self, line: str) -> str:
        """After code inside a list item, what stands as far inside belongs to that item."""
        if self._inside and (self._open is None or self._open.indent):
            if len(line) - len(line.lstrip(" ")) >= min(self._inside, 2):
                return line[min(self._inside, len(line) - len(line.lstrip(" "))) :]
            self._close()
            self._inside = 0
        return line

    def _take_more(self, line: str) -> bool:
        """Whether the line goes on with the open block."""
        block = self._open
        if block is None:
            return False
        if block.kind == "item":
            return self._take_of_item(block, line)
        if block.kind == "quote":
            more = QUOTE.match(line) is not None
        elif QUOTE.match(line) or _interrupts(line):
            more = False
        elif block.kind == "paragraph" and DELIMITERS.match(line) and "|" in line and "|" in block.lines[-1]:
            return self._make_table(block, line)
        else:
            more = True
        if more:
            block.lines.append(line)
        return more

    def _take_of_item(self, item: _Open, line: str) -> bool:
        margin = len(line) - len(line.lstrip())
        if margin < 2 and (item.blanks or ITEM.match(line) or QUOTE.match(line)):
            return False
        item.lines.extend([""] * item.blanks)
        item.lines.append(line)
        item.blanks = 0
        return True

    def _make_table(self, paragraph: _Open, line: str) -> bool:
        """The last line was the head of a table, and the lines before it a paragraph of their own."""
        head = paragraph.lines.pop()
        if paragraph.lines:
            self._close()
        self._open = _Open("table", [head, line], indent=self._inside)
        return True

    def _begin(self, line: str) -> _Open:
        if QUOTE.match(line):
            return _Open("quote", [line], indent=self._inside)
        if item := ITEM.match(line):
            margin = len(item[1].expandtabs(4))
            return _Open("item", [line[len(item[1]) :]], indent=self._inside + margin)
        return _Open("paragraph", [line], indent=self._inside)

    def _alone(self, kind: Kind, line: str) -> None:
        self._close()
        self._over.append(Block(kind, line.strip(), indent=self._inside))

    def _close(self) -> None:
        if self._open is not None:
            self._over.append(self._open.block())
            self._open = None


def _interrupts(line: str) -> bool:
    """Whether a list begins here though no empty line went before: one with numbers only from 1 on, or a year might be one."""
    item = ITEM.match(line)
    return item is not None and (not item[2][0].isdigit() or item[2][:-1] == "1")


def has_markup(text: str) -> bool:
    """Whether a paragraph has more than words: bold, code, links, cited pages. Not __init__, say, read off a picture."""
    return any(found.search(text) for found in (INLINE, re.compile(CITED))) or any(map(_has_link, text.split("\n")))


def complete(text: str) -> str:
    """A text still being written, with the marks closed that it will surely close: bold and code are shown at once."""
    if text.count("`") % 2:
        return text + "`" if not text.endswith("`") else text[:-1]
    outside = re.sub(r"`[^`]*`", "", text)
    opened = outside.rpartition("**")[2]
    if outside.count("**") % 2 and opened[:1].strip() and not opened[-1:].isspace():
        return text + ("*" if text.endswith("*") else "**")
    return text


def _has_link(line: str) -> bool:
    begun = LINK.search(line)
    return begun is not None and line.rfind(")") >= begun.end()
