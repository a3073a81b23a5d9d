"""The models on this machine: looking for them, checking their files, loading one and letting it go. Nothing is ever fetched."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app import wording
from app.library_values import Checked, CheckFile, CheckProgress, Found, Looked, LookForModels
from app.models.model_controller import ModelController
from app.models.model_state import ModelState
from app.models.shelf_model import Checking, LibraryModel, Use
from app.settings.settings_controller import SettingsController
from app.settings.settings_model import SettingsModel
from app.worker.library import LibraryWorker
from inference.events import Cancelled, Failed

__all__ = ["LibraryController"]


class LibraryController(QObject):
    """The folders are a setting; what is in them is looked up when the page is opened and when they change."""

    release_asked = Signal()
    """Give the loaded model's memory back now: `Worker.rest_now`."""

    def __init__(
        self,
        worker: LibraryWorker,
        library: LibraryModel,
        *,
        settings: SettingsController,
        chosen: SettingsModel,
        models: ModelController,
        state: ModelState,
    ) -> None:
        super().__init__()
        self._worker, self._library = worker, library
        self._settings, self._chosen, self._models, self._state = settings, chosen, models, state
        self._looking = 0
        self._found: list[Found] = []
        self._first = True
        """Nothing was found before: models are shown as they come, instead of all at once in the place of the old ones."""
        self._checks: dict[int, Path] = {}
        self._open = False
        worker.told.connect(self._hear)
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
        self._worker.forget(self._looking)
        self._found, self._first = [], not self._library.rows
        self._library.look(self._chosen.settings.model_folders)
        self._looking = self._worker.submit(LookForModels(self._library.folders))

    def add_folder(self, folder: Path) -> None:
        self._settings.add_folder(folder)

    def remove_folder(self, folder: Path) -> None:
        self._settings.remove_folder(folder)

    def load(self, path: Path) -> None:
        """Load a model exactly as its row says."""
        row = self._library.row(path)
        if row is not None and row.choice is not None:
            self._models.load(row.choice)

    def load_starter(self) -> None:
        self._models.load_starter()

    def release(self) -> None:
        """The model leaves the memory until the next question; the conversation stays."""
        self.release_asked.emit()

    def check(self, path: Path) -> None:
        """Add up the sums of a model's files that are not known yet, one after the other."""
        row = self._library.row(path)
        for file in row.unchecked if row is not None else ():
            if file not in self._checks.values():
                self._checks[self._worker.submit(CheckFile(file))] = file
        self._show_checking()

    def stop_checks(self) -> None:
        for number in self._checks:
            self._worker.forget(number)
        self._checks.clear()
        self._show_checking()

    @Slot(int, object)
    def _hear(self, number: int, value: object) -> None:
        if number == self._looking:
            self._hear_of_looking(value)
        elif number in self._checks:
            self._hear_of_check(number, value)

    def _hear_of_looking(self, value: object) -> None:
        if isinstance(value, Found):
            self._found.append(value)
            if self._first:
                self._library.show(tuple(self._found), whole=False)
        elif isinstance(value, Looked):
            self._library.show(value.found, value.problems)
        elif isinstance(value, Failed):
            self._library.end_looking((wording.sentence(value.error),))
        elif isinstance(value, Cancelled):
            self._library.end_looking()

    def _hear_of_check(self, number: int, value: object) -> None:
        if isinstance(value, CheckProgress):
            self._library.check(Checking(value.path, value.done / max(1, value.total)))
            return
        del self._checks[number]
        if isinstance(value, Checked):
            self._library.show_checked(value)
        elif isinstance(value, Failed):
            self._library.complain(wording.sentence(value.error))
        self._show_checking()

    def _show_checking(self) -> None:
        first = next(iter(self._checks.values()), None)
        self._library.check(None if first is None else Checking(first))

    def _end_looking(self) -> None:
        self._worker.forget(self._looking)
        self._looking = 0
        if self._library.looking:
            self._library.end_looking()

    @Slot()
    def _show_use(self) -> None:
        state = self._state
        use: Use = {"none": "", "loading": "loading", "ready": "loaded"}[state.phase]  # type: ignore[assignment]
        if use == "loaded" and state.resting is not None:
            use = "resting"
        self._library.use(state.choice.model if state.choice is not None else None, use, starter=state.is_starter)

    @Slot(object)
    def _settings_changed(self, names: frozenset[str]) -> None:
        if self._open and "model_folders" in names:
            self.look()
