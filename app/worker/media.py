"""The second lane: what files are, what a request costs, the memory there is, pages. It answers while the engine is busy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtGui import QImage

from app.values import Attached, Examined, MemoryMeasured, ModelChoice, Offered, PageShown
from app.worker.choice import examine, files_of, measure, settings_of
from app.worker.lane import Hand, Task, Work
from app.worker.preparing import draw_page, find_passage, prepare
from inference.conversation import AudioPart, DocumentPart, Given, ImagePart, Message, Request
from inference.events import Priced
from inference.prompt.budget import Limits
from inference.stop import StopFlag

if TYPE_CHECKING:
    from inference.media.page import Page
    from inference.pricing import Pricer

__all__ = ["Examine", "Expect", "FindPassage", "MeasureMemory", "MediaHand", "MediaWork", "Offer", "Prepare", "Price",
           "PriceForms", "ReadPages", "ShowPage"]  # fmt: skip

Result = TypeVar("Result")


class MediaWork(Work[Result], Generic[Result]):
    """What the second lane can be asked."""

    def do(self, pricers: Pricers, stop: StopFlag, tell: Callable[[float], object]) -> Result:
        """Do it, in the lane's thread. `tell` hears which share is done."""
        raise NotImplementedError


@dataclass(frozen=True)
class Prepare(MediaWork[Attached], doing="reading {work.name}"):
    """Find out what a dropped or pasted thing is: a file, bytes, or a picture from the clipboard.

    `tokens`: the budget of a picture in soft tokens, where one is known that suits it. `recorded`: it was said to Hush.
    """

    name: str
    source: Path | bytes | QImage = field(repr=False)
    tokens: int | None = None
    recorded: bool = False

    def do(self, pricers: Pricers, stop: StopFlag, tell: Callable[[float], object]) -> Attached:
        return replace(prepare(self.name, self.source, self.tokens, stop=stop, tell=tell), recorded=self.recorded)


@dataclass(frozen=True)
class Expect(MediaWork[None], doing="getting ready to read files"):
    """Have ready what reads files: one is likely to come."""

    def do(self, pricers: Pricers, stop: StopFlag, tell: Callable[[float], object]) -> None:
        from inference.decoding.decoder import decoder  # brings what children need: not while the window opens

        decoder().warm()


@dataclass(frozen=True)
class Price(MediaWork[Priced], doing="counting what this would cost", newest=True):
    request: Request
    choice: ModelChoice

    def do(self, pricers: Pricers, stop: StopFlag, tell: Callable[[float], object]) -> Priced:
        return pricers.of(self.choice).price(self.request, stop)


@dataclass(frozen=True)
class PriceForms(MediaWork[tuple[tuple[Given, Priced], ...]], doing="counting what this would cost"):
    """What a part would cost by itself, given in each of these ways."""

    part: ImagePart | AudioPart | DocumentPart
    forms: tuple[Given, ...]
    choice: ModelChoice

    def do(self, pricers: Pricers, stop: StopFlag, tell: Callable[[float], object]) -> tuple[tuple[Given, Priced], ...]:
        pricer, found = pricers.of(self.choice), list[tuple[Given, Priced]]()
        for given in self.forms:
            request = Request((Message("user", (replace(self.part, given=given),)),))
            found.append((given, pricer.price(request, stop)))
        return tuple(found)


@dataclass(frozen=True)
class Offer(MediaWork[Offered], doing="counting what this would cost", newest=True):
    """Find out what could give way in a request."""

    request: Request
    choice: ModelChoice
    limits: Limits

    def do(self, pricers: Pricers, stop: StopFlag, tell: Callable[[float], object]) -> Offered:
        return Offered(self.request, pricers.of(self.choice).choices(self.request, self.limits, stop))


@dataclass(frozen=True)
class ShowPage(MediaWork[PageShown], doing="showing page {work.number} of {work.part.name}", newest=True):
    """Draw page `number` of a PDF, from 1, `width` pixels wide for the person to look at; of a text file give the text."""

    part: DocumentPart
    number: int
    width: int

    def do(self, pricers: Pricers, stop: StopFlag, tell: Callable[[float], object]) -> PageShown:
        return draw_page(self.part, self.number, self.width, stop=stop)


@dataclass(frozen=True)
class ReadPages(MediaWork["tuple[Page, ...]"], doing="reading {work.part.name}"):
    """The pages of a document that are sent."""

    part: DocumentPart

    def do(self, pricers: Pricers, stop: StopFlag, tell: Callable[[float], object]) -> tuple[Page, ...]:
        from inference.decoding.decoder import decoder  # brings what children need: not while the window opens

        return decoder().pages(self.part, stop=stop, tell=tell)


@dataclass(frozen=True)
class FindPassage(MediaWork["int | None"], doing="looking for what was cited", newest=True):
    """Which of `places`, each a document and one of its pages, holds most of a passage; None where none does."""

    places: tuple[tuple[DocumentPart, int], ...]
    passage: str

    def do(self, pricers: Pricers, stop: StopFlag, tell: Callable[[float], object]) -> int | None:
        return find_passage(self.places, self.passage, stop=stop)


@dataclass(frozen=True)
class MeasureMemory(MediaWork[MemoryMeasured], doing="looking at the model's files"):
    choice: ModelChoice

    def do(self, pricers: Pricers, stop: StopFlag, tell: Callable[[float], object]) -> MemoryMeasured:
        return measure(self.choice)


@dataclass(frozen=True)
class Examine(MediaWork[Examined], doing="looking at the model's files"):
    """Say what a model file and its projector are, or every problem with them, without loading them."""

    choice: ModelChoice

    def do(self, pricers: Pricers, stop: StopFlag, tell: Callable[[float], object]) -> Examined:
        return examine(self.choice)


class Pricers:
    """The vocabulary of the model that was asked about last, loaded and freed in the lane's thread."""

    def __init__(self) -> None:
        self._pricer: Pricer | None = None
        self._choice: ModelChoice | None = None

    def of(self, choice: ModelChoice) -> Pricer:
        if self._pricer is None or self._choice != choice:
            from inference.pricing import Pricer  # heavy: the window opens without it

            self.drop()
            self._pricer = Pricer(files_of(choice), settings_of(choice))
            self._choice = choice
        return self._pricer

    def drop(self) -> None:
        pricer, self._pricer = self._pricer, None
        if pricer is not None:
            pricer.close()


class MediaHand(Hand):
    """Does each work by itself."""

    def __init__(self) -> None:
        super().__init__()
        self._pricers = Pricers()

    def work(self, task: Task) -> object:
        assert isinstance(task.work, MediaWork)
        return task.work.do(self._pricers, task.stop, partial(self.tell, task))

    def free(self) -> None:
        self._pricers.drop()
