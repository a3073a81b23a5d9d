"""The models on this machine: looking for them, checking their files, loading one and letting it go. Nothing is ever fetched."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app import wording
from app.models.found import FileOnDisk, Found
from app.models.model_controller import ModelController
from app.models.model_state import ModelState
from app.models.shelf_model import Checking, ShelfModel, Use
from app.settings.settings_controller import SettingsController
from app.settings.settings_model import SettingsModel
from app.worker.finding import CheckFile, CheckProgress, Looked, LookForModels, ModelFinder
from app.worker.lane import IDLE, Job
from inference.events import Cancelled, Failed

__all__ = ["ShelfController"]


class ShelfController(QObject):
    """The folders are a setting; what is in them is looked up when the page is opened and when they change."""

    release_asked = Signal()
    """Give the loaded model's memory back now: `Worker.rest_now`."""

    def __init__(
        self,
        worker: ModelFinder,
        shelf: ShelfModel,
        *,
        settings: SettingsController,
        chosen: SettingsModel,
        models: ModelController,
        state: ModelState,
    ) -> None:
        super().__init__()
        self._worker, self._shelf = worker, shelf
        self._settings, self._chosen, self._models, self._state = settings, chosen, models, state
        self._looking = IDLE
        self._found: list[Found] = []
        self._first = True
        """Nothing was found before: models are shown as they come, instead of all at once in the place of the old ones."""
        self._checks: dict[Path, Job[FileOnDisk | Cancelled]] = {}
        self._open = False
        state.changed.connect(self._show_use)
        chosen.changed.connect(self._settings_changed)

    def open(self) -> None:
        """The page is shown: look what there is now."""
        self._open = True
        self._show_use()
        self.look()

    def close(self) -> None:
        """The page is gone. What is being checked goes on: its sum will be known the next time."""
        self._open = False
        self._end_looking()

    def look(self) -> None:
        """Look through the folders again."""
        self._looking.forget()
        self._found, self._first = [], not self._shelf.rows
        self._shelf.look(self._chosen.settings.model_folders)
        work = LookForModels(self._shelf.folders)
        self._looking = self._worker.submit(work, self._show_outcome, self._show_failure, self._take)

    def add_folder(self, folder: Path) -> None:
        self._settings.add_folder(folder)

    def remove_folder(self, folder: Path) -> None:
        self._settings.remove_folder(folder)

    def load(self, path: Path) -> None:
        """Load a model exactly as its row says."""
        row = self._shelf.row(path)
        if row is not None and row.choice is not None:
            self._models.load(row.choice)

    def load_starter(self) -> None:
        self._models.load_starter()

    def release(self) -> None:
        """The model leaves the memory until the next question; the conversation stays."""
        self.release_asked.emit()

    def check(self, path: Path) -> None:
        """Add up the sums of a model's files that are not known yet, one after the other."""
        row = self._shelf.row(path)
        for file in row.unchecked if row is not None else ():
            if file not in self._checks:
                self._checks[file] = self._check(file)
        self._show_checking()

    def stop_checks(self) -> None:
        for job in self._checks.values():
            job.forget()
        self._checks.clear()
        self._show_checking()

    def _take(self, found: Found) -> None:
        self._found.append(found)
        if self._first:
            self._shelf.show(tuple(self._found), whole=False)

    def _show_outcome(self, outcome: Looked | Cancelled) -> None:
        if isinstance(outcome, Looked):
            self._shelf.show(outcome.found, outcome.problems)
        else:
            self._shelf.end_looking()

    def _show_failure(self, failed: Failed) -> None:
        self._shelf.end_looking((str(wording.sentence(failed.error)),))

    def _check(self, file: Path) -> Job[FileOnDisk | Cancelled]:
        def progress(now: CheckProgress) -> None:
            self._shelf.check(Checking(file, now.done / max(1, now.total)))

        def done(outcome: FileOnDisk | Cancelled) -> None:
            del self._checks[file]
            if isinstance(outcome, FileOnDisk):
                self._shelf.show_checked(outcome)
            self._show_checking()

        def failed(why: Failed) -> None:
            del self._checks[file]
            self._shelf.complain(str(wording.sentence(why.error)))
            self._show_checking()

        return self._worker.submit(CheckFile(file), done, failed, progress)

    def _show_checking(self) -> None:
        first = next(iter(self._checks), None)
        self._shelf.check(None if first is None else Checking(first))

    def _end_looking(self) -> None:
        self._looking.forget()
        if self._shelf.looking:
            self._shelf.end_looking()

    @Slot()
    def _show_use(self) -> None:
        state = self._state
        use: Use = {"none": "", "loading": "loading", "ready": "loaded"}[state.phase]  # type: ignore[assignment]
        if use == "loaded" and state.resting is not None:
            use = "resting"
        self._shelf.use(state.choice.model if state.choice is not None else None, use, starter=state.is_starter)

    @Slot(object)
    def _settings_changed(self, names: frozenset[str]) -> None:
        if self._open and "model_folders" in names:
            self.look()
