"""Voice memos: what was recorded here and sent is kept as a memo of its own, so that it is found without its chat."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from app import wording
from app.conversation.activity import Notice
from app.conversation.transcript.transcript import Transcript
from app.memos.work import KeepMemo
from app.sound.recordings import RecordingsController
from app.worker.history import HistoryWorker
from app.worker.lane import ignore
from inference.events import Failed

__all__ = ["SentMemosController"]


class SentMemosController(QObject):
    """Recordings that were dropped or attached as files are no memos: those have a place of their own already.

    What a memo says is not known yet; what was typed beside it is found through its message.
    """

    def __init__(self, history: HistoryWorker, recordings: RecordingsController, transcript: Transcript, notice: Notice) -> None:
        super().__init__()
        self._history, self._transcript, self._notice = history, transcript, notice
        self._recorded: list[str] = []
        recordings.attached.connect(self._remember)
        transcript.added.connect(self._keep)

    @Slot(str)
    def _remember(self, sha256: str) -> None:
        self._recorded.append(sha256)

    @Slot(int)
    def _keep(self, index: int) -> None:
        entry = self._transcript.entries[index]
        if entry.kept is None:
            return
        for attached in entry.attachments:
            if attached.part.kind == "audio" and attached.part.digest in self._recorded:
                self._recorded.remove(attached.part.digest)
                self._history.submit(KeepMemo(attached, message=entry.kept), ignore, self._fail)

    def _fail(self, failed: Failed) -> None:
        self._notice.show(wording.sentence(failed.error))
