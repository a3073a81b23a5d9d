"""A bound that needs no tokenizer: what is certainly short enough is sent at once, without waiting for its price."""

from __future__ import annotations

import math
from collections.abc import Iterable

from app.conversation.context.budget_model import SHORTEST_REPLY
from app.values import Attached
from inference.conversation import AudioPart, ImagePart, Request
from inference.events import Capabilities

__all__ = ["surely_fits"]

FRAME, PER_MESSAGE, PER_MEDIUM = 512, 112, 16
"""More than any known template writes around a conversation and around a message, with what Hush itself says there (see
inference.prompt.manner), and than stands around a medium."""
LABEL = 64
SOUND_TOKENS_PER_S = 26


def surely_fits(request: Request, newest: Iterable[Attached], capabilities: Capabilities) -> bool:
    """Whether `request` cannot be longer than the context: a token of text has at least one byte.

    `newest` are the attachments of its newest message. False where nothing certain can be said, as of documents.
    """
    seconds = {id(seen.part): seen.seconds for seen in newest}
    most = FRAME + PER_MESSAGE * len(request.messages) + SHORTEST_REPLY
    for message in request.messages:
        for part in message.parts:
            if part.kind == "text":
                most += _bytes(part.text)
            elif part.kind == "image":
                most += capabilities.image_tokens_max + PER_MEDIUM + _as_text(part)
            elif part.kind == "audio" and id(part) in seconds:
                length = seconds[id(part)]
                most += math.ceil(length * SOUND_TOKENS_PER_S) + PER_MEDIUM * (1 + math.ceil(length / 10)) + _as_text(part)
            else:
                return False
    return most <= capabilities.context


def _as_text(part: ImagePart | AudioPart) -> int:
    """What was read in it, with its label: a model that cannot see or hear gets that."""
    return 0 if part.text is None else _bytes(part.text) + 2 * _bytes(part.name) + LABEL


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "ignore"))
