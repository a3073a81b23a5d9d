"""The words of a part of the screen, read and put onto the clipboard: no model looks at it, and nothing is attached or kept."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from app import wording
from app.capture.capturing import CaptureController
from app.conversation.activity import Notice
from app.sentences import say
from app.worker import Worker
from app.worker.lane import IDLE
from app.worker.recognising import ReadPicture
from inference.conversation import ImagePart
from inference.events import Cancelled, Failed
from inference.history.values import Recognised

__all__ = ["WordsController"]

SHOWN = 60
"""Characters of what was copied that the notice shows at most."""


class WordsController(QObject):
    """Reads what `capture` was asked the words of; of several only the newest is copied."""

    copied = Signal(str)
    """The words are on the clipboard: the name of the picture."""
    unread = Signal(object)
    """Nothing could be copied, and why: Sentence."""

    def __init__(self, worker: Worker, capture: CaptureController, notice: Notice) -> None:
        super().__init__()
        self._worker, self._notice = worker, notice
        self._job = IDLE
        capture.text_wanted.connect(self._read)

    @Slot(str, bytes)
    def _read(self, name: str, png: bytes) -> None:
        self._job.forget()
        self._notice.show(say("words-being-read"), good=True)
        self._job = self._worker.submit(ReadPicture(ImagePart(name, png)), partial(self._copy, name), self._fail)

    def _copy(self, name: str, read: Recognised | Cancelled) -> None:
        if isinstance(read, Cancelled):
            return
        if not read.text.strip():
            self.unread.emit(say("no-words-there"))
            return
        QGuiApplication.clipboard().setText(read.text)
        words = " ".join(read.text.split())
        beginning = words if len(words) <= SHOWN else words[:SHOWN].rsplit(" ", 1)[0] + "…"
        self._notice.show(say("words-copied", count=wording.count(len(words.split()), "word"), beginning=beginning), good=True)
        self.copied.emit(name)

    def _fail(self, failed: Failed) -> None:
        self.unread.emit(wording.sentence(failed.error))
