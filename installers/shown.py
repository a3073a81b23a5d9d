"""Runs a long command while showing that it works: a line rewritten in place on a terminal, else plain lines now and then."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from installers.child import speaking_utf8
from installers.failure import SetupFailure

__all__ = ["Progress", "run_shown"]

TAIL = 25  # lines of a failed command's output that are shown


class Progress:
    """What a person sees of one long step: its name, the seconds so far and the latest detail."""

    def __init__(self, label: str, out: TextIO, *, every: float | None = None) -> None:
        self._label, self._out = label, out
        self._live = out.isatty()
        self.every = every if every is not None else 0.5 if self._live else 15.0
        self._start = time.monotonic()

    def show(self, detail: str) -> None:
        """Says how far the step is; `detail` is what its command said last that is worth reading."""
        text = f"{self._label}: {self._seconds()} s" + (f", {detail}" if detail else "")
        width = shutil.get_terminal_size().columns - 1  # a longer line would not be rewritten but go on below
        self._out.write(f"\r\x1b[K{text[:width]}" if self._live else f"{text}\n")
        self._out.flush()

    def close(self, outcome: str) -> None:
        """Ends the line: "done" or "failed"."""
        self._out.write(f"{chr(13) + chr(27) + '[K' if self._live else ''}{self._label}: {outcome} in {self._seconds()} s\n")
        self._out.flush()

    def _seconds(self) -> int:
        return round(time.monotonic() - self._start)


def run_shown(
    command: Sequence[str],
    label: str,
    *,
    log: Path,
    detail: Callable[[str], str | None] | None = None,
    env: Mapping[str, str] | None = None,
    beside: Callable[[], str] | None = None,
    out: TextIO | None = None,
    every: float | None = None,
) -> None:
    """Runs `command`, appending all it prints to `log`.

    `detail` turns a line of output into what is shown of it, or None to go on showing the last; `beside` says what else goes on.

    Raises SetupFailure with the end of the output when the command fails.
    """
    progress = Progress(label, out or sys.stdout, every=every)
    latest, tail = [""], []
    log.parent.mkdir(parents=True, exist_ok=True)
    with (
        log.open("a", encoding="utf-8") as kept,
        subprocess.Popen(
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=speaking_utf8(env),
            encoding="utf-8",
            errors="replace",
        ) as process,
    ):
        assert process.stdout is not None

        def read(lines: TextIO) -> None:
            for line in lines:
                kept.write(line)
                tail.append(line)
                del tail[:-TAIL]
                latest[0] = (detail and detail(line)) or latest[0]

        reader = threading.Thread(target=read, args=(process.stdout,), daemon=True)
        reader.start()
        while reader.is_alive():
            reader.join(progress.every)
            if reader.is_alive():
                progress.show(", ".join(filter(None, [latest[0], beside() if beside else ""])))
    if process.returncode == 0:
        progress.close("done")
        return
    progress.close("failed")
    raise SetupFailure(f"{''.join(tail)}\n{label} failed (exit {process.returncode}). Everything it said is in {log}")
