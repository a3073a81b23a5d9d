"""`hush show`, `hush capture` and `hush talk`: the running Hush carries them out.

Where none runs one is started first, on its own, so that it outlives this command.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import app
from app import display
from app.commands.console import print_json
from app.instance.client import activation, ask, deliver
from app.sentences import say
from inference.errors import EngineFault, InputError

__all__ = ["SECONDS", "run"]

SECONDS = 30.0
"""How long a Hush may take to start, on a slow disk and a busy machine."""


def run(chosen: argparse.Namespace) -> int:
    """Nothing is printed but the JSON asked for. Raises InputError where none runs and none can be started."""
    talks, cancels = chosen.verb == "talk", chosen.verb == "talk" and chosen.cancel
    options = {} if cancels else activation()
    options |= {"cancel": cancels} if talks else {}
    answer = deliver(chosen.verb, options, seconds=SECONDS)
    started = answer is None
    if answer is None and cancels:  # nothing is recorded where none runs
        raise InputError(say("nothing-recorded"))
    if answer is None:
        answer = _through(_start(), chosen.verb, options)
    if chosen.json:
        print_json({"pid": answer["pid"], "started": started})
    return 0


def _start() -> subprocess.Popen[Any]:
    if problem := display.problem():
        raise InputError(say("not-open", problem=problem))
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "app"]
    # From its own folder, so that no other package called `app` is found first; with no terminal to be closed along with.
    apart: dict[str, Any] = {"creationflags": 0x00000208} if sys.platform == "win32" else {"start_new_session": True}
    nowhere = subprocess.DEVNULL
    home = Path(app.__file__).resolve().parent.parent
    return subprocess.Popen(program, cwd=home, stdin=nowhere, stdout=nowhere, stderr=nowhere, **apart)


def _through(starting: subprocess.Popen[Any], verb: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """The answer of the one that starts, or of another that was a moment faster."""
    limit = time.monotonic() + SECONDS
    while time.monotonic() < limit:
        answer = ask(verb, options)
        if answer is not None:
            starting.returncode = 0  # it goes on without us: no warning that it does
            return answer
        if starting.poll():
            raise EngineFault(say("not-opened", status=starting.returncode))
        time.sleep(0.02)
    raise EngineFault(say("started-but-silent"))
