"""A function in a process of its own: what crosses, every way it can end, and that nothing of it is left."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from inference import child, errors
from inference.child import Ended, Limits, run
from inference.errors import ContextFull, EngineFault, HushError, MediaError, MemoryShort
from inference.frames import frame
from inference.memory.cgroup import CGROUP_ROOT, Fence
from inference.stop import StopFlag

MIB = 2**20
LIMITS = Limits(None, 60)
linux = pytest.mark.skipif(sys.platform != "linux", reason="control groups and the kernel's signal are Linux's")
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals are another matter there")


def call(name: str, limits: Limits = LIMITS, *, stop: StopFlag | None = None, tell: Any = None, **arguments: Any) -> child.Result:
    return run(f"tests.inference.in_child:{name}", arguments, limits=limits, stop=stop, tell=tell)


def end_of(name: str, limits: Limits = LIMITS, **more: Any) -> Ended:
    with pytest.raises(Ended) as raised:
        call(name, limits, **more)
    return raised.value


@pytest.fixture(autouse=True)
def _nothing_left() -> Iterator[None]:
    before = set(psutil.Process().children(recursive=True))  # the display of other tests, say, or what opens files
    groups = groups_of(os.getpid())
    yield
    assert set(psutil.Process().children(recursive=True)) - before == set()
    assert groups_of(os.getpid()) == groups


def groups_of(parent: int) -> list[Path]:
    return list(CGROUP_ROOT.glob(f"**/hush-child-{parent}-*"))


def gone(pid: int, seconds: float = 10) -> bool:
    """Whether it ends by itself within this time."""
    with contextlib.suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if process.status() == psutil.STATUS_ZOMBIE:  # its new parent has not looked yet
                return True
            time.sleep(0.02)
        return False
    return True


def test_values_cross_with_bytes_in_them() -> None:
    heard: list[Any] = []
    given = {"text": "größer", "data": [b"", b"\0\1" * 5_000_000, {"more": b"x"}], "nothing": None, "number": 1.5}
    done = call("echo", tell=heard.append, **given)
    assert heard == ["on the way", given]
    assert done.value == given
    assert done.seconds > 0
    assert sys.platform == "win32" or done.peak > 5 * MIB


def test_what_is_no_value_is_refused_before_any_child() -> None:
    with pytest.raises(TypeError, match="does not cross"):
        call("echo", thing=object())


def test_it_finds_hush_s_own_code_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "theirs"))
    home = str(Path(child.__file__).parents[1])
    found = call("surroundings").value
    assert found["folder"] == home
    assert found["path"][0] == home
    assert not any(not place or place.startswith(str(tmp_path)) for place in found["path"])


@pytest.mark.parametrize("kind", ["MediaError", "MemoryShort"])
def test_an_error_arrives_as_it_was_raised(kind: str) -> None:
    with pytest.raises(getattr(errors, kind)) as raised:
        call("refuse", kind=kind, arguments=["It is broken.", "Mend it."])
    assert type(raised.value) in (MediaError, MemoryShort)
    assert (raised.value.what, raised.value.advice) == ("It is broken.", "Mend it.")


def test_an_error_of_other_arguments_arrives_too() -> None:
    with pytest.raises(ContextFull, match="needs 20 tokens"):
        call("refuse", kind="ContextFull", arguments=[20, 10])


@pytest.mark.parametrize("mapped", [False, True], ids=["its own", "a file's"])
def test_memory_is_asked_for_where_no_group_can_be_made(mapped: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Fence, "around", lambda *_: None)
    (tmp_path / "large").write_bytes(b"\1" * (200 * MIB))
    taken = {"count": 400 * MIB, "step": 8 * MIB, "seconds": 0.02}
    limits = Limits(120 * MIB, 60)
    ended = end_of("take_mapped", limits, path=str(tmp_path / "large")) if mapped else end_of("take", limits, **taken)
    assert (ended.reason, ended.status) == ("memory", None)
    assert 120 * MIB < ended.peak < 220 * MIB
    assert str(ended) == "it needed more than 0.1 GiB of memory"


@linux
def test_memory_is_the_kernel_s_to_limit_where_a_group_can_be_made(monkeypatch: pytest.MonkeyPatch) -> None:
    with subprocess.Popen(["sleep", "60"]) as probe:
        fence = Fence.around(probe.pid, 2**30)
        probe.kill()
        probe.wait()
    if fence is None:
        pytest.skip("memory control groups cannot be made here; run as root to test this")
    fence.remove()
    monkeypatch.setattr(child, "_POLL_S", 30.0)  # nobody asks
    started = time.monotonic()
    ended = end_of("take", Limits(120 * MIB, 60), count=400 * MIB, step=400 * MIB, seconds=0)
    assert (ended.reason, ended.status) == ("memory", -9)
    assert time.monotonic() - started < 20


def test_a_system_that_starts_no_process_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(EngineFault, match="could not start"):
        call("echo")


def test_what_needs_less_than_its_limit_is_left_alone() -> None:
    assert call("echo", Limits(2**30, 60), text="x").value == {"text": "x"}


def test_time_is_limited() -> None:
    ended = end_of("sleep", Limits(None, 0.5))
    assert ended.reason == "time"
    assert 0.5 <= ended.seconds < 5


def test_stop_ends_it() -> None:
    stop = StopFlag()
    ended = end_of("sleep", stop=stop, tell=lambda _pid: stop.set())
    assert (ended.reason, str(ended)) == ("stopped", "it was stopped")


def test_whoever_hears_it_may_end_it() -> None:
    def hear(_pid: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        call("sleep", tell=hear)


@posix
def test_what_it_has_started_ends_with_it() -> None:
    stop, started = StopFlag(), list[int]()

    def hear(pid: int) -> None:
        started.append(pid)
        stop.set()

    assert end_of("have_a_child", stop=stop, tell=hear).reason == "stopped"
    assert gone(started[0])


@posix
@pytest.mark.parametrize(("by", "reason"), [("SIGSEGV", "died"), ("SIGABRT", "died"), ("SIGKILL", "killed")])
def test_a_signal_is_an_end(by: str, reason: str, capfd: pytest.CaptureFixture[str]) -> None:
    ended = end_of("die", by=by)
    assert ended.reason == reason
    assert ended.stderr == "first words\nlast words\n"
    assert str(ended) == (f"it ended with {by}: last words" if reason == "died" else "memory ran out and the system ended it")
    assert capfd.readouterr() == ("", "")


def test_a_fault_in_it_is_an_end() -> None:
    ended = end_of("divide")
    assert (ended.reason, ended.status) == ("died", 1)
    assert str(ended) == "it ended with status 1: ZeroDivisionError: division by zero"


def test_a_package_that_is_missing_is_named_with_the_way_to_bring_it() -> None:
    with pytest.raises(EngineFault, match=r"missing or broken \(No module named 'no_such_package'\)\. Bring it with: make setup"):
        call("lack")


def test_what_libraries_print_is_no_message(capfd: pytest.CaptureFixture[str]) -> None:
    assert call("print_much").value == "done"
    assert capfd.readouterr() == ("", "")


@posix
@pytest.mark.parametrize(
    "what",
    [b"x" * 100, b"\0" * 100, frame("told", {"\0bytes": []}), frame("raised", 3), frame("raised", ["exit", "a", "b"]),
     frame("raised", ["Path", "a", "b"]), b"\0\0\0\5" + b"\xff" * 8 + b"x" * 9, frame("whatever", "x"),
     b"\0\0\x27\x10" + b"\0" * 8 + b"[" * 10_000],
)  # fmt: skip
def test_nonsense_is_an_end(what: bytes) -> None:
    """Of a child that a file has taken over."""
    with pytest.raises((Ended, HushError)) as raised:
        call("talk_nonsense", Limits(2**30, 60), what=what)
    assert getattr(raised.value, "reason", "died") == "died"


@pytest.fixture
def asker(tmp_path: Path) -> Iterator[Callable[[str], tuple[subprocess.Popen[str], int]]]:
    """Starts a program that runs one of the functions, and says the number of its child."""
    with contextlib.ExitStack() as ends:

        def start(name: str) -> tuple[subprocess.Popen[str], int]:
            said = f"import sys; from inference.child import *; run('tests.inference.in_child:{name}', {{}}, "
            program = f"{said} limits=DECODER, tell=lambda pid: print(pid, flush=True))"
            asking = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
            ends.enter_context(asking)
            assert asking.stdout is not None
            return asking, int(asking.stdout.readline())

        yield start


@posix
@pytest.mark.parametrize("name", ["sleep", "ignore_the_system", pytest.param("hold_the_interpreter", marks=linux)])
def test_no_child_outlives_a_parent_that_is_killed(name: str, asker: Callable[[str], tuple[subprocess.Popen[str], int]]) -> None:
    asking, pid = asker(name)
    assert psutil.pid_exists(pid)
    asking.kill()
    asking.wait()
    assert gone(pid)
    # What is left of its group goes with a next one, as soon as the system has buried the dead.
    for _ in range(50):
        call("echo", Limits(2**30, 60))
        if not groups_of(asking.pid):
            break
        time.sleep(0.1)
    assert groups_of(asking.pid) == []
