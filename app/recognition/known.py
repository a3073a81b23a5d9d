"""What is known of the text of an attachment, and the attachment with it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from app.sentences import say
from app.values import Attached
from inference.history.values import Recognised
from inference.sentences import say as say_problem

__all__ = ["Known", "tell_unread", "with_text"]


@dataclass(frozen=True)
class Known:
    """What is known of a content: the texts of its pages, or what has been heard until now; and whether more comes.

    `problem` says why there is no text where it could not be read. `again`: a recording is written down once more; the texts are
    the old ones until the new one is whole, and stay where it fails, with the `problem`.
    """

    state: Literal["reading", "read", "failed", "stopped"]
    texts: tuple[Recognised, ...] = ()
    problem: str = ""
    again: bool = False


def with_text(seen: Attached, texts: Iterable[Recognised]) -> Attached:
    """`seen` with what was read in it, which a model is given that cannot see or hear, and with a word of what could not be."""
    part, found = seen.part, tuple(texts)
    pages = {text.page: text.text for text in found}
    # Of all pages of a scan once: there may be hundreds.
    told = dict.fromkeys(str(say("pages-unread")) if text.page else said for text in found if (said := tell_unread(text)))
    seen = replace(seen, remark=" ".join(filter(None, (seen.remark, *(one for one in told if one not in seen.remark)))))
    if part.kind == "document":
        return replace(seen, part=replace(part, texts=tuple(sorted(pages.items()))))
    return replace(seen, part=replace(part, text=pages[0])) if 0 in pages else seen


@lru_cache(maxsize=1024)
def tell_unread(found: Recognised) -> str:
    """The sentence about lines of a picture or a page that could not be read; empty where there are none."""
    if '"unread": [[' not in found.detail:  # as it is kept; most have none, and reading all of a page takes a while
        return ""
    problem = str(say_problem("letters-unread", count=len(json.loads(found.detail)["unread"])))
    return str(say_problem("of-page", number=found.page, problem=problem)) if found.page else problem
