"""How much of the text in a hundred drawn screenshots and twenty scans is read rightly, how long it takes, and in what memory.

Each picture goes the way a dropped one goes: as a file's bytes to a child of its own, whose start counts. Every tenth is read
once more in the smaller form that is taken where memory is short; and of one the child is kept, to see when it is gone.
"""

from __future__ import annotations

import io
import time
from dataclasses import dataclass
from statistics import median

import psutil

from inference import child
from inference.kept_child import IDLE_S, KeptChild
from inference.loading import ModelFiles
from inference.recognition.text import LANES, PictureText
from tests.bench.figures import Figure
from tests.bench.reading.page import Piece, Shot
from tests.bench.reading.scans import scans
from tests.bench.reading.scoring import Score, score, score_text
from tests.bench.reading.screens import screenshots

__all__ = ["figures"]

_FULL_HD = (1920, 1080)


@dataclass(frozen=True)
class _Trial:
    shot: Shot
    read: PictureText
    seconds: float
    peak: int


def figures(_files: ModelFiles) -> list[Figure]:
    """The model does not matter."""
    shots = [_read(shot) for shot in screenshots()]
    pages = [_read(shot) for shot in scans()]
    told = Score.sum(_score(trial) for trial in shots)
    scanned = Score.sum(score_text(" ".join(trial.shot.columns), trial.read.text) for trial in pages)
    seconds = [trial.seconds for trial in shots if trial.shot.image.size == _FULL_HD]
    small = [_read(trial.shot, lanes=1, small=True) for trial in (*shots, *pages)[::10]]
    larger = Score.sum(_score(trial) for trial in shots[::10])
    smaller = Score.sum(_score(trial) for trial in small[: len(shots[::10])])
    return [
        Figure("text: characters wrong, 100 screenshots", told.cer * 100, "%", goal=0.9, at_most=True),
        Figure("text: numbers missed, 100 screenshots", told.lost * 100, "%", goal=1.5, at_most=True),
        Figure("text: characters wrong, 20 scans, in order", scanned.cer * 100, "%", goal=0.3, at_most=True),
        Figure("text: numbers missed, 20 scans", scanned.lost * 100, "%"),
        Figure("text: a full-HD screenshot, median", median(seconds), "s", goal=3, at_most=True),
        Figure("text: a full-HD screenshot, longest", max(seconds), "s"),
        Figure(
            "text: the child's peak, longest", max(trial.peak for trial in (*shots, *pages)) / 1e6, "MB", goal=800, at_most=True
        ),
        Figure(
            "text, smaller form: the child's peak, longest", max(one.peak for one in small) / 1e6, "MB", goal=800, at_most=True
        ),
        Figure("text, smaller form: characters wrong, every tenth", smaller.cer * 100, "%", goal=0.9, at_most=True),
        Figure("text, usual form: characters wrong in the same", larger.cer * 100, "%"),
        Figure("text: the child's memory is back, after work", _back_after(shots[0].shot), "s", goal=60, at_most=True),
    ]


def _back_after(shot: Shot) -> float:
    """Seconds from the end of its work until the kept child is gone."""
    kept = KeptChild("text in pictures", child.RECOGNISER)
    kept.run("inference.recognition.text_child:read", {"data": _file(shot), "name": "shot.png", "lanes": LANES})
    ended, process = time.monotonic(), psutil.Process(kept.pid)
    while process.is_running() and time.monotonic() - ended < 4 * IDLE_S:
        time.sleep(0.05)
    kept.close()
    return time.monotonic() - ended


def _read(shot: Shot, *, lanes: int = LANES, small: bool = False) -> _Trial:
    arguments = {"data": _file(shot), "name": "shot.png", "lanes": lanes, "small": small}
    told = child.run("inference.recognition.text_child:read", arguments, limits=child.RECOGNISER)
    return _Trial(shot, PictureText.from_json(told.value), told.seconds, told.peak)


def _file(shot: Shot) -> bytes:
    kept = io.BytesIO()
    shot.image.save(kept, "PNG", compress_level=1)
    return kept.getvalue()


def _score(trial: _Trial) -> Score:
    return score(trial.shot.pieces, [Piece(line.text, line.box) for line in trial.read.lines])
