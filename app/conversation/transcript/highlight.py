"""Colours for code, found by pygments a few milliseconds at a time, so that the window never waits for them."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QThreadPool, Signal
from PySide6.QtGui import QColor, QTextBlock, QTextCharFormat, QTextDocument, QTextLayout

from app.look import theme
from app.pauses import once

if TYPE_CHECKING:
    from pygments.lexer import Lexer

__all__ = ["LONGEST", "Highlighter", "spans_of_lines"]

LONGEST = 60_000
"""Characters of code that are coloured; more stays plain."""
LONGEST_LINE, LONGEST_BLANK = 1_000, 200
"""Code with a longer line, or with more blanks and empty lines in a row, stays plain: patterns of pygments look at such a stretch
anew from each of its letters, and one step of its cannot be interrupted."""
SLICE_S = 0.003
AT_ONCE = 150
"""Lines that get their colours together."""
LOOK_AGAIN_MS = 20
REST = 10
"""While code is written, it is coloured anew after this many times what the last colouring took."""
KINDS = (
    ("Comment", "comment"),
    ("Keyword.Type", "type"),
    ("Keyword", "keyword"),
    ("Name.Tag", "keyword"),
    ("Name.Function", "name"),
    ("Name.Class", "type"),
    ("Name.Decorator", "type"),
    ("Name.Builtin", "type"),
    ("Name.Attribute", "name"),
    ("Literal.String", "string"),
    ("Literal.Number", "number"),
    ("Operator.Word", "keyword"),
    ("Generic.Deleted", "number"),
    ("Generic.Inserted", "string"),
    ("Generic.Heading", "keyword"),
)

_STRETCH = re.compile(rf"[^\n]{{{LONGEST_LINE}}}|\s{{{LONGEST_BLANK}}}")
Span = tuple[int, int, str]
"""Begin and length within a line, and the kind of word."""


class Highlighter(QObject):
    """Colours one document, and again when it has grown. It stops by itself when there is nothing left to do."""

    coloured = Signal()
    """Some lines look different now."""

    def __init__(self, document: QTextDocument, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._language = ""
        self._loading: _Loading | None = None
        self._steps: Iterator[None] | None = None
        self._again = False
        self._took = 0.0
        self._clock = once(self, self._step)

    def colour(self, language: str) -> None:
        """The code, or its language, has changed. The first few milliseconds are spent at once."""
        self._language, self._again = language, True
        if not self._clock.isActive():
            self._step()

    @property
    def busy(self) -> bool:
        return self._clock.isActive()

    def _step(self) -> None:
        if self._steps is None and not self._begin():
            return
        started = time.perf_counter()
        while self._steps is not None and time.perf_counter() - started < SLICE_S:
            if next(self._steps, self) is self:
                self._steps = None
        self._took += time.perf_counter() - started
        self.coloured.emit()
        if self._steps is not None:
            self._clock.start(0)
        elif self._again:
            self._clock.start(round(1000 * self._took * REST))

    def _begin(self) -> bool:
        """Whether there is something to colour, and what knows how is at hand."""
        if not self._again or not self._language or self._document.characterCount() > LONGEST:
            return False
        if self._loading is None or self._loading.language != self._language:
            self._loading = _Loading(self._language)
            self._loading.begin()
        if not self._loading.over:
            self._clock.start(LOOK_AGAIN_MS)
            return False
        self._again, self._took = False, 0.0
        text = self._document.toPlainText()
        if self._loading.lexer is not None and not _STRETCH.search(text):
            self._steps = self._colouring(self._loading.lexer, text)
        return self._steps is not None

    def _colouring(self, lexer: Lexer, text: str) -> Iterator[None]:
        """In small steps: find the words of all lines, then give the lines that changed their colours, some at a time."""
        lines: list[list[Span]] = []
        for spans in spans_of_lines(lexer, text):
            if spans is not None:
                lines.append(spans)
            yield
        block = self._document.firstBlock()
        changed: list[tuple[QTextBlock, list[QTextLayout.FormatRange]]] = []
        for spans in lines:
            formats = [_range(*span) for span in spans]
            if block.isValid() and formats != block.layout().formats():
                changed.append((block, formats))
            if len(changed) == AT_ONCE:
                self._give(changed)
                yield
            block = block.next()
        self._give(changed)

    def _give(self, changed: list[tuple[QTextBlock, list[QTextLayout.FormatRange]]]) -> None:
        """Colours undo a line's layout; telling the document of each line alone would cost as much as of all of them."""
        if not changed:
            return
        for block, formats in changed:
            block.layout().setFormats(formats)
        first, last = changed[0][0], changed[-1][0]
        self._document.markContentsDirty(first.position(), last.position() + last.length() - first.position())
        changed.clear()


class _Loading:
    """Imports what knows a language on another thread, where that is still to be done: it takes 60 ms."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.lexer: Lexer | None = None
        self.over = False

    def begin(self) -> None:
        if self.language in _known():
            self._load()
        else:
            QThreadPool.globalInstance().start(self._load)

    def _load(self) -> None:
        self.lexer = _lexer(self.language)
        _known().add(self.language)
        self.over = True


@lru_cache(maxsize=1)
def _known() -> set[str]:
    """Languages asked for before."""
    return set()


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer | None:
    """None for a language that pygments does not know."""
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language)
    except ClassNotFound:
        return None


def spans_of_lines(lexer: Lexer, text: str) -> Iterator[list[Span] | None]:
    """The coloured words of each line of `text`, in order; None now and then, so that one may pause within a line."""
    line: list[Span] = []
    column = 0
    for _, token, value in lexer.get_tokens_unprocessed(text):
        kind = _kind(token)
        first, *rest = value.split("\n")
        if first and kind:
            line.append((column, len(first), kind))
        column += len(first)
        for piece in rest:
            yield line
            line, column = ([(0, len(piece), kind)] if piece and kind else []), len(piece)
        yield None
    yield line


@lru_cache(maxsize=512)
def _kind(token: Any) -> str:
    name = str(token).removeprefix("Token.")
    return next((kind for begin, kind in KINDS if name == begin or name.startswith(begin + ".")), "")


def _range(begin: int, length: int, kind: str) -> QTextLayout.FormatRange:
    form = QTextCharFormat()
    form.setForeground(QColor(theme.current().code[kind]))
    span = QTextLayout.FormatRange()
    span.start, span.length, span.format = begin, length, form  # pyright: ignore[reportAttributeAccessIssue]
    return span
