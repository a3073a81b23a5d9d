"""Writing down what a voice memo says: the model does it as it writes an answer, and nothing of any chat is touched."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from app import wording
from app.conversation.activity import Activity
from app.conversation.context.reading import ReadingController
from app.conversation.generation import Generation, Outcome, Streamed
from app.memos.memo_list import MemoList, Writing
from app.sentences import say
from app.worker import Worker
from inference.conversation import AudioPart
from inference.errors import ContextFull
from inference.events import Cancelled, Failed, Finished, PromptProgress, TextDelta
from inference.prompt.intent import transcription_request
from inference.sentences import Sentence

__all__ = ["TranscriptionController"]


class TranscriptionController(QObject):
    """One recording at a time, never while an answer is written. Stop ends it as it ends an answer, and then nothing is kept."""

    written = Signal(int, str)
    """A memo, and what it says."""
    failed = Signal(object)
    """What is wrong and what to do: Sentence."""

    def __init__(self, worker: Worker, reading: ReadingController, shown: MemoList, activity: Activity) -> None:
        super().__init__()
        self._shown, self._activity = shown, activity
        self._generation = Generation(worker, reading)
        self._now = Writing(0)
        activity.changed.connect(self._activity_changed)

    def write(self, memo: int, recording: AudioPart, *, seconds: float) -> None:
        """Have `recording` written down; nothing while the model is busy."""
        if self._activity.busy or self._generation.live:
            return
        self._show(Writing(memo))
        self._activity.show("transcribing")
        self._generation.begin(transcription_request(recording, seconds=seconds), self._hear, self._end)

    def stop(self) -> None:
        """What the memo said before stays."""
        if self._generation.live:
            self._activity.show("stopping")

    @Slot()
    def _activity_changed(self) -> None:
        if self._generation.live and self._activity.phase == "stopping" and not self._generation.stopping:
            self._generation.stop()
            self._show(replace(self._now, phase="stopping"))

    def _hear(self, event: Streamed) -> None:
        if self._generation.stopping:
            return
        if isinstance(event, PromptProgress):
            self._show(replace(self._now, phase="reading", progress=event))
            self._activity.show("transcribing", event)
        elif isinstance(event, TextDelta):
            self._show(replace(self._now, phase="writing", text=self._now.text + event.text))

    def _end(self, event: Outcome) -> None:
        memo = self._now.memo
        if self._generation.stopping and isinstance(event, Finished):  # it had ended when Stop came
            event = Cancelled(event.text, event.thought)
        looped = isinstance(event, Finished) and event.reason == "loop"
        text = event.text.strip() if isinstance(event, Finished) and not looped else ""
        if text:
            self.written.emit(memo, text)
        self._shown.show_writing(None)
        self._activity.show("idle")
        if isinstance(event, Failed):
            self.failed.emit(_sentence(event))
        elif looped:
            self.failed.emit(say("memo-repeats-itself"))
        elif isinstance(event, Finished) and (not text or event.reason != "stop"):
            self.failed.emit(say("memo-ended-early" if text else "memo-empty"))

    def _show(self, now: Writing) -> None:
        self._now = now
        self._shown.show_writing(now)


def _sentence(failed: Failed) -> Sentence:
    if isinstance(failed.error, ContextFull):
        return say("memo-too-long", needed=failed.error.needed, available=failed.error.available)
    return wording.sentence(failed.error)
