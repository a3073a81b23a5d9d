"""The child's own side of `inference.child`: takes calls from its stdin and answers them on what was its stdout.

    python -P -c "from inference.child_side import main; main()" what-it-is-for [package.module:function]

The function is called first, before there is a second thread: it shuts the process in. Then one call after another, until stdin
is closed or somebody ends it. How messages are written is in `inference.frames`.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from inference.errors import EngineFault, HushError, MemoryShort
from inference.frames import frame, raised, read_frame

__all__ = ["main"]

_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Run what is called for."""
    _end_with_the_parent()
    _first_to_be_killed()
    asked, said = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print is no message
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)

    def say(kind: str, value: Any) -> None:
        said.write(frame(kind, value))
        said.flush()

    try:
        for first in sys.argv[2:]:
            _named(first)()
    except ImportError as error:
        say("raised", _lacking(error))  # it answers the first call, of which there will be no other
        return
    calls: queue.Queue[Any] = queue.Queue()
    threading.Thread(target=_hear, args=(asked, calls), daemon=True).start()
    while True:
        _answer(calls.get(), say)


def _answer(call: Any, say: Callable[[str, Any], None]) -> None:
    (function, arguments), tell = call, functools.partial(say, "told")
    try:
        say("returned", _named(function)(tell, **arguments))
    except HushError as error:
        say("raised", raised(error))
    except MemoryError:
        say("raised", raised(MemoryShort("memory-ran-out")))
    except ImportError as error:
        say("raised", _lacking(error))


def _lacking(error: ImportError) -> tuple[str, str, str]:
    """A package that is not there, or lacks what it needs, is no fault of what the child was given."""
    return raised(EngineFault("package-missing", reason=str(error)))


def _named(function: str) -> Callable[..., Any]:
    module, _, name = function.partition(":")
    return getattr(import_module(module), name)


def _hear(asked: IO[bytes], calls: queue.Queue[Any]) -> None:
    """Take the calls; end the process with its parent, whatever it is doing, as soon as a library lets go of the interpreter."""
    with contextlib.suppress(OSError, ValueError):
        while (call := read_frame(asked, most=sys.maxsize)) is not None:
            calls.put(call[1])
    os._exit(1)


def _end_with_the_parent() -> None:
    """Linux ends it even inside a library; `_hear` everywhere."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _first_to_be_killed() -> None:
    """If memory runs out, this process goes and not one that somebody needs."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")
