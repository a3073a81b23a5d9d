"""What this machine has shown: peaks that were measured, the error of the estimates, the speed of prompts.

One JSON file, written whole and put in place at once: several processes may keep records, the last writer wins, and a file
that is broken or missing only means that nothing is known yet. Everything belongs to a file (as `inference.vetting` tells
files apart) and to a machine (its cores and its memory): a disk that moves to another machine starts anew.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from inference.atomic import write_whole
from inference.loading import LoadSettings
from inference.memory.machine import Machine, machine
from inference.pace import Pace
from inference.quantities import count

__all__ = ["RECORDS", "Accuracy", "Measured", "Records"]

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
        return (self.predicted - self.measured) / self.measured


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
        if predicted <= 0 or measured <= 0:
            return

        def change(kept: dict[str, Any]) -> None:
            old: object = kept.get("loads")
            kept["loads"] = [*(cast("list[Any]", old) if isinstance(old, list) else []), [predicted, measured]][-_LOADS:]

        self._change(key, change)

    def error(self, key: str | None = None) -> Accuracy | None:
        """How right the estimates have been on this machine, for all files or for one; None without a load."""
        files = self._files(self._read())
        kept = [files[key]] if key in files else [] if key else list(files.values())
        errors = [abs(load.error) for about in kept for load in _pairs(about.get("loads"))]
        return Accuracy(len(errors), max(errors), sum(errors) / len(errors)) if errors else None

    def remember_pace(self, key: str, pace: Pace) -> None:
        """Remember how prompts were read last."""
        if pace.sound:

            def change(kept: dict[str, Any]) -> None:
                kept["pace"] = pace.values

            self._change(key, change)

    def pace(self, key: str) -> Pace | None:
        """How prompts were read when this machine last read one with these files; None if it never did."""
        return Pace.of(self._about(key).get("pace"))

    def remember_probe(self, key: str, settings: LoadSettings, *, predicted: int, measured: int) -> None:
        """Remember a probe. `predicted` without any correction."""
        if predicted <= 0 or measured <= 0:
            return

        def change(kept: dict[str, Any]) -> None:
            probes = _mapping(kept.get("probes"))
            probes.pop(_settings_key(settings), None)
            probes[_settings_key(settings)] = [predicted, measured]
            kept["probes"] = dict(list(probes.items())[-_PROBES:])

        self._change(key, change)

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
            return exact.measured - exact.predicted
        others = _pairs(list(_mapping(self._about(key).get("probes")).values()))
        return max(0, *(other.measured - other.predicted for other in others)) if others else 0

    def _about(self, key: str) -> Mapping[str, Any]:
        return _mapping(self._files(self._read()).get(key))

    def _files(self, whole: Mapping[str, Any]) -> dict[str, Any]:
        files = _mapping(_mapping(whole.get("machines")).get(self._machine))
        return {key: _mapping(about) for key, about in files.items()}

    def _read(self) -> dict[str, Any]:
        try:
            return _mapping(json.loads(self._path.read_text("utf-8")))
        except (OSError, ValueError, RecursionError):
            return {}

    def _change(self, key: str, change: Callable[[dict[str, Any]], None]) -> None:
        whole = self._read()
        files = self._files(whole)
        about = files.pop(key, {})
        change(about)
        about["used"] = int(time.time())
        files[key] = about  # last: the one that was used longest ago goes first
        machines = _mapping(whole.get("machines"))
        machines[self._machine] = dict(list(files.items())[-_FILES:])
        with contextlib.suppress(OSError):  # nothing but knowledge is lost
            write_whole(self._path, json.dumps({"version": 1, "machines": machines}, indent=1).encode())


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
