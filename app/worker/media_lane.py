"""The second thread: what files are, what a request costs, the memory there is, pages. It answers while the engine is busy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, Signal, Slot

from app.values import Examine, MeasureMemory, ModelChoice, Offer, Offered, Prepare, Price, ShowPage
from app.worker.choice import examine, files_of, measure, settings_of
from app.worker.faults import failed
from app.worker.preparing import attached
from app.worker.showing import page_shown

if TYPE_CHECKING:
    from inference.pricing import Pricer

__all__ = ["MediaLane"]


class MediaLane(QObject):
    """Lives in its QThread. Of waiting price jobs only the newest is worked on: the others are answers to old questions.

    So it is with the jobs that ask what could give way, and with the pages to look at.
    """

    told = Signal(int, object)

    def __init__(self) -> None:
        super().__init__()
        self._pricer: Pricer | None = None
        self._priced_for: ModelChoice | None = None
        self._newest: dict[type, int] = {}
        self._closing = False

    def expect(self, number: int, kind: type[Price | Offer | ShowPage]) -> None:
        """Called directly from the window's thread: job `number` makes the earlier ones of its kind pointless."""
        self._newest[kind] = number

    def abandon(self) -> None:
        """Called directly from the window's thread: the jobs that still wait are not begun."""
        self._closing = True

    @Slot(int, object)
    def run(self, number: int, job: object) -> None:
        if self._closing or number < self._newest.get(type(job), 0):
            return
        try:
            self.told.emit(number, self._work(job))
        except BaseException as error:  # noqa: BLE001 - whatever it is, the window hears of it and the thread goes on
            self.told.emit(number, failed(error, _doing(job)))

    @Slot()
    def close(self) -> None:
        """The vocabulary is freed by the thread that loaded it, then the thread's loop ends."""
        try:
            self._drop_pricer()
        finally:
            QThread.currentThread().quit()

    def _work(self, job: object) -> object:
        if isinstance(job, Prepare):
            return attached(job)
        if isinstance(job, Price):
            return self._pricer_for(job.choice).price(job.request)
        if isinstance(job, Offer):
            return Offered(job.request, self._pricer_for(job.choice).choices(job.request, job.limits))
        if isinstance(job, ShowPage):
            return page_shown(job)
        if isinstance(job, MeasureMemory):
            return measure(job.choice)
        if isinstance(job, Examine):
            return examine(job.choice)
        raise TypeError(f"no such job: {type(job).__name__}")

    def _pricer_for(self, choice: ModelChoice) -> Pricer:
        if self._pricer is None or self._priced_for != choice:
            from inference.pricing import Pricer  # heavy: the window opens without it

            self._drop_pricer()
            self._pricer = Pricer(files_of(choice), settings_of(choice))
            self._priced_for = choice
        return self._pricer

    def _drop_pricer(self) -> None:
        pricer, self._pricer = self._pricer, None
        if pricer is not None:
            pricer.close()


def _doing(job: object) -> str:
    if isinstance(job, Prepare):
        return f"reading {job.name}"
    if isinstance(job, ShowPage):
        return f"showing page {job.number} of {job.part.name}"
    return "counting what this would cost" if isinstance(job, Price | Offer) else "looking at the model's files"
