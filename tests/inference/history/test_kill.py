"""kill -9 at random moments: what was reported as kept is there, and the history always opens."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from inference.history.messages import INTERRUPTED
from inference.history.store import open_history
from inference.history.values import KeptMessage
from tests.inference.history.writer import DOOMED

ROOT = Path(__file__).resolve().parents[3]
ROUNDS = int(os.environ.get("HUSH_KILLS", "12"))
"""The full proof is HUSH_KILLS=200."""


def killed(folder: Path, seed: int, *, after_s: float, from_start: bool) -> list[dict[str, Any]]:
    """What a writer reported before it was killed `after_s` after its start, or after it had opened the history."""
    command = [sys.executable, "-m", "tests.inference.history.writer", str(folder), str(seed)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        lines: list[bytes] = []
        if not from_start:
            lines.append(child.stdout.readline())
        clock = threading.Timer(after_s, child.kill)
        clock.start()
        lines.extend(child.stdout)
        clock.join()
        complaint = child.stderr.read().decode()
    assert child.returncode in (-signal.SIGKILL, 1 if sys.platform == "win32" else -signal.SIGKILL), complaint
    return [json.loads(line) for line in lines if line.endswith(b"\n")]


def test_nothing_reported_is_lost(tmp_path: Path) -> None:
    dice = random.Random(20_26)
    folder = tmp_path / "kept"
    questions: dict[int, str] = {}
    answers: dict[int, str] = {}
    partials: dict[int, str] = {}
    for seed in range(ROUNDS):
        said = killed(folder, seed, after_s=dice.random() * 0.25, from_start=seed % 4 == 0)
        for line in said:
            if "question" in line:
                questions[line["question"]] = line["text"]
            elif "partial" in line:
                partials[line["partial"]] = line["text"]
            elif "answer" in line:
                answers[line["answer"]] = line["text"]
        check(folder, questions, answers, partials)
    assert len(answers) > ROUNDS, "the writers were killed before they wrote anything: the test shows nothing"
    assert (folder / "history.db").exists()
    assert not list(folder.glob("*refused*"))


def check(folder: Path, questions: dict[int, str], answers: dict[int, str], partials: dict[int, str]) -> None:
    opened = open_history(folder)
    assert opened.refused == ()
    history = opened.history
    kept: dict[int, KeptMessage] = {}
    for chat in history.chats.list():
        kept |= {message.id: message for message in history.messages.all(chat.id)}
        assert history.messages.path(chat.id) or chat.title == DOOMED
    for number, text in questions.items():
        assert kept[number].text == text
    for number, text in answers.items():
        assert (kept[number].text, kept[number].state) == (text, "done")
    for number in partials.keys() - answers.keys():
        assert kept[number].text.startswith(partials[number])
    for message in kept.values():
        assert message.state != "waiting"
        assert message.state != "stopped" or message.note == INTERRUPTED
        for attachment in message.attachments:
            history.files.read(attachment.sha256, attachment.name)  # raises where a byte is missing
    history.clear_out()
    history.close()
    with_index_checked(folder / "history.db")


def with_index_checked(path: Path) -> None:
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    for index in ("messages_said", "attachments_called", "memos_heard"):
        connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
    connection.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process in one way only")
def test_second_hush_is_told_and_harms_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.inference.history.writer", str(tmp_path), "1"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        child.send_signal(signal.SIGSTOP)  # else it is a race whether it holds the lock or is killed by a full pipe
        from inference.errors import HistoryError, HistoryRefused

        with pytest.raises(HistoryError, match="Another Hush") as caught:
            open_history(tmp_path)
        assert not isinstance(caught.value, HistoryRefused)
        child.kill()
    assert [path.name for path in tmp_path.glob("*.db")] == ["history.db"]
