"""What the children of tests/inference/test_child.py do."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from inference import errors
from inference.sentences import Sentence

Tell = Callable[[Any], None]


def echo(tell: Tell, **arguments: Any) -> Any:
    tell("on the way")
    tell(arguments)
    return arguments


def surroundings(_tell: Tell) -> Any:
    return {"folder": str(Path.cwd()), "path": sys.path}


def take(tell: Tell, *, count: int, step: int, seconds: float) -> None:
    """So many bytes, step by step, and hold them."""
    held: list[bytes] = []
    for _ in range(0, count, step):
        held.append(b"\1" * step)
        tell(len(held))
        time.sleep(seconds)
    time.sleep(60)


def take_mapped(_tell: Tell, *, path: str) -> int:
    """Map a file and read it all: resident, but the file's."""
    import mmap

    with Path(path).open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        total = sum(mapped[at] for at in range(0, len(mapped), mmap.PAGESIZE))
        time.sleep(60)
    return total


def sleep(tell: Tell) -> None:
    tell(os.getpid())
    time.sleep(60)


def hold_the_interpreter(tell: Tell) -> None:
    """No other thread of the process runs."""
    tell(os.getpid())
    pow(7, 10**9)


def ignore_the_system(tell: Tell) -> None:
    """As where no system ends a child with its parent: what watches stdin has to."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, 0)
    sleep(tell)


def have_a_child(tell: Tell) -> None:
    tell(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]).pid)
    time.sleep(60)


def die(_tell: Tell, *, by: str) -> None:
    sys.stderr.write("first words\nlast words\n")
    sys.stderr.flush()
    os.kill(os.getpid(), signal.Signals[by])
    time.sleep(60)


def divide(_tell: Tell) -> float:
    return 1 / sum(())


def lack(_tell: Tell) -> None:
    import_module("no_such_package")


def refuse(_tell: Tell, *, kind: str, arguments: list[Any]) -> None:
    made = (Sentence(*arguments),) if isinstance(arguments[0], str) else arguments
    raise getattr(errors, kind)(*made)


def print_much(_tell: Tell) -> str:
    sys.stdout.write("not a message\n")
    sys.stdout.flush()
    os.write(1, b"nor this\n")
    os.write(2, b"noise\n" * 100_000)
    return "done"


def talk_nonsense(_tell: Tell, *, what: bytes) -> None:
    """Taken over by a file, it writes what it likes."""
    for descriptor in range(3, 20):
        with contextlib.suppress(OSError):
            os.write(descriptor, what)
    time.sleep(60)


def number(_tell: Tell) -> int:
    """Of the process it runs in."""
    return os.getpid()
