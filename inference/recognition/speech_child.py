"""Whisper at work, in its child: a recording to words with times, piece by piece."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.errors import InputError
from inference.media import audio
from inference.media.prepared import SAMPLE_RATE
from inference.recognition.files import SPEECH, require
from inference.recognition.language import CERTAIN, tell_language
from inference.recognition.pauses import FRAME_S, Piece, pieces, spans
from inference.recognition.speech import Speech, Word
from inference.recognition.whisper import Whisper, loaded
from inference.recognition.words import believable, looped, words_of

__all__ = ["write_down"]

_THREADS = min(2, os.cpu_count() or 1) if sys.platform == "linux" else 1
"""Two take no more of the processor than one, and half the time; elsewhere they may spin (inference.recognition.whisper)."""
_TELLING_S = 4.0
"""Seconds of sound that are enough to tell a language from all others."""
_NO_LANGUAGE = 0.4
_MISSED_S, _SHORTEST_S = 0.8, 4.0
Samples = NDArray[np.float32]


def write_down(
    tell: Callable[[Any], None], *, sound: str | bytes, name: str, model: str | None, language: str | None, likely: Sequence[str]
) -> dict[str, Any]:
    """See inference.recognition.speech.write_down; `Speech.as_json`."""
    path = Path(model) if model else require(SPEECH)
    whisper = loaded(path, _THREADS)
    ear, recording = _Ear(whisper, language, likely), _Recording(Path(sound) if isinstance(sound, str) else sound, name)
    found: list[Word] = []
    for piece in pieces(spans(recording.blocks())):
        fresh = tuple(ear.words(piece))
        found += fresh
        tell({"words": Speech(fresh, "", 0).as_json()["words"], "seconds": piece.end, "share": recording.share(piece.end)})
    language, remark = ear.language if found else "", " ".join(recording.remarks)
    return Speech(tuple(found), language, recording.seconds, path.name, remark).as_json()


class _Recording:
    """A recording that is read once, from its start to its end; `seconds` have been, and `remarks` say what is missing."""

    def __init__(self, sound: Path | bytes, name: str) -> None:
        self.remarks: list[str] = []
        self._stream = audio.blocks(sound, name, self.remarks.append)
        self._share = self.seconds = 0.0

    def blocks(self) -> Iterator[Samples]:
        for block, share in self._stream:
            self._share = share
            self.seconds += len(block) / SAMPLE_RATE
            yield block

    def share(self, second: float) -> float:
        """Of the whole, which lies behind `second`; 0 where the file does not say how long it is."""
        return self._share * min(1.0, second / self.seconds)


class _Ear:
    """Hears the pieces of one recording, in one language: the one given, else that of the first piece long enough to tell."""

    def __init__(self, whisper: Whisper, language: str | None, likely: Sequence[str]) -> None:
        known = whisper.known_languages
        if language and language not in known:
            raise InputError("language-unknown", language=language)
        self._whisper, self._likely = whisper, [one for one in likely if one in known]
        self._given = language or (known[0] if len(known) == 1 else "")
        self._chance = 1.0
        self.language = self._given

    def words(self, piece: Piece) -> Iterator[Word]:
        """With the times of the recording."""
        samples, voice = piece.samples, piece.voice
        if not self._given:
            self.language = self._found(samples)
        heard = self._heard(samples, voice)
        if self._chance < _NO_LANGUAGE and sum(word.sure for word in heard) < _NO_LANGUAGE * len(heard):
            return  # neither words nor the sound of any language: music, a bell
        for word in heard:
            start, end = piece.times(word.start, word.end)
            yield replace(word, start=round(start, 2), end=round(end, 2))

    def _found(self, samples: Samples) -> str:
        chances = self._whisper.languages(samples)
        self._chance = max(chances.values())
        language = tell_language(chances, self._likely)
        if self._chance >= CERTAIN and len(samples) >= _TELLING_S * SAMPLE_RATE:
            self._given = language
        return language

    def _heard(self, samples: Samples, voice: NDArray[np.bool_]) -> list[Word]:
        """What is said; a piece in which Whisper goes round in circles or stops listening is heard again in parts."""
        said = words_of(self._whisper.hear(samples, self.language), self.language)
        circle = looped(said)
        if circle and len(voice) * FRAME_S >= _SHORTEST_S:
            middle = _quiet_middle(voice)
            return self._from(samples, voice, 0, middle) + self._from(samples, voice, middle, len(voice))
        words = [] if circle else believable(said, voice)
        missed = _missed(words, voice)
        return words + self._from(samples, voice, missed, len(voice)) if missed else words

    def _from(self, samples: Samples, voice: NDArray[np.bool_], first: int, behind: int) -> list[Word]:
        """What is said from frame `first` to before frame `behind`."""
        part = slice(round(first * FRAME_S * SAMPLE_RATE), round(behind * FRAME_S * SAMPLE_RATE))
        offset = first * FRAME_S
        found = self._heard(samples[part], voice[first:behind]) if voice[first:behind].any() else []
        return [replace(word, start=word.start + offset, end=word.end + offset) for word in found]


def _missed(words: Sequence[Word], voice: NDArray[np.bool_]) -> int | None:
    """The frame behind the last word where a voice goes on after it, None where all was heard."""
    if not words:
        return None
    first = int(words[-1].end / FRAME_S) + 1
    return first if float(voice[first:].sum()) * FRAME_S >= _MISSED_S else None


def _quiet_middle(voice: NDArray[np.bool_]) -> int:
    """The frame without a voice that is nearest to the middle, else the middle."""
    middle = len(voice) // 2
    quiet = np.flatnonzero(~voice)
    nearest = int(quiet[np.argmin(np.abs(quiet - middle))]) if len(quiet) else middle
    return nearest if len(voice) // 4 < nearest < 3 * len(voice) // 4 else middle
