"""What can be done before the first question, as far as the model that is loaded and Hush's own readers can do it now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from app import wording
from app.conversation.asked import GetModel, Try
from app.conversation.examples import MEMO, MEMO_WRITTEN, NUMBER, ORDER, SIGN
from app.models.model_state import ModelState
from app.recognition.recognition import Readers

__all__ = ["Card", "FirstScreen", "Shown", "describe_first"]

PASTE = "A screenshot is pasted with Ctrl+V."
BRING = "Hush’s own readers of pictures and speech are not all here. Bring them with: make setup"


@dataclass(frozen=True)
class Card:
    """One thing that can be asked about. `offer` says what a click does; `wish` is None where it cannot be done now."""

    icon: str
    title: str
    about: str
    offer: str
    wish: Try | GetModel | None


@dataclass(frozen=True)
class Shown:
    """`title` says what to do, `about` who does it; `lacking` what is not here and how it comes, empty where all is."""

    title: str
    about: str
    lacking: str
    cards: tuple[Card, ...]


class FirstScreen(QObject):
    """Follows the model. `readers` looks which of those are there."""

    changed = Signal()

    def __init__(self, model: ModelState, readers: Callable[[], Readers]) -> None:
        super().__init__()
        self._model, self._readers = model, readers
        self._begun = False
        """A model was there, or was to be: until then nobody knows that there will be none."""
        self.shown = describe_first(model, readers(), none=False)
        model.changed.connect(self.look)

    @Slot()
    def look(self) -> None:
        """Find out anew what can be done."""
        model = self._model
        self._begun = self._begun or model.phase != "none" or model.failure is not None
        shown = describe_first(model, self._readers(), none=self._begun and model.phase == "none")
        if shown != self.shown:
            self.shown = shown
            self.changed.emit()


def describe_first(model: ModelState, readers: Readers, *, none: bool) -> Shown:
    """`none`: there is no model, and none is on its way."""
    capabilities = model.capabilities
    sees = not none and not model.is_first and (capabilities is None or capabilities.vision)
    hears = not none and not model.is_first and (capabilities is None or capabilities.audio)
    lacking = "" if readers.text and readers.speech else BRING
    cards = (
        _offer_picture(model, readers, sees=sees, none=none),
        _offer_recording(model, readers, hears=hears, none=none),
        _offer_model() if none else _offer_document(),
    )
    return Shown(_say_title(readers, none=none), _say_about(model, readers, sees=sees, hears=hears, none=none), lacking, cards)


def _say_title(readers: Readers, *, none: bool) -> str:
    if not none:
        return wording.DROP_HERE
    if not readers.text and not readers.speech:
        return "Choose a model to begin."
    what = " or ".join(name for name, there in (("a picture", readers.text), ("a recording", readers.speech)) if there)
    return f"Drop {what}: Hush {'reads it' if readers.text else 'writes it down'} by itself."


def _say_about(model: ModelState, readers: Readers, *, sees: bool, hears: bool, none: bool) -> str:
    if none:
        some = readers.text or readers.speech
        return f"No model is loaded. {'Reading and writing down need none; questions do.' if some else ''}".strip()
    if model.is_starter:
        return "The starter reads a short line and hears digits: a tiny model, to see how Hush works."
    capabilities = model.capabilities
    if sees and hears:
        return f"{capabilities.name} sees, hears and reads." if capabilities is not None else ""
    lent = " and ".join(
        name for name, own, there in (("pictures", sees, readers.text), ("sound", hears, readers.speech)) if there and not own
    )
    own = "sees and reads" if sees else "hears and reads" if hears else "is a model for text"
    name = capabilities.name if capabilities is not None else "This"
    return f"{name} {own}; Hush reads {lent} for it." if lent else f"{name} {own}."


def _offer_picture(model: ModelState, readers: Readers, *, sees: bool, none: bool) -> Card:
    title, try_it = "A picture", Try(SIGN)
    if model.is_starter and not readers.text:
        about = "The starter reads a short line in it."
    elif sees and not model.is_starter:
        about = f"Ask {'about it' if model.phase == 'none' else 'what it says or shows'}. {PASTE}"  # what sees is not here yet
    elif readers.text:
        about = f"Hush reads what it says{'' if none else ', then ask about that'}. {PASTE}"
    else:
        return _offer_nothing("picture", title, "Needs Hush’s reader, or a model that sees.")
    return Card("picture", title, about, f"Try: {SIGN.question}", try_it)


def _offer_recording(model: ModelState, readers: Readers, *, hears: bool, none: bool) -> Card:
    title, example = "A recording", MEMO_WRITTEN if none else NUMBER if model.is_starter else MEMO
    if model.is_starter and not readers.speech:
        about = "The starter hears spoken digits."
    elif hears and not readers.speech:
        about = "Spoken questions and voice memos."
    elif readers.speech:
        about = "Spoken questions and voice memos. Hush writes down what is said."
        about = "Voice memos and others: Hush writes down what is said." if none else about
    else:
        return _offer_nothing("sound", title, "Needs Hush’s reader, or a model that hears.")
    return Card("sound", title, about, f"Try: {example.question}", Try(example))


def _offer_document() -> Card:
    return Card("document", "A document", "PDF or plain text. Ask for what is in it.", f"Try: {ORDER.question}", Try(ORDER))


def _offer_model() -> Card:
    about = "About a document, a picture, anything: for that there must be a model."
    return Card("model", "A question", about, "Get a real model", GetModel())


def _offer_nothing(icon: str, title: str, why: str) -> Card:
    return Card(icon, title, why, "Not now", None)
