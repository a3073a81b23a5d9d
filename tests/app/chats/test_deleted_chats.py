"""Chats that are deleted: brought back, or gone for good."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.conversation.work import EndAnswer, KeepTurn
from app.worker.history import HistoryWorker
from app.worker.lane import ignore
from tests.app.chats.side import Side, select
from tests.app.history import Asked, filled
from tests.inference.history.leftovers import find_left

Wait = Callable[..., None]
Key = Qt.Key


def test_delete_and_undo(side: Side, wait_until: Wait) -> None:
    number = select(side, "Budget")
    assert not side.bar.undo_bar.isVisible()
    QTest.keyClick(side.bar.rows, Key.Key_Delete)
    assert side.gone == [number]
    assert "Budget" not in side.titles()
    assert side.bar.undo_bar.isVisible()
    assert side.bar.rows.currentIndex().data() == "Exit sign"
    QTest.keyClick(side.bar.rows, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    wait_until(lambda: "Budget" in side.titles())
    assert not side.bar.undo_bar.isVisible()
    side.controller.delete(number)
    side.bar.undo.click()
    wait_until(lambda: "Budget" in side.titles())


def test_deleted_chat_can_be_removed_for_good_at_once(made: Callable[[Path], Side], tmp_path: Path, wait_until: Wait) -> None:
    filled(tmp_path, [("First secret", 2), ("Stays", 0)])
    side = made(tmp_path)
    select(side, "First secret")
    QTest.keyClick(side.bar.rows, Key.Key_Delete)
    QTest.mouseClick(side.bar.undo_bar.forget, Qt.MouseButton.LeftButton)
    assert not side.bar.undo_bar.isVisible()
    wait_until(lambda: find_left("First secret", tmp_path) == [])
    assert find_left("Stays", tmp_path)
    side.controller.undo()
    assert side.titles() == ["Stays"]


def test_deleted_chat_is_gone_for_good_when_another_is_deleted_or_the_window_closes(
    made: Callable[[Path], Side], tmp_path: Path
) -> None:
    filled(tmp_path, [("First secret", 2), ("Second secret", 1), ("Stays", 0)])
    side = made(tmp_path)
    for title in ("First secret", "Second secret"):
        select(side, title)
        QTest.keyClick(side.bar.rows, Key.Key_Delete)
    assert side.chats.deleted is not None
    assert side.chats.deleted.title == "Second secret"
    side.controller.stop()
    assert side.history.close()
    for file in tmp_path.glob("history.db*"):
        assert b"secret" not in file.read_bytes()
    side.history = HistoryWorker(tmp_path)  # for the fixture to close


def test_answer_that_ends_in_a_deleted_chat_does_not_bring_it_back(side: Side, wait_until: Wait) -> None:
    asked = Asked(side.history, wait_until)
    kept = asked(KeepTurn("A new question"))
    assert side.titles()[0] == "A new question"
    side.history.submit(EndAnswer(kept.answer, "done", "Done"), ignore, ignore)
    side.controller.delete(kept.chat.id)
    asked(KeepTurn("Another"))
    assert "A new question" not in side.titles()
