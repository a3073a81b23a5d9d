"""Keeps drafts and changes the queue until it is killed: python -m tests.inference.history.unsent_writer FOLDER

For each line on its stdin, a seed, it forks a child that writes: a hundred of them need no start of Python each. A child says
on stdout what it is about to do and, once the call has returned, that it is done.
"""

from __future__ import annotations

import json
import os
import random
import sys
from pathlib import Path

from inference.conversation import DocumentPart
from inference.history.store import History, open_history
from inference.history.values import New, Refused
from tests.inference.history.writer import say


def main(folder: Path) -> None:
    for line in sys.stdin:
        if (child := os.fork()) == 0:
            write(folder, int(line))
        _child, status = os.waitpid(child, 0)
        say({"ended": status})


def write(folder: Path, seed: int) -> None:
    say({"pid": os.getpid()})
    opened = open_history(folder)
    assert not opened.refused, opened.refused
    dice, history = random.Random(seed), opened.history
    chats = [chat.id for chat in history.chats.list()]
    say({"open": True})
    for number in range(100_000):
        if dice.random() < 0.5:
            keep_draft(history, dice, dice.choice(chats), f"{seed}-{number}")
        else:
            change_queue(history, dice, dice.choice(chats), f"{seed}-{number}")
        if dice.random() < 0.1:
            history.clear_out()


def keep_draft(history: History, dice: random.Random, chat: int, name: str) -> None:
    """The text says what else belongs to the draft."""
    attached = drawn(dice, name)
    before = history.drafts.get(chat)
    everything = [*(before.attachments[:2] if before is not None else ()), *attached]
    names = [one.part.name if isinstance(one, New) else one.name for one in everything]
    refused = [Refused(name, "It is locked.")] * dice.randint(0, 2)
    text = json.dumps({"of": name, "names": names, "refused": len(refused), "more": "x" * dice.randint(0, 9000)})
    say({"draft": chat, "text": text})
    history.drafts.keep(chat, text, everything, refused=refused)
    say({"done": True})


def change_queue(history: History, dice: random.Random, chat: int, name: str) -> None:
    waiting = list(history.queue.list())
    one = dice.choice(waiting) if waiting else None
    what = dice.choice(("add", "add", "move", "remove", "begin")) if one is not None else "add"
    texts = [other.text for other in waiting if one is None or other.id != one.id or what == "add"]
    if what == "add" or one is None:
        say({"queue": [*texts, name]})
        history.queue.add(name, drawn(dice, name), chat=chat)
    elif what == "move":
        index = dice.randint(0, len(texts))
        say({"queue": [*texts[:index], one.text, *texts[index:]]})
        history.queue.move(one.id, index)
    elif what == "remove":
        say({"queue": texts})
        history.queue.remove(one.id)
        say({"done": True})
        if dice.random() < 0.4:
            history.forget(one.id)
            return
        say({"queue": [other.text for other in waiting]})
        history.queue.put_back(one.id)
    else:
        say({"queue": texts, "began": one.text})
        history.queue.begin(one.id)
    say({"done": True})


def drawn(dice: random.Random, name: str) -> list[New]:
    return [
        New(DocumentPart(f"{name} {number}.txt", dice.randbytes(dice.choice((10, 3_000, 60_000)))), preview=dice.randbytes(500))
        for number in range(dice.randint(0, 2))
    ]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
