"""What kind of answer is wanted: a reading or a transcript must not be creative."""

from __future__ import annotations

import re

from inference.conversation import Message, Sampling

__all__ = ["sampling_for"]

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
