"""Side bars on folders."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.app.chats.side import Side
from tests.app.history import filled

Wait = Callable[..., None]


@pytest.fixture
def made(app: QApplication, wait_until: Wait) -> Iterator[Callable[[Path], Side]]:
    """Opens a side bar on a folder."""
    sides: list[Side] = []

    def make(folder: Path) -> Side:
        side = Side(folder)
        sides.append(side)
        side.show()
        wait_until(lambda: side.chats.phase != "opening")
        return side

    yield make
    for side in sides:
        side.close()


@pytest.fixture
def side(made: Callable[[Path], Side], tmp_path: Path) -> Side:
    filled(tmp_path, [("Bread with rye", 40), ("Exit sign", 1), ("Budget", 0.001), ("Heating plant", 0)], answer="It is warm.")
    return made(tmp_path)
