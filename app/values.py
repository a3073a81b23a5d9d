"""What crosses between the window's threads: jobs going in, results coming out, frozen. No widget, no model, nothing heavy.

What the engine itself says while it works is in `inference.events`; here is what the window adds to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from inference.conversation import AudioPart, DocumentPart, ImagePart, Request
from inference.loading import LoadSettings
from inference.prompt.budget import Choice, Limits

if TYPE_CHECKING:
    from inference.memory.plan import Plan  # with what reads model files: not for a window that opens

__all__ = [
    "Attached",
    "Examine",
    "Examined",
    "FindPassage",
    "Generate",
    "Job",
    "Load",
    "MeasureMemory",
    "MemoryMeasured",
    "ModelChoice",
    "Offer",
    "Offered",
    "PageShown",
    "PassageFound",
    "Prepare",
    "Price",
    "ShowPage",
    "Thumbnail",
]


@dataclass(frozen=True)
class ModelChoice:
    """The files to load, and what the person asks of the memory plan: None leaves it to the plan.

    `context` is the number of tokens the conversation may hold, `image_tokens` the largest picture. `settings` are those
    of a plan that was shown, or how the model is loaded; None until then. `anyway`: load even if it needs more memory than
    there is now, because the person said so.
    """

    model: Path
    mmproj: Path | None = None
    context: int | None = None
    image_tokens: int | None = None
    is_starter: bool = False
    anyway: bool = False
    settings: LoadSettings | None = None


@dataclass(frozen=True)
class Thumbnail:
    """A small picture as plain pixels: `rgb` holds height x width x 3 bytes."""

    width: int
    height: int
    rgb: bytes = field(repr=False)


# Jobs: from the window to a thread.


@dataclass(frozen=True)
class Load:
    choice: ModelChoice


@dataclass(frozen=True)
class Generate:
    request: Request


@dataclass(frozen=True)
class Prepare:
    """Find out what a dropped or pasted thing is: a file, bytes, or a picture from the clipboard.

    `tokens`: the budget of a picture in soft tokens, where one is known that suits it.
    """

    name: str
    source: Path | bytes | QImage = field(repr=False)
    tokens: int | None = None


@dataclass(frozen=True)
class Price:
    request: Request
    choice: ModelChoice


@dataclass(frozen=True)
class Offer:
    """Find out what could give way in a request."""

    request: Request
    choice: ModelChoice
    limits: Limits


@dataclass(frozen=True)
class MeasureMemory:
    choice: ModelChoice


@dataclass(frozen=True)
class Examine:
    """Say what a model file and its projector are, or every problem with them, without loading them."""

    choice: ModelChoice


@dataclass(frozen=True)
class ShowPage:
    """Draw page `number` of a PDF, from 1, `width` pixels wide for the person to look at; of a text file give the text."""

    part: DocumentPart
    number: int
    width: int


@dataclass(frozen=True)
class FindPassage:
    """Find which of `places`, each a document and one of its pages, holds most of a passage."""

    places: tuple[tuple[DocumentPart, int], ...]
    passage: str


Job = Load | Generate | Prepare | Price | Offer | MeasureMemory | Examine | ShowPage | FindPassage


# Results the window adds to the engine's events.


@dataclass(frozen=True)
class Attached:
    """A file that can be used. `waveform` holds peaks from 0 to 1, in order, for sound; `pages` is for documents."""

    part: ImagePart | AudioPart | DocumentPart
    thumbnail: Thumbnail | None = None
    width: int = 0
    height: int = 0
    seconds: float = 0.0
    waveform: tuple[float, ...] = ()
    pages: int = 0


@dataclass(frozen=True)
class Offered:
    """What could give way in `request`, the cheapest loss first."""

    request: Request
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class PageShown:
    """Page `number` of a document: of a PDF the `picture`, else the `text` without its last `left_out` characters."""

    number: int
    picture: Thumbnail | None = None
    text: str = ""
    left_out: int = 0


@dataclass(frozen=True)
class PassageFound:
    """The index of the place that holds most of the passage, of equal ones the first; None where none holds any of it."""

    index: int | None


@dataclass(frozen=True)
class MemoryMeasured:
    """Bytes: what the model needs by the closed formula (None when unknown), what the machine can give now, what it has."""

    needed: int | None
    available: int
    total: int


@dataclass(frozen=True)
class Examined:
    """`problems` empty: the files can be loaded, as `plan` says; that is None when there are some."""

    choice: ModelChoice
    title: str = ""
    details: str = ""
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    plan: Plan | None = None
