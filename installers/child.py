"""How set-up starts a Python of its own beside what a person sees."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Event
from typing import Any

from installers.failure import Stopped

__all__ = ["run_beside", "speaking_utf8"]

LOOK_S = 0.2


def speaking_utf8(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment for a Python whose output is read as UTF-8: a path may hold letters outside the system's code page."""
    return {**(os.environ if environment is None else environment), "PYTHONUTF8": "1"}


def run_beside(
    command: Sequence[str], *, stop: Event, cwd: Path | None = None, watch: Callable[[], None] | None = None
) -> tuple[int, str]:
    """Run `command` to its end; its exit status and the last line it printed.

    `watch` is called a few times a second and may raise, which ends the command, as Stopped does when `stop` is set. The
    command's standard input ends when this process does.
    """
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            list(command), cwd=cwd, env=speaking_utf8(), stdin=subprocess.PIPE, stdout=said, stderr=said, **_own_group()
        ) as process,
    ):
        try:
            while True:
                try:
                    process.wait(LOOK_S)
                    break
                except subprocess.TimeoutExpired:
                    if stop.is_set():
                        raise Stopped from None
                    if watch:
                        watch()
        finally:
            process.kill()
        said.seek(0)
        return process.returncode, said.read().decode("utf-8", "replace").strip().rpartition("\n")[2][-200:]


def _own_group() -> dict[str, Any]:
    """What keeps Ctrl+C from a child, which would look as if it had failed: whoever started it ends it."""
    return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP} if sys.platform == "win32" else {"process_group": 0}
