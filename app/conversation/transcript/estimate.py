"""How high a message will be, guessed from its length: good enough for a scroll bar, and put right once it is laid out."""

from __future__ import annotations

from PySide6.QtGui import QFontMetricsF

from app.conversation.transcript.attachments import PICTURE
from app.conversation.transcript.row import FOOT
from app.conversation.transcript.transcript import Entry
from app.look import theme
from app.values import Attached

__all__ = ["Estimate"]

LINE = 1.32
"""Of the font's own line spacing."""
LETTER = 0.96
"""Of the font's average: letters that are common are narrow."""
ANSWER_EXTRA, QUESTION_EXTRA = 8, 22
SHORTEST_ANSWER = 34
TOLD, SUMMARY = 31, 50
"""The line under a message that is not sent, and that of a summary."""


class Estimate:
    """For messages in a column of `width` logical pixels."""

    def __init__(self, width: int) -> None:
        metrics = QFontMetricsF(theme.reading_font())
        self._line = metrics.lineSpacing() * LINE
        letter = metrics.averageCharWidth() * LETTER
        self._in_answer, self._in_question = max(1.0, (width - 42) / letter), max(1.0, (width * 0.8 - 32) / letter)

    def __call__(self, entry: Entry) -> int:
        """Pixels."""
        told = TOLD * entry.left_out + SUMMARY * (entry.summary is not None)
        breaks = entry.text.count("\n") - entry.text.count("\n\n") * 0.5
        if entry.role == "user":
            text = (min(breaks, 40) + min(len(entry.text), 3000) / self._in_question + 0.5) * self._line if entry.text else 0
            return int(text + sum(map(_height_of, entry.attachments))) + QUESTION_EXTRA + told + FOOT
        text = (breaks + len(entry.text) / self._in_answer + 0.5) * self._line
        return max(SHORTEST_ANSWER, int(text) + ANSWER_EXTRA) + (32 if entry.thought else 0) + told + FOOT


def _height_of(seen: Attached) -> int:
    if seen.thumbnail is None:
        return 46
    scale = min(1.0, PICTURE.width() / seen.thumbnail.width, PICTURE.height() / seen.thumbnail.height)
    return int(seen.thumbnail.height * scale) + 10
