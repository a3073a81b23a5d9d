"""A long talk in the window, and what the tests of it look for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QAbstractButton

from app.conversation.transcript.answer import Answer
from app.conversation.transcript.question import Question
from app.conversation.transcript.transcript import Entry, Transcript
from app.conversation.transcript.transcript_view import TranscriptView
from inference.events import Cost

Wait = Callable[..., None]

COST = Cost(prompt_tokens=100, reused_tokens=60, reply_tokens=30, ttft_s=1.5, decode_tokens_per_s=5.0)


def entries(turns: int) -> list[Entry]:
    """Messages of all heights, so that no guess is right."""
    told: list[Entry] = []
    for number in range(turns):
        told.append(Entry("user", f"question {number} " * (1 + number % 40)))
        told.append(Entry("assistant", f"# Answer {number}\n\n" + f"- item {number}\n" * (number % 17), state="done", cost=COST))
    return told


def newest(view: TranscriptView, chat: Transcript, wait_until: Wait) -> Answer:
    wait_until(lambda: view.row(len(chat.entries) - 1) is not None)
    row = view.row(len(chat.entries) - 1)
    assert isinstance(row, Answer)
    return row


def first_in_view(view: TranscriptView) -> tuple[int, int]:
    """The uppermost message that can be seen, and where it begins."""
    rows = sorted((index, row) for index, row in view._column.rows.items())
    return next((index, row.y()) for index, row in rows if row.y() + row.height() > 0)


def button(parent: Question | Answer | TranscriptView, name: str) -> QAbstractButton:
    return next(found for found in parent.findChildren(QAbstractButton) if found.accessibleName() == name)
