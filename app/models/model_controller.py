"""Choosing and loading a model."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

import resources
from app import wording
from app.conversation.activity import Notice
from app.models.found import best_namesake
from app.models.model_state import ModelState
from app.values import MemoryMeasured, ModelChoice
from app.worker import Worker
from app.worker.engine import Load
from app.worker.lane import IDLE, ignore
from app.worker.media import Examine, MeasureMemory
from inference.errors import HushError, ModelFileError
from inference.events import Cancelled, Failed, FilesChanged, Loaded, LoadProgress
from inference.sentences import Sentence

__all__ = ["ModelController", "projector_beside"]

MEMORY_EVERY_MS = 5000


class ModelController(QObject):
    """Loads what is chosen, keeps `ModelState` true, and says what files are before they are loaded."""

    examined = Signal(object)
    """The newest examination asked for: Examined."""

    def __init__(self, worker: Worker, state: ModelState, notice: Notice) -> None:
        super().__init__()
        self._worker, self._state, self._notice = worker, state, notice
        self._load = self._examination = self._measurement = IDLE
        self._clock = QTimer(self, interval=MEMORY_EVERY_MS)
        self._clock.timeout.connect(self._measure)
        worker.noticed.connect(self._hear)

    def load_first(self, *, context: int | None = None) -> None:
        """Load the small real model that set-up brings, or the starter where it is not there."""
        if (first := resources.first_model()) is not None:
            self.load(ModelChoice(first, context=context))
        else:
            self.load_starter(context=context)

    def load_starter(self, *, context: int | None = None) -> None:
        try:
            model, projector = resources.starter()
        except ModelFileError as error:
            self._show_none(error)
            return
        self.load(ModelChoice(model, projector, context=context, is_starter=True))

    def load(self, choice: ModelChoice) -> None:
        """Load `choice`; what was loading or loaded before is given up."""
        self._load.forget()
        self._notice.clear()
        self._state.choice, self._state.failure = choice, None
        self._state.phase, self._state.capabilities, self._state.progress = "loading", None, None
        self._state.memory = None
        self._state.changed.emit()
        self._measure()
        self._clock.start()
        self._load = self._worker.submit(Load(choice), self._show_loaded, self._show_failure, self._progress)

    def examine(self, choice: ModelChoice) -> None:
        """Ask what these files are; `examined` answers."""
        self._examination.forget()
        self._examination = self._worker.submit(Examine(choice), self.examined.emit, ignore)

    def stop(self) -> None:
        """Nothing more is measured; for the end of the program."""
        self._clock.stop()

    @Slot()
    def _measure(self) -> None:
        if self._state.choice is not None:
            self._measurement.forget()
            self._measurement = self._worker.submit(MeasureMemory(self._state.choice), self._show_measured, ignore)

    def _show_measured(self, measured: MemoryMeasured) -> None:
        self._state.memory = measured
        self._state.memory_changed.emit()

    def _progress(self, progress: LoadProgress) -> None:
        self._state.progress = progress
        self._state.changed.emit()

    def _show_loaded(self, outcome: Loaded | Cancelled) -> None:
        if isinstance(outcome, Cancelled):
            self._show_none(None)
            return
        self._state.phase, self._state.capabilities = "ready", outcome.capabilities
        self._state.estimates = outcome.estimates
        if self._state.choice is not None and outcome.settings is not None:
            self._state.choice = replace(self._state.choice, settings=outcome.settings)
        self._state.changed.emit()
        self._measure()

    @Slot(object)
    def _hear(self, event: object) -> None:
        """The model's file was changed: another one may be loaded now, or an answer of last time ended of it. Or a word of what
        is wrong beside the model, which lets it be loaded all the same."""
        if isinstance(event, Sentence):
            self._notice.show(event)
        if not isinstance(event, FilesChanged):
            return
        if event.capabilities is not None:
            self._state.capabilities = event.capabilities
            self._state.changed.emit()
        self._notice.show(event.sentence)

    def _show_failure(self, failed: Failed) -> None:
        self._show_none(failed.error)

    def _show_none(self, error: HushError | None) -> None:
        """Show that no model is there. `error`: why, where that is not what the person asked for."""
        self._state.phase, self._state.choice, self._state.capabilities = "none", None, None
        self._state.memory = None
        self._clock.stop()
        self._state.failure = error
        self._state.changed.emit()
        if error is not None and self._state.failure is error:  # nobody has put another model in its place
            self._notice.show(wording.sentence(error))


def projector_beside(model: Path) -> Path | None:
    """The projector that most likely belongs to `model`: the only file beside it that calls itself one, or the best namesake."""
    try:
        found = sorted(path for path in model.parent.glob("*.gguf") if "mmproj" in path.name.lower() and path != model)
    except OSError:
        return None
    return best_namesake(model, found)
