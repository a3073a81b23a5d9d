"""Sound that libsndfile does not read, through the ffmpeg of this machine where there is one.

Promises that only an ffmpeg on the search path is run, never one beside a person's files; that it takes the file for what its
bytes say, opens nothing besides and reads from no network; and that its time and memory have a limit.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.errors import MediaError
from inference.media.foreign import Foreign
from inference.sentences import say

__all__ = ["CHANNELS", "Sound", "command", "find", "opened", "require", "way_to_bring"]

CHANNELS = 2
_SECONDS = 300
"""Of its work: two hours of sound take about twenty. Who listens to what it gives may take hours."""
_MEMORY = 3 << 29
"""Bytes that it may ask for: 1.5 GiB, a good part of them its own libraries."""
_TAIL = 1 << 16
_DURATION = re.compile(rb"Duration: (\d+):(\d\d):(\d\d\.\d+)")
_USUAL = ("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin", "/opt/local/bin", "/snap/bin")
_BRINGS = (
    ("apt-get", "sudo apt install ffmpeg"),
    ("dnf", "sudo dnf install ffmpeg-free"),
    ("pacman", "sudo pacman -S ffmpeg"),
    ("zypper", "sudo zypper install ffmpeg"),
    ("apk", "sudo apk add ffmpeg"),
)


def find() -> Path | None:
    """The ffmpeg of this machine; None where there is none."""
    name = "ffmpeg.exe" if sys.platform == "win32" else "ffmpeg"
    # The current folder, which an empty entry or a relative one means, may hold anything.
    named = [Path(entry) for entry in os.environ.get("PATH", "").split(os.pathsep) if entry and Path(entry).is_absolute()]
    for folder in (*named, *map(Path, _USUAL if sys.platform != "win32" else ())):
        file = folder / name
        if file.is_file() and os.access(file, os.X_OK):
            return file
    return None


def way_to_bring() -> str:
    """The one command that brings it to this machine."""
    if sys.platform == "win32":
        return "winget install Gyan.FFmpeg"
    if sys.platform == "darwin":
        return "brew install ffmpeg"
    return next((brings for manager, brings in _BRINGS if shutil.which(manager)), str(say("package-manager")))


def require(found: Foreign, name: str) -> None:
    """Raise MediaError, which names the kind and the way to read it, where there is no ffmpeg. `name` as a sentence names it."""
    if find() is None:
        raise MediaError("needs-ffmpeg", name=name, what=found.called, command=way_to_bring())


def command(program: Path, source: str, found: Foreign, rate: int) -> list[str]:
    """What is run: the first sound of `source` as float32 of CHANNELS channels on its stdout."""
    quiet = ["-nostdin", "-hide_banner", "-nostats", "-threads", "1"]
    reads = ["-protocol_whitelist", "file,pipe", "-f", found.demuxer, "-i", f"file:{source}"]
    takes = ["-map", "0:a:0", "-vn", "-sn", "-dn", "-map_metadata", "-1", "-ac", str(CHANNELS), "-ar", str(rate)]
    return [str(program), *quiet, *reads, *takes, "-f", "f32le", "pipe:1"]


class Sound:
    """What ffmpeg makes of a file; how much it `promised` is 0 where it did not say, or has not yet."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._said = b""
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    @property
    def promised(self) -> float:
        """Seconds."""
        found = _DURATION.search(self._said)
        return 0.0 if found is None else int(found[1]) * 3600 + int(found[2]) * 60 + float(found[3])

    def blocks(self, samples: int) -> Iterator[NDArray[np.float32]]:
        """Float32 [n, CHANNELS], at most so many at a time."""
        frame = 4 * CHANNELS
        while data := self._read(samples * frame):
            yield np.frombuffer(data[: len(data) // frame * frame], np.float32).reshape(-1, CHANNELS)

    def failed(self) -> bool:
        """Whether it ended otherwise than with all of the sound: of itself, or because it took too much."""
        self._listener.join(1)
        with _in_time(self._process):
            return self._process.wait() != 0

    def _read(self, count: int) -> bytes:
        stdout: Any = self._process.stdout
        with _in_time(self._process):
            return bytes(stdout.read(count))

    def _listen(self) -> None:
        stderr: Any = self._process.stderr
        with contextlib.suppress(OSError, ValueError):
            while fresh := bytes(stderr.read1(_TAIL)):
                self._said = self._said if len(self._said) > _TAIL else self._said + fresh


@contextmanager
def opened(sound: Path | bytes, found: Foreign, name: str, rate: int) -> Generator[Sound]:
    """`sound`, a file or what stands in one, at `rate` samples a second. Raises MediaError where there is no ffmpeg."""
    program = find()
    if program is None:
        require(found, f'"{name}"')
        return
    # To be read alone: subprocess.DEVNULL is opened for writing too, which the child that opens a person's files may not.
    with Path(os.devnull).open("rb") as nothing, _as_file(sound) as (source, handles):
        process = subprocess.Popen(
            command(program, source, found, rate),
            stdin=nothing,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=program.parent,
            pass_fds=handles,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        _limit(process.pid)
        try:
            yield Sound(process)
        finally:
            process.kill()
            process.wait()
            for pipe in (process.stdout, process.stderr):
                if pipe is not None:
                    pipe.close()


@contextmanager
def _in_time(process: subprocess.Popen[bytes]) -> Generator[None]:
    """End it where it lets somebody wait for too long."""
    late = threading.Timer(_SECONDS, process.kill)
    late.start()
    try:
        yield
    finally:
        late.cancel()
        late.join()


@contextmanager
def _as_file(sound: Path | bytes) -> Generator[tuple[str, tuple[int, ...]]]:
    """Where ffmpeg finds it, and the handles that it has to be left: in memory where the system can, else a file for a moment."""
    if isinstance(sound, Path):
        yield str(sound.resolve()), ()
    elif sys.platform == "linux":
        handle = os.memfd_create("sound")
        try:
            with os.fdopen(os.dup(handle), "wb") as file:
                file.write(sound)
            yield f"/proc/self/fd/{handle}", (handle,)
        finally:
            os.close(handle)
    else:
        with tempfile.TemporaryDirectory(prefix="hush-") as folder:
            file = Path(folder) / "sound"
            file.write_bytes(sound)
            yield str(file), ()


def _limit(process: int) -> None:
    """Where the system can say so."""
    if sys.platform == "linux":
        import resource

        with contextlib.suppress(OSError):  # it has ended
            resource.prlimit(process, resource.RLIMIT_AS, (_MEMORY, _MEMORY))
            resource.prlimit(process, resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
