"""Whether the files of a loaded model are still what was loaded, and which of them a process died of.

A mapped file is read while the model works. Cut, its pages are gone and the system ends the process (SIGBUS); overwritten, other
weights stand there. So it is asked for before each question, and what is in use is written down while it is used.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from inference.gguf.split import parts_of
from inference.loading import ModelFiles
from inference.regular import open_regular
from inference.sentences import Sentence, say

__all__ = ["Mark", "changed_file", "in_use", "marks_of", "why_ended"]

_PLACES, _PIECE = 16, 4096
"""Places of a file that are looked at, and bytes at each. All of them take a millisecond where the file is in memory."""
_NOTE = "in-use-*.json"


@dataclass(frozen=True)
class Mark:
    """A file as it was: its size and time, and the hash of a sample of it. Not its number: some disks give new ones by and by."""

    path: str
    state: str
    sample: str


def marks_of(files: ModelFiles) -> tuple[Mark, ...]:
    """All files of a model as they are now."""
    return tuple(map(_mark, (*parts_of(files.model), *([files.mmproj] if files.mmproj else []))))


def changed_file(marks: tuple[Mark, ...]) -> Path | None:
    """The first of the files that is not what it was: cut, overwritten, replaced or gone."""
    return next((Path(mark.path) for mark in marks if _mark(Path(mark.path)) != mark), None)


@contextmanager
def in_use(marks: tuple[Mark, ...], folder: Path | None) -> Generator[None]:
    """Within this block a note in `folder` says which files are in use. Where none can be written, a death goes unexplained."""
    if folder is None:
        yield
        return
    me = psutil.Process()
    note = folder / _NOTE.replace("*", str(me.pid))
    said = {"pid": me.pid, "since": me.create_time(), "files": [[mark.path, mark.state, mark.sample] for mark in marks]}
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        note.write_text(json.dumps(said), "utf-8")
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            note.unlink(missing_ok=True)


def why_ended(folder: Path) -> Sentence | None:
    """Whether a process ended in the middle of an answer while a file of its model changed. Each is told of once."""
    told: Sentence | None = None
    for note, marks in _left_behind(folder):
        with contextlib.suppress(OSError):
            note.unlink(missing_ok=True)
        if (changed := changed_file(marks)) is not None:
            told = say("ended-by-a-change", name=changed.name)
    return told


def _left_behind(folder: Path) -> Iterator[tuple[Path, tuple[Mark, ...]]]:
    """The notes of processes that are no more."""
    for note in sorted(folder.glob(_NOTE)):
        try:
            said = json.loads(note.read_text("utf-8"))
            if not _lives(int(said["pid"]), float(said["since"])):
                yield note, tuple(Mark(str(path), str(state), str(sample)) for path, state, sample in said["files"])
        except (OSError, ValueError, TypeError, KeyError):
            yield note, ()  # torn in the middle of writing


def _lives(pid: int, since: float) -> bool:
    try:
        return abs(psutil.Process(pid).create_time() - since) < 1
    except psutil.Error:
        return False


def _mark(path: Path) -> Mark:
    """Of a file that is not there or cannot be read, the reason."""
    try:
        with open_regular(path) as file:
            now = os.fstat(file.fileno())
            digest = hashlib.sha256()
            for number in range(_PLACES):
                file.seek(max(0, now.st_size - _PIECE) * number // (_PLACES - 1))
                digest.update(file.read(_PIECE))
    except OSError as error:
        return Mark(str(path), str(error.errno), "")
    return Mark(str(path), f"{now.st_size}:{now.st_mtime_ns}", digest.hexdigest())
