"""The chat on screen, as one value: what nearly everything that has to do with it needs."""

from __future__ import annotations

from dataclasses import dataclass

from app.conversation.activity import Activity, Notice
from app.conversation.composer.draft import Draft
from app.conversation.transcript.transcript import Transcript
from app.models.model_state import ModelState

__all__ = ["OnScreen"]


@dataclass(frozen=True)
class OnScreen:
    """What was said, what is being written, which model answers, what is going on, and what there is to say about it."""

    transcript: Transcript
    draft: Draft
    model: ModelState
    activity: Activity
    notice: Notice
