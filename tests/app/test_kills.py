"""kill -9 on the real window: drafts of three chats are there again, and of an answer no more than the last second is lost."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from inference.history.database import storable
from inference.history.store import open_history
from tests.app.typist import TITLES
from tests.other_models import text_model

ROUNDS = int(os.environ.get("HUSH_KILLS", "3"))
"""100 take some minutes."""
LOST_S = 1.0
"""So much of what was typed or written last may be gone."""
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")


def killed(folder: Path, model: Path | None, dice: random.Random) -> list[dict[str, Any]]:
    """What the window said until it was killed at a random moment; its last words may be cut off. The last line is the kill."""
    command = [sys.executable, "-m", "tests.app.typist", str(folder), str(dice.random())[2:8], str(model or "")]
    spoken = folder.parent / f"{folder.name}.said"  # a pipe that nobody reads while one waits would hold the window up
    with spoken.open("w") as said, subprocess.Popen(command, stdout=said, cwd=Path(__file__).parents[2]) as window:
        while not spoken.read_text().endswith("\n"):
            assert window.poll() is None, "the window ended by itself; why stands above"
            time.sleep(0.01)
        time.sleep(dice.uniform(0.2, 2.0))
        window.send_signal(signal.SIGKILL)
        at = time.monotonic()
    lines = spoken.read_text().splitlines()
    return [json.loads(line) for line in lines if line.strip().endswith("}")] + [{"at": at}]


def test_drafts_of_three_chats_survive_every_kill(display: str, tmp_path: Path) -> None:
    history = open_history(tmp_path).history
    for title in TITLES:
        history.messages.ask(title)
    history.close()
    dice = random.Random(2026)
    was: dict[str, list[str]] = {title: [] for title in TITLES}
    for _ in range(ROUNDS):
        *said, kill = killed(tmp_path, None, dice)
        assert said
        history = open_history(tmp_path).history
        for chat in history.chats.list():
            draft = history.drafts.get(chat.id)
            found = draft.text.split() if draft is not None else []
            typed = [line for line in said if line["chat"] == chat.title]
            safe = [line for line in typed if line["at"] < kill["at"] - LOST_S]
            words = [*was[chat.title], *(line["draft"].split()[-1] for line in typed)]
            assert found == words[: len(found)], "what stood there before, and then what was typed, in order"
            assert len(found) >= len(was[chat.title]) + len(safe), "what was typed a second ago is kept"
            was[chat.title] = found
        history.close()
    assert all(was.values()) or ROUNDS < 3


def test_of_an_answer_no_more_than_a_second_is_lost(display: str, tmp_path: Path) -> None:
    model, dice = text_model(tmp_path / "tiny.gguf", endless=True), random.Random(7)
    for number in range(ROUNDS):
        folder = tmp_path / str(number)
        *said, kill = killed(folder, model, dice)
        history = open_history(folder).history
        (chat,) = (chat for chat in history.chats.list() if chat.title == "Count.")
        answer = history.messages.path(chat.id)[-1]
        history.close()
        safe = [line["answer"] for line in said if line["at"] < kill["at"] - LOST_S]
        assert answer.state in ("done", "stopped")
        assert answer.text.startswith(storable(safe[-1]) if safe else "")
