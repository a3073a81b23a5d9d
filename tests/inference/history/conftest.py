"""A history of its own for each test, with a clock that goes by whole seconds."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from inference.history.store import History


@pytest.fixture
def clock() -> Callable[[], float]:
    seconds = itertools.count(1_700_000_000)
    return lambda: float(next(seconds))


@pytest.fixture
def history(tmp_path: Path, clock: Callable[[], float]) -> Iterator[History]:
    history = History(tmp_path / "history.db", clock=clock)
    yield history
    history.close()
