"""The lane of what reads pictures and writes recordings down, beside any model: each in a process of its own.

While it reads what somebody waits for, the engine rests (inference.pause).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.worker.lane import Hand, Task, Work
from inference.conversation import AudioPart, DocumentPart, ImagePart
from inference.errors import MediaError
from inference.events import Cancelled
from inference.history.values import Recognised
from inference.pause import Pause
from inference.stop import StopFlag

if TYPE_CHECKING:
    from inference.recognition.readers import Readers

__all__ = ["READERS", "ReadPage", "ReadPicture", "RecogniserHand", "Recognition", "WriteDown"]

READERS = {"image": "text 2", "document": "text 2", "audio": "speech 1"}
"""What reads each kind, and in which way: what another one has read is read again."""


BY_CHANCE = ("killed", "died")
"""Ends of a recogniser that need not be the file's fault: it is tried once more."""


class Recognition(Work["Recognised | Cancelled"]):
    """What can be asked of it. `waited_for`: somebody looks at it now."""

    part: ImagePart | AudioPart | DocumentPart
    waited_for: bool

    def do(self, readers: Readers, stop: StopFlag, tell: Callable[[Recognised], None]) -> Recognised:
        """In the lane's thread. Raises MediaError, InputError, MemoryShort, Ended."""
        raise NotImplementedError


@dataclass(frozen=True)
class ReadPicture(Recognition, doing="reading the text in {work.part.name}"):
    part: ImagePart
    waited_for: bool = True

    def do(self, readers: Readers, stop: StopFlag, tell: Callable[[Recognised], None]) -> Recognised:
        read = readers.read(self.part.data, self.part.name, stop=stop)
        return Recognised(self.part.digest, 0, READERS["image"], read.text, json.dumps(read.as_json()))


@dataclass(frozen=True)
class ReadPage(Recognition, doing="reading page {work.page} of {work.part.name}"):
    """Read the picture of one page, from 1."""

    part: DocumentPart
    page: int
    waited_for: bool = True

    def do(self, readers: Readers, stop: StopFlag, tell: Callable[[Recognised], None]) -> Recognised:
        read = readers.read_page(self.part.data, self.part.name, self.page, stop=stop)
        return Recognised(self.part.digest, self.page, READERS["document"], read.text, json.dumps(read.as_json()))


@dataclass(frozen=True)
class WriteDown(Recognition, doing="writing {work.part.name} down"):
    """`language` as "en", None to find out, most likely one of the `likely`; `model`: another file for whisper.cpp than Whisper
    base.

    What has been heard so far is told now and then, as a Recognised.
    """

    part: AudioPart
    waited_for: bool = True
    language: str | None = None
    model: Path | None = None
    likely: tuple[str, ...] = ()

    def do(self, readers: Readers, stop: StopFlag, tell: Callable[[Recognised], None]) -> Recognised:
        from inference.recognition import speech

        words: list[speech.Word] = []

        def told(heard: speech.Heard) -> None:
            words.extend(heard.words)
            so_far = speech.Speech(tuple(words), "", heard.seconds)
            tell(Recognised(self.part.digest, 0, READERS["audio"], so_far.text))

        whole = readers.write_down(
            self.part.data,
            self.part.name,
            stop=stop,
            language=self.language,
            model=self.model,
            likely=self.likely,
            tell=told,
        )
        return Recognised(self.part.digest, 0, READERS["audio"], whole.text, json.dumps(whole.as_json()))


class RecogniserHand(Hand):
    """What is stopped ends with Cancelled."""

    def __init__(self, pause: Pause) -> None:
        super().__init__()
        self._pause = pause
        self._readers: Readers | None = None

    def work(self, task: Task) -> Any:
        from inference.child import Ended  # brings psutil: the window opens without it
        from inference.recognition.readers import Readers

        work = task.work
        assert isinstance(work, Recognition)
        if task.stop.is_set():
            return Cancelled("", "")
        self._readers = self._readers or Readers()
        with self._pause.hold() if work.waited_for else nullcontext():
            for tried_before in (False, True):
                try:
                    return work.do(self._readers, task.stop, partial(self.tell, task))
                except Ended as ended:
                    if ended.reason == "stopped":
                        return Cancelled("", "")
                    if tried_before or ended.reason not in BY_CHANCE:
                        raise MediaError("recogniser-ended", name=work.part.name, reason=str(ended)) from ended
        raise AssertionError("it is tried twice at most")

    def free(self) -> None:
        if self._readers is not None:
            self._readers.close()
