"""What a person asks for, as values: they cross threads and are never changed after they are made."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar, Literal

__all__ = ["IMAGE_BUDGETS", "PATCH", "Attachment", "AudioPart", "DocumentPart", "Given", "ImagePart", "Message", "Part",
           "Request", "Sampling", "TextPart"]  # fmt: skip

IMAGE_BUDGETS = (70, 140, 280, 560, 1120)
"""Soft tokens a picture may be given: the sizes Gemma 4 was trained with."""
PATCH = 48
"""Pixels a side of one soft token of Gemma 4, for as long as no model that says its own is loaded."""

Role = Literal["system", "user", "assistant"]
Given = Literal["itself", "text", "both", "picture"]
"""How a picture, a page or a recording goes to the model: as it is, as its text, which recognition may have read in it, or both.
A page of a document goes as its own text by itself, where it has one, unless it is to go as a `picture`. To a model that cannot
see, or hear, all goes as its text."""


@dataclass(frozen=True)
class TextPart:
    kind: ClassVar[Literal["text"]] = "text"
    text: str


@dataclass(frozen=True)
class Attachment:
    """A file as it arrived: `name` is what the person calls it, `data` its bytes, still encoded."""

    name: str
    data: bytes = field(repr=False)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class ImagePart(Attachment):
    """A picture; `tokens` is its own soft-token budget, None for the request's; `text` what was read in it, None if unknown."""

    kind: ClassVar[Literal["image"]] = "image"
    tokens: int | None = None
    text: str | None = field(default=None, repr=False)
    given: Given = "itself"


@dataclass(frozen=True)
class AudioPart(Attachment):
    """A recording in any format that is heard. `text` is what was written down of it, None if nobody did."""

    kind: ClassVar[Literal["audio"]] = "audio"
    text: str | None = field(default=None, repr=False)
    given: Given = "itself"


@dataclass(frozen=True)
class DocumentPart(Attachment):
    """A PDF, a TIFF of several pages, a web page or plain text.

    `pages` are the numbers of those to read, from 1 and ascending, None for all.
    `texts` are (page, what was read in its picture) of pages that have no text of their own; `given` is how all of them go.
    """

    kind: ClassVar[Literal["document"]] = "document"
    pages: tuple[int, ...] | None = None
    texts: tuple[tuple[int, str], ...] = field(default=(), repr=False)
    given: Given = "itself"

    @cached_property
    def is_drawn(self) -> bool:
        """Whether its pages have a look of their own: those of a PDF or of a TIFF."""
        head = self.data[:1024]
        return (b"%PDF-" in head and (head.startswith(b"%PDF-") or b"endobj" in self.data)) or head[:2] in (b"II", b"MM")


Part = TextPart | ImagePart | AudioPart | DocumentPart


@dataclass(frozen=True)
class Message:
    role: Role
    parts: tuple[Part, ...]

    @classmethod
    def text(cls, role: Role, text: str) -> Message:
        return cls(role, (TextPart(text),))


@dataclass(frozen=True)
class Sampling:
    """How the next token is chosen. The defaults are Gemma 4's own; there is no repeat penalty.

    `temperature` 0 takes the most likely token; `seed` None draws a new one for each request.
    """

    temperature: float = 1.0
    top_k: int = 64
    top_p: float = 0.95
    seed: int | None = None

    @classmethod
    def exact(cls) -> Sampling:
        """For transcribing and reading: always the most likely token."""
        return cls(temperature=0.0)


@dataclass(frozen=True)
class Request:
    """Everything one answer depends on. `messages` ends with the person's newest."""

    messages: tuple[Message, ...]
    sampling: Sampling | None = None
    """None: temperature 0 when asked to read or transcribe, else what the model's file recommends."""
    max_tokens: int = 1024
    image_tokens: int | None = None
    """Soft-token budget of each picture without one of its own; None for the model's default."""
    thinking: bool = False
    id: str = ""
