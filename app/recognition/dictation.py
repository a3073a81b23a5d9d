"""Dictation: what was said is written where one writes, and its sound is kept until the words are.

Where it cannot be written down it is attached as a recording, with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from app import wording
from app.conversation.on_screen import OnScreen
from app.recognition.recognition import RecognitionController
from app.sentences import say
from app.sound.recordings import RecordingsController
from app.sound.sound_values import Heard, SoundFile
from app.sound.voice_state import VoiceState
from app.values import Attached
from app.worker import Worker
from app.worker.lane import IDLE, Job
from app.worker.media import Prepare
from inference.events import Failed

__all__ = ["DictationController"]


@dataclass(frozen=True)
class _Said:
    name: str
    file: SoundFile


class DictationController(QObject):
    """What is said next may be recorded while what was said before is still being written down."""

    done = Signal()
    """The words are in the message, or the recording is: it is to be seen."""

    def __init__(
        self,
        worker: Worker,
        recognition: RecognitionController,
        recordings: RecordingsController,
        state: VoiceState,
        shown: OnScreen,
    ) -> None:
        super().__init__()
        self._worker, self._recognition, self._recordings, self._state = worker, recognition, recordings, state
        self._draft, self._notice = shown.draft, shown.notice
        self._preparing: dict[str, Job[Attached]] = {}
        self._said: dict[str, _Said] = {}
        """What is being written down, by the SHA-256 of its sound."""
        recognition.changed.connect(self._learn)

    @property
    def busy(self) -> bool:
        return bool(self._said)

    @Slot(str, object)
    def write(self, name: str, heard: Heard) -> None:
        """Have it written down, and put into the message."""
        sha256 = heard.file.sha256
        self._said[sha256] = _Said(name, heard.file)
        read, unread = partial(self._read, sha256), partial(self._give_up, sha256)
        self._preparing[sha256] = self._worker.submit(Prepare(name, heard.file.path), read, unread)

    def cancel(self) -> None:
        """Esc: the person wants nothing of it."""
        said, self._said = self._said, {}
        for sha256, one in said.items():
            self._preparing.pop(sha256, IDLE).forget()
            self._recognition.stop(sha256)
            self._recordings.drop(one.file)
        self._rest()

    def _read(self, sha256: str, attached: Attached) -> None:
        del self._preparing[sha256]
        self._recognition.read(attached)
        self._learn(sha256)

    @Slot(str)
    def _learn(self, sha256: str) -> None:
        said, known = self._said.get(sha256), self._recognition.known(sha256)
        if said is None or known is None:
            return
        text = known.texts[0].text if known.texts else ""
        if known.state == "reading":
            if not self._state.recording:
                self._state.show("writing", text)
        elif known.state == "read" and text:
            del self._said[sha256]
            self._draft.insert(text)
            self._recordings.wrote(said.file, text)
            self._rest()
            self.done.emit()
        else:
            self._attach(sha256, known.problem)

    def _give_up(self, sha256: str, failed: Failed) -> None:
        del self._preparing[sha256]
        self._attach(sha256, str(wording.sentence(failed.error)))

    def _attach(self, sha256: str, problem: str) -> None:
        said = self._said.pop(sha256)
        self._recordings.attach(said.name, said.file)
        self._notice.show(say("dictation-failed", problem=problem) if problem else say("dictation-without-words"))
        self._rest()
        self.done.emit()

    def _rest(self) -> None:
        if self._state.phase == "writing" and not self._said:
            self._state.show("idle")
