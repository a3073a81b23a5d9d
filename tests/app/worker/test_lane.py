"""Lanes and jobs by themselves: who hears what, what is not begun, what goes wrong, and how a lane ends."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QThread
from PySide6.QtWidgets import QApplication

from app.worker.lane import IDLE, Job, Lane, Work, ignore
from inference.errors import EngineFault, InputError
from inference.events import Failed
from inference.sentences import Sentence
from tests.app.worker.porter import Caller, Hold, Look, Porter, Ring, Say, Stumble, Write

Wait = Callable[..., None]


@pytest.fixture
def porter() -> Porter:
    return Porter()


@pytest.fixture
def lane(app: QApplication, porter: Porter) -> Iterator[Lane]:
    lane = Lane(porter)
    yield lane
    porter.gate.set()
    assert lane.close(), "the thread did not end"


@pytest.fixture
def asked(lane: Lane, wait_until: Wait) -> Callable[[Work[Any]], Caller]:
    """Asks and waits for the outcome."""

    def ask(work: Work[Any]) -> Caller:
        caller = Caller(lane, work)
        wait_until(lambda: not caller.job.live)
        return caller

    return ask


def held(lane: Lane, porter: Porter) -> Caller:
    """The lane is busy, and stays so until the gate is opened."""
    caller = Caller(lane, Hold())
    assert porter.holding.wait(10)
    return caller


def test_each_caller_hears_of_its_own_in_order_and_later(lane: Lane, porter: Porter, wait_until: Wait) -> None:
    callers = [Caller(lane, Say(words)) for words in ("one two", "three", "four five six")]
    assert [caller.heard for caller in callers] == [[], [], []], "never at once"
    assert all(caller.job.live for caller in callers)
    wait_until(lambda: not callers[-1].job.live)
    assert [caller.told for caller in callers] == [["one", "two"], ["three"], ["four", "five", "six"]]
    assert [caller.done for caller in callers] == [["one two"], ["three"], ["four five six"]]
    assert not any(caller.failed or caller.job.live for caller in callers)
    assert porter.threads == {porter.thread()} != {QThread.currentThread()}


@pytest.mark.expected_log("while stumbling")
@pytest.mark.parametrize("error", [ValueError("no"), SystemExit(1), KeyboardInterrupt()])
def test_whatever_is_raised_is_a_failure_and_the_thread_goes_on(
    asked: Callable[[Work[Any]], Caller], error: BaseException
) -> None:
    caller = asked(Stumble(error))
    (failed,) = caller.failed
    assert caller.heard == [failed]
    assert isinstance(failed.error, EngineFault)
    assert f"went wrong while stumbling ({type(error).__name__}" in failed.error.what
    assert asked(Say("still here")).done == ["still here"]


def test_what_hush_raised_is_said_as_it_is(asked: Callable[[Work[Any]], Caller]) -> None:
    error = InputError(Sentence("That is no door.", "Take another."))
    assert asked(Stumble(error)).failed == [Failed(error)]


def test_what_it_does_is_said_of_the_very_work() -> None:
    assert Say("hello").doing == "saying hello"
    assert Look("hello").doing == "saying hello", "as what it was made from"
    assert Look("hello").newest == Look("you").newest != Say("hello").newest
    assert Say("hello").newest is None


def test_nothing_is_heard_after_forget_not_even_what_was_said_before(
    lane: Lane, porter: Porter, asked: Callable[[Work[Any]], Caller]
) -> None:
    busy = held(lane, porter)
    waiting = Caller(lane, Say("one"))
    busy.job.forget()  # what it told is under way already
    waiting.job.forget()
    assert not busy.job.live
    porter.gate.set()
    asked(Say("next"))
    assert (busy.heard, waiting.heard) == ([], [])
    assert Say("one") in porter.worked, "nobody said that it should not be done"


def test_outcome_comes_once_and_nothing_after_it() -> None:
    told: list[object] = []
    done: list[object] = []
    failed: list[Failed] = []
    stopped: list[bool] = []
    job: Job[Any] = Job(done.append, failed.append, told.append, stopped.append)
    job.tell("half")
    job.stop()
    job.stop()
    job.end("whole")
    job.end("again")
    job.end(Failed(InputError(Sentence("Too late."))))
    job.tell("more")
    job.stop()
    job.forget()
    assert (told, done, failed, stopped, job.live) == (["half"], ["whole"], [], [False, False], False)


def test_job_is_over_before_its_outcome_is_heard() -> None:
    seen: list[bool] = []
    job: Job[Any] = Job(lambda _value: seen.append(job.live), ignore, ignore, ignore)
    job.end("whole")
    assert seen == [False], "who hears it may ask for the next"


def test_stop_reaches_who_works_and_its_end_still_comes(lane: Lane, porter: Porter, wait_until: Wait) -> None:
    busy = held(lane, porter)
    busy.job.stop()
    assert busy.job.live
    porter.gate.set()
    wait_until(lambda: not busy.job.live)
    assert (busy.told, busy.done) == (["holding"], [True])


@pytest.mark.parametrize("forgotten", [False, True])
def test_interrupt_reaches_the_hand_in_its_thread(lane: Lane, porter: Porter, wait_until: Wait, forgotten: bool) -> None:
    ringing = Caller(lane, Ring())
    (ringing.job.forget if forgotten else ringing.job.stop)()
    wait_until(lambda: porter.interrupted and not ringing.job.live)
    (task,) = porter.interrupted
    assert (task.work, task.forgotten, task.stop.is_set()) == (Ring(), forgotten, True)
    assert ringing.heard == ([] if forgotten else [False])
    assert porter.threads == {porter.thread()}


def test_of_what_waits_only_the_newest_is_worked_on(lane: Lane, porter: Porter, asked: Callable[[Work[Any]], Caller]) -> None:
    held(lane, porter)
    looks = [Caller(lane, Look(f"look {number}")) for number in range(5)]
    said = Caller(lane, Say("all of these"))
    porter.gate.set()
    asked(Say("each"))
    assert porter.worked == [Hold(), Look("look 4"), Say("all of these"), Say("each")]
    assert [look.heard for look in looks] == [[], [], [], [], ["look", "4", "look 4"]]
    assert not any(look.job.live for look in looks)
    assert said.done == ["all of these"]
    assert asked(Look("later")).done == ["later"]


def test_newest_counts_for_each_key(lane: Lane, porter: Porter, asked: Callable[[Work[Any]], Caller]) -> None:
    held(lane, porter)
    writes = [Caller(lane, Write(words, place)) for words, place in (("a", 1), ("b", 2), ("c", 1), ("d", 3))]
    porter.gate.set()
    asked(Say("over"))
    assert [write.done for write in writes] == [[], ["b"], ["c"], ["d"]]
    assert porter.worked[1:-1] == [Write("b", 2), Write("c", 1), Write("d", 3)]


@pytest.mark.parametrize("finishes", [False, True])
def test_close_does_what_waits_only_where_the_hand_finishes(app: QApplication, porter: Porter, finishes: bool) -> None:
    porter.finishes = finishes
    lane = Lane(porter)
    busy = held(lane, porter)
    waiting = [Caller(lane, work) for work in (Say("one"), Look("old"), Look("new"))]
    threading.Timer(0.2, porter.gate.set).start()
    assert lane.close()
    assert porter.freed.is_set()
    assert porter.worked == ([Hold(), Say("one"), Look("new")] if finishes else [Hold()])
    QCoreApplication.processEvents()  # what the thread still said
    assert [caller.heard for caller in (busy, *waiting)] == [[], [], [], []]


def test_close_asks_what_is_under_way_to_stop(app: QApplication, porter: Porter) -> None:
    lane = Lane(porter)
    Caller(lane, Ring())
    assert lane.close()
    assert [(task.work, task.stop.is_set(), task.forgotten) for task in porter.interrupted] == [(Ring(), True, True)]


def test_close_waits_for_a_hung_hand_no_longer_than_its_patience(app: QApplication, porter: Porter) -> None:
    lane = Lane(porter, patience_ms=200)
    held(lane, porter)
    begun = time.monotonic()
    assert not lane.close()
    assert 0.15 < time.monotonic() - begun < 5
    assert not porter.freed.is_set()
    porter.gate.set()
    assert lane.close(), "it goes on after all"
    assert porter.freed.is_set()


@pytest.mark.expected_log("while ending")
def test_fault_at_the_end_does_not_keep_the_thread(app: QApplication, porter: Porter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(porter, "free", lambda: 1 / 0)
    lane = Lane(porter)
    Caller(lane, Say("one"))
    assert lane.close()


def test_lane_that_was_never_asked_or_is_closed_does_nothing(app: QApplication, porter: Porter) -> None:
    lane = Lane(porter)
    assert lane.close()
    late = Caller(lane, Say("one"))
    late.job.stop()
    assert lane.close()
    QCoreApplication.processEvents()
    assert (porter.worked, late.heard) == ([], [])


def test_what_is_noticed_goes_to_everyone_until_the_end(lane: Lane, porter: Porter, wait_until: Wait) -> None:
    one: list[object] = []
    other: list[object] = []
    lane.noticed.connect(one.append)
    lane.noticed.connect(other.append)
    porter.noticed.emit("rain")
    wait_until(lambda: other)
    assert one == other == ["rain"]
    lane.close()
    porter.noticed.emit("snow")
    QCoreApplication.processEvents()
    assert one == other == ["rain"]


def test_no_job_is_never_live() -> None:
    IDLE.stop()
    IDLE.forget()
    IDLE.tell("half")
    IDLE.end("whole")
    assert not IDLE.live
