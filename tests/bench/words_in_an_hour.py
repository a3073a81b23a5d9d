"""An hour of human speech written down whole: a loop of short recordings with pauses between, said to be one.

When a word should begin is known of each short recording by itself. HUSH_BENCH_SECONDS makes it shorter.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import numpy as np

from inference.loading import ModelFiles
from inference.media.prepared import SAMPLE_RATE
from inference.recognition.speech import Heard, Speech
from tests.bench.figures import Figure
from tests.bench.listening.recordings import Recording, recordings, write_wav
from tests.bench.listening.scoring import begins, late, share_within, wrong
from tests.bench.words_in_recordings import TIMED, listen

__all__ = ["figures"]

_PAUSE_S = 0.8


def figures(_files: ModelFiles) -> list[Figure]:
    """The model that answers does not matter."""
    looped = [one for one in recordings() if any(name in one.name for name in TIMED)]
    right = {one.name: begins(one) for one in looped}
    wanted = float(os.environ.get("HUSH_BENCH_SECONDS", "3600"))
    sounds, order, at = list[np.ndarray](), list[tuple[float, Recording]](), 0.0
    rng = np.random.default_rng(16)
    while at < wanted:
        one = looped[len(order) % len(looped)]
        pause = rng.normal(0, 1e-4, round(_PAUSE_S * SAMPLE_RATE)).astype(np.float32)
        order.append((at, one))
        sounds += [one.samples, pause]
        at += one.seconds + len(pause) / SAMPLE_RATE
    told: list[Heard] = []
    whole = Recording("hour.wav", np.concatenate(sounds), ())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, whole.name)
        write_wav(path, whole.samples)
        trial = listen(whole, path, told.append)
    off, errors = _judged(order, right, trial.speech)
    words = sum(len(one.words) for _, one in order)
    return [
        Figure(f"an hour ({at:.0f} s, a loop): words wrong, of {words}", errors / words * 100, "%", goal=3, at_most=True),
        Figure("an hour: words that begin within 0.5 s", share_within(0.5, off) * 100, "%", goal=95),
        Figure("an hour: told on the way", len(told), "times"),
        Figure("an hour: seconds for a minute of it", trial.seconds / at * 60, "s"),
        Figure("an hour: the child's peak", trial.peak / 1e6, "MB"),
    ]


def _judged(order: list[tuple[float, Recording]], right: dict[str, list[float]], speech: Speech) -> tuple[list[float], int]:
    """Seconds by which words are late, and words wrong, each recording of the loop against what was heard while it lasts."""
    off, errors = list[float](), 0
    for start, one in order:
        heard = [word for word in speech.words if start - 0.4 <= (word.start + word.end) / 2 < start + one.seconds + 0.4]
        off += late(one, [start + begin for begin in right[one.name]], heard)
        errors += wrong(one, " ".join(word.text for word in heard))
    return off, errors
