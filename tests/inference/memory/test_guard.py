"""The guard's thread: it tells what changes, keeps telling while it is red, and ends."""

from __future__ import annotations

import queue

from inference.memory.pressure import Reading
from inference.relief import Guard

CALM, AMBER, RED = Reading("calm", 8, 10), Reading("amber", 2, 10), Reading("red", 1, 10)


def watched(readings: list[Reading], count: int) -> list[str]:
    """What a guard tells that sees `readings`, the last of them for ever."""
    left = iter(readings)
    told: queue.Queue[str] = queue.Queue()
    guard = Guard(lambda reading: told.put(reading.level), read=lambda: next(left, readings[-1]), every=0.001)
    guard.start()
    try:
        return [told.get(timeout=10) for _ in range(count)]
    finally:
        guard.close()


def test_changes_are_told_once_and_red_again_and_again() -> None:
    assert watched([CALM, CALM, AMBER, AMBER, AMBER, CALM, AMBER, RED], 6) == ["amber", "calm", "amber", "red", "red", "red"]


def test_the_newest_reading_is_there_from_the_start() -> None:
    guard = Guard(lambda _reading: None, read=lambda: AMBER, every=0.001)
    guard.start()
    assert guard.reading == AMBER
    guard.close()


def test_a_guard_that_was_never_started_can_be_closed() -> None:
    Guard(lambda _reading: None, read=lambda: CALM).close()
