"""What was recorded stays in its file until it has arrived: in a draft or a message that is kept, or as words in one.

What an ended or killed program left behind is offered until the person decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from app import wording
from app.conversation.composer.draft_keeper import DraftKeeper
from app.conversation.composer.drafting import DraftController
from app.sentences import say
from app.sound.sound import Drop, FindLeft, Sound
from app.sound.sound_values import SoundFile
from app.worker.history import HistoryWork, HistoryWorker
from app.worker.lane import ignore
from inference.sentences import Sentence

if TYPE_CHECKING:
    from inference.history.store import History

__all__ = ["FindArrived", "RecordingsController", "memo_name"]


@dataclass(frozen=True)
class FindArrived(HistoryWork[frozenset[str]], doing="looking for recordings"):
    """Which of these contents, by SHA-256, are attached to something that is kept."""

    sha256s: frozenset[str]

    def do(self, history: History) -> frozenset[str]:
        return frozenset(filter(history.keeps, self.sha256s))


class RecordingsController(QObject):
    """`left` is what can be brought back, the newest last. Without a history nothing arrives, and every file stays."""

    changed = Signal()
    """`left` is another."""

    def __init__(
        self, sound: Sound, history: HistoryWorker | None, drafts: DraftController, kept_drafts: DraftKeeper | None
    ) -> None:
        super().__init__()
        self._sound, self._history, self._drafts, self._kept_drafts = sound, history, drafts, kept_drafts
        self.left: tuple[SoundFile, ...] = ()
        self._on_their_way: dict[str, SoundFile] = {}
        """By their SHA-256."""
        self._written: dict[Path, str] = {}
        """Files whose words were written into the draft, and the words."""
        if kept_drafts is not None:
            kept_drafts.kept.connect(self._look_what_arrived)

    @property
    def offer(self) -> Sentence | None:
        """What is left behind, in words; None where nothing is."""
        if not self.left:
            return None
        newest = self.left[-1]
        began = datetime.fromtimestamp(newest.began).astimezone()
        at = f"{began:%H:%M}" if began.date() == datetime.now().astimezone().date() else f"{began:%d %B, %H:%M}"
        length, more = wording.duration(newest.seconds), len(self.left) - 1
        if more:
            return say("recordings-left", count=more + 1, at=at, length=length)
        return say("recording-left", at=at, length=length)

    @Slot()
    def look(self, _said: object = None) -> None:
        """Look for what was left behind, now or by another run of the program."""
        self._sound.submit(FindLeft(), self._sort, ignore)

    def attach(self, name: str, file: SoundFile) -> None:
        """Put a recording into the message; its file goes once the message is kept."""
        self._on_their_way[file.sha256] = file
        self._drafts.attach_recording(name, file.path)

    def wrote(self, file: SoundFile, words: str) -> None:
        """Its words are in the draft: its file goes once that is kept."""
        self._written[file.path] = words
        if self._kept_drafts is not None:
            self._kept_drafts.keep()

    def offer_back(self, file: SoundFile) -> None:
        """It did not arrive anywhere."""
        self._leave((*self.left, file))

    def drop(self, file: SoundFile) -> None:
        """The person does not want it."""
        self._sound.submit(Drop(file.path), ignore, ignore)

    def bring_back(self) -> None:
        """Attach the newest of those that were left to the message on screen."""
        if self.left:
            *before, newest = self.left
            self._leave(tuple(before))
            self.attach(memo_name(datetime.fromtimestamp(newest.began).astimezone()), newest)

    def give_up(self) -> None:
        """The person does not want the newest of those that were left."""
        if self.left:
            *before, newest = self.left
            self.drop(newest)
            self._leave(tuple(before))

    def _sort(self, found: tuple[SoundFile, ...]) -> None:
        """Some may have arrived just before their program ended; without a history nobody knows."""
        if not found:
            return
        if self._history is None:
            self._offer(found, frozenset())
            return
        asked = FindArrived(frozenset(file.sha256 for file in found))
        self._history.submit(asked, partial(self._offer, found), lambda _failed: self._offer(found, frozenset()))

    def _offer(self, found: tuple[SoundFile, ...], arrived: frozenset[str]) -> None:
        for file in found:
            if file.sha256 in arrived:
                self.drop(file)
        self._leave((*self.left, *(file for file in found if file.sha256 not in arrived)))

    def _leave(self, left: tuple[SoundFile, ...]) -> None:
        if left != self.left:
            self.left = left
            self.changed.emit()

    @Slot(str)
    def _look_what_arrived(self, text: str) -> None:
        """A draft is kept. One that was sent at once has been kept as a message before."""
        for path in [path for path, words in self._written.items() if words in text]:
            del self._written[path]
            self._sound.submit(Drop(path), ignore, ignore)
        if self._on_their_way and self._history is not None:
            self._history.submit(FindArrived(frozenset(self._on_their_way)), self._arrive, ignore)

    def _arrive(self, arrived: frozenset[str]) -> None:
        for sha256 in arrived & self._on_their_way.keys():
            self.drop(self._on_their_way.pop(sha256))


def memo_name(at: datetime) -> str:
    """The name of a recording as the person would call it: "Voice memo 14:03.wav"."""
    return f"Voice memo {at:%H:%M}.wav"
