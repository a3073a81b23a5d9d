"""A bound that needs no tokenizer: what is certainly short enough is sent at once, without waiting for its price."""

from __future__ import annotations

import math
from collections.abc import Iterable

from app.conversation.context.budget_model import SHORTEST_REPLY
from app.values import Attached
from inference.conversation import Request
from inference.events import Capabilities

__all__ = ["surely_fits"]

FRAME, PER_MESSAGE, PER_MEDIUM = 64, 16, 16
"""More than any known template writes around a conversation and around a message, and than stands around a medium."""
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
                most += len(part.text.encode("utf-8", "replace"))
            elif part.kind == "image":
                most += capabilities.image_tokens_max + PER_MEDIUM
            elif part.kind == "audio" and id(part) in seconds:
                length = seconds[id(part)]
                most += math.ceil(length * SOUND_TOKENS_PER_S) + PER_MEDIUM * (1 + math.ceil(length / 10))
            else:
                return False
    return most <= capabilities.context
