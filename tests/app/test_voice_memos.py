"""A voice memo from the microphone's file to its words, with the real starter: kept, written down, found by its digits."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.building import build, wind_down
from app.conversation.work import KeepTurn
from app.desk import Desk
from app.memos.memos_view import MemosDialog
from app.sound.sound import Sound
from app.values import Attached
from app.window.window import Window
from app.worker import Worker
from app.worker.history import HistoryWorker
from inference.conversation import AudioPart, Message, Request
from inference.events import PartPrice, Priced
from tests.app.history import Asked

Wait = Callable[..., None]


@pytest.fixture
def hearing(
    worker: Worker, history: HistoryWorker, sound: Sound, shown: Callable[[Desk], Window], wait_until: Wait
) -> Iterator[tuple[Desk, Window]]:
    """A window with the starter loaded, and with all that memos need."""
    desk = build(worker, history, sound)
    assert desk.past is not None
    desk.past.chats.start()
    desk.models.load_starter()
    window = shown(desk)
    wait_until(lambda: desk.model.phase == "ready" and window.isActiveWindow(), 60)
    yield desk, window
    for dialog in window.findChildren(MemosDialog):
        dialog.close()
    wind_down(desk)


def say(words: str, asked: Asked, tmp_path: Path) -> None:
    """Kept as a memo of its own, as the microphone's controller does it."""
    path = tmp_path / f"{words}.wav"
    subprocess.run(["espeak-ng", "-w", str(path), words], check=True)
    said = Attached(AudioPart("Voice memo 14:03.wav", path.read_bytes()), seconds=1.5, recorded=True)
    asked(KeepTurn("", (said,)))


def test_memo_is_written_down_and_found_by_its_digits(
    hearing: tuple[Desk, Window], history: HistoryWorker, tmp_path: Path, wait_until: Wait
) -> None:
    desk, window = hearing
    assert desk.memos is not None
    asked, shown = Asked(history, wait_until), desk.memos.shown
    say("three seven", asked, tmp_path)
    say("four zero seven", asked, tmp_path)
    desk.drafts.set_text("Hello")
    desk.chat.send()
    wait_until(lambda: desk.transcript.entries and not desk.activity.busy, 60)
    before = desk.transcript.messages()
    QTest.mouseClick(window.header.memos, Qt.MouseButton.LeftButton)
    (dialog,) = window.findChildren(MemosDialog)
    wait_until(dialog.pane.write.isEnabled)
    QTest.mouseClick(dialog.pane.write, Qt.MouseButton.LeftButton)
    wait_until(lambda: shown.writing is None and shown.text, 60)
    assert (shown.text, shown.problem) == ("407", "")
    QTest.keyClicks(dialog.search, "407")
    wait_until(lambda: [row.title for row in shown.rows] == ["407"])
    assert desk.transcript.messages() == before
    request = Request((*before, Message.text("user", "And now?")))
    price = Priced(tuple(PartPrice("text", "user", 10, index) for index in range(3)), 30)
    assert desk.reading.count_fresh(request, price) == (10, 10, 10), "the chat would have to be read again"
    dialog.close()
    desk.drafts.set_text("And now?")
    desk.chat.send()
    wait_until(lambda: len(desk.transcript.entries) == 4 and not desk.activity.busy, 60)
    assert desk.transcript.entries[-1].state == "done"
    assert desk.transcript.entries[-1].cost.reused_tokens < 8, "only what every prompt begins with was kept"
