"""Asking for what a recording says, word for word."""

from __future__ import annotations

import math

from inference.conversation import AudioPart, Message, Request, Sampling, TextPart

__all__ = ["transcription_request"]

QUESTION = "Transcribe the recording. Write down only what is said."
"""The end of it is for models that would rather answer what is asked in the recording, or say what they are about to do."""
FEWEST = 64
PER_SECOND = 12
"""More tokens than anybody speaks in a second: a model that repeats itself ends before it has filled the context."""


def transcription_request(recording: AudioPart, *, seconds: float) -> Request:
    """What to ask for the words of a recording of that length: nothing said before it, and no creativity."""
    asked = Message("user", (TextPart(QUESTION), recording))
    return Request((asked,), sampling=Sampling.exact(), max_tokens=FEWEST + math.ceil(PER_SECOND * seconds))
