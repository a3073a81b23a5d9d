"""Writes to a history until it is killed: python -m tests.inference.history.writer FOLDER SEED

A line on stdout for each thing that is kept, written only after the call has returned: what the window would show as sent.
"""

from __future__ import annotations

import json
import os
import random
import sys
from pathlib import Path

from inference.conversation import ImagePart
from inference.events import Cost
from inference.history.store import open_history
from inference.history.values import New

DOOMED = "to be deleted"


def main(folder: Path, seed: int) -> None:
    dice = random.Random(seed)
    opened = open_history(folder)
    assert not opened.refused, opened.refused
    history = opened.history
    say({"open": True})
    chat = parent = None
    for number in range(100_000):
        picture = ImagePart(f"{number}.png", dice.randbytes(dice.choice((10, 5_000, 200_000))))
        text = f"question {seed}-{number} " * dice.randint(1, 40)
        turn = history.messages.ask(text, [New(picture)] if dice.random() < 0.5 else [], chat=chat, parent=parent)
        say({"question": turn.question, "text": text})
        partial = ""
        for _ in range(dice.randint(0, 4)):
            partial += f"part {seed}-{number} " * dice.randint(1, 30)
            history.messages.write(turn.answer, text=partial)
            say({"partial": turn.answer, "text": partial})
        history.messages.end(turn.answer, "done", text=partial + "end", cost=Cost(reply_tokens=number))
        say({"answer": turn.answer, "text": partial + "end"})
        chat, parent = turn.chat.id, turn.answer
        if dice.random() < 0.2:
            history.chats.delete(history.chats.create(DOOMED).id)
            history.clear_out()
            chat = parent = None


def say(line: dict[str, object]) -> None:
    """One write for one line: a kill leaves whole lines."""
    os.write(1, json.dumps(line).encode() + b"\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
