"""What this machine has shown: peaks that were measured, the error of the estimates, the speed of prompts.

One JSON file, written whole and put in place at once: several processes may keep records, the last writer wins, and a file
that is broken or missing only means that nothing is known yet. Everything belongs to a file (as `inference.vetting` tells
files apart) and to a machine (its cores and its memory): a disk that moves to another machine starts anew.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from inference.atomic import write_whole
from inference.gguf.model_info import read_model
from inference.gguf.projector import read_projector
from inference.loading import LoadSettings, ModelFiles
from inference.memory.estimate import estimate
from inference.memory.machine import Machine, machine
from inference.pace import Pace
from inference.quantities import count
from inference.vetting import file_key

__all__ = ["RECORDS", "Accuracy", "Experience", "Measured", "Records"]

RECORDS = "memory-records.json"
_FILES = 64
_LOADS = 200
_PROBES = 32
_GIB = 2**30


@dataclass(frozen=True)
class Measured:
    """A prediction and what came of it, in bytes."""

    predicted: int
    measured: int

    @property
    def error(self) -> float:
        """0.01: one per cent too much was predicted; negative: too little."""
        return (self.predicted - self.measured) / self.measured if self.measured else 0.0

    @property
    def correction(self) -> int:
        """What the prediction lacks."""
        return self.measured - self.predicted


@dataclass(frozen=True)
class Accuracy:
    """Errors of `loads` loads: the `largest` error, as a fraction of what was measured, and the `mean` of all, both without sign.

    "Within 1.1 % over 14 loads" is a promise about every one of them, so it is the largest that is shown.
    """

    loads: int
    largest: float
    mean: float

    def within(self) -> str:
        """As a person reads it: `within 1.1 % over 14 loads`."""
        return f"within {self.largest * 100:.1f} % over {count(self.loads, 'load')}"


class Records:
    """The records at `path`. Every call reads or writes the file; none raises for what is in it, nor if it cannot be written."""

    def __init__(self, path: Path, *, on: Machine | None = None) -> None:
        on = on or machine()
        self._path = path
        self._machine = f"{on.physical_cores} cores, {round(on.total / _GIB)} GiB"

    def remember_load(self, key: str, *, predicted: int, measured: int) -> None:
        """Remember what a load took beside what was predicted for it, for `error`."""
        if predicted > 0 and measured > 0:
            about = self._about(key)
            old: object = about.get("loads")
            about["loads"] = [*(cast("list[Any]", old) if isinstance(old, list) else []), [predicted, measured]][-_LOADS:]
            self._keep(key, about)

    def error(self, key: str | None = None) -> Accuracy | None:
        """How right the estimates have been on this machine, for all files or for one; None without a load."""
        files = self._files(self._read())
        kept = [files[key]] if key in files else [] if key else list(files.values())
        errors = [abs(load.error) for about in kept for load in _pairs(about.get("loads"))]
        return Accuracy(len(errors), max(errors), sum(errors) / len(errors)) if errors else None

    def remember_pace(self, key: str, pace: Pace) -> None:
        """Remember how prompts were read last."""
        if pace.sound:
            self._keep(key, self._about(key) | {"pace": pace.values})

    def pace(self, key: str) -> Pace | None:
        """How prompts were read when this machine last read one with these files; None if it never did."""
        return Pace.of(self._about(key).get("pace"))

    def remember_probe(self, key: str, settings: LoadSettings, *, predicted: int, measured: int) -> None:
        """Remember a probe. `predicted` without any correction."""
        if predicted > 0 and measured > 0:
            about = self._about(key)
            probes = _mapping(about.get("probes"))
            probes.pop(_settings_key(settings), None)
            probes[_settings_key(settings)] = [predicted, measured]
            self._keep(key, about | {"probes": dict(list(probes.items())[-_PROBES:])})

    def find_probe(self, key: str, settings: LoadSettings) -> Measured | None:
        """What a probe of these files with these settings measured; None if there was none."""
        found = _pairs([_mapping(self._about(key).get("probes")).get(_settings_key(settings))])
        return found[0] if found else None

    def correction(self, key: str, settings: LoadSettings) -> int:
        """Signed bytes that an estimate should add: exact for settings that were probed.

        For other settings of the same files, what the worst probe of them lacked, and never less than nothing: what was too
        much there need not be too much here.
        """
        if exact := self.find_probe(key, settings):
            return exact.correction
        others = _pairs(list(_mapping(self._about(key).get("probes")).values()))
        return max(0, *(other.correction for other in others)) if others else 0

    def _about(self, key: str) -> dict[str, Any]:
        return _mapping(self._files(self._read()).get(key))

    def _files(self, whole: Mapping[str, Any]) -> dict[str, Any]:
        files = _mapping(_mapping(whole.get("machines")).get(self._machine))
        return {key: _mapping(about) for key, about in files.items()}

    def _read(self) -> dict[str, Any]:
        try:
            return _mapping(json.loads(self._path.read_text("utf-8")))
        except (OSError, ValueError, RecursionError):
            return {}

    def _keep(self, key: str, about: Mapping[str, Any]) -> None:
        whole = self._read()
        files = self._files(whole)
        files.pop(key, None)
        files[key] = {**about, "used": int(time.time())}  # last: the one that was used longest ago goes first
        machines = _mapping(whole.get("machines"))
        machines[self._machine] = dict(list(files.items())[-_FILES:])
        with contextlib.suppress(OSError):  # nothing but knowledge is lost
            write_whole(self._path, json.dumps({"version": 1, "machines": machines}, indent=1).encode())


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


def _settings_key(settings: LoadSettings) -> str:
    """All that memory depends on."""
    repack = "repacked" if settings.repack else "as it is"
    return (
        f"{settings.context} context, {settings.ubatch} ubatch, {settings.image_tokens} picture, {settings.kv_type},"
        f" {settings.load_mode}, {repack}, {settings.checkpoint_bytes} checkpoints"
    )


def _mapping(value: object) -> dict[str, Any]:
    return {str(key): entry for key, entry in cast("dict[object, Any]", value).items()} if isinstance(value, dict) else {}


def _pairs(value: object) -> list[Measured]:
    """The sound ones of a list of [predicted, measured]."""
    found: list[Measured] = []
    for pair in cast("list[object]", value) if isinstance(value, list) else []:
        match pair:
            case [int(predicted), int(measured)] if predicted > 0 and measured > 0:
                found.append(Measured(predicted, measured))
            case _:
                pass
    return found
