"""An answer without its Markdown: the same characters at the same places, markup as spaces.

Promises a text as long as the answer's, so that a place in the one is a place in the other.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from inference.citation import CITED

__all__ = ["BLANK", "Answer", "Span"]

Span = tuple[int, int]
BLANK = "\x1f"
"""What stands for characters that are spoken for: no letter, no digit, no space."""

_FENCE = re.compile(r"^ {0,12}(?:```|~~~)[^\n]*$", re.MULTILINE)
_CODE = re.compile(r"(?<!`)(`{1,2})([^`\n]{1,400})\1(?!`)")
_LINK = re.compile(r"!?\[([^\[\]\n]{1,300})\](\()([^()\s]{1,600})\)")
_MATH = re.compile(r"\\\[[^\x1f]{1,400}?\\\]|\\\([^\n\x1f]{1,400}?\\\)|\$\$[^\x1f]{1,400}?\$\$")
"""What is set as a formula."""
_SIGN = re.compile(r"\\(?:(times|cdot)|(div)|(approx)|(rightarrow|to)\b|[A-Za-z]+|[\[\](){},;:!$]|(?=%))|\}\{|[{}]")
_LINE = re.compile(r"^[ \t]{0,16}(?:(?:#{1,6}|[-*+•]|>|\d{1,3}[.)](?=\s))[ \t]+){0,4}", re.MULTILINE)
_MARKS = re.compile(r"\*{1,3}|~~|(?<![^\W_])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![^\W_])|<br ?/?>")
_CITATION = re.compile(CITED)
_ENTRY = re.compile(r"^[ \t>]{0,16}[*_]{0,3}(\d{1,3})[.)](?=[*_]{0,3}[ \t])", re.MULTILINE)
_ITEM = re.compile(r"[ \t]{0,16}(?:[-*+•]|\d{1,3}[.)])\s")
_STOPS = '.!?:;…。！？：•|–—“”"«»„‘(['
_END = re.compile(
    r"\n+|(?<=[.!?])(?<!\b[^\W\d_]\.)(?<!\b(?:Mr|Dr|No|Nr|St)\.)(?<!\bca\.)(?<!\bapprox\.)(?<!\b(?:incl|excl)\.)\s+|[。！？]"
)
_LONGEST = 600
_SHORT = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Hr|Fr|Nr|No|Mme|Mlle|M|Sr|Sra|Inc|Ltd|vs|e\.g|i\.e|z\.B|bzw|ca)|\b[^\W\d_])\.$"
)


@dataclass(frozen=True)
class Answer:
    """`plain` is `raw` without markup and code; `code` are the spans inside backquotes, `blocks` those between fences."""

    raw: str
    plain: str
    code: tuple[Span, ...]
    blocks: tuple[Span, ...]

    @staticmethod
    def of(raw: str) -> Answer:
        blocks = tuple(_blocks(raw))
        plain = _FENCE.sub(lambda m: BLANK * len(m[0]), _without(raw, blocks))
        code = tuple(found.span(2) for found in _CODE.finditer(plain))
        plain = _CODE.sub(lambda m: BLANK * len(m[0]), plain)
        plain = _CITATION.sub(lambda m: BLANK * len(m[0]), plain)
        plain = _MATH.sub(_set_plain, plain)
        plain = _LINK.sub(_unlink, plain)
        plain = _LINE.sub(lambda m: "\n" * len(m[0]) if m[0] else "", plain)
        plain = _MARKS.sub(lambda m: " " * len(m[0]), plain).replace("|", "\n")
        return Answer(raw, plain, code, blocks)

    @cached_property
    def entries(self) -> tuple[tuple[int, int], ...]:
        """Where the numbers of its lists stand that follow one another, or begin one."""
        found: list[Span] = []
        before = 0
        for entry in _ENTRY.finditer(self.raw):
            value = int(entry[1])
            if value in (0, 1, before + 1):
                found.append(entry.span(1))
                before = value
        return tuple(found)

    @cached_property
    def items(self) -> int:
        """Bulleted or numbered lines and rows of tables."""
        return sum(bool(_ITEM.match(line)) for line in self.raw.split("\n"))

    def begins(self, place: int) -> bool:
        """Whether a sentence, a line or a cell begins at `place`, or what is quoted."""
        before = self.plain[max(0, place - 24) : place]
        bare = before.rstrip(" \t'*")
        if not bare or bare.endswith("\n"):
            return True
        return bare[-1] in _STOPS and not _SHORT.search(bare)

    def is_value(self, start: int, stop: int) -> bool:
        """Whether a word is all that stands behind a label ("Host: …"), or in a cell of a table's later rows and columns."""
        begin, end = self.raw.rfind("\n", max(0, start - _LONGEST), start) + 1, self.raw.find("\n", stop, stop + _LONGEST)
        before, after = self.raw[begin:start], self.raw[stop : end if end >= 0 else len(self.raw)][:_LONGEST]
        if not re.match(r"[\s*_.]*(?:\||$)", after):
            return False
        in_row = before.count("|") > 1 and not re.match(r"\n[ |:-]+(?:\n|$)", self.raw[end : end + _LONGEST] if end >= 0 else "")
        return in_row or bool(re.search(r"[^\W_]{3}[*_]{0,3}:[*_]{0,3} {1,2}[*_]{0,3}$", before))

    def setting(self, place: int) -> str:
        """The sentence that holds a place with what announces it: the line above its list, the head of its column."""
        start, stop = self.sentence(place)
        line = self.line_of(place)
        lead, columns = self._leads[line]
        column = self.raw.count("|", self._lines[line], place)
        head = columns[column] if 0 < column < len(columns) else ""
        return f"{self.plain[start:stop]}\n{head}\n{lead}"

    def line_of(self, place: int) -> int:
        """The number of the line that holds a place, from 0."""
        return bisect_right(self._lines, place) - 1

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(place + 1 for place, character in enumerate(self.raw) if character == "\n")]

    @cached_property
    def _leads(self) -> list[tuple[str, list[str]]]:
        """Of each line what announces it, and the cells of its table's first line."""
        found: list[tuple[str, list[str]]] = []
        lead, columns = "", list[str]()
        for line in self.raw.split("\n"):
            said = line.strip()
            if not said.startswith("|"):
                columns = []
            elif not columns:
                columns = said[:_LONGEST].split("|")
            found.append((lead if columns or _ITEM.match(line) else "", columns))
            if said.endswith((":", ":**")) or said.startswith("#"):
                lead = said[-_LONGEST:]
        return found

    @cached_property
    def _starts(self) -> list[int]:
        """Where its sentences and lines begin, a table's row as one, and of endless ones each piece."""
        found = [0]
        for end in _END.finditer(self.plain):
            if end[0][0] == "\n" and set(self.raw[end.start() : end.end()]) == {"|"}:
                continue
            found += range(found[-1] + _LONGEST, end.end(), _LONGEST)
            found.append(end.end())
        return [*found, *range(found[-1] + _LONGEST, len(self.plain), _LONGEST)]

    def sentence(self, place: int) -> Span:
        """The line or sentence that holds a place; of one longer than any sentence a piece."""
        at = bisect_right(self._starts, place)
        return self._starts[at - 1], (self._starts[at] if at < len(self._starts) else len(self.plain))


def _blocks(raw: str) -> Iterator[Span]:
    """An open one reaches to the end: so it is while an answer is still written."""
    start: int | None = None
    for fence in _FENCE.finditer(raw):
        if start is None:
            start = min(fence.end() + 1, len(raw))
        else:
            yield start, max(start, fence.start())
            start = None
    if start is not None:
        yield start, len(raw)


def _without(raw: str, blocks: tuple[Span, ...]) -> str:
    pieces: list[str] = []
    end = 0
    for start, stop in blocks:
        pieces += [raw[end:start], re.sub(r"[^\n]", BLANK, raw[start:stop])]
        end = stop
    return "".join([*pieces, raw[end:]])


def _set_plain(found: re.Match[str]) -> str:
    """A formula with its signs as they are typed, as long as it was."""
    return _SIGN.sub(_type, found[0])


def _type(found: re.Match[str]) -> str:
    signs = zip("×÷≈→", found.groups(), strict=True)
    sign = "/" if found[0] == "}{" else next((sign for sign, group in signs if group), "")
    return sign.rjust(len(found[0]))


def _unlink(found: re.Match[str]) -> str:
    """A picture's or link's text and address, apart."""
    start = found.start()
    kept = [" "] * len(found[0])
    for group in (1, 3):
        a, b = found.start(group) - start, found.end(group) - start
        kept[a:b] = found[group]
    return "".join(kept)
