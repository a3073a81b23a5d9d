"""The rows of messages as they are made, and what none can know of itself: what comes after it, what is done elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.conversation.transcript.answer import Answer
from app.conversation.transcript.attachments import Player
from app.conversation.transcript.column import MessageRow
from app.conversation.transcript.question import Question
from app.conversation.transcript.row import Ask
from app.conversation.transcript.transcript import Transcript
from app.documents.open_documents import list_read
from app.look.placing import discard
from app.values import Attached

__all__ = ["Rows"]


class Rows(QObject):
    """Makes rows within `home`. `shown` are those there are, by the index of their entry; the column fills and empties it."""

    resized = Signal(int)

    def __init__(
        self, transcript: Transcript, home: QWidget, player: Player | None, takes: Callable[[Attached], bool], ask: Ask
    ) -> None:
        """`takes`: whether the model that is loaded sees or hears that itself. `ask` hears what the person asks of a message."""
        super().__init__(home)
        self._transcript, self._home, self._player, self._takes, self._ask = transcript, home, player, takes, ask
        self.shown: dict[int, MessageRow] = {}
        self._newest: Answer | None = None
        self._summary: int | None = None
        """The answer whose summary stands in for all up to it, -1 where none does; None when that is to be looked up again."""

    def make(self, index: int) -> MessageRow:
        entry, home = self._transcript.entries[index], self._home
        if entry.role == "user":
            row = Question(entry, index, home, self._ask, player=self._player)
        else:
            row = Answer(entry, index, home, self._ask)
        if isinstance(row, Question):
            row.show_editing(index == self._transcript.editing)
        self._tell(index, row)
        row.resized.connect(lambda: self.resized.emit(index))
        return row

    def drop(self, row: MessageRow) -> None:
        """This row is not needed any more."""
        if row is self._newest:
            self._newest = None
        discard(row)

    def look_again(self) -> None:
        """What is sent to the model, or which that is, may have changed: `tell` finds out, once for however many changes."""
        self._summary = None

    def tell(self) -> None:
        """Let the rows say what is not sent any more; those that become higher or lower tell by `resized`."""
        if self._summary is None:
            for index, row in self.shown.items():
                self._tell(index, row)

    def mark_newest(self, row: MessageRow | None) -> None:
        """`row` is that of the last message, if it has one now."""
        newest = row if isinstance(row, Answer) else None
        if newest is self._newest:
            return
        if self._newest is not None:
            self._newest.set_newest(False)
        self._newest = newest
        if newest is not None:
            newest.set_newest(True)

    @Slot()
    def show_editing(self) -> None:
        """Another question is being written anew, or none any more."""
        for index, row in self.shown.items():
            if isinstance(row, Question):
                row.show_editing(index == self._transcript.editing)

    def _tell(self, index: int, row: MessageRow) -> None:
        if self._summary is None:
            entries = self._transcript.entries
            sums = (n for n, entry in enumerate(entries) if entry.summary is not None and entry.summary.sent)
            self._summary = max(sums, default=-1)
        if isinstance(row, Answer):
            row.offer_own_reading(all(map(self._takes, self._transcript.entries[index - 1].attachments)))
        names = {document.name for document in list_read(self._transcript.entries, index)}
        row.name_document(names.pop() if len(names) == 1 else "")
        row.show_told(covered=index <= self._summary, standing=index == self._summary)
