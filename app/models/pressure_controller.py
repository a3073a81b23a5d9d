"""When memory presses: says what was given up, asks the plan what would fit now, and loads that when told to."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Slot

from app.conversation.answers import AnswerController
from app.conversation.on_screen import OnScreen
from app.models.model_controller import ModelController
from app.models.pressure_model import PressureModel, offer, tell_pressed, tell_released
from app.values import Awake, Examined
from app.worker import Worker
from app.worker.lane import IDLE, ignore
from app.worker.media import Examine
from inference.events import Loaded, MemoryPressed, Released

__all__ = ["PressureController"]


class PressureController(QObject):
    """Hears what presses in the middle of an answer, and what happens between answers."""

    def __init__(
        self, worker: Worker, models: ModelController, answers: AnswerController, shown: OnScreen, pressure: PressureModel
    ) -> None:
        super().__init__()
        self._worker, self._models, self._answers = worker, models, answers
        self._model, self._activity, self._pressure = shown.model, shown.activity, pressure
        self._examination = IDLE
        self._said: list[str] = []
        worker.noticed.connect(self._notice)

    def use_plan(self) -> None:
        """Load the model as the plan has it; the conversation stays."""
        plan, choice = self._pressure.plan, self._model.choice
        if plan is None or choice is None:
            return
        self.dismiss()
        self._models.load(replace(choice, context=plan.settings.context, image_tokens=None, settings=plan.settings))

    def dismiss(self) -> None:
        self._said = []
        self._examination.forget()
        self._pressure.show("")

    @Slot(object)
    def _notice(self, event: object) -> None:
        if isinstance(event, MemoryPressed):
            answering = self._activity.busy or self._answers.now is not None
            if answering or not self._said:
                self._begin(tell_pressed(event, answering=answering))
        elif isinstance(event, Released):
            self._model.rest(event)
            if event.reason == "memory":
                self._said.append(tell_released(event))
                self._ask()
        elif isinstance(event, Awake):
            self._model.rest(None)
        elif isinstance(event, Loaded):
            self._model.rest(None)
            self.dismiss()

    def _begin(self, text: str) -> None:
        self._said = [text]
        self._ask()

    def _ask(self) -> None:
        """Show what is known and ask the plan what would fit now, as if nothing were loaded."""
        self._pressure.show("\n".join(self._said), self._pressure.plan)
        if self._model.choice is not None:
            self._examination.forget()
            asked = Examine(replace(self._model.choice, settings=None, anyway=False))
            self._examination = self._worker.submit(asked, self._offer, ignore)

    def _offer(self, examined: Examined) -> None:
        if examined.plan is None or not self._said:
            return
        fitting = examined.plan if examined.plan.fits else examined.plan.instead
        self._pressure.show("\n".join([*self._said, offer(examined.plan)]), fitting)
