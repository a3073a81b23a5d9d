"""The conversation as it is shown and as it is sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import QObject, Signal

from app.values import Attached
from inference.conversation import AudioPart, ImagePart, Message, Part, TextPart
from inference.events import Cost

__all__ = ["Entry", "Transcript", "message"]

State = Literal["sent", "waiting", "writing", "done", "stopped", "failed"]


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


class Transcript(QObject):
    """A list of entries that only grows at its end, or loses its newest turn."""

    added = Signal(int)
    text_added = Signal(int, str)
    thought_added = Signal(int, str)
    changed = Signal(int)
    cut = Signal(int)
    """Entries from this index on are gone."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []

    def ask(self, text: str, attachments: tuple[Attached, ...]) -> None:
        """The person's message, and below it an answer that waits."""
        for entry in (Entry("user", text, attachments), Entry("assistant", state="waiting")):
            self.entries.append(entry)
            self.added.emit(len(self.entries) - 1)

    def write(self, text: str) -> None:
        """Append to the newest answer."""
        entry = self._begin()
        entry.text += text
        self.text_added.emit(len(self.entries) - 1, text)

    def think(self, text: str) -> None:
        entry = self._begin()
        entry.thought += text
        self.thought_added.emit(len(self.entries) - 1, text)

    def end(self, state: State, *, note: str = "", cost: Cost | None = None) -> None:
        """The newest answer is complete, stopped or failed."""
        entry = self.entries[-1]
        entry.state, entry.note, entry.cost = state, note, cost or Cost()
        self.changed.emit(len(self.entries) - 1)

    def take_back(self) -> Entry:
        """Remove the newest turn, question and answer; the question is returned, so that it can be put right."""
        question = self.entries[-2]
        del self.entries[-2:]
        self.cut.emit(len(self.entries))
        return question

    def clear(self) -> None:
        self.entries.clear()
        self.cut.emit(0)

    def messages(self) -> tuple[Message, ...]:
        """What the model is told of it: turns that were answered, wholly or in part. A failed turn is shown but not sent."""
        sent: list[Message] = []
        for question, answer in zip(self.entries[::2], self.entries[1::2], strict=True):
            if answer.state in ("done", "stopped") and answer.text:
                sent.append(message(question.text, question.attachments))
                sent.append(Message.text("assistant", answer.text))
        return tuple(sent)

    def _begin(self) -> Entry:
        entry = self.entries[-1]
        if entry.state == "waiting":
            entry.state = "writing"
            self.changed.emit(len(self.entries) - 1)
        return entry


def message(text: str, attachments: Iterable[Attached]) -> Message:
    """A person's message with its parts in the order the model reads them: pictures, documents, text, sound."""
    parts: list[Part] = [TextPart(text)] if text else []
    parts.extend(attached.part for attached in attachments)
    return Message("user", tuple(sorted(parts, key=_place)))


def _place(part: Part) -> int:
    if isinstance(part, ImagePart):
        return 0
    if isinstance(part, TextPart):
        return 2
    return 3 if isinstance(part, AudioPart) else 1
