"""The tags of a web page and the text between them, in order.

Promises time in proportion to the text, whatever stands in it: what is looked for and not there is not looked for again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import unescape

__all__ = ["Tag", "tokens"]

_NAME = re.compile(r"</?([a-zA-Z][^\s/>]*)")
_STEP = re.compile(r"[>\"']")
_ATTRIBUTE = re.compile(r"""([^\s=/"'>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_RAW = frozenset(("script", "style", "iframe", "noembed", "noframes", "title", "textarea", "xmp"))
"""What they hold has no tags."""

_WORDS = frozenset(("title", "textarea"))
"""Of those, the ones in which entities stand for signs."""


@dataclass(frozen=True)
class Tag:
    """`name` in small letters; `inner` is what stands behind the name. `text` is what one of those without tags holds."""

    name: str
    closes: bool = False
    inner: str = ""
    text: str = ""

    @cached_property
    def attributes(self) -> dict[str, str]:
        """Their names in small letters; of one that is there twice the first."""
        found: dict[str, str] = {}
        for match in _ATTRIBUTE.finditer(self.inner):
            found.setdefault(match[1].lower(), unescape(match[2] or match[3] or match[4] or ""))
        return found


def tokens(page: str) -> Iterator[Tag | str]:
    """Tags, and the text between them with its entities resolved. Comments, declarations and instructions are left out."""
    return _Reader(page).read()


class _Reader:
    def __init__(self, page: str) -> None:
        self._page, self._at = page, 0
        self._gone = set[str]()
        """What does not come any more."""

    def read(self) -> Iterator[Tag | str]:
        page = self._page
        while True:
            start = page.find("<", self._at)
            if start < 0:
                break
            if start > self._at:
                yield unescape(page[self._at : start])
            self._at = start
            if (name := _NAME.match(page, start)) is not None:
                end = self._end_of_tag(name.end())
                if end < 0:  # it is cut off, or no tag
                    break
                self._at = end + 1
                yield self._tag(name[1].lower(), page[start + 1] == "/", page[name.end() : end])
            elif page.startswith("<![CDATA[", start):
                yield self._until("]]>", start + 9)
            elif page.startswith("<!--", start):
                self._until("-->", start + 4)
            elif page.startswith(("<!", "<?", "</"), start):
                self._until(">", start + 2)
            else:
                yield "<"
                self._at = start + 1
        if self._at < len(page):
            yield unescape(page[self._at :])

    def _tag(self, name: str, closes: bool, inner: str) -> Tag:
        if closes or name not in _RAW:
            return Tag(name, closes, inner)
        if name not in self._gone:
            end = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(self._page, self._at)
            if end is not None:
                held = self._page[self._at : end.start()]
                self._at = end.start()
                return Tag(name, False, inner, unescape(held) if name in _WORDS else held)
            self._gone.add(name)
        return Tag(name, False, inner)  # it closes itself, as in XHTML

    def _until(self, mark: str, start: int) -> str:
        """What stands before the mark; the rest of the page where it is not there."""
        end = self._page.find(mark, start)
        self._at = len(self._page) if end < 0 else end + len(mark)
        return self._page[start:] if end < 0 else self._page[start:end]

    def _end_of_tag(self, at: int) -> int:
        """Where its ">" stands, which is none within a quoted value; -1 where there is none."""
        while (found := _STEP.search(self._page, at)) is not None:
            quote, at = found[0], found.end()
            if quote == ">":
                return found.start()
            if quote not in self._gone and self._is_value(found.start()):
                end = self._page.find(quote, at)
                if end < 0:
                    self._gone.add(quote)
                else:
                    at = end + 1
        return -1

    def _is_value(self, at: int) -> bool:
        """Whether a value begins there: a quote elsewhere is a slip."""
        at -= 1
        while self._page[at].isspace():
            at -= 1
        return self._page[at] == "="
