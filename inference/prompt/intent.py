"""What kind of answer is wanted: a reading or a transcript must not be creative, and a pure one needs no model."""

from __future__ import annotations

import math
import re
from typing import Literal

from inference.conversation import AudioPart, Message, Request, Sampling, TextPart
from inference.prompt.reading_words import LONGEST, PURE, plain

__all__ = ["asks_for_a_fact", "asks_to_read", "sampling_for", "transcription_request"]

_READING = re.compile(
    r"\b(transcri(be|pt|ption)|read (it|this|the|out|aloud)|ocr|extract (all )?(the )?(text|numbers|table|lines)|"
    r"what (does|do) (it|this|that|they|the \w+) say|what text|what (number|word)s? do you (hear|see)|write down)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"(?:and |but |so )?(?:who|whom|whose|what|whats|when|where|which|why|how|is|are|was|were|do|does|did|has|have|may|must|"
    r"should|wer|wen|wem|was|wann|wo|wohin|wie|warum|wieso|welche[rsmn]?|wieviel|"
    r"qui|que|quoi|quand|où|comment|combien|pourquoi|quelle?s?|"
    r"quién|qué|cuándo|dónde|cómo|cuánt[oa]s?|cuál(?:es)?)\b",
    re.IGNORECASE,
)
_BIDS = re.compile(
    r"\b(?:can|could|would|will) (?:you|we)\b|\bplease\b|\b(?:kannst|könntest|würdest) du\b|\bbitte\b", re.IGNORECASE
)
"""Something is to be done: put as a question all the same."""


def sampling_for(message: Message, default: Sampling) -> Sampling:
    """Temperature 0 when `message` asks to read or to transcribe what is attached, else `default`."""
    attached = any(part.kind != "text" for part in message.parts)
    words = _words(message)
    if attached and (not words or _READING.search(words) or _asks_to_read(words)):
        return Sampling.exact()
    return default


def asks_to_read(message: Message) -> Literal["text", "table"] | None:
    """Whether `message` asks for nothing but what is written or said in the pictures and recordings that came with it.

    That can be answered by recognition alone. None where anything else is asked, or a document is attached.
    """
    kinds = {part.kind for part in message.parts}
    if not kinds & {"image", "audio"} or "document" in kinds:
        return None
    return _asks_to_read(_words(message))


def _asks_to_read(words: str) -> Literal["text", "table"] | None:
    found = PURE.fullmatch(plain(words)) if len(words) <= LONGEST else None
    if found is None:
        return None
    return "table" if found["table"] else "text"


def asks_for_a_fact(message: Message) -> bool:
    """Whether a person's message is a question, to which there may be no answer, rather than something to be done."""
    words = _words(message)
    if message.role != "user" or _BIDS.search(words[-LONGEST:]) or _BIDS.search(words[:LONGEST]):
        return False
    return words.endswith(("?", "？", '?"', "?”", "?)")) or _ASKS.match(words) is not None


def _words(message: Message) -> str:
    return " ".join(part.text for part in message.parts if part.kind == "text").strip()


QUESTION = "Transcribe the recording. Write down only what is said."
"""The end of it is for models that would rather answer what is asked in the recording, or say what they are about to do."""
FEWEST = 64
PER_SECOND = 12
"""More tokens than anybody speaks in a second: a model that repeats itself ends before it has filled the context."""


def transcription_request(recording: AudioPart, *, seconds: float) -> Request:
    """What to ask for the words of a recording of that length: nothing said before it, and no creativity."""
    asked = Message("user", (TextPart(QUESTION), recording))
    return Request((asked,), sampling=Sampling.exact(), max_tokens=FEWEST + math.ceil(PER_SECOND * seconds))
