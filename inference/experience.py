"""What a load teaches: how right its estimate was and how fast it reads. Kept for the next load, and for the person."""

from __future__ import annotations

import sys
from pathlib import Path

from inference.gguf.model_info import read_model
from inference.gguf.projector import read_projector
from inference.loading import LoadSettings, ModelFiles
from inference.memory.estimate import estimate
from inference.memory.records import RECORDS, Records
from inference.pace import Pace
from inference.vetting import file_key

__all__ = ["Experience"]

_TELLING = 256 * 2**20
"""Bytes below which a load says nothing: the program's own ups and downs would count for more than the estimate's error."""
_ENOUGH_TOKENS = 64
"""Prompt tokens from which on a measured pace is worth keeping."""


class Experience:
    """What was measured of `files` on this machine, kept in `cache_dir`; without one nothing is kept and nothing known."""

    def __init__(self, files: ModelFiles, cache_dir: Path | None) -> None:
        self._files = files
        self._records = Records(cache_dir / RECORDS) if cache_dir else None
        self._key = file_key(files) if cache_dir else ""

    @property
    def pace(self) -> Pace | None:
        """How prompts were read when these files were used last."""
        return self._records.pace(self._key) if self._records else None

    @property
    def estimates(self) -> str:
        """How right the estimates of all loads on this machine have been, in words; empty before the first."""
        found = self._records.error() if self._records else None
        return found.within() if found else ""

    def note_load(self, settings: LoadSettings, *, before: int, resident: int) -> None:
        """Note a load: `resident` bytes now, `before` of them without it. It is held against what the estimate has for that."""
        settled = sys.platform == "linux" or settings.load_mode == "read"  # elsewhere mapped weights come as they are used
        if self._records is None or not settled or resident - before < _TELLING:
            return
        projector = read_projector(self._files.mmproj) if self._files.mmproj else None
        predicted = estimate(read_model(self._files.model), projector, settings, program=before).resting
        self._records.remember_load(self._key, predicted=predicted, measured=resident)

    def note_prompt(self, tokens: int, pace: Pace) -> None:
        """Note the pace at which a prompt was read, so many tokens of it newly."""
        if self._records and tokens >= _ENOUGH_TOKENS:
            self._records.remember_pace(self._key, pace)
