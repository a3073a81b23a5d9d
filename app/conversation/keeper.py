"""Writes the conversation into the history as it happens, and reads one back.

A question is shown as sent when it is on the disk; of an answer under way no more than the last second is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from app import wording
from app.conversation.activity import Notice
from app.conversation.transcript.transcript import Entry, Summary, Told, Transcript
from app.conversation.work import (
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
)
from app.pauses import once
from app.sentences import say
from app.values import Attached
from app.worker.history import HistoryWork, HistoryWorker, is_gone
from app.worker.lane import Job, ignore
from inference.events import Failed
from inference.history.values import KeptMessage, Refused, Turn

__all__ = ["Keeper", "entries_of"]

PARTIAL_MS = 700
Kept = Callable[[Turn | None], None]
"""Hears where a question is kept; None where it cannot be, and that was said."""


class Keeper(QObject):
    """Keeps one chat on screen, and of the one answer under way, whatever its chat. Where the history fails the conversation
    goes on unsaved, and that is said."""

    chat_changed = Signal(object)
    """Another chat is on screen: its number, or None before the first question of a new one."""
    turned = Signal(object)
    """Before `chat_changed`, where it is not the same conversation that goes on under its number. What was is shown still."""
    settled = Signal()
    """All attachments of the chat that was opened are read; until then nothing of it can be sent."""
    documents_lost = Signal(object)

    def __init__(self, history: HistoryWorker | None, transcript: Transcript, notice: Notice) -> None:
        """Without a history nothing is kept, and nobody expects it to be."""
        super().__init__()
        self._history, self._transcript, self._notice = history, transcript, notice
        self.chat: int | None = None
        self.page = 0
        """Another number for each conversation that comes on screen."""
        self._numbering: int | None = None
        self._open: Entry | None = None
        self._model = ""
        self._told: dict[int, Told] = {}
        self._reading: dict[int, Job[AttachmentsRead]] = {}
        self._clock = once(self, self._keep_partial, PARTIAL_MS)
        transcript.changed.connect(self._keep_told)

    @property
    def reading(self) -> bool:
        """Attachments of the chat on screen are still being read."""
        return bool(self._reading)

    @property
    def numbering(self) -> bool:
        """The first question of the chat on screen is on its way to the disk: what is asked before it is there would begin
        another chat."""
        return self._numbering == self.page

    def await_number(self) -> Callable[[], None]:
        """The chat on screen is being made; call what is returned when it is, or cannot be."""
        if self.chat is not None or self._history is None:
            return lambda: None
        page = self._numbering = self.page

        def numbered() -> None:
            if self._numbering == page:
                self._numbering = None
                self.settled.emit()

        return numbered

    def ask(self, text: str, attachments: tuple[Attached, ...], refused: tuple[Refused, ...], then: Kept) -> None:
        """Keep a question that follows what the transcript shows now; show it as sent once `then` is called."""
        parent = next((entry.kept for entry in reversed(self._transcript.entries) if entry.kept is not None), None)
        numbered = self.await_number()

        def kept(turn: Turn | None) -> None:
            then(turn)
            numbered()

        self._keep(KeepTurn(text, attachments, chat=self.chat, parent=parent, refused=refused), kept)

    def again(self, question: Entry, then: Kept) -> None:
        """Another answer to a question."""
        if question.kept is None:
            then(None)
        else:
            self._keep(AnswerAgain(question.kept), then)

    def begin(self, question: Entry, answer: Entry) -> None:
        """These are kept, and the answer is under way from now on."""
        self._open, self._model = answer, ""
        for entry in (question, answer):
            if entry.kept is not None:
                self._told[entry.kept] = entry.told

    @Slot(object, str)
    def write(self, _answer: object, model: str) -> None:
        """More of the answer under way is written, by that model."""
        self._model = model
        if not self._clock.isActive():
            self._clock.start()

    def end(self, answer: Entry) -> None:
        """An answer is what it will be."""
        self._clock.stop()
        if self._open is answer:
            self._open = None
        if answer.kept is not None and answer.state in ("done", "stopped", "failed"):
            said = (answer.text, answer.thought, answer.thought_s, answer.note, answer.cost, answer.model)
            self._submit(EndAnswer(answer.kept, answer.state, *said), ignore, self._not_ended)

    def withdraw(self, question: Entry, answer: Entry, *, again: bool, last: bool) -> None:
        """The person took a question back before anything was answered, or gave up asking for another answer.

        Call it while the transcript still shows it. With its only question a chat goes as well, unless others wait: `last`.
        """
        self._clock.stop()
        self._open = None
        withdrawn = answer.kept if again else question.kept
        if last and not again and question is self._transcript.entries[0] and len(question.versions) == 1:
            self.set_chat(None)  # first: what is written goes with it, and a chat with a draft would stay
        if withdrawn is not None:
            self._submit(TakeBack(withdrawn), ignore)

    def show(self, opened: ChatOpened, live: Sequence[Entry] = ()) -> None:
        """Show a chat, or another branch of it: text at once, attachments as they are read, the newest first.

        `live` are entries that are being written: where they belong to it, they stand in it themselves.
        """
        self._turn_away()
        alive = {entry.kept: entry for entry in live}
        entries = [alive.get(entry.kept, entry) for entry in entries_of(opened)]
        self._told = {entry.kept: entry.told for entry in entries if entry.kept is not None}
        self._turn_to(opened.chat.id)
        for message in reversed(opened.messages):
            if message.attachments and message.id not in alive and message.id not in opened.read:
                read = partial(self._show_read, message.id)
                self._reading[message.id] = self._submit(
                    ReadAttachments(message.attachments), read, partial(self._show_unread, message.id)
                )
        self._transcript.show(entries)
        if not self._reading:
            self.settled.emit()

    def show_branch(self, message: int, then: Callable[[ChatOpened], None]) -> None:
        """Read the branch on which `message` is; `then` hears of it if its chat is on screen still."""
        self._submit(ShowBranch(message), lambda opened: then(opened) if opened.chat.id == self.chat else None)

    def leave(self) -> None:
        """A new chat begins: it is kept from its first question on."""
        self._turn_away()
        self._turn_to(None)

    def close(self) -> None:
        """End with the program: what there is of an answer is what there will be."""
        if self._open is not None:
            self._open.state, self._open.note, self._open.model = "stopped", str(say("answer-stopped")), self._model
            self.end(self._open)

    def set_chat(self, chat: int | None) -> None:
        """What is asked on screen from now on belongs to this chat."""
        if chat != self.chat:
            self.chat = chat
            self.chat_changed.emit(chat)

    def _turn_to(self, chat: int | None) -> None:
        if chat != self.chat:
            self.turned.emit(chat)
            self.set_chat(chat)

    def _keep(self, work: HistoryWork[Turn], then: Kept) -> None:
        if self._history is None:
            then(None)
            return

        def fail(failed: Failed) -> None:
            self._fail(failed)
            then(None)

        self._history.submit(work, then, fail)

    def _submit(self, work: HistoryWork, done: Callable, failed: Callable[[Failed], None] | None = None) -> Job:  # type: ignore[type-arg]
        assert self._history is not None, "nothing is kept, so nothing is changed"
        return self._history.submit(work, done, failed or self._fail)

    def _not_ended(self, failed: Failed) -> None:
        """Where its chat was removed for good while it was being stopped, the person wished it so."""
        if not is_gone(failed, "message-gone"):
            self._fail(failed)

    def _fail(self, failed: Failed) -> None:
        self._notice.show(wording.sentence(failed.error))

    @Slot()
    def _keep_partial(self) -> None:
        if self._open is not None and self._open.kept is not None:
            self._submit(KeepPartial(self._open.kept, self._open.text, self._open.thought, self._model), ignore)

    @Slot(int)
    def _keep_told(self, index: int) -> None:
        """Where what the model is told of a message has changed, that is kept."""
        entry = self._transcript.entries[index]
        if entry.kept is None or entry.kept in self._reading:  # what it is told is not all known yet
            return
        if self._told.get(entry.kept) != entry.told:
            self._told[entry.kept] = entry.told
            self._submit(_tell(entry.kept, entry.told), ignore)

    def _show_read(self, message: int, read: AttachmentsRead) -> None:
        del self._reading[message]
        for index, entry in enumerate(self._transcript.entries):
            if entry.kept == message:
                told = replace(entry.told, attachments=read.attachments)
                self._told[message] = replace(self._told[message], attachments=read.attachments)
                self._transcript.tell({index: told})
        if read.problems:
            self._notice.show(*read.problems)
            self.documents_lost.emit(read.documents_lost)
        self._settle()

    def _show_unread(self, message: int, failed: Failed) -> None:
        del self._reading[message]
        self._fail(failed)
        self._settle()

    def _settle(self) -> None:
        if not self._reading:
            self.settled.emit()

    def _turn_away(self) -> None:
        """Another chat comes into view."""
        self.page += 1
        for job in self._reading.values():
            job.forget()
        self._reading.clear()


def entries_of(opened: ChatOpened) -> list[Entry]:
    """What the transcript shows of a path: questions and answers by turns, with the attachments that are read already."""
    entries = [_entry(message, opened.read.get(message.id)) for message in opened.messages if message.role != "system"]
    if len(entries) % 2:  # its answer was removed: the question still has its place
        entries.append(Entry("assistant", state="stopped", note=str(say("no-answer"))))
    return entries


def _entry(message: KeptMessage, read: AttachmentsRead | None) -> Entry:
    return Entry(
        "user" if message.role == "user" else "assistant",
        text=message.text,
        attachments=read.attachments if read is not None else (),
        state=message.state,
        thought=message.thought,
        note=message.note,
        cost=message.cost,
        model=message.model,
        refused=message.refused,
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
