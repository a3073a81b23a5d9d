"""What comes of the work of the window's threads, and what they are asked about, frozen. No widget, no model, nothing heavy.

What the engine itself says while it works is in `inference.events`; here is what the window adds to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from inference.conversation import AudioPart, DocumentPart, ImagePart, Request
from inference.loading import LoadSettings
from inference.pixels import Pixels
from inference.prompt.budget import Choice

if TYPE_CHECKING:
    from inference.memory.plan import Plan  # with what reads model files: not for a window that opens

__all__ = [
    "Attached",
    "Awake",
    "Examined",
    "Folder",
    "MemoryMeasured",
    "ModelChoice",
    "Offered",
    "PageShown",
    "Pixels",
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
class Attached:
    """A file that can be used. `waveform` holds peaks from 0 to 1, in order, for sound; `pages` is for documents, whose
    `scanned` ones are pictures without a text of their own.

    `recorded`: it was said to Hush, and is a voice memo of its own once it is sent. `remark` says what had to be
    guessed of it, or is missing.
    """

    part: ImagePart | AudioPart | DocumentPart
    thumbnail: Pixels | None = None
    width: int = 0
    height: int = 0
    seconds: float = 0.0
    waveform: tuple[float, ...] = ()
    pages: int = 0
    scanned: tuple[int, ...] = ()
    recorded: bool = False
    remark: str = ""


@dataclass(frozen=True)
class Folder:
    """Its `files` in the order of their names, which hold `size` bytes. `whole`: there are no others that could be attached."""

    files: tuple[Path, ...] = field(repr=False)
    size: int
    whole: bool = True


@dataclass(frozen=True)
class Offered:
    """What could give way in `request`, the cheapest loss first."""

    request: Request
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class PageShown:
    """Page `number` of a document: of a PDF the `picture`, else the `text` without its last `left_out` characters."""

    number: int
    picture: Pixels | None = None
    text: str = ""
    left_out: int = 0


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


@dataclass(frozen=True)
class Awake:
    """A model that was released is in memory again."""
