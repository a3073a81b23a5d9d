"""What the check is given and what it says, as values.

Promises nothing of a window and nothing of a model: they can be kept, sent to another thread and compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["IN_QUESTION", "Claim", "Kind", "Source", "SourceKind", "Verdict"]

SourceKind = Literal["picture", "scan", "recording", "document"]
Kind = Literal["number", "date", "time", "name", "quote"]
Verdict = Literal["found", "elsewhere", "reckoned", "not found"]
"""Of a claim. `elsewhere`: in another source than the one the answer or the question names, or than those that were asked about.
`reckoned`: it follows from what is there (another form, a sum, a count), or stands in the question. `not found` is no "wrong"."""

IN_QUESTION = "stands in the question"
"""Why a claim is reckoned that is no claim of the answer's own."""


@dataclass(frozen=True)
class Source:
    """`text` is what was recognised, as `PictureText.text` or `Speech.text` has it; `name` is how the person knows it.

    `asked`: whether the question is about it; False for what is only in the conversation still.
    """

    name: str
    kind: SourceKind
    text: str
    asked: bool = True


@dataclass(frozen=True)
class Claim:
    """A piece of an answer that can be looked up: `text` is its characters from `start` to before `stop`, Markdown and all.

    `source` is the place in the sources given of the one that holds it, `begin` to `end` are characters of that one's text
    (`PictureText.boxes` and `Speech.times` say where that is); all three None where there is no one place. `why` is for people:
    what stands there instead or how it was reckoned; empty where it stands there as it is, where nobody knows, and where there is
    nothing to tell: of the number of a list.
    """

    start: int
    stop: int
    text: str
    kind: Kind
    verdict: Verdict
    source: int | None = None
    begin: int | None = None
    end: int | None = None
    why: str = ""
