"""Making room in the context: what could give way is offered with numbers, chosen by the person, and can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Slot

from app.conversation.composer.drafting import DraftController
from app.conversation.context.budget_model import AMBER, BudgetModel, reserve_for
from app.conversation.context.choices import CANNOT_EVALUATE, ChoicesModel, OfferLine, offer_line, reach_line, within_reach
from app.conversation.context.reading import ReadingController
from app.conversation.context.summary import SummaryController
from app.conversation.context.telling import Telling, telling
from app.conversation.on_screen import OnScreen
from app.conversation.transcript.transcript import Entry, Spoken, Told
from app.sentences import say
from app.values import Attached, Offered
from app.worker import Worker
from app.worker.lane import IDLE
from app.worker.media import Offer
from inference.conversation import Request
from inference.events import Failed, Priced
from inference.prompt.budget import Choice, Limits
from inference.prompt.changes import AsText, Change, KeepPages, LeaveOut, Shrink, Summarise, apply

__all__ = ["RoomController"]

SUMMARY = 256
"""Tokens of the longest summary: about 120 words."""
NAMES = {
    Shrink: "smaller pictures",
    AsText: "the text",
    KeepPages: "fewer pages",
    LeaveOut: "leaving turns out",
    Summarise: "the summary",
}


@dataclass(frozen=True)
class _Before:
    """What the person had chosen until then: of entries and of the draft's chips."""

    what: str
    told: tuple[tuple[Entry, Told], ...]
    chips: tuple[tuple[int, Attached], ...]


class RoomController(QObject):
    """Opens the panel of choices when what is written does not fit or one asks for it, and makes what is chosen happen."""

    def __init__(
        self,
        worker: Worker,
        drafts: DraftController,
        summaries: SummaryController,
        reading: ReadingController,
        shown: OnScreen,
        *,
        meter: BudgetModel,
        choices: ChoicesModel,
    ) -> None:
        super().__init__()
        self._worker, self._drafts, self._summaries, self._reading = worker, drafts, summaries, reading
        self._draft, self._transcript, self._model, self._notice = shown.draft, shown.transcript, shown.model, shown.notice
        transcript = shown.transcript
        self._meter, self._choices = meter, choices
        self._job = IDLE
        self._request: Request | None = None
        self._prompt = 0
        self._wanted = self._closed = False
        self._summarising: Request | None = None
        self._undo: list[_Before] = []
        drafts.prices.priced.connect(self._weigh)
        drafts.prices.unpriced.connect(self._ask_for_smaller)
        summaries.written.connect(self._take_summary)
        transcript.added.connect(self._close)
        transcript.cut.connect(self._cut)
        transcript.replaced.connect(self._forget)
        meter.changed.connect(self._meter_changed)

    def open(self) -> None:
        """Show what could give way, whether or not it must."""
        self._wanted, self._closed = True, False
        self._choices.show(open=True, too_long=self._too_long)
        if self._request is not None:
            self._ask()

    @Slot()
    def insist(self) -> None:
        """What does not fit was to be sent: show the panel again if it was closed."""
        self._closed = False
        self._choices.show(open=True, too_long=self._too_long)
        if self._request is not None:
            self._ask()

    def close(self) -> None:
        """Hide the panel; it comes back by itself when something else does not fit."""
        self._wanted, self._closed = False, True
        self._choices.show(open=False)

    def choose(self, choice: Choice) -> None:
        """Make what was offered happen; a summary is written first. Nothing happens if what it was offered for has changed."""
        request = self._request
        if request is None or self._trace(request) is None:
            return
        summary = next((change for change in choice.changes if isinstance(change, Summarise)), None)
        if summary is not None:
            self._summarising = request
            self._summaries.write(request, summary)
        else:
            self._make(request, choice.changes)

    def undo(self) -> None:
        """Take back what was chosen last."""
        if not self._undo:
            return
        before = self._undo.pop()
        places = {id(entry): index for index, entry in enumerate(self._transcript.entries)}
        self._transcript.tell({places[id(entry)]: told for entry, told in before.told if id(entry) in places})
        there = {chip.number for chip in self._draft.chips}
        self._drafts.change({number: seen for number, seen in before.chips if number in there})
        self._choices.show(undo=self._undo[-1].what if self._undo else "")

    def bring_back(self, index: int) -> None:
        """Send an entry that was left out by choice again, with its question or answer."""
        turn = (index - index % 2, index - index % 2 + 1)
        self._tell("bringing it back", Telling({n: replace(self._transcript.entries[n].told, dropped=False) for n in turn}))

    @property
    def _too_long(self) -> bool:
        return self._meter.budget is not None and not self._meter.budget.fits

    @Slot(object, object)
    def _weigh(self, request: Request, price: Priced) -> None:
        self._request, self._prompt = request, price.prompt_tokens
        self._choices.show(why="")
        if not self._too_long:
            self._closed = False
        if self._too_long and not self._closed:
            self._choices.show(open=True, too_long=True)
        elif self._choices.open and not self._wanted:
            self._choices.show(open=bool(self._choices.undo), too_long=False, lines=())
        if self._choices.open:
            self._choices.show(too_long=self._too_long)
            self._ask()

    @Slot(object)
    def _ask_for_smaller(self, request: Request) -> None:
        """A load that evaluates smaller pictures than those there are cannot take them as they are."""
        capabilities = self._model.capabilities
        changes = within_reach(request, capabilities.image_tokens_max) if capabilities is not None else ()
        if changes:
            self._request = request
            self._choices.show(open=True, too_long=False, waiting=False, why=CANNOT_EVALUATE, lines=(reach_line(changes),))

    def _ask(self) -> None:
        choice, capabilities = self._model.choice, self._model.capabilities
        if choice is None or capabilities is None or self._request is None:
            return
        context, reserve = capabilities.context, reserve_for(capabilities.context)
        room = None if self._prompt + reserve > context else _less(self._prompt, context)
        self._job.forget()
        self._choices.show(waiting=True)
        limits = Limits(context, reserve, room, summary=min(SUMMARY, context // 8))
        self._job = self._worker.submit(Offer(self._request, choice, limits), self._show_offered, self._not_offered)

    def _show_offered(self, offered: Offered) -> None:
        found = offered.choices if offered.request is self._request else ()
        self._choices.show(waiting=False, lines=tuple(map(self._line, found)))

    def _not_offered(self, _failed: Failed) -> None:
        self._choices.show(waiting=False, lines=())

    def _line(self, choice: Choice) -> OfferLine:
        request, capabilities = self._request, self._model.capabilities
        assert request is not None
        context = capabilities.context if capabilities is not None else 0
        fresh = sum(self._reading.count_fresh(apply(request, choice.changes), choice.priced))
        return offer_line(request, choice, context=context, fresh=fresh, rates=self._reading.rates)

    @Slot(object, str)
    def _take_summary(self, change: Summarise, text: str) -> None:
        request, self._summarising = self._summarising, None
        if request is not None and self._trace(request) is not None:
            self._make(request, (change,), summary=text)
        else:
            self._notice.show(say("summary-outdated"))

    def _make(self, request: Request, changes: Sequence[Change], *, summary: str = "") -> None:
        spoken = self._trace(request)
        if spoken is not None:
            entries, chips = self._transcript.entries, self._draft.chips
            found = telling(request, changes, spoken=spoken, entries=entries, chips=chips, summary=summary)
            self._tell(NAMES[type(changes[0])], found)

    def _tell(self, what: str, found: Telling) -> None:
        entries = self._transcript.entries
        seen = {chip.number: chip.attached for chip in self._draft.chips if chip.attached is not None}
        told = tuple((entries[index], entries[index].told) for index in found.entries)
        self._undo.append(_Before(what, told, tuple((number, seen[number]) for number in found.chips)))
        self._choices.show(undo=what, lines=())
        self._transcript.tell(found.entries)
        self._drafts.change(found.chips)

    def _trace(self, request: Request) -> tuple[Spoken, ...] | None:
        """Trace where the messages of `request` come from; None if the conversation has changed since."""
        spoken = self._transcript.list_spoken()
        return spoken if tuple(said.message for said in spoken) == request.messages[:-1] else None

    @Slot()
    def _meter_changed(self) -> None:
        if self._meter.budget is None:
            self._request = None
            self._choices.show(open=False, lines=())

    @Slot()
    def _close(self) -> None:
        """What was to be made room for is on its way; what was chosen can still be taken back when one asks for room."""
        self._wanted = False
        self._choices.show(open=False, lines=())

    @Slot(int)
    def _cut(self, index: int) -> None:
        if index == 0:
            self._forget()

    @Slot()
    def _forget(self) -> None:
        """Another conversation: what was chosen in the last one is no longer in sight."""
        self._undo.clear()
        self._wanted = False
        self._choices.show(undo="", open=False, lines=())


def _less(prompt: int, context: int) -> int:
    """What a prompt that fits could come down to: below amber, or half of what it is."""
    amber = int(context * AMBER) - 1
    return amber if prompt > amber else prompt // 2
