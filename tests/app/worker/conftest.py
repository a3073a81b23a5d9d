"""What the tests of the threads ask with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.worker import Worker
from app.worker.lane import Work


@pytest.fixture
def outcome(worker: Worker, wait_until: Callable[..., None]) -> Callable[[Work[Any]], object]:
    """Submits work and returns what comes of it, be it a failure."""

    def run(work: Work[Any]) -> object:
        heard: list[object] = []
        job = worker.submit(work, heard.append, heard.append)
        wait_until(lambda: not job.live, 60)
        (found,) = heard
        return found

    return run
