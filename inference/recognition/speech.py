"""Words in recordings, as a window, a command or a test asks for them: heard in a process of its own, handed out as values.

Promises each word with its time, piece by piece while it is heard and once more whole at the end, and that nothing here needs
numpy: what was written down can be shown, searched and kept without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from inference import child
from inference.stop import StopFlag

__all__ = ["Heard", "Sentence", "Speech", "Word", "limits", "write_down"]

_ENDS = (".", "?", "!", "…", "。", "？", "！")
_CLOSING = "\"'”’»)]"
_TITLES = frozenset("mr mrs ms dr prof st rev hon gen capt col lt sgt hr fr mme mlle sr sra".split())
"""What stands before a name with a full stop of its own."""
_PAUSE_S, _LONG_S = 2.0, 30.0
"""Seconds of silence that end a sentence, and those after which one ends at any pause."""
_BREATH_S = 0.3
_LARGE = 64 * 2**20
"""Bytes of a recording from which on it needs room of its own."""


@dataclass(frozen=True)
class Word:
    """What is said from `start` to `end`, in seconds of the recording; punctuation belongs to the word before it.

    `sure` is the least chance of its parts, 0 to 1. `space`: one stands before it; Chinese and Japanese have none.
    """

    start: float
    end: float
    text: str
    sure: float = 1.0
    space: bool = True


@dataclass(frozen=True)
class Sentence:
    """Words up to a full stop or a long pause; never none."""

    words: tuple[Word, ...]

    @property
    def start(self) -> float:
        """Seconds of the recording."""
        return self.words[0].start

    @property
    def end(self) -> float:
        """Seconds of the recording."""
        return self.words[-1].end

    @property
    def text(self) -> str:
        """On one line."""
        return _joined(self.words)


@dataclass(frozen=True)
class Speech:
    """What is said in a recording of `seconds`. `language` as whisper.cpp calls it ("de"), empty where nobody speaks.

    `model` is the name of the file it was heard with; `remark` says what is missing of the recording, or was guessed.
    """

    words: tuple[Word, ...]
    language: str
    seconds: float
    model: str = ""
    remark: str = ""

    @cached_property
    def text(self) -> str:
        """All of it on one line, for search and for a model."""
        return _joined(self.words)

    def times(self, start: int, stop: int) -> tuple[float, float]:
        """From when to when the characters from `start` to before `stop` of `text` are said, in seconds of the recording.

        Raises IndexError where there are none.
        """
        said = [word for word, (begin, end) in zip(self.words, self._spans, strict=True) if begin < stop and start < end]
        return said[0].start, said[-1].end

    @cached_property
    def _spans(self) -> tuple[tuple[int, int], ...]:
        """Where each word stands in `text`."""
        whole = "".join(f" {word.text}" if word.space else word.text for word in self.words)
        skipped = len(whole) - len(whole.lstrip())
        lengths = accumulate(len(word.text) + word.space for word in self.words)
        return tuple((end - len(word.text) - skipped, end - skipped) for word, end in zip(self.words, lengths, strict=True))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """All words, in order."""
        cuts = [0, *(at for at, (a, b) in enumerate(pairwise(self.words), 1) if _ends(a, b)), len(self.words)]
        found: list[Sentence] = []
        for start, stop in pairwise(cuts):
            found += _short_enough(self.words[start:stop])
        return tuple(found)

    def as_json(self) -> dict[str, Any]:
        """As JSON values, to be kept or sent."""
        kept = {"language": self.language, "seconds": self.seconds, "model": self.model, "remark": self.remark}
        return {"words": [_fields(word) for word in self.words], **kept}

    @staticmethod
    def from_json(said: Mapping[str, Any]) -> Speech:
        """What `as_json` said. Raises KeyError, TypeError or ValueError for anything else."""
        language, seconds, model = str(said["language"]), float(said["seconds"]), str(said["model"])
        return Speech(_words(said["words"]), language, seconds, model, str(said.get("remark", "")))


@dataclass(frozen=True)
class Heard:
    """What is known on the way: new `words`, up to `seconds` of the recording, and what `share` that is, 0 if nobody knows."""

    words: tuple[Word, ...] = field(repr=False)
    seconds: float
    share: float


def limits(model: Path | None, sound: Path | bytes) -> child.Limits:
    """What the child may take that hears `sound` with `model`, Whisper base if None: its weights, and a large recording with the
    copy that ffmpeg is given, beside what every recogniser may."""
    held = len(sound) if isinstance(sound, bytes) and len(sound) >= _LARGE else 0
    try:
        weights = model.stat().st_size if model else 0
    except OSError:
        weights = 0  # the child says what is wrong with it
    return replace(child.RECOGNISER, memory=(child.RECOGNISER.memory or 0) + 2 * weights + 2 * held)


def write_down(
    sound: Path | bytes,
    name: str,
    *,
    model: Path | None = None,
    language: str | None = None,
    likely: Sequence[str] = (),
    run: child.Run | None = None,
    stop: StopFlag | None = None,
    tell: Callable[[Heard], None] | None = None,
) -> Speech:
    """What is said in the recording `sound`, a file or what stands in one; `name` is for sentences about it.

    `model` is another file for whisper.cpp than Whisper base. `language` as whisper.cpp calls it, None to find out; where the
    recording is too short to tell, one of the `likely` ones (the person's own) is rather taken. `tell` hears the words as they
    come. `run` calls a function in another process: one for each recording, unless a kept one is given. Raises MediaError
    for a recording that cannot be decoded, ModelFileError for a model that cannot be used, InputError where Whisper is missing or
    knows no such language, and what `inference.child.run` raises.
    """
    arguments = {
        "sound": sound if isinstance(sound, bytes) else str(sound.absolute()),
        "name": name,
        "model": model and str(model.absolute()),
        "language": language,
        "likely": list(likely),
    }

    def told(said: Mapping[str, Any]) -> None:
        if tell:
            tell(Heard(_words(said["words"]), float(said["seconds"]), float(said["share"])))

    run = run or partial(child.run, limits=limits(model, sound))
    done = run("inference.recognition.speech_child:write_down", arguments, stop=stop, tell=told)
    return Speech.from_json(done.value)


def _fields(word: Word) -> list[Any]:
    return [word.start, word.end, word.text, word.sure, word.space]


def _words(said: Iterable[Sequence[Any]]) -> tuple[Word, ...]:
    return tuple(Word(float(a), float(b), str(text), float(sure), bool(space)) for a, b, text, sure, space in said)


def _joined(words: Sequence[Word]) -> str:
    return "".join(f" {word.text}" if word.space else word.text for word in words).strip()


def _ends(word: Word, following: Word) -> bool:
    """Whether a sentence ends between the two. A full stop before a small letter, or behind "Mr", belongs to an abbreviation."""
    if following.start - word.end >= _PAUSE_S:
        return True
    text = word.text.rstrip(_CLOSING)
    if not text.endswith(_ENDS) or following.text[:1].islower():
        return False
    return not (text.endswith(".") and text[:-1].lower() in _TITLES)


def _short_enough(words: tuple[Word, ...]) -> list[Sentence]:
    """As one sentence, or as several where somebody speaks on without any."""
    found, first = list[Sentence](), 0
    for at, (word, following) in enumerate(pairwise(words), 1):
        if word.end - words[first].start > _LONG_S and following.start - word.end >= _BREATH_S:
            found.append(Sentence(words[first:at]))
            first = at
    return [*found, Sentence(words[first:])] if words else []
