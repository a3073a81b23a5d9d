"""The probe: what a model really takes, measured in a child process that may die of it.

The child loads exactly these files with exactly these settings, fills the context, evaluates one full ubatch and a picture
of the largest size, and reports its peak (`inference.memory.probing`). Being killed for want of memory is an answer too.
"""

from __future__ import annotations

import contextlib
import json
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

import psutil

from inference.errors import InputError, ModelFileError
from inference.loading import LoadSettings, ModelFiles
from inference.memory.estimate import Estimate, of_files
from inference.stop import StopFlag
from inference.vetting import start_child

__all__ = ["Probed", "probe"]

LONGEST_S = 1800.0
_POLL_S = 0.05
_REFUSED = 2
_KILLED = 9
"""SIGKILL: nobody but the system's out-of-memory killer and this module send it to a probe."""


@dataclass(frozen=True)
class Probed:
    """What was measured, in bytes of resident memory.

    `measured` is the peak; of a child that the system `killed` the most that was seen, so at least that. `program` is what
    the child took before the files, `predicted` the formulas' total with that program and no correction, `terms` its parts.
    `stages` is what became resident at each stage, in order. `full` says that the context was full; where a cache is of a
    kind that cannot be filled at once, only an empty one was measured.
    """

    predicted: int
    measured: int
    program: int
    terms: Mapping[str, int]
    stages: Mapping[str, int]
    full: bool
    killed: bool
    seconds: float

    @property
    def error(self) -> float:
        """How far the prediction is off: 0.01 for one per cent too much, negative for too little."""
        return (self.predicted - self.measured) / self.measured if self.measured else 0.0

    @property
    def correction(self) -> int:
        """What an estimate for these settings lacks."""
        return self.measured - self.predicted


def probe(
    files: ModelFiles,
    settings: LoadSettings,
    *,
    whole: bool = False,
    stop: StopFlag | None = None,
    on_stage: Callable[[str], None] | None = None,
    longest_s: float = LONGEST_S,
) -> Probed:
    """Load `files` with `settings` in a child process and measure it.

    All layers share the buffers of an evaluation, so their first ones are enough; `whole` evaluates all of them, which takes
    minutes for a large model. `on_stage` is told each stage that is done. Raises InputError when `stop` is set,
    ModelFileError for files that cannot be loaded or take longer than `longest_s`, EngineFault if the child cannot start.
    """
    about = of_files(files, settings)  # refuses what is broken before a child is started
    asked = json.dumps(
        {
            "model": str(files.model.absolute()),
            "mmproj": str(files.mmproj.absolute()) if files.mmproj else None,
            "settings": asdict(settings),
            "whole": whole,
        }
    )
    started = time.monotonic()
    # Read by a name of its own: with the child's own file the two would share one position.
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as err:
        said_at = Path(folder, "said")
        with said_at.open("wb") as out:
            child = start_child("inference.memory.probing", asked, out=out, err=err)
        watch = _Watch(child, said_at, on_stage or (lambda _stage: None))
        _wait(watch, files, stop or StopFlag(), longest_s)
        watch.look()
        err.seek(0)
        complaint = err.read().decode("utf-8", "replace")
    seconds = time.monotonic() - started
    if child.returncode == -_KILLED:
        return Probed(about.total, watch.peak, 0, about.terms(), {}, full=False, killed=True, seconds=seconds)
    if child.returncode == _REFUSED and watch.refused:
        raise ModelFileError(*watch.refused)
    if child.returncode or watch.result is None:
        reason = _last_words(complaint, child.returncode)
        raise ModelFileError(f"{files.model.name} could not be measured: the child ended ({reason}).", "Try again.")
    return _probed(watch.result, of_files(files, settings, program=watch.result["program"]), seconds)


def _probed(result: Mapping[str, Any], predicted: Estimate, seconds: float) -> Probed:
    return Probed(
        predicted=predicted.total,
        measured=result["measured"],
        program=result["program"],
        terms=predicted.terms(),
        stages=result["stages"],
        full=result["filled"],
        killed=False,
        seconds=seconds,
    )


def _last_words(complaint: str, status: int) -> str:
    """The last line the child wrote, else the signal that ended it."""
    said = next((line.strip() for line in reversed(complaint.splitlines()) if line.strip()), "")
    if said:
        return said[:200]
    with contextlib.suppress(ValueError):
        return signal.Signals(-status).name
    return f"status {status}"


class _Watch:
    """Reads what the child says and what it takes, from outside."""

    def __init__(self, child: subprocess.Popen[bytes], said_at: Path, on_stage: Callable[[str], None]) -> None:
        self.child = child
        self.peak = 0
        self.result: Mapping[str, Any] | None = None
        self.refused: tuple[str, str] | None = None
        self._said_at, self._on_stage = said_at, on_stage
        self._read, self._rest = 0, b""

    def look(self) -> None:
        with contextlib.suppress(psutil.Error):
            self.peak = max(self.peak, int(psutil.Process(self.child.pid).memory_info().rss))
        with self._said_at.open("rb") as said:
            said.seek(self._read)
            fresh = said.read()
        self._read += len(fresh)
        *lines, self._rest = (self._rest + fresh).split(b"\n")
        for line in lines:
            self._heard(line)

    def _heard(self, line: bytes) -> None:
        try:
            heard: object = json.loads(line)
        except ValueError:
            return  # a library's own words
        if not isinstance(heard, dict):
            return
        said = cast("dict[str, Any]", heard)
        if "stage" in said:
            self._on_stage(said["stage"])
        elif "result" in said:
            self.result = said["result"]
        elif "refused" in said:
            self.refused = (said["refused"], said["advice"])


def _wait(watch: _Watch, files: ModelFiles, stop: StopFlag, longest_s: float) -> None:
    """Until the child ends. Whatever ends the wait ends the child."""
    child, deadline = watch.child, time.monotonic() + longest_s
    try:
        while child.poll() is None:
            watch.look()
            if stop.is_set():
                raise InputError("Measuring the model was stopped.", "Measure it again when you want to know.")
            if time.monotonic() > deadline:
                raise ModelFileError(
                    f"{files.model.name} could not be measured within {longest_s / 60:.0f} minutes.",
                    "Close other programs and try again.",
                )
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(_POLL_S)
    finally:
        if child.poll() is None:
            child.kill()
            child.wait()
