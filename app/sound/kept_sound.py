"""A recording as a file that grows while somebody speaks: what was said is on the disk before it is over.

Promises that whoever is killed or loses power has lost at most the last second, that the file is a whole WAV file at every
moment but that of its last write (which `find` mends), that it is for this person's eyes alone, and that of two programs only
the one which writes it takes it for its own.
"""

from __future__ import annotations

import hashlib
import os
import struct
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from app.locks import lock
from app.sound.sound_values import SoundFile

__all__ = ["RATE", "KeptSound", "find"]

RATE = 16_000
"""Samples a second: what models and recognisers hear."""
SYNC_S = 0.4
"""How often what was written is sent to the disk; a disk may take as long again."""
HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
"""RIFF and its one format without compression: https://www.mmsp.ece.mcgill.ca/Documents/AudioFormats/WAVE/WAVE.html."""
BYTES = 2
"""Of a sample."""


def find(folder: Path) -> list[KeptSound]:
    """Recordings there that no living program holds, the oldest first. What holds no sound is removed."""
    found = []
    for path in folder.glob("*.wav"):
        with suppress(OSError):  # gone meanwhile, or of somebody else
            kept = KeptSound(path, os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0)))
            if kept.lock():
                found.append(kept)
    return sorted(found, key=lambda kept: kept.began)


class KeptSound:
    """One file; made by `begin` or `find`. It is this program's until `drop` removes it or `leave` gives it up."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path, self._file = path, os.fdopen(descriptor, "r+b", buffering=0)
        state = os.fstat(descriptor)
        self._written = max(0, state.st_size - HEADER.size) // BYTES * BYTES
        self.began = state.st_mtime - self.seconds
        self._unsafe, self._over = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    @classmethod
    def begin(cls, folder: Path) -> KeptSound:
        """A new file, named after now. Raises OSError where there can be none."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        stem, number = time.strftime("%Y-%m-%d %H.%M.%S"), 1
        while True:
            path = folder / f"{stem}{f' ({number})' if number > 1 else ''}.wav"
            try:
                made = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
                break
            except FileExistsError:
                number += 1
        kept = cls(path, made)
        lock(made)
        kept._write_header()
        kept._thread = threading.Thread(target=kept._sync_often, name="recording to disk", daemon=True)
        kept._thread.start()
        return kept

    @property
    def seconds(self) -> float:
        return self._written / BYTES / RATE

    def lock(self) -> bool:
        """Take one that was found. False, and it is closed, where a living program holds it or there is nothing in it."""
        if not lock(self._file.fileno()):
            self._file.close()
            return False
        if not self._written:
            self.drop()
            return False
        self._write_header()
        return True

    def add(self, samples: bytes) -> None:
        """Write samples, 16 bits each, at the end. Raises OSError where the disk takes no more; what is there stays whole."""
        self._file.seek(HEADER.size + self._written)
        left = memoryview(samples)
        while left:
            left = left[self._file.write(left) or 0 :]
        self._written += len(samples)
        self._write_header()
        self._unsafe.set()

    def finish(self) -> SoundFile:
        """Nothing comes any more: all of it is on the disk when this returns."""
        self._end()
        with suppress(OSError):
            os.fsync(self._file.fileno())
        with self.path.open("rb") as file:
            return SoundFile(self.path, self.seconds, self.began, hashlib.file_digest(file, "sha256").hexdigest())

    def leave(self) -> None:
        """Give it up; the file stays, to be found, unless nothing is in it."""
        if not self._written:
            self.drop()
            return
        self._end()
        with suppress(OSError):
            os.fsync(self._file.fileno())
        self._file.close()

    def drop(self) -> None:
        """Remove it."""
        self._end()
        if sys.platform == "win32":
            self._file.close()
        with suppress(OSError):
            self.path.unlink()
        self._file.close()

    def _write_header(self) -> None:
        size = self._written
        self._file.seek(0)
        self._file.write(
            HEADER.pack(
                b"RIFF", size + HEADER.size - 8, b"WAVE", b"fmt ", 16, 1, 1, RATE, RATE * BYTES, BYTES, 8 * BYTES, b"data", size
            )
        )

    def _sync_often(self) -> None:
        """In a thread of its own: a busy disk must not hold up what is heard."""
        while not self._over.wait(SYNC_S):
            if self._unsafe.is_set():
                self._unsafe.clear()
                with suppress(OSError):  # the next write says it
                    os.fsync(self._file.fileno())

    def _end(self) -> None:
        self._over.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
