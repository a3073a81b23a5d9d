"""Questions put as a person puts them, one after another in one chat, with what Hush says beneath each answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from app.commands.answered import find_doubt
from inference.conversation import Message
from tests.answering.asking import Answer
from tests.answering.cases import Answered, Ask, read_questions

__all__ = ["Marked", "ask_in_chats"]


@dataclass(frozen=True)
class Marked:
    """An answer, and what was said of it: not found, or doubted, empty for neither."""

    answered: Answered
    mark: str


def ask_in_chats(answer: Answer) -> Iterator[Marked]:
    """The questions of "chats": of each text the first two that it answers, then each of the others as if it were the third."""
    for _, asked in groupby(read_questions("chats"), lambda ask: ask.source):
        asks = sorted(asked, key=lambda ask: ask.kind == "absent")
        before: tuple[Message, ...] = ()
        for ask in asks[:2]:
            marked = _put(ask, before, answer)
            before = (*before, _message(ask, before), Message.text("assistant", marked.answered.answer))
            yield marked
        yield from (_put(ask, before, answer) for ask in asks[2:])


def _message(ask: Ask, before: tuple[Message, ...]) -> Message:
    """With the file, where it begins the chat."""
    return Message.text("user", ask.question) if before else ask.message


def _put(ask: Ask, before: tuple[Message, ...], answer: Answer) -> Marked:
    messages = (*before, _message(ask, before))
    outcome = answer(*messages)
    return Marked(Answered(ask, outcome.text, ask.judge(outcome.text)), find_doubt(outcome, messages))
