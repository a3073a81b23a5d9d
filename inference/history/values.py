"""What the history holds, as values: they cross threads and are never changed after they are made.

Times are seconds since 1970 in UTC. An `id` is never used again, not even after what it named is gone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from inference.conversation import AudioPart, DocumentPart, Given, ImagePart
from inference.events import Cost

__all__ = ["Chat", "Draft", "Facts", "Hit", "Kept", "KeptMessage", "Kind", "Memo", "New", "Recognised", "Refused", "Role",
           "State", "Turn", "Waiting", "Withdrawn"]  # fmt: skip

Kind = Literal["image", "audio", "document"]
Role = Literal["system", "user", "assistant"]
State = Literal["sent", "waiting", "done", "stopped", "failed"]
"""`waiting` is an answer that has not ended: what a process that was killed leaves behind is `stopped` when it is next opened."""


@dataclass(frozen=True)
class Chat:
    """`changed` is when something was last said in it; a new name or a pin does not count."""

    id: int
    title: str
    pinned: bool
    created: float
    changed: float


@dataclass(frozen=True)
class Facts:
    """What a chip shows of an attachment. `waveform` holds peaks from 0 to 1, in order; `scanned` are pages without a text.

    `recorded`: it was said to the program, and is kept as a memo when it is sent.
    """

    width: int = 0
    height: int = 0
    seconds: float = 0.0
    pages: int = 0
    waveform: tuple[float, ...] = ()
    scanned: tuple[int, ...] = ()
    recorded: bool = False


@dataclass(frozen=True)
class New:
    """An attachment to be kept. `preview` is a small encoded picture of it, or nothing; the history does not look inside."""

    part: ImagePart | AudioPart | DocumentPart
    facts: Facts = Facts()
    preview: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Kept:
    """An attachment as it is kept: its bytes are in the file that `sha256` names.

    `image_tokens` is a picture's own budget, None for the usual one; `pages` are those of a document that the model is given,
    None for all. `given` is how it goes to the model.
    """

    name: str
    sha256: str
    kind: Kind
    facts: Facts = Facts()
    image_tokens: int | None = None
    pages: tuple[int, ...] | None = None
    preview: bytes = field(default=b"", repr=False)
    given: Given = "itself"


@dataclass(frozen=True)
class Refused:
    """A file that was meant for a question and not taken; `sentence` says why."""

    name: str
    sentence: str


@dataclass(frozen=True)
class KeptMessage:
    """A message with its place in the tree.

    `siblings` are the ids of all messages with the same parent, itself included, in the order they were written: more
    than one where a question was edited or an answer asked for again. `dropped`: shown, but no longer told to the model.
    `summary` of an answer stands for every message from the beginning to this one, which all stay in the history; it is told
    in their place while `summary_sent`. `model` wrote the answer; empty where that is not known.
    """

    id: int
    chat: int
    parent: int | None
    role: Role
    text: str
    thought: str = ""
    state: State = "sent"
    note: str = ""
    cost: Cost = field(default_factory=Cost)
    attachments: tuple[Kept, ...] = ()
    thought_s: float = 0.0
    dropped: bool = False
    summary: str | None = None
    summary_sent: bool = True
    created: float = 0.0
    siblings: tuple[int, ...] = ()
    model: str = ""
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True)
class Draft:
    """What is written and not sent, in a chat or (None) in one that has not begun. `replaces` is the question being edited."""

    chat: int | None
    text: str = ""
    attachments: tuple[Kept, ...] = ()
    replaces: int | None = None
    refused: tuple[Refused, ...] = ()
    changed: float = 0.0


@dataclass(frozen=True)
class Waiting:
    """A question that waits for its turn. `place` orders the queue: smaller is sooner.

    `question` is a kept one that is to be answered once more, with its text. Else a new one, that stands beside the one it
    `replaces`, or follows `parent`, or with neither what is shown last in its chat when it begins.
    """

    id: int
    chat: int
    text: str
    attachments: tuple[Kept, ...] = ()
    parent: int | None = None
    replaces: int | None = None
    question: int | None = None
    thinking: bool = False
    refused: tuple[Refused, ...] = ()
    place: int = 0
    created: float = 0.0


@dataclass(frozen=True)
class Withdrawn:
    """A question that no longer waits; `chat_gone`: nothing else was in its chat, which was deleted with it."""

    waiting: Waiting
    chat_gone: bool


@dataclass(frozen=True)
class Turn:
    """A question that is kept, and the answer that waits below it; each with its siblings, itself included, in order."""

    chat: Chat
    question: int
    answer: int
    questions: tuple[int, ...] = ()
    answers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Memo:
    """A recording with its text; `message` is the one it was sent with, None if it was not."""

    id: int
    name: str
    sha256: str
    seconds: float
    text: str
    created: float
    message: int | None = None
    chat: int | None = None
    asked: str = ""
    """What was typed beside it in that message."""


@dataclass(frozen=True)
class Recognised:
    """What was read in the content that `sha256` names: on its `page`, from 1, or 0 where it is a picture or a recording.

    `reader` says what read it and in which way: of another one it is read again. `detail` is JSON, which the history does not
    look into: where each line stands, when each word is spoken.
    """

    sha256: str
    page: int
    reader: str
    text: str
    detail: str = field(default="{}", repr=False)


@dataclass(frozen=True)
class Hit:
    """A chat in which the words were found: where, and the words around them.

    `marks` are the (begin, end) of what matched in `snippet`. `message` is None where the title matched. `read` is what
    recognition read in an attachment, whose `name` and content are given.
    """

    chat: Chat
    where: Literal["title", "text", "attachment", "memo", "read"]
    snippet: str = ""
    marks: tuple[tuple[int, int], ...] = ()
    message: int | None = None
    name: str = ""
    sha256: str = ""
