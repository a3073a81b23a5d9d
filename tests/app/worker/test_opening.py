"""A file that hangs is opened beside the window: who gives it up waits for nothing, and the window has not grown."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import psutil

from app.values import Attached
from app.worker import Worker
from app.worker.lane import Work, ignore
from app.worker.media import Expect, Prepare, ShowPage
from inference.conversation import DocumentPart
from inference.decoding.decoder import decoder
from tests.bombs import tiling
from tests.factories import make_pdf, picture_bytes

MIB = 2**20
Outcome = Callable[[object], object]


def test_who_gives_a_file_up_waits_for_nothing(worker: Worker, outcome: Outcome, wait_until: Callable[..., None]) -> None:
    outcome(Prepare("a.png", picture_bytes()))
    before = psutil.Process().memory_info().rss
    bombs: list[Work[Any]] = [Prepare("tiles.pdf", tiling()), ShowPage(DocumentPart("tiles.pdf", tiling()), 1, 400)]
    for work in bombs:
        job = worker.submit(work, ignore, ignore)
        waits = time.monotonic() + 0.5
        wait_until(lambda waits=waits: time.monotonic() > waits)
        began = time.monotonic()
        job.forget()
        assert isinstance(outcome(Prepare("b.pdf", make_pdf("one"))), Attached)
        assert time.monotonic() - began < 15  # a process begins anew
    assert psutil.Process().memory_info().rss < before + 30 * MIB


def test_what_reads_files_is_ready_before_one_comes(outcome: Outcome) -> None:
    decoder().close()
    assert outcome(Expect()) is None
    (pid,) = decoder().pids
    outcome(Prepare("a.png", picture_bytes()))
    assert decoder().pids == (pid,)
