"""A program that takes all the memory there is, in the middle of an answer: a real limit, a real hog, the real killer.

With the guard the answer ends and everything goes on; without it the kernel ends the program.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.cgroups import limited_memory

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="control groups are Linux's")

MIB = 2**20
LIMIT, BALLAST, HOG, PER_SECOND = 1400 * MIB, 700 * MIB, 620 * MIB, 300 * MIB
"""The engine with the starter takes about 100 MiB beside its ballast, 65 of them without a model."""
KILLED = -9


@pytest.fixture
def pressed(starter: tuple[Path, Path]) -> Iterator[Callable[[str], tuple[subprocess.Popen[str], subprocess.Popen[str]]]]:
    """The engine at an answer, and the hog that starts when it is being written."""
    with ExitStack() as stack:

        def start(guarded: str) -> tuple[subprocess.Popen[str], subprocess.Popen[str]]:
            group = stack.enter_context(limited_memory(LIMIT))
            engine = process("-m", "tests.pressed", str(group), *map(str, starter), str(BALLAST), guarded)
            stack.callback(end, engine)
            assert line(engine).startswith("writing")
            hog = process("tests/hog.py", str(group), str(HOG), str(PER_SECOND))
            stack.callback(end, hog)
            return engine, hog

        yield start


def process(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def end(child: subprocess.Popen[str]) -> None:
    child.kill()
    child.communicate()


def line(child: subprocess.Popen[str]) -> str:
    assert child.stdout is not None
    return child.stdout.readline()


def go_on(child: subprocess.Popen[str]) -> None:
    assert child.stdin is not None
    child.stdin.write("\n")
    child.stdin.flush()


def test_the_guard_ends_the_answer_before_the_kernel_ends_the_program(
    pressed: Callable[[str], tuple[subprocess.Popen[str], subprocess.Popen[str]]],
) -> None:
    engine, hog = pressed("guarded")
    outcome = json.loads(line(engine))
    assert outcome["reason"] == "memory"
    assert outcome["written"] > 0
    assert outcome["freed"] > 20 * MIB
    assert line(hog) == "full\n"  # the other program got what it asked for
    assert engine.poll() is None
    end(hog)
    go_on(engine)
    assert line(engine).startswith("writing")  # and when it has gone, the conversation goes on
    go_on(engine)
    assert json.loads(line(engine))["reason"] == "stop"
    go_on(engine)
    assert engine.wait(20) == 0


def test_without_the_guard_the_kernel_ends_the_program(
    pressed: Callable[[str], tuple[subprocess.Popen[str], subprocess.Popen[str]]],
) -> None:
    engine, _hog = pressed("unguarded")
    assert engine.wait(60) == KILLED
