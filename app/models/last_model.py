"""The model that was used last is there again at the next start; where it cannot be, the first one or the starter, and why."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

import resources
from app import wording
from app.conversation.activity import Notice
from app.models.model_controller import ModelController
from app.models.model_state import ModelState
from app.sentences import say
from app.settings import LastModel
from app.settings.settings_controller import SettingsController
from app.settings.settings_model import SettingsModel
from app.values import ModelChoice
from inference.sentences import Sentence

__all__ = ["LastModelController"]


class LastModelController(QObject):
    """Remembers each model that was loaded. The starter that stands in for one that is missing is not remembered."""

    def __init__(
        self, models: ModelController, *, state: ModelState, notice: Notice, settings: SettingsController, chosen: SettingsModel
    ) -> None:
        super().__init__()
        self._models, self._state, self._notice = models, state, notice
        self._settings, self._chosen = settings, chosen
        self._trying: ModelChoice | None = None
        """The model of last time, while it loads."""
        self._standing_in = False
        state.changed.connect(self._follow)

    def begin(self) -> None:
        """Load the model of last time; where none was chosen the first one, or the starter."""
        last = self._chosen.settings.last_model
        if last is None:
            self._models.load_first()
            return
        if last.model == resources.STARTER:
            self._models.load_starter()
            return
        gone = [path for path in (last.model, last.projector) if path is not None and not path.is_file()]
        if gone:
            self._stand_in(say("last-model-gone", path=gone[0]))
            return
        self._trying = ModelChoice(last.model, last.projector, context=last.context, image_tokens=last.image_tokens)
        self._models.load(self._trying)

    @Slot()
    def _follow(self) -> None:
        state, choice = self._state, self._state.choice
        if choice is None:
            if self._trying is not None:
                self._trying = None
                self._stand_in(*map(wording.sentence, filter(None, [state.failure])))
        elif choice.is_starter:
            self._trying = None
            if state.phase == "ready" and not self._standing_in:
                # Where nothing else could have been loaded, it was not chosen.
                self._remember(LastModel(choice.model, choice.mmproj) if resources.first_model() is not None else None)
        elif state.is_first and not self._chosen.settings.last_model:
            self._trying = None  # nobody chose it: what set-up brings next time is loaded then
        else:
            self._standing_in = False
            if self._trying is not None and choice.model != self._trying.model:
                self._trying = None  # the person chose another before it was there
            if state.phase == "ready":
                self._trying = None
                self._remember(LastModel(choice.model, choice.mmproj, choice.context, choice.image_tokens))

    def _stand_in(self, *why: Sentence) -> None:
        self._standing_in = True
        self._models.load_first()
        instead = say("starter-instead" if resources.first_model() is None else "first-instead")
        self._notice.show(*why, instead)  # loading has cleared what was said before

    def _remember(self, last: LastModel | None) -> None:
        if last != self._chosen.settings.last_model:
            self._settings.set("last_model", last)
