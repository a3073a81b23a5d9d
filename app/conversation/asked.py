"""What a person asks for in a conversation, a value for each wish; `app.window.wishes` sees that it is done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Literal

from inference.citation import Citation

if TYPE_CHECKING:
    from app.conversation.composer.mime import Brought
    from app.conversation.examples import Example
    from app.values import Attached
    from inference.conversation import Given
    from inference.prompt.budget import Choice

__all__ = [
    "AskedOfChip",
    "AskedOfComposer",
    "AskedOfContext",
    "AskedOfTranscript",
    "AttachFolder",
    "Branch",
    "ChooseGiven",
    "ChoosePages",
    "ChooseSize",
    "Edit",
    "GetModel",
    "HearFrom",
    "OfAnswer",
    "OfContext",
    "OfDraft",
    "OfWaiting",
    "OpenLink",
    "OpenPage",
    "OpenPicture",
    "Remove",
    "SendAgain",
    "ShowGiven",
    "Take",
    "TakeChoice",
    "Think",
    "Try",
    "TurnPage",
    "Wish",
    "Write",
]


@dataclass(frozen=True)
class Edit:
    """Write a question anew: the index of its entry."""

    entry: int


@dataclass(frozen=True)
class SendAgain:
    """Send an entry that was left out to the model again."""

    entry: int


@dataclass(frozen=True)
class Branch:
    """Show another version of an entry: which of its siblings."""

    entry: int
    sibling: int


@dataclass(frozen=True)
class OpenLink:
    """Say where a link leads, and open it in the person's own browser if they then say so."""

    address: str


@dataclass(frozen=True)
class OpenPage:
    """Show the page that an answer cites; `entry` is the index of the answer."""

    entry: int
    citation: Citation


@dataclass(frozen=True)
class OpenPicture:
    """Show a picture as large as the screen allows, with its text; of that the characters `begin` to `end` are selected."""

    picture: Attached
    begin: int = 0
    end: int = 0


@dataclass(frozen=True)
class HearFrom:
    """Play a recording from a second on."""

    recording: Attached
    second: float


@dataclass(frozen=True)
class GetModel:
    """Show how to get a real model."""


class OfAnswer(Enum):
    ONCE_MORE = "answer the newest question once more"
    END_EDIT = "leave the question as it was"


AskedOfTranscript = Edit | SendAgain | Branch | OpenLink | OpenPage | OpenPicture | HearFrom | GetModel | OfAnswer


@dataclass(frozen=True)
class Write:
    """This is the text of the draft now."""

    text: str


@dataclass(frozen=True)
class Take:
    """Attach what was pasted."""

    content: Brought


@dataclass(frozen=True)
class Remove:
    """Take a chip off the draft, by its number."""

    chip: int


@dataclass(frozen=True)
class ChooseSize:
    """The soft tokens a picture may take."""

    chip: int
    tokens: int


@dataclass(frozen=True)
class ChoosePages:
    """The pages of a document, as they were written."""

    chip: int
    words: str


@dataclass(frozen=True)
class ChooseGiven:
    """How an attachment goes to the model: as it is, as its text, or both."""

    chip: int
    given: Given


@dataclass(frozen=True)
class ShowGiven:
    """Show what the model gets of a chip."""

    chip: int


@dataclass(frozen=True)
class AttachFolder:
    """Attach the files in the folder that a chip stands for."""

    chip: int


@dataclass(frozen=True)
class Think:
    """Whether the model is to think before it answers."""

    on: bool


@dataclass(frozen=True)
class TurnPage:
    """The conversation is to go a page up (-1) or down (1)."""

    step: int


class OfDraft(Enum):
    SEND = "send what is written"
    STOP = "end the answer"
    ATTACH = "choose files to attach"
    TAKE_PICTURE = "take a picture of the screen"


AskedOfChip = Remove | AttachFolder | ChooseSize | ChoosePages | ChooseGiven | ShowGiven | OpenPicture
AskedOfComposer = Write | Take | AskedOfChip | Think | TurnPage | OfDraft


@dataclass(frozen=True)
class TakeChoice:
    """Let this give way."""

    choice: Choice


class OfContext(Enum):
    MAKE_ROOM = "show what could give way"
    UNDO = "take back what was chosen last"
    CLOSE = "hide the choices"


AskedOfContext = TakeChoice | OfContext


Wish = Literal["send", "edit", "move up", "withdraw"]


@dataclass(frozen=True)
class OfWaiting:
    """What is wished of a question that waits for its turn, by its number."""

    waiting: int
    wish: Wish


@dataclass(frozen=True)
class Try:
    """Attach an example and ask its question."""

    example: Example
