"""The message being written: attach, remove, and the price as you type."""

from __future__ import annotations

import itertools
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from app import wording
from app.values import Attached, Prepare, Price
from app.viewmodels.budget import BudgetModel, budget, price_of
from app.viewmodels.draft import Chip, Draft
from app.viewmodels.model_state import ModelState
from app.viewmodels.transcript import Transcript, message
from app.worker import Worker
from inference.conversation import Message, Request
from inference.events import Failed, Priced

__all__ = ["DraftController"]

TYPING_MS = 250


class DraftController(QObject):
    """Keeps the chips and the budget true to what is written, attached, said before and loaded."""

    settled = Signal()
    """Nothing is being read any more."""

    def __init__(self, worker: Worker, draft: Draft, transcript: Transcript, model: ModelState, meter: BudgetModel) -> None:
        super().__init__()
        self._worker, self._draft, self._transcript = worker, draft, transcript
        self._model, self._meter = model, meter
        self._numbers = itertools.count(1)
        self._reading: dict[int, int] = {}
        self._pricing = 0
        self._priced_message = 0
        self._typing = QTimer(self, interval=TYPING_MS, singleShot=True)
        self._typing.timeout.connect(self._price)
        worker.told.connect(self._hear)
        model.changed.connect(self._model_changed)

    def set_text(self, text: str) -> None:
        if text != self._draft.text:
            self._draft.text = text
            self._typing.start()

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
        self._typing.start()
        if not self._draft.pending:
            self.settled.emit()

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

    def price(self) -> None:
        """Count again soon; many calls in a row count once."""
        self._typing.start()

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

    @Slot()
    def _price(self) -> None:
        choice, capabilities = self._model.choice, self._model.capabilities
        if choice is None or capabilities is None:
            return
        newest = message(self._draft.text.strip(), self._draft.usable)
        before = self._transcript.messages()
        request = Request((*before, newest if newest.parts else Message.text("user", "")))
        self._worker.forget(self._pricing)
        self._priced_message = len(before)
        self._pricing = self._worker.submit(Price(request, choice))

    @Slot()
    def _model_changed(self) -> None:
        if self._model.capabilities is None:
            self._worker.forget(self._pricing)
            self._meter.show(None)
            return
        for chip in self._draft.chips:
            if chip.attached is not None:
                self._draft.change_chip(chip.number, problem=self._model.refusal(chip.kind), tokens=None)
        self._typing.start()

    @Slot(int, object)
    def _hear(self, number: int, event: object) -> None:
        if number in self._reading:
            self._show_read(self._reading.pop(number), event)
        elif number == self._pricing and isinstance(event, Priced) and self._model.capabilities is not None:
            self._meter.show(budget(event, self._model.capabilities.context, draft=self._priced_message))
            for chip in self._draft.chips:
                self._draft.change_chip(chip.number, tokens=price_of(event, chip.name, draft=self._priced_message))

    def _show_read(self, number: int, event: object) -> None:
        if isinstance(event, Attached):
            self._draft.change_chip(number, attached=event)
            seen = next((chip for chip in self._draft.chips if chip.number == number), None)
            if seen is not None:
                self._draft.change_chip(number, problem=self._model.refusal(seen.kind))
        elif isinstance(event, Failed):
            self._draft.change_chip(number, problem=wording.sentence(event.error))
        self._typing.start()
        if not self._draft.pending:
            self.settled.emit()
