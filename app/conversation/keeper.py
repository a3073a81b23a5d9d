"""Writes the conversation into the history as it happens, and reads one back.

A question is shown as sent when it is on the disk; of an answer under way no more than the last second is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app import wording
from app.conversation.activity import Notice
from app.conversation.transcript.transcript import Entry, State, Summary, Told, Transcript
from app.history_values import (
    AnswerAgain,
    AttachmentsRead,
    ChatOpened,
    EndAnswer,
    KeepPartial,
    KeepTurn,
    ReadAttachments,
    ShowBranch,
    TakeBack,
    Tell,
    TurnKept,
)
from app.values import Attached
from app.worker.history import HistoryWorker
from inference.events import Failed
from inference.history.values import KeptMessage, Turn

__all__ = ["Recorder", "entries_of"]

PARTIAL_MS = 700


class Recorder(QObject):
    """Listens to the transcript. Where the history fails the conversation goes on unsaved, and that is said."""

    kept = Signal()
    """What was asked with `ask` or `again` may be shown as sent: it is kept, or cannot be and that was said."""
    chat_changed = Signal(object)
    """Another chat is written to: its number, or None before the first question of a new one."""
    settled = Signal()
    """All attachments of the chat that was opened are read; until then nothing of it can be sent."""
    documents_lost = Signal(object)
    lost = Signal()
    """The chat that is shown was deleted: begin a new one."""

    def __init__(self, history: HistoryWorker | None, transcript: Transcript, notice: Notice) -> None:
        """Without a history nothing is kept, and nobody expects it to be."""
        super().__init__()
        self._history, self._transcript, self._notice = history, transcript, notice
        self.chat: int | None = None
        self._asking = self._branching = 0
        self._turn: Turn | None = None
        self._open: Entry | None = None
        self._told: dict[int, Told] = {}
        self._reading: dict[int, int] = {}
        self._mine: set[int] = set()
        self._abandoned: set[int] = set()
        self._clock = QTimer(self, interval=PARTIAL_MS, singleShot=True)
        self._clock.timeout.connect(self._keep_partial)
        if history is not None:
            history.told.connect(self._hear)
        transcript.added.connect(self._added)
        transcript.text_added.connect(self._written)
        transcript.thought_added.connect(self._written)
        transcript.changed.connect(self._changed)
        transcript.cut.connect(self._left)
        transcript.replaced.connect(self._left)

    @property
    def reading(self) -> bool:
        """Attachments of the chat that was opened are still being read."""
        return bool(self._reading)

    def ask(self, text: str, attachments: tuple[Attached, ...]) -> None:
        """Keep a question that follows what the transcript shows now; `kept` answers, then show it."""
        if self._history is None:
            self.kept.emit()
            return
        parent = next((entry.kept for entry in reversed(self._transcript.entries) if entry.kept is not None), None)
        self._asking = self._submit(KeepTurn(text, attachments, chat=self.chat, parent=parent))

    def again(self, question: Entry) -> None:
        """Another answer to a question; `kept` answers."""
        if question.kept is None:
            self.kept.emit()
        else:
            self._asking = self._submit(AnswerAgain(question.kept))

    def withdraw(self, question: Entry, *, again: bool = False) -> None:
        """The person took a question back before anything was answered, or gave up asking for another answer.

        Call it while the transcript still shows it. With its only question a chat goes as well.
        """
        answer, self._open = self._open, None
        withdrawn = answer.kept if again and answer is not None else question.kept
        if withdrawn is not None:
            self._submit(TakeBack(withdrawn))
        if not again and question is self._transcript.entries[0] and len(question.versions) == 1:
            self._set_chat(None)

    def fail(self, note: str) -> None:
        """The answer failed before its first word: the question stays in the history, for it was shown as sent.

        Call it while the transcript still shows it.
        """
        if self._open is not None:
            self._end(self._open, "failed", note)

    def show(self, opened: ChatOpened) -> None:
        """Show a chat, or another branch of it: text at once, attachments as they are read, the newest first."""
        self._turn_away()
        entries = entries_of(opened.messages)
        self._told = {entry.kept: entry.told for entry in entries if entry.kept is not None}
        self._transcript.show(entries)
        self._set_chat(opened.chat.id)
        for message in reversed(opened.messages):
            if message.attachments:
                self._reading[self._submit(ReadAttachments(message.id, message.attachments))] = message.id
        if not self._reading:
            self.settled.emit()

    def show_branch(self, index: int, sibling: int) -> None:
        """Show another version of an entry, and what followed it. The list's controller hears of it and says `opened`."""
        versions = self._transcript.entries[index].versions
        if 0 <= sibling < len(versions):
            self._submit(ShowBranch(versions[sibling]))

    def leave(self) -> None:
        """A new chat begins: it is kept from its first question on."""
        self._turn_away()
        self._set_chat(None)

    def close(self) -> None:
        """For the end of the program: what there is of an answer is what there will be."""
        if self._open is not None:
            self._end(self._open, "stopped", "Stopped")

    def drop(self, chat: int) -> None:
        """A chat was deleted. What is still written in it is not kept."""
        if chat == self.chat:
            self._open = None
            self._clock.stop()
            self.lost.emit()

    def _submit(self, job: object) -> int:
        assert self._history is not None, "nothing is kept, so nothing is changed"
        number = self._history.submit(job)  # type: ignore[arg-type]
        self._mine.add(number)
        return number

    @Slot(int, object)
    def _hear(self, number: int, value: object) -> None:
        if number not in self._mine:
            return
        self._mine.discard(number)
        if isinstance(value, AttachmentsRead):
            self._read(number, value)
        elif isinstance(value, Failed):
            self._notice.show(wording.sentence(value.error))
            self._reading.pop(number, None)
        elif number in self._abandoned and isinstance(value, TurnKept):
            self._abandoned.discard(number)
            self._submit(EndAnswer(value.turn.answer, "stopped", "", note="Stopped"))
        if number == self._asking:
            self._asking = 0
            self._turn = value.turn if isinstance(value, TurnKept) else None
            if self._turn is not None:
                self._set_chat(self._turn.chat.id)
            self.kept.emit()
            self._turn = None

    @Slot(int)
    def _added(self, index: int) -> None:
        """The turn that was kept is shown now."""
        entry = self._transcript.entries[index]
        if self._turn is None:
            return
        versions = self._turn.questions if entry.role == "user" else self._turn.answers
        entry.kept = self._turn.question if entry.role == "user" else self._turn.answer
        entry.versions, entry.siblings = versions, (versions.index(entry.kept), len(versions))
        self._told[entry.kept] = entry.told
        if entry.role == "assistant":
            self._open = entry

    @Slot()
    def _written(self) -> None:
        if self._open is not None and not self._clock.isActive():
            self._clock.start()

    @Slot()
    def _keep_partial(self) -> None:
        if self._open is not None and self._open.kept is not None:
            self._submit(KeepPartial(self._open.kept, self._open.text, self._open.thought))

    @Slot(int)
    def _changed(self, index: int) -> None:
        entry = self._transcript.entries[index]
        if entry is self._open and entry.state in ("done", "stopped", "failed"):
            self._end(entry, entry.state, entry.note)
        if entry.kept is None or entry.kept in self._reading.values():  # what it is told is not all known yet
            return
        if self._told.get(entry.kept) != entry.told:
            self._told[entry.kept] = entry.told
            self._submit(_tell(entry.kept, entry.told))

    @Slot()
    def _left(self) -> None:
        """An answer that is not in view any more is not waited for: what there is of it is what there will be."""
        if self._open is not None and not any(entry is self._open for entry in self._transcript.entries):
            self._end(self._open, "stopped", "Stopped")

    def _end(self, entry: Entry, state: State, note: str) -> None:
        self._clock.stop()
        self._open = None
        if entry.kept is not None and state in ("done", "stopped", "failed"):
            self._submit(
                EndAnswer(entry.kept, state, entry.text, entry.thought, entry.thought_s, note, entry.cost)  # type: ignore[arg-type]
            )

    def _read(self, number: int, read: AttachmentsRead) -> None:
        if self._reading.pop(number, None) is None:
            return
        for index, entry in enumerate(self._transcript.entries):
            if entry.kept == read.message:
                told = replace(entry.told, attachments=read.attachments)
                self._told[read.message] = replace(self._told[read.message], attachments=read.attachments)
                self._transcript.tell({index: told})
        if read.problems:
            self._notice.show(" ".join(read.problems))
            self.documents_lost.emit(read.documents_lost)
        if not self._reading:
            self.settled.emit()

    def _turn_away(self) -> None:
        """Another chat comes into view. A question just being kept belongs to the one before, and gets no answer."""
        if self._asking:
            self._abandoned.add(self._asking)
            self._asking = 0
        if self._history is not None:
            for number in self._reading:
                self._history.forget(number)
        self._reading.clear()

    def _set_chat(self, chat: int | None) -> None:
        if chat != self.chat:
            self.chat = chat
            self.chat_changed.emit(chat)


def entries_of(messages: Sequence[KeptMessage]) -> list[Entry]:
    """What the transcript shows of a path: questions and answers by turns. Attachments are read apart."""
    entries = [_entry(message) for message in messages if message.role != "system"]
    if len(entries) % 2:  # its answer was removed: the question still has its place
        entries.append(Entry("assistant", state="stopped", note="There is no answer to this."))
    return entries


def _entry(message: KeptMessage) -> Entry:
    return Entry(
        "user" if message.role == "user" else "assistant",
        text=message.text,
        state=message.state,
        thought=message.thought,
        note=message.note,
        cost=message.cost,
        thought_s=message.thought_s,
        siblings=(message.siblings.index(message.id), len(message.siblings)),
        versions=message.siblings,
        kept=message.id,
        dropped=message.dropped,
        summary=None if message.summary is None else Summary(message.summary, message.summary_sent),
    )


def _tell(message: int, told: Told) -> Tell:
    summary = told.summary
    return Tell(
        message,
        dropped=told.dropped,
        summary=None if summary is None else summary.text,
        summary_sent=summary is None or summary.sent,
        attachments=told.attachments,
    )
