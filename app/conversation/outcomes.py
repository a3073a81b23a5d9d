"""What it means that an answer ended: what is kept, what comes back, and what is said."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app import wording
from app.conversation.answers import AnswerController, Answering
from app.conversation.composer.drafting import DraftController
from app.conversation.keeper import Keeper
from app.conversation.on_screen import OnScreen
from app.conversation.queue import QueueController
from app.conversation.transcript.transcript import State
from app.sentences import say
from inference.errors import ContextFull
from inference.events import Cancelled, Failed, Finished

__all__ = ["Outcomes"]


class Outcomes(QObject):
    """Judges answers in whichever chat."""

    too_long = Signal()
    """What was asked does not fit, and is back in the draft."""

    def __init__(
        self,
        answers: AnswerController,
        drafts: DraftController,
        keeper: Keeper,
        shown: OnScreen,
        queue: QueueController | None = None,
    ) -> None:
        super().__init__()
        self._answers, self._drafts, self._keeper, self._queue = answers, drafts, keeper, queue
        self._transcript, self._model, self._notice = shown.transcript, shown.model, shown.notice
        answers.ended.connect(self.end)

    @Slot(object, object)
    def end(self, asked: Answering, outcome: Finished | Cancelled | Failed) -> None:
        if isinstance(outcome, Failed):
            self._fail(asked, outcome)
        elif not self._withdraw(asked, outcome):
            stopped = isinstance(outcome, Cancelled)
            note = say("answer-stopped") if stopped else wording.CUT_SHORT.get(outcome.reason)
            self._close(asked, "stopped" if stopped else "done", str(note or ""), outcome)
        self._answers.show()
        self._drafts.prices.soon()

    def _withdraw(self, asked: Answering, outcome: Finished | Cancelled) -> bool:
        """Nothing was written: by the person's wish, or because memory ran short, which the card above the composer says.

        Then the history forgets that it was asked; not where it is not on screen.
        """
        ended = isinstance(outcome, Cancelled) or outcome.reason == "memory"
        if not ended or asked.gives_way or asked.answer.text or not self._answers.on_screen(asked):
            return False
        others = self._queue is not None and self._queue.waits_in(asked.chat)
        self._keeper.withdraw(asked.question, asked.answer, again=asked.again, last=not others)
        self._give_back(asked)
        return True

    def _close(self, asked: Answering, state: State, note: str, outcome: Finished | Cancelled | None = None) -> None:
        cost = outcome.cost if outcome is not None else None
        self._transcript.end(state, note=note, cost=cost, entry=asked.answer, model=asked.model)
        self._keeper.end(asked.answer)

    def _fail(self, asked: Answering, event: Failed) -> None:
        """A partial answer stays; the question comes back, so that nothing has to be written or dropped again."""
        here = self._answers.on_screen(asked)
        self._close(asked, "failed", str(say("not-finished")))
        if self._queue is not None and not isinstance(event.error, ContextFull):
            self._queue.hold()
        if not here:
            question, problem = wording.shorten(asked.question.text), wording.sentence(event.error)
            self._notice.show(say("failed-elsewhere", question=question, problem=problem))
            return
        if asked.answer.text:
            self._drafts.give_back(asked.question.text, asked.question.attachments, asked.question.refused)
        else:
            self._give_back(asked)
        if isinstance(event.error, ContextFull):  # it was asked before it could be priced
            self.too_long.emit()
        elif self._model.failure is None:  # else why there is no model was said already
            self._notice.show(wording.sentence(event.error))

    def _give_back(self, asked: Answering) -> None:
        """As it was before it was asked: the question in the draft, or the answer that was to be written once more."""
        self._transcript.take_back()
        if asked.replaced:
            self._transcript.show([*self._transcript.entries, *asked.replaced])
        if asked.again:
            return
        if asked.replaced:
            self._transcript.edit(len(self._transcript.entries) - len(asked.replaced))
        self._drafts.give_back(asked.question.text, asked.question.attachments, asked.question.refused)
