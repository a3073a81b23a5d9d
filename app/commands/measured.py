"""`hush plan --measure`: the plan's settings loaded in a child process, what that took beside what was predicted, kept.

A kind of model that the formulas do not know is measured without being asked to, for nothing else would tell.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import Any

from app.commands.console import Console, interruptible
from app.commands.loaded import planning
from app.sentences import say
from inference.errors import InputError
from inference.gguf.model_info import read_model
from inference.loading import LoadSettings, ModelFiles
from inference.memory.estimate import unknown_because
from inference.memory.probe import Probed, probe
from inference.memory.records import Records
from inference.quantities import gibibytes
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
        return found + (_say(self.probed) if self.probed else [])


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
    probed = _probe(files, settings, whole=chosen.whole)
    if not probed.killed:
        records().remember_probe(file_key(files), settings, predicted=probed.predicted, measured=probed.measured)
    return Findings(unknown, probed)


def records() -> Records:
    """What this machine has shown so far."""
    return planning().records


def _probe(files: ModelFiles, settings: LoadSettings, *, whole: bool) -> Probed:
    console, stop = Console(json=True), StopFlag()

    def tell(stage: str) -> None:
        console.show_progress(f"Measuring: {stage} done")

    try:
        with interruptible(stop):
            return probe(files, settings, whole=whole, stop=stop, on_stage=tell)
    finally:
        console.end_line()


def _say(probed: Probed) -> list[str]:
    if probed.killed:
        return [f"Measured: the system ended it for want of memory, at about {gibibytes(probed.measured, 2)}."]
    off = probed.predicted - probed.measured
    if gibibytes(abs(off), 2) == "0 MiB":
        beside = f"just as predicted ({gibibytes(probed.predicted, 2)})"
    else:
        direction = "more" if off > 0 else "less"
        beside = f"{gibibytes(probed.predicted, 2)} was predicted, {gibibytes(abs(off), 2)} {direction} ({abs(probed.error):.1%})"
    said = [f"Measured: {gibibytes(probed.measured, 2)}; {beside}."]
    if not probed.full:
        said.append("Its context was empty, because it cannot be filled at once: once it is full, it may take more.")
    return said
