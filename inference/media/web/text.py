"""A web page as text: headings, lists and tables as such, and of everything else what a reader sees of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, NamedTuple

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

from inference.media.web.elements import (
    APART,
    BLOCK,
    HIDES,
    LINES,
    MARKS,
    PARAGRAPHS,
    TICKS,
    UNREAD,
    UNSEEN,
    WITHOUT_WORDS,
    WORDS,
    Tag,
    ends_page,
    is_hidden,
)
from inference.media.web.flow import Flow
from inference.media.web.formula import Formula
from inference.media.web.numbers import numbered, raised
from inference.media.web.source import Source
from inference.media.web.table import Table

__all__ = ["Seen", "text_of"]

_OPTIONS = LexborDocumentOptions.WO_EVENTS
"""With events each option of a list is looked at again for each that is added."""
_DEEPEST = 8
"""Tables within tables, and lists within lists."""


class Seen(NamedTuple):
    """`hid`: something was left out that is not seen."""

    text: str
    hid: bool


def text_of(page: str) -> Seen:
    """What a reader sees of it."""
    source = Source(page)
    reading = _Reading(source.unclosed)
    if (root := LexborHTMLParser(source.page, options=_OPTIONS).root) is not None:
        reading.read(root)
    return reading.end()


class _Reading:
    def __init__(self, unclosed: frozenset[str]) -> None:
        self._flow = self._page = Flow()
        self._unclosed = unclosed
        self._tables: list[Table] = []
        self._deeper = 0
        """Tables that are too deep to be minded."""
        self._lists: list[tuple[str, int]] = []
        self._within: dict[str, int] = {}
        self._maths = Formula()
        self._linked = False
        """Whether a link has just ended."""
        self._hid = False

    def end(self) -> Seen:
        return Seen(self._page.text(), self._hid)

    def read(self, root: LexborNode) -> None:
        """All of a tree. No call is nested, however deep it is."""
        node: LexborNode | None = root
        path: list[LexborNode] = []
        while node is not None:
            if self._enter(node):
                path.append(node)
                if (inner := node.first_child) is not None:
                    node = inner
                    continue
                self._close(path.pop())
            while node.next is None and path:
                node = path.pop()
                self._close(node)
            node = node.next

    def _enter(self, node: LexborNode) -> bool:
        """Whether what it holds is to be read, and its end heard of."""
        name = node.tag or ""
        if name == "-text":
            self._say(node.text_content or "")
            self._linked = False
            return False
        if not name or name[0] in "-!" or name in UNREAD:  # an instruction, a comment, a declaration
            return False
        said = {attribute: value or "" for attribute, value in node.attributes.items()}
        if name in UNSEEN or (name in HIDES and is_hidden(said) and not (name in self._unclosed and ends_page(node))):
            self._hid = self._hid or (name not in UNSEEN and bool(node.text().strip()))
            return False
        self._open(Tag(name, said, node))
        self._linked = False
        return name not in WORDS

    def _say(self, text: str) -> None:
        if self._within.get("sup") or self._within.get("sub"):
            text = raised(text, "sup" if self._within.get("sup") else "sub")
        if (self._within.get("del") or self._within.get("s") or self._within.get("strike")) and text.strip():
            text = f"~~{text.strip()}~~" + " " * text[-1:].isspace()
        self._flow.say(text)

    def _open(self, tag: Tag) -> None:
        name, flow = tag.name, self._flow
        if (special := self._specials.get(name)) is not None:
            special(self, tag)
        elif name in PARAGRAPHS:
            flow.gap()
            if name[0] == "h" and name[1:].isdigit():
                flow.lead("#" * int(name[1:]) + " ")
            if name == "xmp":
                flow.put(tag.node.text().strip("\n"))
                flow.gap()
        elif name in LINES or BLOCK.search(tag.said.get("style", "")):
            flow.line()
        elif name in APART or "inline-block" in tag.said.get("style", "") or (name == "a" and self._linked):
            flow.apart()
        elif name in MARKS:
            self._within[name] = self._within.get(name, 0) + 1
        if self._within.get("math") and tag.node.first_child is not None:
            self._maths.open(name, flow)

    def _close(self, node: LexborNode) -> None:
        name, flow = node.tag or "", self._flow
        if (special := self._closers.get(name)) is not None:
            special(self)
        elif name in PARAGRAPHS:
            flow.gap()
        elif name in LINES or name == "li":
            flow.line()
        elif name in APART:
            flow.apart()
        elif self._within.get(name):
            self._within[name] -= 1
        if node.first_child is not None:
            self._maths.close(name, flow)
        self._linked = name == "a" and "href" in node.attributes

    def _close_list(self) -> None:
        if self._lists:
            self._lists.pop()
        if self._lists:
            self._flow.line()
        else:
            self._flow.gap()

    def _close_pre(self) -> None:
        self._flow.keeps = False
        self._flow.gap()

    def _close_quote(self) -> None:
        self._flow.say("”")

    def _close_table(self) -> None:
        if self._deeper:
            self._deeper -= 1
            self._flow.gap()
        elif self._tables:
            self._end_table()

    def _close_row(self) -> None:
        if self._tables and not self._deeper:
            self._end_row()

    def _close_cell(self) -> None:
        if self._tables and not self._deeper:
            self._end_cell()

    def _open_break(self, _tag: Tag) -> None:
        if self._flow.keeps:
            self._flow.say("\n")
        else:
            self._flow.line()

    def _open_pre(self, _tag: Tag) -> None:
        self._flow.gap()
        self._flow.keeps = True

    def _open_quote(self, _tag: Tag) -> None:
        self._flow.say("“")

    def _open_title(self, tag: Tag) -> None:
        self._flow.gap()
        self._flow.say(tag.node.text())
        self._flow.gap()

    def _open_picture(self, tag: Tag) -> None:
        if words := tag.said.get("alt", "").strip():
            self._flow.say(words)

    def _open_input(self, tag: Tag) -> None:
        kind = tag.said.get("type", "text").lower()
        self._flow.apart()
        if kind in TICKS:
            self._flow.say("[x] " if "checked" in tag.said else "[ ] ")
        elif kind not in WITHOUT_WORDS:
            self._flow.say(tag.said.get("value", "") + " ")

    def _open_area(self, tag: Tag) -> None:
        for line in tag.node.text().split("\n"):
            self._flow.line()
            self._flow.say(line)
        self._flow.line()

    def _open_option(self, tag: Tag) -> None:
        self._flow.lead("[x] " if "selected" in tag.said else "[ ] ")

    def _open_list(self, tag: Tag) -> None:
        if self._lists:
            self._flow.line()
        else:
            self._flow.gap()
        kind = tag.said.get("type", "1") if tag.name == "ol" else ""
        self._lists.append((kind, tag.whole("start", 1)))

    def _open_item(self, tag: Tag) -> None:
        kind, number = self._lists[-1] if self._lists else ("", 1)
        number = tag.whole("value", number)
        deep = min(max(0, len(self._lists) - 1), _DEEPEST)
        self._flow.lead("  " * deep + (f"{numbered(number, kind)}. " if kind else "- "))
        if self._lists:
            self._lists[-1] = kind, number + 1

    def _open_table(self, _tag: Tag) -> None:
        self._flow.gap()
        if len(self._tables) >= _DEEPEST:
            self._deeper += 1
        else:
            self._tables.append(Table(self._flow))

    def _open_row(self, _tag: Tag) -> None:
        if self._tables and not self._deeper:
            self._end_row()
        else:
            self._flow.line()

    def _open_cell(self, tag: Tag) -> None:
        if self._tables and not self._deeper:
            self._end_cell()
            self._flow = self._tables[-1].begin_cell(tag.whole("colspan", 1), tag.whole("rowspan", 1))
        else:
            self._flow.apart()

    def _end_cell(self) -> None:
        table = self._tables[-1]
        table.end_cell()
        self._flow = table.within

    def _end_row(self) -> None:
        self._end_cell()
        self._tables[-1].end_row()

    def _end_table(self) -> None:
        self._end_row()
        self._tables.pop()
        self._flow.gap()

    _closers: ClassVar[dict[str, Callable[[_Reading], None]]] = {
        "ul": _close_list,
        "ol": _close_list,
        "pre": _close_pre,
        "q": _close_quote,
        "table": _close_table,
        "tr": _close_row,
        "thead": _close_row,
        "tbody": _close_row,
        "tfoot": _close_row,
        "td": _close_cell,
        "th": _close_cell,
    }
    _specials: ClassVar[dict[str, Callable[[_Reading, Tag], None]]] = {
        "br": _open_break,
        "pre": _open_pre,
        "q": _open_quote,
        "title": _open_title,
        "img": _open_picture,
        "input": _open_input,
        "textarea": _open_area,
        "option": _open_option,
        "ul": _open_list,
        "ol": _open_list,
        "li": _open_item,
        "table": _open_table,
        "tr": _open_row,
        "td": _open_cell,
        "th": _open_cell,
    }
