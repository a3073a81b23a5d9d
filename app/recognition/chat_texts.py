"""What stands in the chat on screen is read too, to be found, checked, and understood by a model that cannot see or hear."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Slot

from app.conversation.composer.drafting import DraftController
from app.conversation.keeper import Keeper
from app.conversation.on_screen import OnScreen
from app.recognition.known import with_text
from app.recognition.recognition import RecognitionController
from app.values import Attached

__all__ = ["ChatTexts"]


class ChatTexts(QObject):
    """Has the attachments of the chat read: at once where the model can be given only their text, else in the background."""

    def __init__(self, recognition: RecognitionController, drafts: DraftController, keeper: Keeper, shown: OnScreen) -> None:
        super().__init__()
        self._recognition, self._drafts = recognition, drafts
        self._transcript, self._draft, self._model = shown.transcript, shown.draft, shown.model
        for signal in (self._transcript.replaced, self._transcript.added, keeper.settled, self._model.changed):
            signal.connect(self._look)
        recognition.changed.connect(self._learn)

    @Slot()
    def _look(self, _index: int = 0) -> None:
        for entry in self._transcript.entries:
            for seen in entry.attachments:
                needed = bool(self._model.refusal_of(seen))  # the whole of what was sent
                self._recognition.read(seen, waited_for=needed, whole=needed)
        self._await()

    @Slot(str)
    def _learn(self, sha256: str) -> None:
        known = self._recognition.known(sha256)
        if known is None or known.state == "reading":
            return
        told = {}
        for index, entry in enumerate(self._transcript.entries):
            if any(seen.part.digest == sha256 for seen in entry.attachments):
                attachments = tuple(
                    with_text(seen, known.texts) if seen.part.digest == sha256 else seen for seen in entry.attachments
                )
                told[index] = replace(entry.told, attachments=attachments)
        self._transcript.tell(told)
        self._await()

    def _await(self) -> None:
        """A question waits for what was said before it, where the model cannot be given that yet."""
        before = self._draft.awaits_before
        self._draft.await_before(any(map(self._is_awaited, self._sent())))
        if before and not self._draft.pending:
            self._drafts.settle()

    def _sent(self) -> tuple[Attached, ...]:
        return tuple(seen for entry in self._transcript.entries if not entry.left_out for seen in entry.attachments)

    def _is_awaited(self, seen: Attached) -> bool:
        known = self._recognition.known(seen.part.digest)
        return known is not None and known.state == "reading" and self._model.may_refuse(seen)
