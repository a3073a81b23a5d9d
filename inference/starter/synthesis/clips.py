"""Clips for training, said once and kept: `python -m inference.starter.synthesis.clips --out FOLDER --sentences N ...`.

A folder holds `clips.raw` (16-bit samples, one clip after the other) and `clips.jsonl` (a line for each: its group, text, voice
and length). Samples are written before the line that names them, so that a store whose making was interrupted opens with the
clips that were finished, and can be added to. One process at a time adds; any number read.
"""

from __future__ import annotations

import argparse
import json
import os
import random
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from itertools import chain, islice, repeat
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.starter.hearing import Letter, letters_of, spelled_out
from inference.starter.speech import SAMPLE_RATE, Samples, Spoken, Voice, say
from inference.starter.synthesis.sentences import spoken_digits, spoken_sentences
from inference.starter.synthesis.timing import words_at
from inference.starter.synthesis.voices import random_voice
from inference.starter.world import READ_QUESTIONS

__all__ = ["GROUPS", "Clips", "main", "make_all"]

GROUPS = ("sentences", "digits", "questions")
_SAMPLES, _INDEX = "clips.raw", "clips.jsonl"
_AT_ONCE = 256  # clips between two looks at whether to go on
_FULL = 32767


@dataclass(frozen=True)
class _Entry:
    group: str
    text: str
    voice: str
    speed: int
    pitch: int
    length: int
    words: tuple[tuple[int, int], ...] = ()  # of each as it is said: how many letters come before it, and its first sample


class Clips:
    """The clips of a folder, numbered from 0, read from the disk as they are asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._entries, _ = _finished(folder)
        self._ends = np.cumsum([entry.length for entry in self._entries], dtype=np.int64)
        self._raw: NDArray[np.int16] = np.zeros(0, np.int16)
        if len(self._ends) and self._ends[-1]:
            self._raw = np.memmap(folder / _SAMPLES, np.dtype("<i2"), mode="r", shape=(int(self._ends[-1]),))
        self._by_text: dict[str, list[int]] = {}
        for index, entry in enumerate(self._entries):
            self._by_text.setdefault(entry.text, []).append(index)

    @classmethod
    def open(cls, folder: Path) -> Clips:
        """The finished clips of `folder`. FileNotFoundError if none were ever made there."""
        if not (folder / _INDEX).exists():
            raise FileNotFoundError(f"no clips in {folder}: python -m inference.starter.synthesis.clips --out {folder}")
        return cls(folder)

    @classmethod
    def make(cls, folder: Path, texts: Iterable[Spoken], *, seed: int, workers: int, group: str = "sentences") -> Clips:
        """Say each of `texts` in a voice drawn from `seed` and the clip's place in its group, and add it to `folder`.

        workers: how many are said at once, each by an espeak-ng of its own. RuntimeError without espeak-ng.
        """
        folder.mkdir(parents=True, exist_ok=True)
        entries, size = _finished(folder)
        _cut(folder / _SAMPLES, sum(entry.length for entry in entries) * 2)
        _cut(folder / _INDEX, size)
        place = sum(entry.group == group for entry in entries)
        left = iter(texts)
        with (
            (folder / _SAMPLES).open("ab") as raw,
            (folder / _INDEX).open("a", encoding="utf-8") as index,
            ThreadPoolExecutor(workers) as pool,
        ):
            while chunk := list(islice(left, _AT_ONCE)):
                voices = [random_voice(random.Random(f"{seed} {group} {place + i}")) for i in range(len(chunk))]
                place += len(chunk)
                for spoken, voice, (samples, words) in zip(chunk, voices, pool.map(_said, chunk, voices), strict=True):
                    raw.write(samples.tobytes())
                    raw.flush()
                    entry = _Entry(group, spoken.text, voice.name, voice.speed, voice.pitch, len(samples), words)
                    index.write(json.dumps(asdict(entry)) + "\n")
                    index.flush()
        return cls.open(folder)

    def __len__(self) -> int:
        return len(self._entries)

    def __reduce__(self) -> tuple[type[Clips], tuple[Path]]:
        return type(self), (self._folder,)  # another process maps the file itself instead of being sent its contents

    def indices(self, *groups: str) -> list[int]:
        """The clips of `groups`, or all without any, in the order of their making."""
        return [index for index, entry in enumerate(self._entries) if not groups or entry.group in groups]

    def by_text(self, text: str) -> list[int]:
        """The clips that say `text`, in different voices."""
        return self._by_text.get(text, [])

    def text(self, index: int) -> str:
        """What the clip says, as it is written."""
        return self._entries[index].text

    def voice(self, index: int) -> Voice:
        entry = self._entries[index]
        return Voice(entry.voice, entry.speed, entry.pitch)

    def length(self, index: int) -> int:
        """How long the clip is, in samples."""
        return self._entries[index].length

    def letters(self, index: int) -> tuple[Letter, ...]:
        """What the clip says when; nothing where it is not known."""
        return letters_of(self.text(index), self._entries[index].words, self.length(index))

    def samples(self, index: int) -> Samples:
        """Mono float32 at 16 kHz in -1..1, without the silence around; a copy."""
        end = int(self._ends[index])
        return self._raw[end - self.length(index) : end].astype(np.float32) / np.float32(_FULL)


def make_all(folder: Path, *, sentences: int, digits: int, questions: int, seed: int, workers: int) -> Clips:
    """Say as many of each group as are missing in `folder`: what was interrupted, or is to become more, goes on.

    questions: spoken ones about pictures, each of them in turn.
    """
    from inference.starter.synthesis.topics import SPOKEN

    every = (*(question for question in READ_QUESTIONS if question), *SPOKEN)
    asked = random.Random(f"{seed} questions").sample(every, len(every))
    made: dict[str, tuple[int, Iterator[Spoken]]] = {
        "sentences": (sentences, spoken_sentences(random.Random(f"{seed} sentences"))),
        "digits": (digits, spoken_digits(random.Random(f"{seed} digits"))),
        "questions": (questions, map(Spoken.of, chain.from_iterable(repeat(asked)))),
    }
    for group, (count, texts) in made.items():
        there = len(Clips(folder).indices(group))
        Clips.make(folder, islice(texts, there, count), seed=seed, workers=workers, group=group)
    return Clips.open(folder)


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Says the training's clips with espeak-ng, those that are missing in the folder."
    )
    parser.add_argument("--out", type=Path, required=True, help="folder of the clips")
    for group in GROUPS:
        parser.add_argument(f"--{group}", type=int, default=0, help="how many there should be")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="how many are said at once")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    clips = make_all(
        chosen.out,
        sentences=chosen.sentences,
        digits=chosen.digits,
        questions=chosen.questions,
        seed=chosen.seed,
        workers=chosen.workers,
    )
    for group in GROUPS:
        of_group = clips.indices(group)
        print(f"{group}: {len(of_group)} clips, {sum(map(clips.length, of_group)) / 16_000 / 60:.1f} minutes")


def _said(spoken: Spoken, voice: Voice) -> tuple[NDArray[np.int16], tuple[tuple[int, int], ...]]:
    samples = np.round(np.clip(say(spoken.said, voice), -1, 1) * _FULL).astype("<i2")
    return samples, _words_of(spoken, voice, len(samples))


def _words_of(spoken: Spoken, voice: Voice, length: int) -> tuple[tuple[int, int], ...]:
    """When each word of a clip of `length` samples begins (see `_Entry`); nothing where other letters are said than written."""
    if spelled_out(spoken.said) != spelled_out(spoken.text):
        return ()
    starts = [(len(spelled_out(spoken.said[:at])), round(seconds * SAMPLE_RATE)) for at, seconds in words_at(spoken.said, voice)]
    return tuple((letters, start) for letters, start in starts if start < length)


def _finished(folder: Path) -> tuple[list[_Entry], int]:
    """The clips whose samples and lines are whole, and how many bytes of the index they take."""
    entries: list[_Entry] = []
    if not (folder / _INDEX).exists():
        return entries, 0
    left, size = (folder / _SAMPLES).stat().st_size // 2, 0
    for line in (folder / _INDEX).read_bytes().splitlines(keepends=True):
        if not line.endswith(b"\n"):
            break
        entry = _entry(json.loads(line))
        left -= entry.length
        if left < 0:
            break
        entries.append(entry)
        size += len(line)
    return entries, size


def _entry(told: dict[str, Any]) -> _Entry:
    return _Entry(**{**told, "words": tuple((letters, start) for letters, start in told.get("words", ()))})


def _cut(path: Path, size: int) -> None:
    """Leave the first `size` bytes of a file: what an interruption left half written."""
    if path.exists() and path.stat().st_size > size:
        os.truncate(path, size)


if __name__ == "__main__":
    main()
