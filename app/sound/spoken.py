"""What was written down of a recording as a text to be shown: where each word stands in it, and when it was said."""

from __future__ import annotations

import json
from bisect import bisect_right
from dataclasses import dataclass

from app import wording
from inference.history.values import Recognised
from inference.recognition.speech import Speech, Word

__all__ = ["Spoken", "spoken_of"]

PARAGRAPH_S = 20.0
"""A paragraph ends with the sentence after which it is so long."""


@dataclass(frozen=True)
class Spoken:
    """`text` in paragraphs, each on a line after its time where there are several; words stand at `begins`, up to `ends`.

    `starts` are the seconds at which they begin, `stamps` the places (begin, end) of the times. What is heard on the way has no
    words yet.
    """

    text: str
    begins: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    starts: tuple[float, ...] = ()
    stamps: tuple[tuple[int, int], ...] = ()

    def word_at(self, place: int) -> int | None:
        """Which word the letter at `place` belongs to."""
        word = bisect_right(self.begins, place) - 1
        return word if word >= 0 and place < self.ends[word] else None

    def word_during(self, seconds: float) -> int | None:
        """Which word is being said then; the one before in a pause."""
        word = bisect_right(self.starts, seconds + 1e-3) - 1
        return word if word >= 0 else None


def spoken_of(texts: tuple[Recognised, ...]) -> Spoken:
    """What is known of a recording: with its words once that is whole."""
    if not texts:
        return Spoken("")
    said = json.loads(texts[0].detail)
    return _laid_out(Speech.from_json(said)) if "words" in said else Spoken(texts[0].text)


def _laid_out(speech: Speech) -> Spoken:
    paragraphs = _paragraphs(speech)
    text, places, stamps = "", list[tuple[int, int]](), list[tuple[int, int]]()
    for paragraph in paragraphs:
        text += "\n" if text else ""
        if len(paragraphs) > 1:
            stamp = wording.duration(int(paragraph[0].start))
            stamps.append((len(text), len(text) + len(stamp)))
            text += f"{stamp}  "
        for word in paragraph:
            text += " " if word.space and word is not paragraph[0] else ""
            places.append((len(text), len(text) + len(word.text)))
            text += word.text
    starts = tuple(word.start for paragraph in paragraphs for word in paragraph)
    return Spoken(text, tuple(begin for begin, _ in places), tuple(end for _, end in places), starts, tuple(stamps))


def _paragraphs(speech: Speech) -> list[tuple[Word, ...]]:
    found: list[tuple[Word, ...]] = []
    words: tuple[Word, ...] = ()
    for sentence in speech.sentences:
        words += sentence.words
        if words[-1].end - words[0].start >= PARAGRAPH_S:
            found.append(words)
            words = ()
    return [*found, words] if words else found
