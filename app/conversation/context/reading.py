"""What the engine has read already and how fast it reads here: so that only what is new costs seconds in the meter."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.conversation.context.budget_model import Rates
from app.models.model_state import ModelState
from app.worker import Worker
from inference.conversation import Message, Request
from inference.events import Cancelled, Failed, Finished, Loaded, Pace, Priced, Released

__all__ = ["ReadingController"]


class ReadingController(QObject):
    """Hears of every answer. The prompt of the last one, and the answer, stay in the KV cache until another takes their place.

    That is what it says, not what llama.cpp holds to the cell: with a sliding window a little more may have to be read.
    """

    changed = Signal()

    def __init__(self, worker: Worker, model: ModelState) -> None:
        super().__init__()
        self._model = model
        self._pace: Pace | None = None
        self._frame = 0
        self._held: Request | None = None
        self._held_frame = 0
        worker.noticed.connect(self._notice)

    @property
    def rates(self) -> Rates:
        """What a token costs now."""
        capabilities = self._model.capabilities
        return Rates(self._pace, capabilities.kv_bytes_per_token if capabilities is not None else 0.0)

    def note_price(self, priced: Priced) -> None:
        """What the request that is being answered costs: the engine says so before it reads."""
        self._frame = sum(part.tokens for part in priced.parts if part.kind == "template")

    def note_end(self, request: Request, outcome: Finished | Cancelled | Failed) -> None:
        """What became of a request."""
        read = isinstance(outcome, Finished) or (isinstance(outcome, Cancelled) and outcome.text)
        self._hold(_add_answer(request, outcome) if read and not isinstance(outcome, Failed) else None)

    def count_fresh(self, request: Request, priced: Priced) -> tuple[int, ...]:
        """The tokens of each part of `priced` that are not in the KV cache."""
        held = self._held
        if held is None or (held.thinking, held.image_tokens) != (request.thinking, request.image_tokens):
            return tuple(part.tokens for part in priced.parts)
        shared = _count_shared(held.messages, request.messages)
        frame = self._held_frame * shared // len(held.messages)
        return tuple(
            max(0, part.tokens - frame) if part.kind == "template" else 0 if part.message < shared else part.tokens
            for part in priced.parts
        )

    @Slot(object)
    def _notice(self, event: object) -> None:
        """What is true beyond one answer: a model that was released without its conversation reads it anew."""
        if isinstance(event, Loaded):
            self._pace = event.pace
            self._hold(None)
        elif isinstance(event, Pace):
            self._pace = event
        elif isinstance(event, Released) and not event.kept:
            self._hold(None)

    def _hold(self, held: Request | None) -> None:
        self._held, self._held_frame, self._frame = held, self._frame, 0
        self.changed.emit()


def _add_answer(asked: Request, outcome: Finished | Cancelled) -> Request:
    """What was asked, with the answer: that far the cache is filled. A thought is stripped, and its answer read again."""
    answer = () if outcome.thought or not outcome.text else (Message.text("assistant", outcome.text),)
    return Request((*asked.messages, *answer), image_tokens=asked.image_tokens, thinking=asked.thinking)


def _count_shared(held: tuple[Message, ...], wanted: tuple[Message, ...]) -> int:
    """How many messages both begin with."""
    for index, (one, other) in enumerate(zip(held, wanted, strict=False)):
        if one != other:
            return index
    return min(len(held), len(wanted))
