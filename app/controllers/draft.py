"""The message being written: attach, remove, choose sizes and pages, and the price as you type."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from app import wording
from app.controllers.reading import ReadingController
from app.values import Attached, Prepare, Price
from app.viewmodels.budget import BudgetModel, budget, price_of
from app.viewmodels.draft import Chip, Draft
from app.viewmodels.model_state import ModelState
from app.viewmodels.pages import chosen_pages
from app.viewmodels.reach import surely_fits
from app.viewmodels.transcript import Transcript, message
from app.worker import Worker
from inference.conversation import DocumentPart, ImagePart, Message, Request
from inference.events import Failed, Priced

__all__ = ["DraftController"]

TYPING_MS = 250


class DraftController(QObject):
    """Keeps the chips and the budget true to what is written, attached, said before and loaded."""

    settled = Signal()
    """Nothing is being read any more, or what is written was priced."""
    priced = Signal(object, object)
    """What would be sent now and its price: Request, Priced."""

    def __init__(
        self,
        worker: Worker,
        draft: Draft,
        transcript: Transcript,
        model: ModelState,
        meter: BudgetModel,
        reading: ReadingController,
    ) -> None:
        super().__init__()
        self._worker, self._draft, self._transcript = worker, draft, transcript
        self._model, self._meter, self._known = model, meter, reading
        self._numbers = itertools.count(1)
        self._reading: dict[int, int] = {}
        self._thinking = False
        self._pricing = 0
        self._asked: Request | None = None
        self._newest: tuple[Request, Priced] | None = None
        self._no_price = False
        self._typing = QTimer(self, interval=TYPING_MS, singleShot=True)
        self._typing.timeout.connect(self.price_now)
        worker.told.connect(self._hear)
        model.changed.connect(self._model_changed)
        reading.changed.connect(self._show)
        transcript.changed.connect(self._transcript_changed)
        for signal in (transcript.cut, transcript.replaced, transcript.editing_changed):
            signal.connect(self.price)

    def set_text(self, text: str) -> None:
        if text != self._draft.text:
            self._draft.text = text
            self.price()

    def set_thinking(self, thinking: bool) -> None:
        """Whether the model would think: that is a line of its instructions."""
        self._thinking = thinking
        self.price()

    def attach_files(self, paths: list[Path]) -> None:
        for path in paths:
            self._attach(path.name or str(path), path)

    def attach_picture(self, image: QImage) -> None:
        """A picture that has no file: from the clipboard or dragged out of another program."""
        self._attach("picture.png", image)

    def attach_bytes(self, name: str, data: bytes) -> None:
        self._attach(name, data)

    def refuse(self, name: str, problem: str) -> None:
        """Show a chip for something that was dropped and cannot even be read."""
        self._draft.show_chips((*self._draft.chips, Chip(next(self._numbers), name, problem=problem)))

    def remove(self, number: int) -> None:
        for job in [job for job, chip in self._reading.items() if chip == number]:
            self._worker.forget(job)
            del self._reading[job]
        self._draft.show_chips(tuple(chip for chip in self._draft.chips if chip.number != number))
        self.price()
        if not self._draft.pending:
            self.settled.emit()

    def choose_size(self, number: int, tokens: int | None) -> None:
        """Give a picture a budget of `tokens`, None for the model's default."""
        for chip in self._draft.chips:
            if chip.number == number and chip.attached is not None and isinstance(chip.attached.part, ImagePart):
                self.change({number: replace(chip.attached, part=replace(chip.attached.part, tokens=tokens))})

    def choose_pages(self, number: int, words: str) -> None:
        """Send of a document only the pages that `words` name, such as 3-9; all when it is empty. Nonsense changes nothing."""
        for chip in self._draft.chips:
            if chip.number == number and chip.attached is not None and isinstance(chip.attached.part, DocumentPart):
                try:
                    pages = chosen_pages(words, chip.attached.pages)
                except ValueError:
                    return
                self.change({number: replace(chip.attached, part=replace(chip.attached.part, pages=pages))})

    def change(self, attached: Mapping[int, Attached]) -> None:
        """Put other attachments in the place of those of these chips, and price them at once."""
        for number, seen in attached.items():
            problem = self._problem(seen)
            self._draft.change_chip(number, attached=seen, tokens=None, seconds=None, problem=problem)
        self.price_now()

    def take(self) -> tuple[str, tuple[Attached, ...]]:
        """What is sent: the draft is empty afterwards."""
        text, attachments = self._draft.text.strip(), self._draft.usable
        self._draft.show_chips(())
        self._draft.replace_text("")
        return text, attachments

    def give_back(self, text: str, attachments: tuple[Attached, ...]) -> None:
        """Put a message that was not answered back, before whatever was written meanwhile."""
        chips = tuple(Chip(next(self._numbers), seen.part.name, attached=seen) for seen in attachments)
        self._draft.show_chips((*chips, *self._draft.chips))
        self._draft.replace_text("\n".join(part for part in (text, self._draft.text) if part))
        self.price()

    def clear(self) -> None:
        for number in self._reading:
            self._worker.forget(number)
        self._reading.clear()
        self._draft.show_chips(())
        self._draft.replace_text("")

    def price(self, *_of_a_signal: object) -> None:
        """Count again soon; many calls in a row count once. What is being counted is already of something else."""
        self._forget_price()
        self._typing.start()

    @Slot()
    def price_now(self) -> None:
        """Count at once what would be sent."""
        self._typing.stop()
        self._forget_price()
        choice = self._model.choice
        if choice is not None and self._model.capabilities is not None:
            self._asked = self._request()
            self._pricing = self._worker.submit(Price(self._asked, choice))

    def verdict(self) -> Literal["fits", "too long", "unknown"]:
        """Whether what is written now can be sent; `settled` comes when it was unknown and is not any more.

        What cannot be priced is asked: the engine says itself what is wrong. So it is while a model still loads.
        """
        capabilities, seen = self._model.capabilities, self._meter.budget
        if capabilities is None or self._no_price:
            return "fits"
        if self._newest is not None and seen is not None:
            return "fits" if seen.fits else "too long"
        return "fits" if surely_fits(self._request(), self._draft.usable, capabilities) else "unknown"

    def _request(self) -> Request:
        newest = message(self._draft.text.strip(), self._draft.usable)
        capabilities = self._model.capabilities
        return Request(
            (*self._transcript.messages(), newest if newest.parts else Message.text("user", "")),
            thinking=self._thinking and capabilities is not None and capabilities.thinking,
        )

    def _forget_price(self) -> None:
        if self._pricing:
            self._worker.forget(self._pricing)
        self._pricing, self._newest, self._no_price = 0, None, False

    def _attach(self, name: str, source: Path | bytes | QImage) -> None:
        name = self._own_name(name)
        chip = Chip(next(self._numbers), name)
        self._draft.show_chips((*self._draft.chips, chip))
        self._reading[self._worker.submit(Prepare(name, source))] = chip.number

    def _own_name(self, name: str) -> str:
        """Prices and citations go by name, so two attachments of one message do not share one."""
        taken = {chip.name for chip in self._draft.chips}
        stem, dot, ending = name.rpartition(".")
        stem, ending = (stem, dot + ending) if stem else (name, "")
        names = itertools.chain([name], (f"{stem} ({count}){ending}" for count in itertools.count(2)))
        return next(candidate for candidate in names if candidate not in taken)

    def _problem(self, seen: Attached) -> str:
        """Why the loaded model cannot take this; empty when it can."""
        return self._model.refusal(Chip(0, "", attached=seen).kind)

    @Slot()
    def _model_changed(self) -> None:
        if self._model.capabilities is None:
            self._forget_price()
            self._meter.show(None)
            return
        for chip in self._draft.chips:
            if chip.attached is not None:
                self._draft.change_chip(chip.number, problem=self._problem(chip.attached), tokens=None, seconds=None)
        self.price()

    @Slot(int)
    def _transcript_changed(self, index: int) -> None:
        if self._transcript.entries[index].state not in ("waiting", "writing"):
            self.price()

    @Slot(int, object)
    def _hear(self, number: int, event: object) -> None:
        if number in self._reading:
            self._show_read(self._reading.pop(number), event)
        elif number == self._pricing and isinstance(event, Priced | Failed):
            self._pricing = 0
            if isinstance(event, Priced) and self._asked is not None:
                self._newest = self._asked, event
            else:
                self._no_price = True
                self._meter.show(None)  # no number at all rather than an old one
            self._show()
            self.settled.emit()

    @Slot()
    def _show(self) -> None:
        """The newest price in the meter and on the chips."""
        capabilities = self._model.capabilities
        if self._newest is None or capabilities is None:
            return
        request, price = self._newest
        draft, fresh, rates = len(request.messages) - 1, self._known.fresh(request, price), self._known.rates
        self._meter.show(budget(price, capabilities.context, draft=draft, fresh=fresh, rates=rates))
        for chip in self._draft.chips:
            tokens = price_of(price, chip.name, draft=draft)
            self._draft.change_chip(chip.number, tokens=tokens, seconds=None if tokens is None else rates.seconds(tokens))
        self.priced.emit(request, price)

    def _show_read(self, number: int, event: object) -> None:
        if isinstance(event, Attached):
            self._draft.change_chip(number, attached=event)
            seen = next((chip for chip in self._draft.chips if chip.number == number), None)
            if seen is not None:
                self._draft.change_chip(number, problem=self._model.refusal(seen.kind))
        elif isinstance(event, Failed):
            self._draft.change_chip(number, problem=wording.sentence(event.error))
        self.price()
        if not self._draft.pending:
            self.settled.emit()
