"""Clocks that run out once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from app.pauses import UNDO_MS, after_typing, once, while_undoable


def test_it_runs_out_once_and_can_be_set_back(application: QApplication, wait_until: Callable[..., None]) -> None:
    owner, said = QObject(), list[str]()
    soon, typed = once(owner, lambda: said.append("soon")), after_typing(owner, lambda: said.append("typed"), 1500)
    assert not soon.isActive()
    soon.start()
    typed.start()
    wait_until(lambda: said)
    for _ in range(4):  # letters that come quicker than the pause is long
        once(owner, lambda: said.append("letter"), 30).start()
        wait_until(lambda: said[-1] == "letter")
        said.pop()
        typed.start()
        assert said == ["soon"]
    wait_until(lambda: said == ["soon", "typed"])
    assert not soon.isActive()
    assert not typed.isActive()


def test_deletion_can_be_taken_back_for_ten_seconds(application: QApplication) -> None:
    owner = QObject()
    assert while_undoable(owner, owner.deleteLater).interval() == UNDO_MS == 10_000
