"""The probe: what a model really takes, measured in a child process that may die of it.

The child loads exactly these files with exactly these settings, fills the context, evaluates one full ubatch and a picture
of the largest size, and reports its peak (`inference.memory.measurement`). Being killed for want of memory is an answer too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from inference.child import PROBE, Ended, Limits, run
from inference.errors import InputError, ModelFileError
from inference.loading import LoadSettings, ModelFiles
from inference.memory.estimate import of_files
from inference.memory.machine import grantable
from inference.memory.records import Measured
from inference.stop import StopFlag

__all__ = ["Probed", "probe"]


@dataclass(frozen=True)
class Probed(Measured):
    """What was measured, in bytes of resident memory.

    `measured` is the peak; of a child that the system `killed` the most that was seen, so at least that. `program` is what
    the child took before the files, `predicted` the formulas' total with that program and no correction, `terms` its parts.
    `stages` is what became resident at each stage, in order. `full` says that the context was full; where a cache is of a
    kind that cannot be filled at once, only an empty one was measured.
    """

    program: int
    terms: Mapping[str, int]
    stages: Mapping[str, int]
    full: bool
    killed: bool
    seconds: float


def probe(
    files: ModelFiles,
    settings: LoadSettings,
    *,
    whole: bool = False,
    stop: StopFlag | None = None,
    on_stage: Callable[[str], None] | None = None,
    longest_s: float = PROBE.seconds,
) -> Probed:
    """Load `files` with `settings` in a child process and measure it.

    All layers share the buffers of an evaluation, so their first ones are enough; `whole` evaluates all of them, which takes
    minutes for a large model. `on_stage` is told each stage that is done. Raises InputError when `stop` is set,
    ModelFileError for files that cannot be loaded or take longer than `longest_s`, EngineFault if the child cannot start.
    """
    about = of_files(files, settings)  # refuses what is broken before a child is started
    try:
        done = run(
            "inference.memory.measurement:measure",
            {
                "model": files.model.absolute(),
                "mmproj": files.mmproj and files.mmproj.absolute(),
                "settings": asdict(settings),
                "whole": whole,
            },
            limits=Limits(grantable(about.total), longest_s),
            stop=stop,
            tell=on_stage,
        )
    except InputError as refused:
        raise ModelFileError(refused.sentence) from refused
    except Ended as ended:
        if ended.reason in ("memory", "killed"):
            return Probed(about.total, ended.peak, 0, about.terms(), {}, full=False, killed=True, seconds=ended.seconds)
        raise _explain(ended, files.model.name) from ended
    told: Mapping[str, Any] = done.value
    predicted = of_files(files, settings, program=told["program"])
    return Probed(
        predicted=predicted.total,
        measured=told["measured"],
        program=told["program"],
        terms=predicted.terms(),
        stages=told["stages"],
        full=told["filled"],
        killed=False,
        seconds=done.seconds,
    )


def _explain(ended: Ended, name: str) -> InputError:
    if ended.reason == "stopped":
        return InputError("measuring-stopped")
    if ended.reason == "time":
        return ModelFileError("measuring-too-slow", name=name, minutes=ended.limits.seconds / 60)
    return ModelFileError("not-measured", name=name, reason=str(ended))
