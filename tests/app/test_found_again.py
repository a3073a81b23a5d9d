"""Words that were read in a picture of before lead back to the message it was sent with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.building import build, wind_down
from app.recognition.picture_viewer import PictureViewer
from app.window.window import Window
from app.worker import Worker
from app.worker.history import HistoryWorker
from inference.conversation import ImagePart
from inference.history.store import open_history
from inference.history.values import Facts, New, Recognised
from tests.app.history import filled
from tests.inference.recognition.drawn import as_file, page

pytestmark = pytest.mark.usefixtures("recognisers")

Wait = Callable[..., None]
HIT = 3


def remember(folder: Path) -> None:
    """A chat of eight turns; with one of the first an invoice was sent, which was read."""
    history = open_history(folder).history
    part = ImagePart("Screenshot 14.21.03.png", as_file(page(width=640)))
    chat = parent = None
    for number in range(8):
        attachments = [New(part, Facts(width=640, height=192))] if number == HIT else []
        turn = history.messages.ask(f"Question {number}?", attachments, chat=chat, parent=parent)
        history.messages.end(turn.answer, "done", text="A long answer. " * 120)
        chat, parent = turn.chat.id, turn.answer
    text = "Invoice 20391 of 14 March 2025\nTotal due: 1,284.50 EUR\nSent by Keller and Sons"
    history.recognised.keep((Recognised(part.digest, 0, "text 2", text),))
    history.close()


@pytest.mark.parametrize("by", ["Enter", "click"])
def test_a_hit_in_a_picture_scrolls_to_its_message_and_opens_nothing_else(
    worker: Worker, shown: Callable[[object], Window], tmp_path: Path, wait_until: Wait, by: str
) -> None:
    remember(tmp_path)
    filled(tmp_path, [("Rye bread", 1.0)])
    history = HistoryWorker(tmp_path)
    desk = build(worker, history)
    assert desk.past is not None
    past = desk.past
    past.chats.start()
    window = shown(desk)
    assert window.chats is not None
    window.chats.search.setText("keller")
    wait_until(lambda: past.shown.words and past.shown.rows)
    (row,) = past.shown.rows
    assert row.snippet.startswith("In Screenshot 14.21.03.png: ")
    assert [row.snippet[begin:end] for begin, end in row.marks] == ["Keller"]
    if by == "Enter":
        QTest.keyClick(window.chats.search, Qt.Key.Key_Return)
    else:
        rows = window.chats.rows
        QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualRect(past.shown.index(0)).center())
    wait_until(lambda: desk.transcript.entries and not desk.keeper.reading and window.transcript.settled, 30)
    assert desk.transcript.entries[2 * HIT].attachments[0].part.name == "Screenshot 14.21.03.png"
    found = window.transcript.row(2 * HIT)
    assert found is not None
    assert 0 <= found.y() < 40
    assert not window.transcript.following
    assert not window.findChildren(PictureViewer)
    window.chats.search.clear()
    wait_until(lambda: not past.shown.words)
    past.chats.open(row.chat.id)  # type: ignore[union-attr]
    wait_until(lambda: window.transcript.following and window.transcript.settled and not desk.keeper.reading)
    wind_down(desk)
    assert history.close()
