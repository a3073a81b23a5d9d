"""What each way to give an attachment costs: as it is, as the text that was read in it, or both."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot

from app import wording
from app.conversation.composer.draft import Chip, Form
from app.conversation.composer.given import tell_pages
from app.conversation.context.budget_model import price_of
from app.conversation.context.pricing import PricingController
from app.conversation.context.reading import ReadingController
from app.conversation.on_screen import OnScreen
from app.worker import Worker
from app.worker.lane import IDLE, Job, ignore
from app.worker.media import PriceForms, ReadPages
from inference.conversation import DocumentPart, Given
from inference.events import Priced

if TYPE_CHECKING:
    from inference.media.page import Page

__all__ = ["FormsController"]

Counted = tuple[tuple[Given, Priced], ...]


class FormsController(QObject):
    """Counts once for each chip that can be given in more than one way, after what is written has its price."""

    def __init__(self, worker: Worker, reading: ReadingController, prices: PricingController, shown: OnScreen) -> None:
        super().__init__()
        self._worker, self._reading = worker, reading
        self._draft, self._model = shown.draft, shown.model
        self._jobs: dict[int, tuple[PriceForms, Job[Counted]]] = {}
        prices.priced.connect(self._count)

    def read_pages(self, part: DocumentPart, show: Callable[[str], None]) -> Job[Any]:
        """The pages of a document as they are sent, in words for somebody to look at; or why they cannot be read."""
        able = not self._model.refusal("image")

        def told(pages: tuple[Page, ...]) -> None:
            show(tell_pages(part, pages, able=able))

        return self._worker.submit(ReadPages(part), told, lambda failed: show(str(wording.sentence(failed.error))))

    @Slot()
    def _count(self) -> None:
        choice = self._model.choice
        there = {chip.number for chip in self._draft.chips}
        for number in [number for number in self._jobs if number not in there]:
            self._jobs.pop(number)[1].forget()
        for chip in self._draft.chips:
            if choice is None or chip.attached is None or chip.forms or not self._is_free(chip):
                continue
            asked = PriceForms(chip.attached.part, chip.ways, choice)
            before, job = self._jobs.get(chip.number, (None, IDLE))
            if before != asked or not job.live:
                job.forget()
                self._jobs[chip.number] = asked, self._worker.submit(asked, partial(self._show, chip.number, asked), ignore)

    def _is_free(self, chip: Chip) -> bool:
        """Whether it is for the person to say how it is given."""
        return bool(chip.ways) and not chip.problem and not self._model.refusal(chip.seen_as)

    def _show(self, number: int, asked: PriceForms, counted: Counted) -> None:
        """Not of what was changed meanwhile, which is counted anew."""
        chip = next((chip for chip in self._draft.chips if chip.number == number), None)
        if chip is None or chip.attached is None or (chip.attached.part, chip.ways) != (asked.part, asked.forms):
            return
        forms: list[Form] = []
        for given, priced in counted:
            price = price_of(priced, chip.name, draft=0, rates=self._reading.rates)
            if price is not None:
                forms.append(Form(given, *price))
        self._draft.change_chip(number, forms=tuple(forms))
