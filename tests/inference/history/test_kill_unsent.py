"""kill -9 at random moments while drafts are kept and the queue changes: what was said to be kept is there, whole."""

from __future__ import annotations

import itertools
import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from inference.history.store import History, open_history
from tests.inference.history.test_kill import ROOT, with_index_checked

ROUNDS = int(os.environ.get("HUSH_KILLS", "100"))
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot fork")


@dataclass
class Promised:
    """What was said to be kept. `pending` was begun when the kill came: it may be there or not, but not by half."""

    drafts: dict[int, str] = field(default_factory=dict)
    queue: list[str] = field(default_factory=list)
    began: set[str] = field(default_factory=set)
    pending: dict[str, Any] | None = None
    done: Counter[str] = field(default_factory=Counter)

    def hear(self, line: dict[str, Any]) -> None:
        if "draft" in line or "queue" in line:
            self.pending = line
        elif "done" in line:
            assert self.pending is not None
            self.done["draft" if "draft" in self.pending else "queue"] += 1
            self.take(self.pending)

    def take(self, line: dict[str, Any]) -> None:
        if "draft" in line:
            self.drafts[line["draft"]] = line["text"]
        else:
            self.queue = line["queue"]
            self.began |= {line["began"]} if "began" in line else set()
        self.pending = None


def test_drafts_and_the_queue_survive_every_kill(tmp_path: Path) -> None:
    history = open_history(tmp_path).history
    dice, promised = random.Random(20_26), Promised()
    for name in ("one", "two", "three"):  # each with a draft: a chat in which nothing is left goes with its last question
        chat, text = history.chats.create(name).id, json.dumps({"of": name, "names": [], "refused": 0, "more": ""})
        history.drafts.keep(chat, text, [])
        promised.drafts[chat] = text
    history.close()
    caught = 0
    command = [sys.executable, "-m", "tests.inference.history.unsent_writer", str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as nursery:
        for seed in range(ROUNDS):
            lines = dice.randint(2, 10) if seed % 5 else 1  # else while it opens the file
            let_write_and_kill(nursery, seed, promised, lines=lines, after_s=dice.random() * 0.02)
            caught += promised.pending is not None
            check(tmp_path, promised)
        assert nursery.stdin is not None
        nursery.stdin.close()
    with_index_checked(tmp_path / "history.db")
    assert not list(tmp_path.glob("*refused*"))
    assert min(promised.done["draft"], promised.done["queue"]) > ROUNDS // 2, (
        "killed before anything was written: this shows nothing"
    )
    assert len(promised.drafts) == 3
    assert caught > ROUNDS // 4, "hardly a kill came while something was being kept"


def let_write_and_kill(nursery: subprocess.Popen[bytes], seed: int, promised: Promised, *, lines: int, after_s: float) -> None:
    """A child is killed `after_s` after it said its line number `lines`."""
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    nursery.stdin.write(f"{seed}\n".encode())
    nursery.stdin.flush()
    child = json.loads(nursery.stdout.readline())["pid"]
    clock = threading.Timer(after_s, os.kill, (child, signal.SIGKILL))
    for number in itertools.count(1):
        if number == lines:
            clock.start()
        line = json.loads(nursery.stdout.readline())
        promised.hear(line)
        if "ended" in line:
            break
    clock.cancel()  # of a child that ended by itself
    assert line["ended"] == signal.SIGKILL


def check(folder: Path, promised: Promised) -> None:
    opened = open_history(folder)
    assert opened.refused == ()
    history = opened.history
    if promised.pending is not None and is_there(history, promised.pending):
        promised.take(promised.pending)
    promised.pending = None
    drafts = {chat: draft for chat in history.drafts.chats() if (draft := history.drafts.get(chat)) is not None}
    assert {chat: draft.text for chat, draft in drafts.items()} == promised.drafts
    for draft in drafts.values():
        told = json.loads(draft.text)
        assert [one.name for one in draft.attachments] == told["names"]
        assert len(draft.refused) == told["refused"]
    waiting = history.queue.list()
    assert [one.text for one in waiting] == promised.queue
    asked = [one for chat in history.chats.list() for one in history.messages.all(chat.id) if one.role == "user"]
    assert Counter(one.text for one in asked) == Counter(promised.began), "each that began is a question, and only once"
    for one in (*drafts.values(), *waiting, *asked):
        for kept in one.attachments:
            history.files.read(kept.sha256, kept.name)  # raises where a byte is missing
    history.close()


def is_there(history: History, line: dict[str, Any]) -> bool:
    if "draft" in line:
        draft = history.drafts.get(line["draft"])
        return draft is not None and draft.text == line["text"]
    return [waiting.text for waiting in history.queue.list()] == line["queue"]
