"""The message being written: attach, remove, choose sizes and pages."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from app import wording
from app.conversation.composer.draft import Chip
from app.conversation.composer.folders import FoldersController
from app.conversation.composer.forms import FormsController
from app.conversation.context.budget_model import BudgetModel
from app.conversation.context.pricing import PricingController
from app.conversation.context.reading import ReadingController
from app.conversation.on_screen import OnScreen
from app.documents.pages import choose_pages
from app.recognition.known import Known, with_text
from app.recognition.recognition import RecognitionController
from app.recognition.scans import narrow, tell_narrowed
from app.values import Attached
from app.worker import Worker
from app.worker.lane import IDLE, Job, ignore
from app.worker.media import Expect, Prepare
from inference.conversation import Given
from inference.errors import InputError
from inference.events import Failed
from inference.history.values import Refused
from inference.sentences import Sentence
from inference.shown import clean_name

__all__ = ["DraftController"]


class DraftController(QObject):
    """Keeps the draft and its chips true to what is written and attached, and has it priced."""

    read_away = Signal(int, object)
    """A chip that is not on screen any more was read: its number, and what has changed of it."""
    edited = Signal()
    """The person has written something else, or taken something away: what was to be sent by itself is another message now."""
    settled = Signal()
    """Nothing is being read any more, or it is known what the message would cost."""

    def __init__(
        self,
        worker: Worker,
        shown: OnScreen,
        meter: BudgetModel,
        reading: ReadingController,
        recognition: RecognitionController,
    ) -> None:
        super().__init__()
        self._recognition = recognition
        self._awaiting: dict[int, Attached] = {}
        """Chips, on screen or not, whose text is being read for a model that can take nothing else."""
        recognition.changed.connect(self._learn)
        self._worker, self._draft, self._model, self._notice = worker, shown.draft, shown.model, shown.notice
        self._transcript = shown.transcript
        self.prices = PricingController(worker, reading, shown, meter)
        self.forms = FormsController(worker, reading, self.prices, shown)
        for signal in (self.prices.priced, self.prices.unpriced):
            signal.connect(self.settled)
        self._folders = FoldersController(worker, shown.draft)
        self._numbers = itertools.count(1)
        self._reading: dict[int, Job[Attached]] = {}
        self._judged_for: object = None
        """The model, as far as it is known, that the chips were judged for."""
        shown.model.changed.connect(self._model_changed)

    def settle(self) -> None:
        """The draft is another, or more of it is read: count it again, and say so where nothing is being read any more."""
        self.prices.soon()
        if not self._draft.pending:
            self.settled.emit()

    def verdict(self) -> Literal["fits", "too long", "unknown"]:
        """Whether what is written now can be sent; `settled` comes when it was unknown and is not any more."""
        return self.prices.verdict()

    def set_thinking(self, thinking: bool) -> None:
        """Whether the model would think before it answers, which is part of the price."""
        self.prices.set_thinking(thinking)

    def set_text(self, text: str) -> None:
        if text != self._draft.text:
            self._draft.write(text)
            if not self._draft.inserting:
                self.edited.emit()
            self.prices.soon()

    def expect(self) -> None:
        """Something is likely to be attached soon."""
        self._worker.submit(Expect(), ignore, ignore)

    def attach_files(self, paths: list[Path]) -> None:
        for path in paths:
            self._attach(clean_name(path.name or str(path)), path)

    def attach_folder(self, number: int) -> None:
        """The files in the folder that a chip stands for, in its place."""
        self.attach_files(list(self._folders.take(number)))

    def attach_picture(self, image: QImage) -> None:
        """A picture that has no file: from the clipboard or dragged out of another program."""
        self._attach("picture.png", image)

    def attach_bytes(self, name: str, data: bytes, *, tokens: int | None = None) -> None:
        """What was made here. `tokens`: the budget that suits a picture."""
        self._attach(name, data, tokens)

    def attach_recording(self, name: str, path: Path) -> None:
        """What was said to Hush, from the file it was recorded into."""
        self._attach(name, path, recorded=True)

    def refuse(self, name: str, problem: Sentence) -> None:
        """Show a chip for something that was dropped and cannot even be read."""
        self._draft.show_chips((*self._draft.chips, Chip(next(self._numbers), name, problem=str(problem))))

    def remove(self, number: int) -> None:
        self.edited.emit()  # first: without it everything may be read
        gone = tuple(chip for chip in self._draft.chips if chip.number == number)
        self._draft.show_chips(tuple(chip for chip in self._draft.chips if chip.number != number))
        self._let_go(gone)
        self.settle()

    def choose_size(self, number: int, tokens: int | None) -> None:
        """Give a picture a budget of `tokens`, None for the model's default."""
        for chip in self._draft.chips:
            if chip.number == number and chip.attached is not None and chip.attached.part.kind == "image":
                self.change({number: replace(chip.attached, part=replace(chip.attached.part, tokens=tokens))})

    def choose_given(self, number: int, given: Given) -> None:
        """Give an attachment as it is, as the text that was read in it, or both."""
        for chip in self._draft.chips:
            if chip.number == number and chip.attached is not None:
                self.change({number: replace(chip.attached, part=replace(chip.attached.part, given=given))})

    def choose_pages(self, number: int, words: str) -> None:
        """Send of a document only the pages that `words` name, such as 3-9; all when it is empty. Nonsense changes nothing."""
        for chip in self._draft.chips:
            if chip.number == number and chip.attached is not None and chip.attached.part.kind == "document":
                try:
                    pages = choose_pages(words, chip.attached.pages)
                except InputError:
                    return
                chosen = replace(chip.attached, part=replace(chip.attached.part, pages=pages))
                if self._model.refusal_of(chosen):
                    self._recognition.read(chosen)
                self.change({number: chosen})

    def change(self, attached: Mapping[int, Attached]) -> None:
        """Put other attachments in the place of those of these chips, and price them at once."""
        for number, seen in attached.items():
            self._draft.change_chip(number, tokens=None, seconds=None, **self._judge(number, seen))
        self.prices.now()

    def take(self) -> tuple[str, tuple[Attached, ...], tuple[Refused, ...]]:
        """What is sent, and what was to go with it and cannot: the draft is empty afterwards."""
        taken = self._draft.text.strip(), self._draft.usable, self._draft.refused
        self.put("", ())
        return taken

    def give_back(self, text: str, attachments: tuple[Attached, ...], refused: tuple[Refused, ...] = ()) -> None:
        """Put a message that was not answered back, before whatever was written meanwhile."""
        chips = (*self.chips_of(attachments, refused), *self._draft.chips)
        self.put("\n".join(part for part in (text, self._draft.text) if part), chips)

    def chips_of(self, attachments: tuple[Attached, ...], refused: tuple[Refused, ...]) -> tuple[Chip, ...]:
        """Chips for what is read already, or refused; what is refused for the model's sake is among `attachments` as well."""
        names = {seen.part.name for seen in attachments}
        return (
            *map(self._chip_of, attachments),
            *(Chip(next(self._numbers), one.name, problem=one.sentence) for one in refused if one.name not in names),
        )

    def put(self, text: str, chips: tuple[Chip, ...]) -> None:
        """Another draft in place of this one. What is still being read of this one goes on."""
        judged = (chip if chip.attached is None else replace(chip, **self._judge(chip.number, chip.attached)) for chip in chips)
        self._draft.show_chips(tuple(judged))
        self._draft.replace_text(text)
        self.settle()

    def clear(self) -> None:
        """Give up what is written."""
        gone = self._draft.chips
        self.put("", ())
        self._let_go(gone)

    def _let_go(self, gone: tuple[Chip, ...]) -> None:
        """What nobody wants any more is not read on: the engine rests for what is. Recordings of Hush's own are memos as well."""
        for chip in gone:
            self._reading.pop(chip.number, IDLE).forget()
            self._awaiting.pop(chip.number, None)
        here = [chip.attached for chip in self._draft.chips] + [seen for e in self._transcript.entries for seen in e.attachments]
        wanted = {seen.part.digest for seen in (*here, *self._awaiting.values()) if seen is not None}
        for chip in gone:
            if chip.attached is not None and not chip.attached.recorded and chip.attached.part.digest not in wanted:
                self._recognition.stop(chip.attached.part.digest)

    def _attach(self, name: str, source: Path | bytes | QImage, tokens: int | None = None, recorded: bool = False) -> None:
        chip = Chip(next(self._numbers), self._draft.free_name(name))
        self._draft.show_chips((*self._draft.chips, chip))
        number = chip.number
        read, told = (partial(show, number) for show in (self._show_read, self._show_share))
        unread = partial(self._show_unread, number, source)
        self._reading[number] = self._worker.submit(Prepare(chip.name, source, tokens, recorded), read, unread, told)

    def _chip_of(self, seen: Attached) -> Chip:
        number = next(self._numbers)
        return replace(Chip(number, seen.part.name), **self._judge(number, seen))

    def _judge(self, number: int, seen: Attached) -> dict[str, Any]:
        """What a chip shows of what was read: with its text, and why the loaded model cannot take it, or not yet."""
        known = self._recognition.known(seen.part.digest)
        if self._model.refusal_of(seen):
            seen = self._narrow(seen)
        if known is not None and (known.state == "read" or seen.part.kind == "document"):  # its pages are whole, one by one
            seen = with_text(seen, known.texts)
        problem, needed, awaits = self._model.refusal_of(seen), self._model.may_refuse(seen), False
        if needed and (known is None or known.state in ("reading", "read")):
            self._recognition.read(seen)
            known = self._recognition.known(seen.part.digest)
        if needed and known is not None and known.state == "reading":
            problem, awaits = "", True
        elif problem and known is not None:
            problem = f"{problem} {known.problem}".strip()
        self._awaiting.pop(number, None)
        if awaits:
            self._awaiting[number] = seen
        return {"attached": seen, "problem": problem, "awaits_text": awaits, "forms": ()}

    def _narrow(self, seen: Attached) -> Attached:
        """Without the scanned pages that are not going to be read, and said so."""
        known = self._recognition.known(seen.part.digest)
        less = narrow(seen, known)
        if less is not seen and less.part.kind == "document":
            self._notice.show(tell_narrowed(less, known), good=True)
        return less

    @Slot(str)
    def _learn(self, sha256: str) -> None:
        """More is known of what stands in a chip, here or in a chat that was left."""
        known = self._recognition.known(sha256)
        if known is None or known.state == "reading":
            self._show_how_far(sha256, known)
            return
        away = {number: seen for number, seen in self._awaiting.items() if seen.part.digest == sha256}
        for chip in self._draft.chips:
            away.pop(chip.number, None)
            if chip.attached is not None and chip.attached.part.digest == sha256:
                judged = self._judge(chip.number, chip.attached)
                unpriced = {} if judged["attached"] == chip.attached else {"tokens": None, "seconds": None}
                self._draft.change_chip(chip.number, **unpriced, **judged)
        for number, seen in away.items():
            self.read_away.emit(number, self._judge(number, seen))
        self.settle()

    def _show_how_far(self, sha256: str, known: Known | None) -> None:
        """The pages of a scan that are read until now."""
        for chip in self._draft.chips:
            seen = chip.attached if chip.awaits_text and chip.kind == "document" else None
            if known is not None and seen is not None and seen.part.digest == sha256:
                self._draft.change_chip(chip.number, attached=with_text(seen, known.texts))

    @Slot()
    def _model_changed(self) -> None:
        state = self._model.phase, self._model.choice, self._model.capabilities
        if state != self._judged_for and self._model.phase != "none":
            self._judged_for = state
            for chip in self._draft.chips:
                if chip.attached is not None:
                    self._draft.change_chip(chip.number, tokens=None, seconds=None, **self._judge(chip.number, chip.attached))
            self.settle()

    def _show_read(self, number: int, seen: Attached) -> None:
        self._recognition.read(seen)
        self._change(number, **self._judge(number, seen))

    def _show_share(self, number: int, share: float) -> None:
        self._draft.change_chip(number, share=share)

    def _show_unread(self, number: int, source: object, failed: Failed) -> None:
        self._change(number, problem=str(wording.sentence(failed.error)))
        if isinstance(source, Path) and failed.error.sentence.id == "attached-folder":
            self._folders.look(number, source)

    def _change(self, number: int, **changes: object) -> None:
        del self._reading[number]
        if not any(chip.number == number for chip in self._draft.chips):
            self.read_away.emit(number, changes)
            return
        self._draft.change_chip(number, **changes)
        self.settle()
