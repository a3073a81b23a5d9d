"""The models on this machine as a person reads them: what each is, whether it fits, where it comes from, what can be done."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal

from app.models.found import FileOnDisk, Found
from app.models.known import Missing, Provenance, missing, provenance
from app.models.plan_words import how, verdict, way_out
from app.values import ModelChoice
from app.wording import count, file_size, gibibytes

__all__ = ["Checking", "Row", "ShelfModel", "Use"]

Use = Literal["", "loading", "loaded", "resting"]


@dataclass(frozen=True)
class Checking:
    """A file whose sum is being added up; `share` of it is done."""

    path: Path
    share: float = 0.0


@dataclass(frozen=True)
class Row:
    """One model. `choice` loads it as `verdict` says; None where it cannot be. `load` is what the button says."""

    path: Path
    title: str
    facts: str
    senses: str
    projector: str
    verdict: str
    role: Literal["green", "amber", "red", "muted"]
    details: str
    choice: ModelChoice | None
    load: str
    origin: tuple[Provenance, ...]
    unchecked: tuple[Path, ...]
    """Its files whose sums are not known yet."""
    use: Use = ""
    checking: Checking | None = None


class ShelfModel(QObject):
    """Changed by the controller of the shelf only. Rows are by name; what fits comes first, what cannot be used last."""

    changed = Signal()
    """Other rows, or other words on the page."""
    row_changed = Signal(int)
    starter_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()
        self.missing: tuple[Missing, ...] = missing(())
        self.folders: tuple[Path, ...] = ()
        self.looking = False
        self.problems: tuple[str, ...] = ()
        self._found: tuple[Found, ...] = ()
        self.starter: Use = ""
        self._used: tuple[Path | None, Use] = (None, "")
        self._checking: Checking | None = None

    @property
    def status(self) -> str:
        """What is under way, or what there is, in one line."""
        if self.looking:
            found = f" {count(len(self.rows), 'model')} so far." if self.rows else ""
            return f"Looking into the files…{found}"
        if not self.folders:
            return "Name the folders where your models are. Hush only looks there; it moves and changes nothing."
        where = "this folder" if len(self.folders) == 1 else f"these {count(len(self.folders), 'folder')}"
        return f"{count(len(self.rows), 'model')} in {where}." if self.rows else f"There is no model in {where} yet."

    def look(self, folders: tuple[Path, ...]) -> None:
        """Looking has begun; what was found before stays until it ends."""
        self.looking, self.folders, self.problems = True, folders, ()
        self.changed.emit()

    def show(self, found: tuple[Found, ...], problems: tuple[str, ...] = (), *, whole: bool = True) -> None:
        """What was found, so far or as a whole."""
        self.looking, self.problems = not whole, problems
        self._found = found
        rows = sorted(
            map(self._row, found), key=lambda row: (("green", "amber", "muted", "red").index(row.role), row.title.lower())
        )
        self.rows = tuple(rows)
        self.missing = missing(tuple(file for one in found for file in _files(one)))
        self.changed.emit()

    def end_looking(self, problems: tuple[str, ...] = ()) -> None:
        """It was stopped or failed: what is shown stays."""
        self.looking, self.problems = False, problems
        self.changed.emit()

    def complain(self, problem: str) -> None:
        """Something could not be done; `look` takes it away."""
        self.problems = (*(one for one in self.problems if one != problem), problem)
        self.changed.emit()

    def use(self, path: Path | None, use: Use, *, starter: bool = False) -> None:
        """Which model is loaded, or on its way."""
        if (self._used, self.starter) != ((path, use), use if starter else ""):
            self._used, self.starter = (path, use), use if starter else ""
            self.starter_changed.emit()
            self._refresh()

    def check(self, checking: Checking | None) -> None:
        """Which file is being checked, and how far that is."""
        self._checking = checking
        self._refresh()

    def show_checked(self, checked: FileOnDisk) -> None:
        """The sum of a file is known now."""
        swap = lambda file: checked if file is not None and file.path == checked.path else file  # noqa: E731
        self._found = tuple(replace(one, model=swap(one.model), projector=swap(one.projector)) for one in self._found)
        self._refresh()

    def row(self, path: Path) -> Row | None:
        return next((row for row in self.rows if row.path == path), None)

    def _refresh(self) -> None:
        """The same rows in the same places, with other words."""
        found = {one.model.path: one for one in self._found}
        before, self.rows = self.rows, tuple(self._row(found[row.path]) for row in self.rows)
        for index, (old, new) in enumerate(zip(before, self.rows, strict=True)):
            if old != new:
                self.row_changed.emit(index)

    def _row(self, found: Found) -> Row:
        seen, plan = found.examined, found.examined.plan
        files = _files(found)
        words = _Words("red", "\n".join(seen.problems), "", "", None) if plan is None else _judge(found)
        path, use = self._used
        checking = self._checking if self._checking and any(self._checking.path == file.path for file in files) else None
        return Row(
            path=found.model.path,
            title=seen.title or found.model.path.name,
            facts=f"{file_size(found.model.bytes)}  ·  {_short(found.model.path)}",
            senses=seen.details if plan is not None else "",
            projector=f"With {found.projector.path.name}, {file_size(found.projector.bytes)}" if found.projector else "",
            verdict=words.verdict,
            role=words.role,
            details=" ".join((words.details, *seen.warnings)).strip(),
            choice=words.choice,
            load=words.load,
            origin=tuple(provenance(file) for file in files),
            unchecked=tuple(file.path for file in files if file.sha256 is None),
            use=use if path == found.model.path else "",
            checking=checking,
        )


@dataclass(frozen=True)
class _Words:
    role: Literal["green", "amber", "red", "muted"]
    verdict: str
    details: str
    load: str
    choice: ModelChoice | None


def _judge(found: Found) -> _Words:
    plan = found.examined.plan
    assert plan is not None
    choice = replace(found.examined.choice, settings=plan.settings, anyway=not plan.fits)
    if plan.fits:
        return _Words("green", verdict(plan), f"Loaded with {how(plan.settings)}.", "Load", choice)
    load = f"Load anyway, {gibibytes(plan.missing)} over"
    return _Words("amber", verdict(plan), way_out(plan), load, choice)


def _files(found: Found) -> tuple[FileOnDisk, ...]:
    return (found.model,) if found.projector is None else (found.model, found.projector)


def _short(path: Path) -> str:
    home = Path.home()
    return f"~{os.sep}{path.relative_to(home)}" if path.is_relative_to(home) else str(path)
