"""Files never seen before are loaded once in a child process: where llama.cpp aborts, only the child dies.

The checks of `inference.gguf.check` find what is known to abort; this finds the rest. A verdict is kept per file
(size, time of change, hash of the head), so each file pays once.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO, cast

from inference.errors import EngineFault, InputError, MemoryShort, ModelFileError
from inference.gguf.check import head_hash
from inference.loading import ModelFiles
from inference.stop import StopFlag

__all__ = ["file_key", "require_tried", "start_child"]

_VERDICTS = "model-verdicts.json"
_LONGEST_S = 600
_POLL_S = 0.05
_REFUSED = 2
_KILLED = 9
"""SIGKILL: nobody but the system's out-of-memory killer sends it to a trial."""


def require_tried(files: ModelFiles, *, cache_dir: Path | None, stop: StopFlag | None = None) -> None:
    """Return if `files` load in a child process, now or by an earlier verdict.

    Raises ModelFileError if they do not, MemoryShort if the system ended the child for want of memory, InputError when
    `stop` is set; only what the files themselves are to blame for is remembered.
    """
    key = file_key(files)
    verdicts = _read(cache_dir)
    if key not in verdicts:
        verdicts[key] = _try(files, stop or StopFlag())
        _write(cache_dir, verdicts)
    if reason := verdicts[key]:
        raise ModelFileError(
            f"llama.cpp cannot run {files.model.name} ({reason}).", "Download it again or choose another file; nothing was lost."
        )


def file_key(files: ModelFiles) -> str:
    """What tells these files from all others, for as long as nobody writes to them. Raises OSError if one cannot be read."""
    marks: list[str] = []
    for path in (files.model, files.mmproj):
        if path is not None:
            stat = path.stat()
            marks.append(f"{stat.st_size}:{stat.st_mtime_ns}:{head_hash(path)}")
    return "+".join(marks)


def _try(files: ModelFiles, stop: StopFlag) -> str:
    """The child's complaint, empty if it could load and evaluate."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        mmproj = [str(files.mmproj.absolute())] if files.mmproj else []
        child = start_child("inference.llama.trial", str(files.model.absolute()), *mmproj, out=out, err=err)
        _wait(child, files, stop)
        out.seek(0)
        err.seek(0)
        said, complaint = (stream.read().decode("utf-8", "replace") for stream in (out, err))
    if child.returncode == 0:
        return ""
    if child.returncode == _REFUSED:
        return said.strip().splitlines()[-1] if said.strip() else "it was refused without a reason"
    if child.returncode == -_KILLED:
        raise MemoryShort(
            f"There was not enough memory to try {files.model.name}.", "Close other programs or choose a smaller model."
        )
    return _crash(complaint)


def start_child(module: str, *arguments: str, out: IO[bytes], err: IO[bytes]) -> subprocess.Popen[bytes]:
    """Run a module of this package in a process of its own. Raises EngineFault if the system refuses.

    In a session of its own: Ctrl+C in the terminal is for the parent, whose stop flag ends the child. It finds Hush's own code
    and nothing in the folder that the parent was started from, which may be where a stranger's files are.
    """
    home = str(Path(__file__).resolve().parent.parent)
    environment = {**os.environ, "PYTHONPATH": home}
    command = [sys.executable, "-P", "-m", module, *arguments]
    try:
        return subprocess.Popen(
            command, cwd=home, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True
        )
    except OSError as error:
        raise EngineFault(f"A child process could not start ({error}).", "Free some memory and try again.") from error


def _wait(child: subprocess.Popen[bytes], files: ModelFiles, stop: StopFlag) -> None:
    """Until the child ends. Whatever ends the wait ends the child."""
    deadline = time.monotonic() + _LONGEST_S
    try:
        while child.poll() is None:
            if stop.is_set():
                raise InputError("Loading the model was stopped.", "Load it again when you want it.")
            if time.monotonic() > deadline:
                raise ModelFileError(
                    f"{files.model.name} did not load within {_LONGEST_S // 60} minutes.", "Close other programs and try again."
                )
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(_POLL_S)
    finally:
        if child.poll() is None:
            child.kill()
            child.wait()


def _crash(stderr: str) -> str:
    """What llama.cpp wrote when it aborted, else that it crashed."""
    told = [line.strip() for line in stderr.splitlines() if "GGML_ASSERT" in line or "GGML_ABORT" in line]
    return f"it stops the program: {told[0].split('GGML_')[-1]}" if told else "it stops the program"


def _read(cache_dir: Path | None) -> dict[str, str]:
    if cache_dir is None:
        return {}
    try:
        kept: object = json.loads((cache_dir / _VERDICTS).read_text("utf-8"))
    except (OSError, ValueError):
        return {}  # lost verdicts only cost another trial
    if not isinstance(kept, dict):
        return {}
    return {str(key): str(value) for key, value in cast("dict[object, object]", kept).items()}


def _write(cache_dir: Path | None, verdicts: dict[str, str]) -> None:
    if cache_dir is None:
        return
    cache_dir.mkdir(parents=True, exist_ok=True)
    fresh = cache_dir / f"{_VERDICTS}.{os.getpid()}"
    fresh.write_text(json.dumps(verdicts, indent=1), "utf-8")
    fresh.replace(cache_dir / _VERDICTS)
