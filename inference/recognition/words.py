"""Words out of Whisper's tokens, and those among them that nobody said.

Whisper's known faults are judged here, each by what it has in common and not by a list of phrases: text where no voice is, the
same phrase over and over, words faster than anybody speaks, words behind the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from inference.recognition.pauses import FRAME_S
from inference.recognition.speech import Word
from inference.recognition.timing import at_voice

__all__ = ["Token", "believable", "looped", "words_of"]

_WITHOUT_SPACES = frozenset({"zh", "ja", "yue", "th", "lo", "my", "km", "bo"})
_LONGEST_PHRASE = 12
_TIMES, _LEAST_WORDS = 4, 8
"""How often a phrase comes in a row, and how many words that are, where nobody repeats himself but Whisper."""
_APART_S = 0.8
_NEAR = round(0.3 / FRAME_S)
_UNSURE, _DOUBTFUL = 0.2, 0.6
_FASTEST = 9.0
"""Words that anybody says in a second, at most."""


@dataclass(frozen=True)
class Token:
    """A piece of a word: its bytes in UTF-8, seconds, and how sure Whisper is of it (0 to 1)."""

    text: bytes
    start: float
    end: float
    sure: float


def words_of(tokens: Sequence[Token], language: str) -> list[Word]:
    """The words, their times in the seconds of the tokens. A word begins at a space, or where none is written at each letter."""
    return [_word(group) for group in _groups(tokens, spaced=language not in _WITHOUT_SPACES) if _text(group).strip()]


def looped(words: Sequence[Word]) -> bool:
    """Whether a phrase is said over and over, as Whisper does where it hears no words."""
    said = [word.text.casefold() for word in words]
    for at in range(len(said)):
        for length in range(1, min(_LONGEST_PHRASE, (len(said) - at) // _TIMES) + 1):
            phrase, times = said[at : at + length], 1
            while said[at + times * length : at + (times + 1) * length] == phrase:
                times += 1
            if times >= _TIMES and times * length >= _LEAST_WORDS:
                return True
    return False


def believable(words: Sequence[Word], voice: NDArray[np.bool_]) -> list[Word]:
    """Those that somebody said, in times that fit: `voice` says of each frame of FRAME_S whether there is one.

    Of a phrase that lies where no voice is only the certain words are kept, and nothing at all where Whisper is unsure of most of
    what it heard or heard more words than the voice has time for.
    """
    near = np.convolve(voice, np.ones(2 * _NEAR + 1), "same") > 0
    kept: list[Word] = []
    for phrase in _phrases(list(_in_order(words, len(voice) * FRAME_S))):
        spoken = any(_any(near, word) for word in phrase)
        kept += [word for word in phrase if spoken or word.sure > _DOUBTFUL]
    seconds = max(float(voice.sum()) * FRAME_S, FRAME_S)
    if not kept or float(np.mean([word.sure for word in kept])) < _UNSURE or len(kept) > 2 + _FASTEST * seconds:
        return []
    return at_voice(kept, voice)


def _groups(tokens: Sequence[Token], *, spaced: bool) -> Iterator[list[Token]]:
    group: list[Token] = []
    for token in tokens:
        begins = token.text.startswith(b" ") or (not spaced and _whole(group) and not _punctuation(token))
        if group and begins:
            yield group
            group = []
        group.append(token)
    if group:
        yield group


def _punctuation(token: Token) -> bool:
    first = _text([token])[:1]
    return not first.isalnum() and first != "\ufffd"  # a part of a letter


def _whole(group: Sequence[Token]) -> bool:
    """Whether no letter is cut in two: a token may hold a part of its bytes."""
    try:
        b"".join(token.text for token in group).decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _text(group: Sequence[Token]) -> str:
    return b"".join(token.text for token in group).decode("utf-8", "replace")


def _word(group: Sequence[Token]) -> Word:
    text = _text(group)
    return Word(group[0].start, group[-1].end, text.strip(), min(token.sure for token in group), text.startswith(" "))


def _in_order(words: Sequence[Word], seconds: float) -> Iterator[Word]:
    """None ends before it begins, begins before the one in front of it or reaches behind the end; what lies there is dropped."""
    before = 0.0
    for word in words:
        start = max(word.start, before)
        if start < seconds:
            before = start
            yield replace(word, start=start, end=min(max(word.end, start), seconds))


def _phrases(words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """Words that follow one another without a pause."""
    first = 0
    for at, (word, following) in enumerate(pairwise(words), 1):
        if following.start - word.end > _APART_S:
            yield words[first:at]
            first = at
    yield words[first:]


def _any(voice: NDArray[np.bool_], word: Word) -> bool:
    first, behind = _frames(word)
    return bool(voice[first:behind].any())


def _frames(word: Word) -> tuple[int, int]:
    first = int(word.start / FRAME_S)
    return first, max(first + 1, int(np.ceil(word.end / FRAME_S)))
