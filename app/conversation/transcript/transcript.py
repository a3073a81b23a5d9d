"""The conversation as it is shown and as it is sent."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import QObject, Signal, SignalInstance

from app.conversation.transcript.remarks import Checked
from app.values import Attached
from inference.conversation import Message, Part, TextPart
from inference.events import Cost
from inference.history.values import Refused, Turn
from inference.prompt.changes import summary_messages

__all__ = ["Entry", "Spoken", "Summary", "Told", "Transcript", "make_turn", "message"]

State = Literal["sent", "waiting", "writing", "done", "stopped", "failed"]


@dataclass(frozen=True)
class Summary:
    """What the model wrote of the turns up to here; `sent` as long as it stands in for them."""

    text: str
    sent: bool = True


@dataclass(frozen=True)
class Told:
    """What the person chose to tell the model of an entry: its attachments as they are sent, or nothing; a summary after it."""

    attachments: tuple[Attached, ...]
    dropped: bool = False
    summary: Summary | None = None


@dataclass
class Entry:
    """One message. Only `Transcript` changes it; views read it when a signal names it."""

    role: Literal["user", "assistant"]
    text: str = ""
    attachments: tuple[Attached, ...] = ()
    state: State = "sent"
    thought: str = ""
    note: str = ""
    cost: Cost = field(default_factory=Cost)
    model: str = ""
    """On an answer: which model wrote it."""
    refused: tuple[Refused, ...] = ()
    """What was to go with a question and could not."""
    thinking_since: float | None = field(default=None, repr=False, compare=False)
    thought_s: float = 0.0
    """Seconds from the first word of the thought to the first of the answer; 0 when nobody measured."""
    siblings: tuple[int, int] = (0, 1)
    """Which of how many: other questions asked in this place, or other answers to the same question. The first is 0."""
    versions: tuple[int, ...] = ()
    """The numbers of those in the history, this one's among them; none as long as it is not kept."""
    kept: int | None = None
    """Its own number in the history."""
    dropped: bool = False
    """Not to be sent to the model any more: the person chose so, to make room."""
    summary: Summary | None = None
    """On an answer: sent after it, it stands in for all the turns up to here. To be shown collapsed."""
    left_out: bool = False
    """Shown, but not sent: dropped, or covered by a summary that comes later. The transcript keeps this true."""
    checked: Checked = field(default=Checked(), compare=False)
    """On an answer that is over: what of it was found in what was read. Looked up anew wherever it is shown, never kept."""

    @property
    def told(self) -> Told:
        return Told(self.attachments, self.dropped, self.summary)


@dataclass(frozen=True)
class Spoken:
    """A message as the model is told it, and the number of the entry it comes from; or of the one a summary hangs on."""

    message: Message
    entry: int
    is_summary: bool = False


class Transcript(QObject):
    """A list of entries that only grows at its end, or loses its newest turn."""

    added = Signal(int)
    text_added = Signal(int, str)
    thought_added = Signal(int, str)
    changed = Signal(int)
    cut = Signal(int)
    """Entries from this index on are gone."""
    replaced = Signal()
    """All entries are others: a chat was opened, or another branch of it."""
    editing_changed = Signal()

    def __init__(self, parent: QObject | None = None, *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []
        self.editing: int | None = None
        """The question that is being written anew; what is sent takes its place, and until then nothing is lost."""
        self._clock = clock

    def show(self, entries: Iterable[Entry]) -> None:
        """Another chat or another branch, whole: question, answer, question, answer…"""
        self.entries = list(entries)
        self._mark()  # no view shows them yet: nobody need be told
        self.edit(None)
        self.replaced.emit()

    def edit(self, index: int | None) -> None:
        """Mark the question that is being written anew; None when it is not any more."""
        if index != self.editing:
            self.editing = index
            self.editing_changed.emit()

    def ask(
        self, text: str, attachments: tuple[Attached, ...], turn: Turn | None = None, *, refused: tuple[Refused, ...] = ()
    ) -> tuple[Entry, Entry]:
        """The person's message, and below it an answer that waits; `turn` says where they are kept."""
        turned = make_turn(text, attachments, turn, refused)
        for entry in turned:
            self.entries.append(entry)
            self.added.emit(len(self.entries) - 1)
        return turned

    # An answer may be written while another chat is shown: then its entry grows, and nobody need be told.

    def write(self, text: str, entry: Entry | None = None) -> None:
        """Append to an answer, the newest if none is named."""
        entry = self._begin(entry or self.entries[-1])
        self._end_thought(entry)
        entry.text += text
        self._tell_of(self.text_added, entry, text)

    def think(self, text: str, entry: Entry | None = None) -> None:
        entry = self._begin(entry or self.entries[-1])
        if entry.thinking_since is None:
            entry.thinking_since = self._clock()
        entry.thought += text
        self._tell_of(self.thought_added, entry, text)

    def end(self, state: State, *, note: str = "", cost: Cost | None = None, entry: Entry | None = None, model: str = "") -> None:
        """An answer, the newest if none is named, is complete, stopped or failed."""
        entry = entry or self.entries[-1]
        self._end_thought(entry)
        entry.state, entry.note, entry.cost, entry.model = state, note, cost or Cost(), model
        self._tell_of(self.changed, entry)

    def remark(self, entry: Entry, checked: Checked) -> None:
        """An answer was looked through, or is not to be any more."""
        if checked != entry.checked:
            entry.checked = checked
            self._tell_of(self.changed, entry)

    def index(self, entry: Entry) -> int | None:
        """Where this very entry stands; None where it is not shown. The newest is looked at first: it is asked for most."""
        return next((n for n in range(len(self.entries) - 1, -1, -1) if self.entries[n] is entry), None)

    def take_back(self) -> Entry:
        """Remove the newest turn, question and answer; the question is returned, so that it can be put right."""
        question = self.entries[-2]
        self.cut_from(len(self.entries) - 2)
        return question

    def cut_from(self, index: int) -> list[Entry]:
        """Remove a question and all that follows it, which is returned."""
        removed = self.entries[index:]
        del self.entries[index:]
        self.edit(None)
        self.cut.emit(index)
        self._tell_marked()
        return removed

    def clear(self) -> None:
        self.cut_from(0)

    def tell(self, changes: Mapping[int, Told]) -> None:
        """Change what the model is told of these entries, by number; what is shown of them stays."""
        for index, told in changes.items():
            entry = self.entries[index]
            if entry.told != told:
                entry.attachments, entry.dropped, entry.summary = told.attachments, told.dropped, told.summary
                self.changed.emit(index)
        self._tell_marked()

    def list_spoken(self) -> tuple[Spoken, ...]:
        """What the model is told: turns that were answered, wholly or in part, and are not left out; and the latest summary.

        A failed turn is shown but not sent; neither is a question that is being written anew, nor what follows it.
        """
        sent: list[Spoken] = []
        kept = self.entries[: self.editing]
        summary = max((n for n, entry in enumerate(kept) if entry.summary is not None and entry.summary.sent), default=-1)
        for index, (question, answer) in enumerate(zip(kept[::2], kept[1::2], strict=True)):
            asked, answered = 2 * index, 2 * index + 1
            if answer.state in ("done", "stopped") and answer.text and not answer.left_out:
                sent.append(Spoken(message(question.text, question.attachments), asked))
                sent.append(Spoken(Message.text("assistant", answer.text), answered))
            if answer.summary is not None and answered == summary:
                sent.extend(Spoken(part, answered, is_summary=True) for part in summary_messages(answer.summary.text))
        return tuple(sent)

    def messages(self) -> tuple[Message, ...]:
        """`list_spoken` as a request takes it."""
        return tuple(spoken.message for spoken in self.list_spoken())

    def _tell_marked(self) -> None:
        for index in self._mark():
            self.changed.emit(index)

    def _mark(self) -> list[int]:
        """Which entries are not sent; returns those for which that has changed.

        A summary that is gone, with the answer it hangs on, gives back what it stood for.
        """
        covered, marked = False, []
        for index in range(len(self.entries) - 1, -1, -1):
            entry = self.entries[index]
            covered = covered or (entry.summary is not None and entry.summary.sent)
            if entry.left_out != (entry.dropped or covered):
                entry.left_out = not entry.left_out
                marked.append(index)
        return marked

    def _begin(self, entry: Entry) -> Entry:
        if entry.state == "waiting":
            entry.state = "writing"
            self._tell_of(self.changed, entry)
        return entry

    def _end_thought(self, entry: Entry) -> None:
        """End the thought: from here on it is the answer; told once, as its first word comes."""
        if entry.thinking_since is not None:
            entry.thought_s, entry.thinking_since = self._clock() - entry.thinking_since, None
            self._tell_of(self.changed, entry)

    def _tell_of(self, signal: SignalInstance, entry: Entry, *what: str) -> None:
        if (index := self.index(entry)) is not None:
            signal.emit(index, *what)


def make_turn(
    text: str, attachments: tuple[Attached, ...], turn: Turn | None = None, refused: tuple[Refused, ...] = ()
) -> tuple[Entry, Entry]:
    """A question, and its answer that waits."""
    question, answer = Entry("user", text, attachments, refused=refused), Entry("assistant", state="waiting")
    if turn is not None:
        question.kept, question.versions = turn.question, turn.questions
        answer.kept, answer.versions = turn.answer, turn.answers
        for entry in (question, answer):
            entry.siblings = (entry.versions.index(entry.kept or 0), len(entry.versions))
    return question, answer


def message(text: str, attachments: Iterable[Attached]) -> Message:
    """A person's message with its parts in the order the model reads them: pictures, documents, text, sound."""
    parts: list[Part] = [TextPart(text)] if text else []
    parts.extend(attached.part for attached in attachments)
    return Message("user", tuple(sorted(parts, key=lambda part: ("image", "document", "text", "audio").index(part.kind))))
