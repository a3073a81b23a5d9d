"""The price as one types: what would be sent now is counted again and again, and the meter and the chips say so."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject, Signal, Slot

from app.conversation.context.budget_model import BudgetModel, budget, price_of
from app.conversation.context.reach import surely_fits
from app.conversation.context.reading import ReadingController
from app.conversation.on_screen import OnScreen
from app.conversation.transcript.transcript import message
from app.pauses import once
from app.worker import Worker
from app.worker.lane import IDLE
from app.worker.media import Price
from inference.conversation import DocumentPart, Message, Request
from inference.events import Priced

__all__ = ["PricingController"]

TYPING_MS = 250
"""How long typing goes on before it is counted; also while it goes on, it is counted no more often than this."""


class PricingController(QObject):
    """Keeps the meter true to what is written, attached, said before and loaded.

    A count takes its time: one that was overtaken is still shown, for it is near, but nothing is decided by it.
    """

    priced = Signal(object, object)
    """What would be sent now and its price: Request, Priced."""
    unpriced = Signal(object)
    """What would be sent now has no price, because something in it cannot be used: Request."""

    def __init__(
        self,
        worker: Worker,
        reading: ReadingController,
        shown: OnScreen,
        meter: BudgetModel,
    ) -> None:
        super().__init__()
        self._worker, self._reading, self._meter = worker, reading, meter
        self._draft, self._transcript, self._model = shown.draft, shown.transcript, shown.model
        transcript, model = shown.transcript, shown.model
        self._thinking = False
        self._job = IDLE
        self._shown: tuple[Request, Priced] | None = None
        self._unusable: Request | None = None
        self._typing = once(self, self._count, TYPING_MS)
        model.changed.connect(self._model_changed)
        reading.changed.connect(self._show)
        transcript.changed.connect(self._transcript_changed)
        for signal in (transcript.cut, transcript.replaced, transcript.editing_changed):
            signal.connect(self.soon)

    @property
    def current(self) -> bool:
        """Whether the meter shows what is written now."""
        return self._shown is not None and self._shown[0] == self._request()

    def set_thinking(self, thinking: bool) -> None:
        """Whether the model would think: that is a line of its instructions."""
        self._thinking = thinking
        self.soon()

    def soon(self, *_of_a_signal: object) -> None:
        """Something has changed: count again, many changes in a row once."""
        if not self._typing.isActive():
            self._typing.start()

    @Slot()
    def now(self) -> None:
        """Count at once what would be sent."""
        self._typing.stop()
        self._job.forget()
        choice = self._model.choice
        if choice is not None and self._model.capabilities is not None:
            asked = self._request()
            self._job = self._worker.submit(
                Price(asked, choice), lambda priced: self._take_price(asked, priced), lambda _failed: self._take_failure(asked)
            )

    def verdict(self) -> Literal["fits", "too long", "unknown"]:
        """Whether what is written now can be sent. "unknown" is known once `priced` or `unpriced` comes.

        What has no price is asked: the engine says itself what is wrong. So it is while a model still loads.
        """
        capabilities, seen, request = self._model.capabilities, self._meter.budget, self._request()
        if capabilities is None or request == self._unusable:
            return "fits"
        if seen is not None and self._shown is not None and self._shown[0] == request:
            return "fits" if seen.fits else "too long"
        return "fits" if surely_fits(request, self._draft.usable, capabilities) else "unknown"

    def tokens_of(self, place: int, part: DocumentPart) -> int | None:
        """What `part` of the message at this place of the conversation costs; None where that was not counted."""
        if self._shown is None or not 0 <= place < len(self._shown[0].messages):
            return None
        request, price = self._shown
        if part not in request.messages[place].parts:
            return None
        found = price_of(price, part.name, draft=place, rates=self._reading.rates)
        return found[0] if found is not None else None

    def _request(self) -> Request:
        newest = message(self._draft.text.strip(), self._draft.usable)
        capabilities = self._model.capabilities
        return Request(
            (*self._transcript.messages(), newest if newest.parts else Message.text("user", "")),
            thinking=self._thinking and capabilities is not None and capabilities.thinking,
        )

    @Slot()
    def _count(self) -> None:
        if not self._job.live:  # else when that one is done, or a slow count would never end while one types
            self.now()

    @Slot()
    def _model_changed(self) -> None:
        self._shown = self._unusable = None
        if self._model.capabilities is None:
            self._job.forget()
            self._meter.show(None)
        else:
            self.soon()

    @Slot(int)
    def _transcript_changed(self, index: int) -> None:
        if self._transcript.entries[index].state not in ("waiting", "writing"):
            self.soon()

    def _take_price(self, request: Request, priced: Priced) -> None:
        self._shown = request, priced
        self._show()
        self._again(request)

    def _take_failure(self, request: Request) -> None:
        self._shown, self._unusable = None, request
        self._meter.show(None)  # no number at all rather than an old one
        self.unpriced.emit(request)
        self._again(request)

    def _again(self, counted: Request) -> None:
        if counted != self._request() and not self._job.live:
            self.soon()

    @Slot()
    def _show(self) -> None:
        """The newest price in the meter and on the chips."""
        capabilities = self._model.capabilities
        if self._shown is None or capabilities is None:
            return
        request, price = self._shown
        draft, fresh, rates = len(request.messages) - 1, self._reading.count_fresh(request, price), self._reading.rates
        self._meter.show(budget(price, capabilities.context, draft=draft, fresh=fresh, rates=rates))
        for chip in self._draft.chips:
            if (cost := price_of(price, chip.name, draft=draft, rates=rates)) is not None:
                self._draft.change_chip(chip.number, tokens=cost[0], seconds=cost[1])
        if self.current:
            self.priced.emit(request, price)
