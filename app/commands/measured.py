"""`hush plan --measure`: the plan's settings loaded in a child process, what that took beside what was predicted, kept.

A kind of model that the formulas do not know is measured without being asked to, for nothing else would tell.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from typing import Any

from app.commands.console import interruptible
from app.commands.loaded import as_bytes, planning
from app.sentences import say
from inference.errors import HushError, InputError
from inference.gguf.model_info import read_model
from inference.loading import LoadSettings, ModelFiles
from inference.memory.estimate import unknown_because
from inference.memory.probe import Probed, probe
from inference.memory.records import Records
from inference.stop import StopFlag
from inference.vetting import file_key

__all__ = ["Findings", "findings", "records"]


@dataclass(frozen=True)
class Findings:
    """`unknown`: why the formulas do not hold, empty where they do; `probed`: what was measured, None if nothing was."""

    unknown: str
    probed: Probed | None

    def fields(self) -> dict[str, Any]:
        """For --json: bytes, and the error as a fraction of what was measured (negative: too little was predicted)."""
        found: dict[str, Any] = {"known": not self.unknown}
        if self.probed is None:
            return found
        return found | {
            "measured": self.probed.measured,
            "predicted": self.probed.predicted,
            "error": round(self.probed.error, 4),
            "context_full": self.probed.full,
            "killed": self.probed.killed,
        }

    def sentences(self) -> list[str]:
        """The same for a person."""
        found: list[str] = []
        if self.unknown:
            also = "it is measured instead" if self.probed else "the prediction may be far off"
            found.append(f"This kind of model is not known to Hush ({self.unknown}): {also}.")
        return found + (_said(self.probed) if self.probed else [])


def findings(chosen: argparse.Namespace, files: ModelFiles, settings: LoadSettings, *, fits: bool) -> Findings:
    """Measure `files` with `settings` if that was asked for or nothing else would tell, and only if it `fits`; keep the result.

    Raises InputError where it was asked for and would not fit, ModelFileError for files that cannot be loaded.
    """
    unknown = unknown_because(read_model(files.model))
    elsewhere = chosen.available is not None
    if chosen.measure and elsewhere:
        raise InputError(say("measure-elsewhere"))
    if not (chosen.measure or unknown) or elsewhere or not fits:
        return Findings(unknown, None)
    probed = _probed(files, settings, whole=chosen.whole)
    if not probed.killed:
        records().remember_probe(file_key(files), settings, predicted=probed.predicted, measured=probed.measured)
    return Findings(unknown, probed)


def records() -> Records:
    """What this machine has shown so far."""
    return planning().records


def _probed(files: ModelFiles, settings: LoadSettings, *, whole: bool) -> Probed:
    stop = StopFlag()
    shows = sys.stderr.isatty()

    def tell(stage: str) -> None:
        if shows:
            print(f"\r\x1b[KMeasuring: {stage} done", end="", file=sys.stderr, flush=True)

    try:
        with interruptible(stop):
            return probe(files, settings, whole=whole, stop=stop, on_stage=tell)
    except HushError as error:
        if stop.is_set():
            raise KeyboardInterrupt from error
        raise
    finally:
        if shows:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _said(probed: Probed) -> list[str]:
    if probed.killed:
        return [f"Measured: the system ended it for want of memory, at about {as_bytes(probed.measured)}."]
    off = probed.predicted - probed.measured
    if as_bytes(abs(off)) == "0 MiB":
        beside = f"just as predicted ({as_bytes(probed.predicted)})"
    else:
        direction = "more" if off > 0 else "less"
        beside = f"{as_bytes(probed.predicted)} was predicted, {as_bytes(abs(off))} {direction} ({abs(probed.error):.1%})"
    said = [f"Measured: {as_bytes(probed.measured)}; {beside}."]
    if not probed.full:
        said.append("Its context was empty, because it cannot be filled at once: once it is full, it may take more.")
    return said
