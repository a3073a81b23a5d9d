"""A person in the real window, to be killed: writes drafts in three chats and asks, and prints what is on the screen.

Each line is JSON: {"at": seconds, "chat": title, "draft": text} after typing, {"at": …, "answer": text} while one is written.
"""

from __future__ import annotations

import json
import random
import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer

from app.building import build
from app.main import application
from app.values import ModelChoice
from app.window.window import Window
from app.worker import Worker
from app.worker.history import HistoryWorker

TITLES = ("one", "two", "three")


def say(**line: object) -> None:
    sys.stdout.write(json.dumps({"at": time.monotonic(), **line}) + "\n")
    sys.stdout.flush()


class Typist:
    """Does something every few milliseconds, for ever."""

    def __init__(self, folder: Path, model: Path | None, seed: int) -> None:
        self.dice = random.Random(seed)
        self.desk = build(Worker(), HistoryWorker(folder))
        self.window = Window(self.desk)
        self.window.show()
        assert self.desk.past is not None
        self.past = self.desk.past
        self.past.chats.start()
        self.steps = 0
        self.wanted: str | None = None
        if model is not None:
            self.desk.models.load(ModelChoice(model))
        self.clock = QTimer(interval=15)
        self.clock.timeout.connect(self.write if model is None else self.ask)
        self.clock.start()

    def title(self) -> str | None:
        chat = self.past.shown.chat(self.desk.keeper.chat) if self.desk.keeper.chat is not None else None
        return chat.title if chat is not None else None

    def write(self) -> None:
        """Type on in the chat on screen, or open another."""
        if self.past.shown.phase != "ready":
            return
        if self.wanted is not None and self.title() != self.wanted:
            return
        self.wanted = None
        if self.title() is None or self.dice.random() < 0.1:
            self.wanted = self.dice.choice(TITLES)
            self.past.chats.open(next(chat.id for chat in self.past.shown.chats if chat.title == self.wanted))
            return
        self.steps += 1
        self.window.composer.field.insertPlainText(f"{self.steps} ")
        say(chat=self.title(), draft=self.window.composer.field.toPlainText())

    def ask(self) -> None:
        """Ask once, look at other chats while it is answered, and begin a new one."""
        desk = self.desk
        if desk.model.failure is not None:  # memory is short, say: who waits for the first word must hear of it
            sys.exit(f"The model was not loaded: {desk.model.failure}")
        if desk.model.phase != "ready" or self.past.shown.phase != "ready":
            return
        self.steps += 1
        if self.steps == 1:
            desk.drafts.set_text("Count.")
            desk.chat.send()
        elif desk.answers.now is not None:
            say(answer=desk.answers.now.answer.text)
            if self.steps % 10 == 5:
                self.past.chats.open(self.dice.choice([chat.id for chat in self.past.shown.chats]))
            elif self.steps % 30 == 0:
                desk.chat.new_chat()


if __name__ == "__main__":
    qt = application()
    typist = Typist(Path(sys.argv[1]), Path(sys.argv[3]) if sys.argv[3] else None, int(sys.argv[2]))
    sys.exit(qt.exec())
