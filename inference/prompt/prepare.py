"""A request to the steps the model evaluates, with the price of each part. Nothing is evaluated here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from inference.conversation import AudioPart, DocumentPart, ImagePart, Message, Part, Request
from inference.errors import InputError
from inference.events import PartPrice, Priced
from inference.prompt.assemble import (
    Media,
    MediaSpan,
    MediaStep,
    Opened,
    Run,
    Step,
    TextRun,
    assemble,
    common_prefix,
    token_count,
)
from inference.prompt.budget import Choice, Flexible, Limits, Paged, Resizable, choices
from inference.prompt.changes import Place
from inference.prompt.manner import Manner
from inference.prompt.opening import Opener
from inference.prompt.template import ChatTemplate
from inference.stop import StopFlag

__all__ = ["Prepared", "PromptMaker", "Tokenizer"]


class Tokenizer(Protocol):
    """What a prompt needs of a model's vocabulary."""

    @property
    def control_tokens(self) -> Mapping[str, int]: ...
    def tokenize(self, text: str, *, special: bool = True) -> list[int]: ...
    def tokenize_literal(self, text: str) -> list[int]: ...


@dataclass(frozen=True)
class Prepared:
    """`steps` of the whole prompt; the first `stable` of them stay as they are when the conversation goes on."""

    steps: tuple[Step, ...]
    stable: int
    priced: Priced


class PromptMaker:
    """Turns requests into steps for one model. `span` counts a medium as the model will, `manner` is how to speak to it."""

    def __init__(
        self,
        tokenizer: Tokenizer,
        template: ChatTemplate,
        opener: Opener,
        *,
        span: Callable[[Media], MediaSpan],
        bos: int | None,
        manner: Manner,
    ) -> None:
        self._tokenizer = tokenizer
        self.template = template
        self._opener = opener
        self._span = span
        self._bos = bos
        self._manner = manner

    def price(self, request: Request, stop: StopFlag | None = None) -> Priced:
        """Count every part of `request` exactly as it will be evaluated. Raises InputError or MediaError."""
        steps, opened = self._steps(request.messages, request, stop)
        return self._price_parts(steps, opened)

    def make(self, request: Request, stop: StopFlag | None = None) -> Prepared:
        """The steps of `request`. Raises InputError or MediaError, the latter where a file is being read when `stop` is set."""
        if not request.messages or request.messages[-1].role != "user":
            raise InputError("nothing-to-answer")
        steps, opened = self._steps(request.messages, request, stop)
        longer = (*request.messages, Message.text("assistant", "x"), Message.text("user", "x"))
        following, _ = self._steps(longer, request, stop)
        return Prepared(tuple(steps), common_prefix(steps, following), self._price_parts(steps, opened))

    def choices(self, request: Request, priced: Priced, limits: Limits, stop: StopFlag | None = None) -> tuple[Choice, ...]:
        """What could give way in `request`, whose price is `priced` (see inference.prompt.budget). Raises as `price` does."""
        return choices(request, priced, self._flexible(request, stop), limits, count=lambda other: self.price(other, stop))

    def _flexible(self, request: Request, stop: StopFlag | None) -> Flexible:
        pictures: list[Resizable] = []
        documents: list[Paged] = []
        readable: list[Place] = []
        for message, number, part in _parts(request):
            place = Place(message, number)
            if part.kind != "text" and part.given != "text" and _is_read(part):
                readable.append(place)
            if part.kind == "image" and (sizes := self._opener.sizes(part, stop=stop)):
                items = self._opener.open(message, part, image_tokens=request.image_tokens, stop=stop).items
                now = sum(self._span(item).n_tokens for item in items if not isinstance(item, str))
                if now:
                    pictures.append(Resizable(place, now, sizes))
            elif part.kind == "document":
                opened = self._opener.open(message, part, image_tokens=request.image_tokens, stop=stop)
                pages = [page.number for page in self._opener.pages(part, stop=stop)]
                documents.append(Paged(place, tuple(pages), self._page_costs(opened)))
        return Flexible(tuple(pictures), tuple(documents), tuple(readable))

    def _page_costs(self, opened: Opened) -> tuple[int, ...]:
        """Tokens of each page: of its text, and of its picture where it has one."""
        costs: list[int] = []
        for item in opened.items:
            cost = self._item_cost(item)
            if isinstance(item, str):
                costs.append(cost)
            else:
                costs[-1] += cost
        return tuple(costs)

    def _steps(
        self, messages: Sequence[Message], request: Request, stop: StopFlag | None
    ) -> tuple[list[Step], tuple[Opened, ...]]:
        runs, opened = assemble(
            messages,
            self.template,
            open_part=lambda index, part: self._opener.open(index, part, image_tokens=request.image_tokens, stop=stop),
            control_tokens=tuple(self._tokenizer.control_tokens),
            manner=self._manner,
            thinking=request.thinking,
        )
        steps: list[Step] = []
        for run in runs:
            steps.extend(self._of_run(run))
        if self._bos is not None and (not steps or steps[0] != self._bos):
            steps.insert(0, self._bos)
        return steps, opened

    def _of_run(self, run: Run) -> Iterable[Step]:
        if isinstance(run, TextRun):
            return self._tokenizer.tokenize_literal(run.text) if run.literal else self._tokenizer.tokenize(run.text)
        span = self._span(run)
        return (*span.before, MediaStep(run, span.n_tokens, span.n_pos), *span.after)

    def _price_parts(self, steps: Sequence[Step], opened: Sequence[Opened]) -> Priced:
        """Each part by itself; what the template adds around them is the rest, so the sum is exact."""
        total = token_count(steps)
        parts = [PartPrice(o.source.kind, o.source.name, self._cost(o), o.source.message) for o in opened]
        parts.append(PartPrice("template", "chat template", total - sum(part.tokens for part in parts)))
        return Priced(tuple(parts), total)

    def _cost(self, opened: Opened) -> int:
        return sum(map(self._item_cost, opened.items))

    def _item_cost(self, item: str | Media) -> int:
        if isinstance(item, str):
            return len(self._tokenizer.tokenize(item.strip(), special=False))
        return self._span(item).total


def _is_read(part: ImagePart | AudioPart | DocumentPart) -> bool:
    """Whether something was read in it."""
    return bool(part.texts) if part.kind == "document" else part.text is not None


def _parts(request: Request) -> Iterator[tuple[int, int, Part]]:
    """Each part of `request` with the number of its message and its own."""
    for index, message in enumerate(request.messages):
        yield from ((index, number, part) for number, part in enumerate(message.parts))
