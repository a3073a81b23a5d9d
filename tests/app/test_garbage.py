"""Cycles are collected, and only in the GUI thread."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from app.garbage import GarbageCollector

Wait = Callable[..., None]


@pytest.fixture(autouse=True)
def _threshold() -> Iterator[None]:
    usual = gc.get_threshold()
    yield
    gc.set_threshold(*usual)


class Knot:
    """Refers to itself; notes where it ends."""

    def __init__(self, ended: list[int]) -> None:
        self.self = self
        weakref.finalize(self, lambda: ended.append(threading.get_ident()))


def test_a_worker_does_not_collect_and_the_gui_thread_does(app: QApplication, wait_until: Wait) -> None:
    ended: list[int] = []
    keeper = app.findChild(GarbageCollector)
    assert isinstance(keeper, GarbageCollector)
    gc.set_threshold(50, 10, 10)

    def work() -> None:
        Knot(ended)
        [[] for _ in range(10_000)]  # many times what makes Python collect

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert ended == []
    gc.set_threshold(0, 0, 0)
    held = [[] for _ in range(10)]
    keeper.collect()
    assert ended == [threading.get_ident()]
    assert len(held) == 10


def test_there_is_one_for_each_program(app: QApplication) -> None:
    assert len(app.findChildren(GarbageCollector)) == 1
    assert QObject.parent(app.findChildren(GarbageCollector)[0]) is app
