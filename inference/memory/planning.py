"""How models are best loaded on this machine now: one service for the window and the command line.

It reads the headers of the files, knows what earlier measurements showed, asks the machine and makes the plan. What does not fit
is refused with the words that say what would, and how to load it anyway.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path

from inference.errors import HushError, MemoryShort, ModelFileError
from inference.gguf.check import Problem, pair_problems, problem
from inference.gguf.model_info import ModelInfo, read_model
from inference.gguf.projector import ProjectorInfo, read_projector
from inference.loading import LoadSettings, ModelFiles
from inference.memory import machine as machines
from inference.memory.estimate import PROGRAM_BYTES, of_files
from inference.memory.machine import Machine
from inference.memory.plan import Plan, Wishes, plan
from inference.memory.records import RECORDS, Records
from inference.memory.words import shortfall, way_out
from inference.quantities import gibibytes
from inference.vetting import file_key

__all__ = ["Headers", "Planning", "read_headers"]


@dataclass(frozen=True)
class Headers:
    """What a pair of files is, whatever machine it is on. `problems` empty: `model` is there, and both can be loaded."""

    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    model: ModelInfo | None = None
    projector: ProjectorInfo | None = None


def read_headers(files: ModelFiles) -> Headers:
    """Look into `files`. Never raises: what is wrong is the answer. Takes seconds where the vocabulary is large."""
    missing = [path for path in (files.model, files.mmproj) if path is not None and not path.is_file()]
    if missing:
        return Headers(tuple(problem("file-missing", path=path) for path in missing))
    found = pair_problems(files.model, files.mmproj)
    if errors := tuple(problem for problem in found if problem.severity == "error"):
        return Headers(errors)
    try:
        projector = read_projector(files.mmproj) if files.mmproj else None
        return Headers((), tuple(found), read_model(files.model), projector)
    except HushError as error:  # the file has changed meanwhile
        return Headers((Problem(error.sentence),))


@dataclass(frozen=True)
class Planning:
    """Plans of one program. `cache_dir` holds the records, `program` is what the process takes without a model, in bytes;
    `anyway` says, after a refusal, how a person loads what does not fit."""

    cache_dir: Path
    anyway: str
    program: int = PROGRAM_BYTES

    @property
    def records(self) -> Records:
        """What this machine has shown so far."""
        return Records(self.cache_dir / RECORDS)

    def plan(self, files: ModelFiles, wishes: Wishes, *, headers: Headers | None = None, on: Machine | None = None) -> Plan:
        """How to load `files` on this machine, as if this process held no model yet, or `on` another. `headers`: theirs, if
        they were read already. Raises ModelFileError for what cannot be loaded, InputError for what no machine could grant.
        """
        found = headers or _headers_of(files)
        if found.model is None:
            raise ModelFileError(found.problems[0].sentence)
        if on is not None:  # what was measured here says nothing of another machine
            return plan(found.model, found.projector, on, wishes)
        correction = partial(self.records.correction, file_key(files))
        now = machines.machine_without_us()
        return plan(found.model, found.projector, now, wishes, program=self.program, correction=correction)

    def grant(
        self, files: ModelFiles, wishes: Wishes, *, shown: LoadSettings | None = None, anyway: bool = False
    ) -> LoadSettings:
        """The settings to load `files` with: those of a plan that was `shown` if they still fit, else the plan's. Raises
        MemoryShort where nothing fits that honours the wishes, unless it is to be loaded `anyway`; and what `plan` raises.
        """
        if shown is not None and (anyway or shown.predicted_bytes <= machines.machine_without_us().budget):
            return shown
        made = self.plan(files, wishes)
        if not made.fits and not anyway:
            way = f"{way_out(made)} {self.anyway}".strip()
            short = shortfall(made, files.model.name)
            raise MemoryShort("plan-does-not-fit", shortfall=short, anyway=way, missing=gibibytes(made.missing))
        return made.settings

    def weigh(self, files: ModelFiles, settings: LoadSettings) -> LoadSettings:
        """`settings` that come from no plan, with what they are predicted to take. Raises MemoryShort if that is too much."""
        predicted, budget = of_files(files, settings).total, machines.machine_without_us().budget
        if predicted > budget:
            name, needed, granted = files.model.name, gibibytes(predicted), gibibytes(budget)
            raise MemoryShort("pair-too-large", name=name, needed=needed, granted=granted)
        return replace(settings, predicted_bytes=predicted)


def _headers_of(files: ModelFiles) -> Headers:
    try:
        return _remember(files, file_key(files))
    except OSError:
        return read_headers(files)  # says why


@lru_cache(maxsize=4)
def _remember(files: ModelFiles, _key: str) -> Headers:
    """Looked into once, as long as the files are the same: a large vocabulary takes the interpreter from the window's thread
    for a good part of a second, and the plan is asked for every few seconds while a model loads.
    """
    return read_headers(files)
