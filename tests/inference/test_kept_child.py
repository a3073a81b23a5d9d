"""A child that is kept: one process for several calls, gone when it rests, begun anew after anything that spoils it."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator

import psutil
import pytest

from inference.child import Ended, Limits
from inference.errors import EngineFault, MediaError
from inference.kept_child import KeptChild
from inference.stop import StopFlag

HERE = "tests.inference.in_child:"
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals are another matter there")


@pytest.fixture
def kept() -> Iterator[KeptChild]:
    child = KeptChild("tests", Limits(None, 60))
    yield child
    child.close()
    assert child.pid is None


def test_several_calls_are_one_process(kept: KeptChild) -> None:
    assert kept.pid is None
    pids = {kept.run(f"{HERE}number", {}).value for _ in range(3)}
    heard: list[object] = []
    given = {"data": b"\0\1" * 2_000_000}
    assert kept.run(f"{HERE}echo", given, tell=heard.append).value == given
    assert heard == ["on the way", given]
    assert pids == {kept.pid}


def test_an_error_of_the_call_does_not_spoil_it(kept: KeptChild) -> None:
    first = kept.run(f"{HERE}number", {}).value
    with pytest.raises(MediaError, match="It is broken"):
        kept.run(f"{HERE}refuse", {"kind": "MediaError", "arguments": ["It is broken.", "Mend it."]})
    assert kept.run(f"{HERE}number", {}).value == first


def test_one_that_lacks_a_package_before_its_first_call_says_so_each_time() -> None:
    kept = KeptChild("tests", Limits(None, 60), first="no_such_package:enter")
    kept.begin()
    for _ in range(2):
        with pytest.raises(EngineFault, match="no_such_package"):
            kept.run(f"{HERE}number", {})
    assert kept.pid is None


def test_one_that_holds_much_is_not_kept() -> None:
    kept = KeptChild("tests", Limits(None, 60), most=2**20)
    pid = kept.run(f"{HERE}number", {}).value
    assert not psutil.pid_exists(pid)
    assert kept.pid is None


def test_it_ends_when_it_has_rested() -> None:
    kept = KeptChild("tests", Limits(None, 60), idle=0.3)
    pid = kept.run(f"{HERE}number", {}).value
    for _ in range(4):  # no rest between these
        time.sleep(0.15)
        assert kept.run(f"{HERE}number", {}).value == pid
    until = time.monotonic() + 10
    while psutil.pid_exists(pid) and time.monotonic() < until:
        time.sleep(0.02)
    assert not psutil.pid_exists(pid)
    assert kept.run(f"{HERE}number", {}).value != pid
    kept.close()


def test_a_stop_ends_the_call_and_the_next_one_begins_anew(kept: KeptChild) -> None:
    first = kept.run(f"{HERE}number", {}).value
    stop = StopFlag()
    timer = threading.Timer(0.3, stop.set)
    timer.start()
    with pytest.raises(Ended) as raised:
        kept.run(f"{HERE}sleep", {}, stop=stop)
    assert raised.value.reason == "stopped"
    assert not psutil.pid_exists(first)
    assert kept.run(f"{HERE}number", {}).value != first


@posix
def test_one_that_died_between_two_calls_is_begun_anew(kept: KeptChild) -> None:
    first = kept.run(f"{HERE}number", {}).value
    os.kill(first, signal.SIGKILL)
    until = time.monotonic() + 10
    while psutil.pid_exists(first) and time.monotonic() < until:
        time.sleep(0.02)
    assert kept.run(f"{HERE}number", {}).value != first


def test_other_limits_begin_another_one(kept: KeptChild) -> None:
    first = kept.run(f"{HERE}number", {}).value
    assert kept.run(f"{HERE}number", {}, limits=Limits(2**30, 60)).value != first


def test_calls_of_several_threads_wait_for_one_another(kept: KeptChild) -> None:
    answers: list[object] = []
    threads = [
        threading.Thread(target=lambda n=n: answers.append(kept.run(f"{HERE}echo", {"n": n}).value["n"])) for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers, key=str) == list(range(8))


def test_it_stays_for_as_long_as_it_is_worth_it() -> None:
    asked: list[float] = []

    def stay(rested: float) -> bool:
        asked.append(rested)
        return rested < 0.5

    kept = KeptChild("tests", Limits(None, 60), idle=0.2, stay=stay)
    pid = kept.run(f"{HERE}number", {}).value
    until = time.monotonic() + 10
    while psutil.pid_exists(pid) and time.monotonic() < until:
        time.sleep(0.02)
    assert not psutil.pid_exists(pid)
    assert asked == sorted(asked)
    assert len(asked) >= 2
    assert asked[-1] >= 0.5
    kept.close()


def test_begun_before_the_first_call(kept: KeptChild) -> None:
    kept.begin()
    pid = kept.pid
    assert pid is not None
    assert kept.run(f"{HERE}number", {}).value == pid
