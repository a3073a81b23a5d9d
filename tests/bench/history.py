"""How long a chat of 5,000 messages takes to open, a search among 200,000 messages, and a question to be safe on the disk."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from inference.conversation import ImagePart
from inference.events import Cost
from inference.history.store import History
from inference.history.values import Facts, New
from inference.loading import ModelFiles
from tests.bench.figures import Figure
from tests.bench.inputs import long_text

__all__ = ["figures"]

TURNS = 2500
CHATS, TURNS_EACH = 2000, 50
ROUNDS = 7


def figures(_files: ModelFiles) -> list[Figure]:
    """Of a history of 2,000 other chats; the model does not matter."""
    with tempfile.TemporaryDirectory() as place:
        history = History(Path(place, "history.db"))
        chat = _fill(history)
        history.close()
        opened = [_seconds(lambda: History(history.path).close()) for _ in range(3)]
        history = History(history.path)
        path = [_seconds(lambda: history.messages.path(chat)) for _ in range(ROUNDS)]
        listed = [_seconds(history.chats.list) for _ in range(ROUNDS)]
        found = [_seconds(lambda word=word: history.search(word)) for word in ("the", "o", "zebra", "story day", "q17")]
        asked = [_seconds(lambda: history.messages.ask("One more", chat=chat)) for _ in range(ROUNDS)]
        history.close()
    return [
        Figure("history: 5,000 messages, middle", median(path) * 1000, "ms"),
        Figure("history: 5,000 messages, longest", max(path) * 1000, "ms", goal=300, at_most=True),
        Figure("history: checked and opened", median(opened) * 1000, "ms"),
        Figure("history: 2,000 chats listed", median(listed) * 1000, "ms"),
        Figure("history: longest search", max(found) * 1000, "ms"),
        Figure("history: a question on the disk", median(asked) * 1000, "ms"),
    ]


def _fill(history: History) -> int:
    """2,000 chats of 100 messages, and one of 5,000 with an attachment to every tenth question; that one's id."""
    dice = random.Random(1)
    words = long_text(4000).split()
    with history._database.transaction():  # pyright: ignore[reportPrivateUsage]  # one wait for the disk, not 200,000
        for number in range(CHATS):
            _chat(history, words, dice, f"q{number}", TURNS_EACH)
        return _chat(history, words, dice, "The long one", TURNS)


def _chat(history: History, words: list[str], dice: random.Random, first: str, turns: int) -> int:
    chat = parent = None
    for number in range(turns):
        picture = ImagePart(f"{number}.png", dice.randbytes(1000))
        attached = (
            [New(picture, Facts(width=640, height=480), dice.randbytes(20_000))] if turns == TURNS and number % 10 == 0 else []
        )
        turn = history.messages.ask(first if number == 0 else _said(words, dice, 20), attached, chat=chat, parent=parent)
        history.messages.end(turn.answer, "done", text=_said(words, dice, 120), cost=Cost(reply_tokens=150, ttft_s=0.5))
        chat, parent = turn.chat.id, turn.answer
    assert chat is not None
    return chat


def _said(words: list[str], dice: random.Random, count: int) -> str:
    start = dice.randrange(max(1, len(words) - count))
    return " ".join(words[start : start + count])


def _seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun
