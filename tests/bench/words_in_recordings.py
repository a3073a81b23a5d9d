"""How many words of human speech are written down wrongly, how long that takes, and when the words are said to begin.

Each recording goes the way a dropped one goes: as a file's bytes to a child of its own, whose start counts, its language found.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

from inference import child
from inference.evaluation.speech import wav
from inference.loading import ModelFiles
from inference.media.prepared import SAMPLE_RATE
from inference.recognition.speech import Heard, Speech, write_down
from tests.bench.figures import Figure
from tests.bench.listening.recordings import Recording, recordings
from tests.bench.listening.scoring import begins, late, share_within, wrong

__all__ = ["TIMED", "Trial", "figures", "listen"]

_QUESTION_S = (2.0, 5.0)
TIMED = ("austen", "two_cities", "beckett")
"""Recordings of whole sentences: when each of their words begins can be found."""


@dataclass(frozen=True)
class Trial:
    recording: Recording
    speech: Speech
    seconds: float
    worked: float
    peak: int


def figures(_files: ModelFiles) -> list[Figure]:
    """The model that answers does not matter."""
    trials = [listen(recording) for recording in recordings()]
    for trial in trials:
        if missed := wrong(trial.recording, trial.speech.text):
            print(f"{trial.recording.name}: {missed} wrong: {trial.speech.text[:200]}")
    words = sum(len(trial.recording.words) for trial in trials)
    errors = sum(wrong(trial.recording, trial.speech.text) for trial in trials)
    timed = [trial for trial in trials if any(name in trial.recording.name for name in TIMED)]
    off = [one for trial in timed for one in late(trial.recording, begins(trial.recording), trial.speech.words)]
    short = [trial for trial in trials if _QUESTION_S[0] <= trial.recording.seconds <= _QUESTION_S[1]]
    long = listen(_half_a_minute())
    return [
        Figure(f"speech: words wrong, of {words}", errors / words * 100, "%", goal=3, at_most=True),
        Figure("speech: words that begin within 0.5 s", share_within(0.5, off) * 100, "%", goal=95),
        Figure("speech: words that begin within 0.25 s", share_within(0.25, off) * 100, "%"),
        Figure("speech: 30 s of it", long.seconds, "s", goal=6, at_most=True),
        Figure("speech: 30 s of it, its own work", long.worked, "s"),
        Figure("speech: a short question, median", median(trial.seconds for trial in short), "s", goal=2, at_most=True),
        Figure("speech: a short question, its own work", median(trial.worked for trial in short), "s"),
        Figure("speech: the child's peak", max(trial.peak for trial in (*trials, long)) / 1e6, "MB"),
    ]


def listen(recording: Recording, path: Path | None = None, tell: Callable[[Heard], None] | None = None) -> Trial:
    """What is written down of it by a child of its own; `path`: where it lies as a file, which is then heard instead."""
    results: list[child.Result] = []

    def run(function: str, arguments: dict[str, object], **others: object) -> child.Result:
        results.append(child.run(function, arguments, limits=child.RECOGNISER, **others))  # pyright: ignore[reportArgumentType]
        return results[-1]

    before, started = _worked(), time.monotonic()
    speech = write_down(path or wav(recording.samples), recording.name, likely=("en",), run=run, tell=tell)
    return Trial(recording, speech, time.monotonic() - started, _worked() - before, results[0].peak)


def _worked() -> float:
    """Seconds of the processor that children took which have ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _half_a_minute() -> Recording:
    story = next(one for one in recordings() if one.name.startswith("two_cities"))
    return Recording("30 s", np.ascontiguousarray(story.samples[: 30 * SAMPLE_RATE]), ())
