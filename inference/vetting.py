"""Files never seen before are loaded once in a child process: where llama.cpp aborts, only the child dies.

The checks of `inference.gguf.check` find what is known to abort; this finds the rest. A verdict is kept per file
(size, time of change, hash of the head), so each file pays once.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import cast

from inference.atomic import write_whole
from inference.child import TRIAL, Ended, run
from inference.errors import InputError, MemoryShort, ModelFileError
from inference.gguf.check import head_hash
from inference.gguf.split import parts_of
from inference.loading import ModelFiles
from inference.memory.machine import grantable
from inference.stop import StopFlag

__all__ = ["file_key", "require_tried"]

_VERDICTS = "model-verdicts.json"


def require_tried(files: ModelFiles, *, cache_dir: Path | None, stop: StopFlag | None = None, predicted: int = 0) -> None:
    """Return if `files` load in a child process, now or by an earlier verdict.

    The child may take what is free, or the bytes that are `predicted` for the load if that was wanted all the same. Raises
    ModelFileError if the files do not load, MemoryShort if that was not enough, InputError when `stop` is set; only what the
    files themselves are to blame for is remembered.
    """
    key = file_key(files)
    verdicts = _read(cache_dir)
    if key not in verdicts:
        verdicts[key] = _try(files, grantable(predicted), stop or StopFlag())
        _write(cache_dir, verdicts)
    if reason := verdicts[key]:
        raise ModelFileError("pair-refused", name=files.model.name, reason=reason)


def file_key(files: ModelFiles) -> str:
    """What tells these files from all others, for as long as nobody writes to them. Raises OSError if one cannot be read."""
    marks: list[str] = []
    parts = (part for part in parts_of(files.model) if part == files.model or part.exists())  # a whole one may be named so too
    for path in (*parts, *([files.mmproj] if files.mmproj else [])):
        stat = path.stat()
        marks.append(f"{stat.st_size}:{stat.st_mtime_ns}:{head_hash(path)}")
    return "+".join(marks)


def _try(files: ModelFiles, memory: int | None, stop: StopFlag) -> str:
    """The child's complaint, empty if it could load and evaluate."""
    try:
        run(
            "inference.llama.trial:load_once",
            {"model": files.model.absolute(), "mmproj": files.mmproj and files.mmproj.absolute()},
            limits=replace(TRIAL, memory=memory),
            stop=stop,
        )
    except ModelFileError as refused:
        return refused.what
    except Ended as ended:
        return _judge(ended, files.model.name)
    return ""


def _judge(ended: Ended, name: str) -> str:
    """What the files are to blame for; raises what they are not."""
    if ended.reason == "stopped":
        raise InputError("load-stopped") from ended
    if ended.reason == "time":
        raise ModelFileError("load-too-slow", name=name, minutes=ended.limits.seconds / 60) from ended
    if ended.reason in ("memory", "killed"):
        raise MemoryShort("memory-to-try", name=name) from ended
    told = [line for line in ended.stderr.splitlines() if "GGML_ASSERT" in line or "GGML_ABORT" in line]
    return f"it stops the program: {told[0].split('GGML_')[-1].strip()}" if told else "it stops the program"


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
    if cache_dir is not None:
        with suppress(OSError):  # the next load tries once more
            write_whole(cache_dir / _VERDICTS, json.dumps(verdicts, indent=1).encode())
