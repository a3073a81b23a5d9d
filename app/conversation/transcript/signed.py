"""Whose answers are signed, with what leads further: what no model wrote, and what a tiny one wrote."""

from __future__ import annotations

from dataclasses import dataclass

import resources
from app.conversation.asked import GetModel, OfAnswer
from inference.recognition import READER

__all__ = ["Signed", "find_signed"]


@dataclass(frozen=True)
class Signed:
    """`link` leads to what `wish` asks for. `by_reader`: no model wrote it."""

    words: str
    link: str
    tip: str
    wish: OfAnswer | GetModel
    by_reader: bool = False


_SIGNED = {
    READER: Signed(
        "Read by Hush’s reader, without a model",
        "Let the model read it",
        "Answer once more, by the model that is loaded (R)",
        OfAnswer.ONCE_MORE,
        by_reader=True,
    ),
    resources.STARTER_NAME: Signed(
        "Written by the starter, a tiny model",
        "Get a real model",
        "See which models there are, and how to get one",
        GetModel(),
    ),
}


def find_signed(model: str) -> Signed | None:
    """What is said of an answer of this model's; None of those that need not be signed."""
    return _SIGNED.get(model)
