"""What one chat asks of the history: to keep what is said in it, and to show it again."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from app.values import Attached
from app.worker.history import ChatGone, HistoryWork
from app.worker.keeping_attachments import as_kept, from_kept, to_keep
from inference.errors import HistoryError
from inference.events import Cost
from inference.history.values import Chat, Kept, KeptMessage, Refused, Turn
from inference.sentences import Sentence

if TYPE_CHECKING:
    from inference.history.store import History

__all__ = [
    "AnswerAgain",
    "AttachmentsRead",
    "ChatOpened",
    "EndAnswer",
    "KeepPartial",
    "KeepTurn",
    "OpenChat",
    "ReadAttachments",
    "ShowBranch",
    "TakeBack",
    "Tell",
]

DOING = "saving the chat"
OPENING = "opening the chat"


@dataclass(frozen=True)
class AttachmentsRead:
    """`problems` say why of those that could not be read; they are not among `attachments`.

    `documents_lost` are the documents of these: each its name and its sentence.
    """

    attachments: tuple[Attached, ...]
    problems: tuple[Sentence, ...] = ()
    documents_lost: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ChatOpened:
    """Questions and answers by turns, from the first to the active leaf. `read`: attachments that are read already."""

    chat: Chat
    messages: tuple[KeptMessage, ...]
    read: Mapping[int, AttachmentsRead] = field(default_factory=dict)


@dataclass(frozen=True)
class OpenChat(HistoryWork[ChatOpened], doing=OPENING):
    """Text and facts. The files of its attachments are read with ReadAttachments.

    Where `message` is one of it and not on the branch that was shown last, the branch on which that is.
    """

    chat: int
    message: int | None = None

    def do(self, history: History) -> ChatOpened:
        path = history.messages.path(self.chat)
        if self.message is not None and self.message not in [message.id for message in path]:
            history.messages.activate(self.message)
            path = history.messages.path(self.chat)
        return ChatOpened(history.chats.get(self.chat), path)


@dataclass(frozen=True)
class ShowBranch(HistoryWork[ChatOpened], doing=OPENING):
    """The branch on which `message` is."""

    message: int

    def do(self, history: History) -> ChatOpened:
        return OpenChat(history.messages.activate(self.message)).do(history)


@dataclass(frozen=True)
class ReadAttachments(HistoryWork[AttachmentsRead], doing=OPENING):
    attachments: tuple[Kept, ...]

    def do(self, history: History) -> AttachmentsRead:
        """One file that is gone does not take the others with it."""
        found, problems, lost = [], [], []
        for kept in self.attachments:
            try:
                found.append(from_kept(kept, history.part(kept)))
            except HistoryError as error:
                problems.append(error.sentence)
                if kept.kind == "document":
                    lost.append((kept.name, str(error)))
        return AttachmentsRead(tuple(found), tuple(problems), tuple(lost))


@dataclass(frozen=True)
class KeepTurn(HistoryWork[Turn], doing=DOING):
    """A question, before it is shown as sent: its Turn comes when it is on the disk. It is the draft of its chat no more.

    `chat` None begins a new one; `parent` is the message it follows, None for the first: a question that was edited has the
    parent of the one it replaces.
    """

    text: str
    attachments: tuple[Attached, ...] = ()
    chat: int | None = None
    parent: int | None = None
    refused: tuple[Refused, ...] = ()

    def do(self, history: History) -> Turn:
        attachments = list(map(to_keep, self.attachments))
        with history.transaction():
            turn = history.messages.ask(self.text, attachments, chat=self.chat, parent=self.parent, refused=self.refused)
            history.drafts.keep(self.chat)
        return turn


@dataclass(frozen=True)
class AnswerAgain(HistoryWork[Turn], doing=DOING):
    """Another answer to a question that is kept."""

    question: int

    def do(self, history: History) -> Turn:
        return history.messages.answer_again(self.question)


@dataclass(frozen=True)
class KeepPartial(HistoryWork[None], doing=DOING):
    """All that an answer is so far; of several that wait for one answer only the newest is worked on."""

    answer: int
    text: str
    thought: str = ""
    model: str = ""

    @property
    def newest(self) -> Hashable:
        return KeepPartial, self.answer

    def do(self, history: History) -> None:
        history.messages.write(self.answer, text=self.text, thought=self.thought, model=self.model)


@dataclass(frozen=True)
class EndAnswer(HistoryWork[Chat], doing=DOING):
    answer: int
    state: Literal["done", "stopped", "failed"]
    text: str
    thought: str = ""
    thought_s: float = 0.0
    note: str = ""
    cost: Cost = field(default_factory=Cost)
    model: str = ""

    def do(self, history: History) -> Chat:
        chat = history.messages.end(
            self.answer,
            self.state,
            text=self.text,
            thought=self.thought,
            thought_s=self.thought_s,
            note=self.note,
            cost=self.cost,
            model=self.model,
        )
        return history.chats.get(chat, deleted=True)


@dataclass(frozen=True)
class Tell(HistoryWork[None], doing=DOING):
    """What the model is told of a message from now on; `attachments` with other budgets or pages."""

    message: int
    dropped: bool = False
    summary: str | None = None
    summary_sent: bool = True
    attachments: tuple[Attached, ...] = ()

    def do(self, history: History) -> None:
        history.messages.tell(
            self.message,
            dropped=self.dropped,
            summary=self.summary,
            summary_sent=self.summary_sent,
            attachments=list(map(as_kept, self.attachments)),
        )


@dataclass(frozen=True)
class TakeBack(HistoryWork[Chat | ChatGone], doing=DOING):
    """A message that the person withdrew, and what is below it. With its only message a chat goes as well."""

    message: int

    def do(self, history: History) -> Chat | ChatGone:
        chat = history.messages.chat_of(self.message)
        return history.take_back(self.message) or ChatGone(chat, empty=True)
