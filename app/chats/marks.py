"""Words that were searched for: where they stand in a text, and a line in which they stand out."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout

from app.look import theme

__all__ = ["Marks", "draw_marked", "marks_of"]

ELLIPSIS = "…"

Marks = tuple[tuple[int, int], ...]
"""From where to where, in order and apart from each other."""


def marks_of(text: str, words: str) -> Marks:
    """Every place of each of the words in `text`, as the history finds them in titles: inside of words, in any case."""
    # A letter may fold into two, as ß does: what is found among the folded ones is counted in those of the text.
    folded = [(letter, place) for place, whole in enumerate(text) for letter in whole.casefold()]
    plain = "".join(letter for letter, _ in folded)
    found: list[tuple[int, int]] = []
    for word in dict.fromkeys(words.casefold().split()):
        begin = plain.find(word)
        while begin >= 0:
            end = begin + len(word)
            found.append((folded[begin][1], folded[end - 1][1] + 1))
            begin = plain.find(word, end)
    return _apart(sorted(found))


def _apart(marks: list[tuple[int, int]]) -> Marks:
    joined: list[tuple[int, int]] = []
    for begin, end in marks:
        if joined and begin <= joined[-1][1]:
            begin, end = joined[-1][0], max(end, joined.pop()[1])
        joined.append((begin, end))
    return tuple(joined)


def draw_marked(painter: QPainter, area: QRect, words: str, marks: Marks) -> None:
    """In the painter's font and colour, in the middle of `area`, and begun so that the first mark is in view."""
    bold = QFont(painter.font())
    bold.setWeight(QFont.Weight.Bold)  # as marks are: what fits in bold fits
    shown, moved = _fit(words, marks, QFontMetrics(bold), area.width())
    layout = QTextLayout(shown, painter.font())
    layout.setFormats([_mark(shown, first + moved, last + moved) for first, last in marks])
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(100_000)
    layout.endLayout()
    layout.draw(painter, QPointF(area.left(), area.center().y() + 1 - line.height() / 2))


def _fit(words: str, marks: Marks, metrics: QFontMetrics, width: int) -> tuple[str, int]:
    """What can be shown of them, from the beginning or else from the first word that leaves room for the first mark; and by
    how much marks are moved in that.
    """
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)
    if shown == words or not marks or marks[0][1] < len(shown):
        return shown, 0
    (first, last), moved = marks[0], 0
    for begin in (place for place in range(1, first + 1) if place == first or words[place - 1].isspace()):
        rest, moved = ELLIPSIS + words[begin:], 1 - begin
        shown = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)
        if shown == rest or last + moved < len(shown):
            break
    return shown, moved


def _mark(shown: str, first: int, last: int) -> QTextLayout.FormatRange:
    """Qt's places count UTF-16, those of Python do not."""
    mark = QTextLayout.FormatRange()
    mark.start, end = (len(shown[: max(0, place)].encode("utf-16-le", "surrogatepass")) // 2 for place in (first, last))
    mark.length = end - mark.start
    form = QTextCharFormat()
    form.setFontWeight(QFont.Weight.Bold)
    form.setForeground(QColor(theme.current().text))
    mark.format = form
    return mark
