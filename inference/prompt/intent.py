"""What kind of answer is wanted: a reading or a transcript must not be creative. Asking for a transcript."""

from __future__ import annotations

import math
import re

from inference.conversation import AudioPart, Message, Request, Sampling, TextPart

__all__ = ["sampling_for", "transcription_request"]

_READING = re.compile(
    r"\b(transcri(be|pt|ption)|read (it|this|the|out|aloud)|ocr|extract (all )?(the )?(text|numbers|table|lines)|"
    r"what (does|do) (it|this|that|they|the \w+) say|what text|what (number|word)s? do you (hear|see)|write down)\b",
    re.IGNORECASE,
)


def sampling_for(message: Message, default: Sampling) -> Sampling:
    """Temperature 0 when `message` asks to read or to transcribe what is attached, else `default`."""
    attached = any(part.kind != "text" for part in message.parts)
    words = " ".join(part.text for part in message.parts if part.kind == "text").strip()
    if attached and (not words or _READING.search(words)):
        return Sampling.exact()
    return default


QUESTION = "Transcribe the recording. Write down only what is said."
"""The end of it is for models that would rather answer what is asked in the recording, or say what they are about to do."""
FEWEST = 64
PER_SECOND = 12
"""More tokens than anybody speaks in a second: a model that repeats itself ends before it has filled the context."""


def transcription_request(recording: AudioPart, *, seconds: float) -> Request:
    """What to ask for the words of a recording of that length: nothing said before it, and no creativity."""
    asked = Message("user", (TextPart(QUESTION), recording))
    return Request((asked,), sampling=Sampling.exact(), max_tokens=FEWEST + math.ceil(PER_SECOND * seconds))
