"""A draft belongs to its chat: what is written in one stays there, over other chats, restarts and kills."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app import wording
from app.conversation.composer.draft import Chip, refused_of
from app.conversation.composer.drafting import DraftController
from app.conversation.keeper import Keeper
from app.conversation.on_screen import OnScreen
from app.conversation.unsent import AddWaiting, DraftRead, KeepDraft, ReadDraft
from app.pauses import once
from app.worker.history import HistoryWorker, is_gone
from app.worker.lane import IDLE
from inference.events import Failed

__all__ = ["DraftKeeper"]

PAUSE_MS = 300
"""So much typing may be lost when the machine fails."""


@dataclass(frozen=True)
class _Away:
    """A draft whose chat is not on screen; `replaces` is the question that is being written anew."""

    text: str
    chips: tuple[Chip, ...]
    replaces: int | None
    awaits_words: bool = False
    """What was dictated for it is still being written down."""

    @property
    def settled(self) -> bool:
        return not self.awaits_words and not any(chip.pending for chip in self.chips)

    def add(self, after: _Away) -> _Away:
        text, awaits = "\n".join(filter(None, (self.text, after.text))), self.awaits_words or after.awaits_words
        return _Away(text, (*self.chips, *after.chips), self.replaces or after.replaces, awaits)


class DraftKeeper(QObject):
    """Keeps the draft on screen, and those that were left in this run of the program."""

    away_settled = Signal(object)
    """Nothing is being read any more for the draft of this chat, which is not on screen."""
    away_edited = Signal(object)
    """The draft of this chat, which is not on screen, is another message than was to be sent by itself."""
    kept = Signal(str)
    """A draft with this text is on the disk, and what is attached to it."""

    def __init__(self, history: HistoryWorker, drafts: DraftController, keeper: Keeper, shown: OnScreen) -> None:
        super().__init__()
        self._history, self._drafts, self._keeper = history, drafts, keeper
        self._draft, self._transcript, self._notice = shown.draft, shown.transcript, shown.notice
        self._chat: int | None = None
        self._away: dict[int | None, _Away] = {}
        self._replaces: int | None = None
        self._reading = IDLE
        self._open = False
        """The history is open: only then is there anything to keep a draft in."""
        self._pause = once(self, self.keep, PAUSE_MS)
        self._draft.changed.connect(self._keep_soon)
        self._transcript.editing_changed.connect(self._keep_soon)
        self._transcript.replaced.connect(self._edit_again)
        drafts.read_away.connect(self._read_away)
        keeper.chat_changed.connect(self._renumber)
        keeper.turned.connect(self._turn)

    def start(self) -> None:
        """The history is open: what was written before the first question of a new chat comes back."""
        self._open = True
        self._fetch(self._chat)

    @property
    def known(self) -> frozenset[int | None]:
        """The chats of which what is written is here, or being read; of the others it is in the history alone."""
        return frozenset((self._chat, *self._away))

    def give_back(self, chat: int | None, text: str, chips: tuple[Chip, ...], replaces: int | None) -> None:
        """Put what could not be sent before what is written in its chat meanwhile; for chats that are `known`."""
        before = _Away(text, chips, replaces)
        if chat == self._chat:
            self._replaces = self._on_screen().replaces or replaces
            both = before.add(self._on_screen())
            self._drafts.put(both.text, both.chips)
            self._edit_again()
        else:
            after = self._away.get(chat)
            self._away[chat] = both = before if after is None else before.add(after)
            self._keep(chat, both)

    def write_away(self, chat: int | None, words: str, *, more: bool) -> None:
        """What was dictated for a draft that is not on screen any more comes after what is written there. `more`: is to come."""
        away = self._away.get(chat, _Away("", (), None))
        text = " ".join(filter(None, (away.text.rstrip(), words)))
        self._away[chat] = away = replace(away, text=text, awaits_words=more)
        self._keep(chat, away)
        if away.settled:
            self.away_settled.emit(chat)

    @Slot(int)
    def go_on(self, chat: int) -> None:
        """A chat is gone since nothing was left in it: what was written there meanwhile is the draft of a new one."""
        if chat == self._chat:
            self._keeper.set_chat(None)
        elif (left := self._away.pop(chat, None)) is not None:
            self.give_back(None, left.text, left.chips, None)

    def edit_on(self) -> None:
        """The conversation on screen is shown anew: a question that is written anew in it still is."""
        self._replaces = self._on_screen().replaces

    @Slot()
    def keep(self) -> None:
        """Write down at once what is written on screen."""
        self._pause.stop()
        if self._open:
            self._keep(self._chat, self._on_screen(), behind=self._reading.live)

    def take_away(self, chat: int | None, *, thinking: bool) -> AddWaiting | None:
        """The draft of a chat that is not on screen, to be sent; None where nothing of it can be. It is empty afterwards."""
        away = self._away.pop(chat, None)
        usable = () if away is None else tuple(chip.attached for chip in away.chips if chip.attached and not chip.problem)
        if away is None or not (away.text.strip() or usable):
            return None
        return AddWaiting(chat, away.text.strip(), usable, away.replaces, thinking, refused_of(away.chips))

    def _keep(self, chat: int | None, away: _Away, *, behind: bool = False) -> None:
        attached = tuple(chip.attached for chip in away.chips if chip.attached is not None)
        refused = tuple(one for one in refused_of(away.chips) if one.name not in {seen.part.name for seen in attached})
        work = KeepDraft(chat, away.text, attached, away.replaces, refused, behind)
        self._history.submit(work, lambda _: self.kept.emit(away.text), self._fail)

    @Slot()
    def _keep_soon(self) -> None:
        if not self._pause.isActive() and not self._reading.live:  # what is not read yet is not to be overwritten
            self._pause.start()

    def _on_screen(self) -> _Away:
        editing = self._transcript.editing
        replaces = self._transcript.entries[editing].kept if editing is not None else self._replaces
        return _Away(self._draft.text, self._draft.chips, replaces, self._draft.awaits_words)

    @Slot(object)
    def _renumber(self, chat: int | None) -> None:
        """The conversation on screen goes on under another number, or under none any more, and what is written with it;
        another conversation is told of with `turned`."""
        if chat == self._chat:
            return
        if self._open:
            self._keep(self._chat, _Away("", (), None), behind=self._reading.live)
        self._chat, back = chat, self._away.pop(chat, None)
        if back is not None:
            both = self._on_screen().add(back)
            self._drafts.put(both.text, both.chips)
        self._pause.stop()
        if self._open:
            self._keep(chat, self._on_screen())

    @Slot(object)
    def _turn(self, chat: int | None) -> None:
        left = self._on_screen()
        if self._pause.isActive():
            self.keep()
        if left.text or left.chips:
            self._away[self._chat] = left
        before, self._chat, back = self._chat, chat, self._away.pop(chat, None)
        self._replaces = back.replaces if back is not None else None
        self._drafts.put(back.text if back is not None else "", back.chips if back is not None else ())
        self._pause.stop()
        if left.text or left.chips:
            self._reading = IDLE  # what was kept there and is not read yet still comes to it
            if left.settled:
                self.away_settled.emit(before)
        if back is None and self._open:
            self._fetch(chat)
        else:
            self._reading.forget()

    def _fetch(self, chat: int | None) -> None:
        self._reading.forget()
        self._reading = self._history.submit(ReadDraft(chat), self._take_kept, self._fail)

    def _take_kept(self, read: DraftRead) -> None:
        if read.draft is not None:
            chips = self._drafts.chips_of(read.read.attachments, read.draft.refused)
            self.give_back(read.chat, read.draft.text, chips, read.draft.replaces)
            if read.read.problems:
                self._notice.show(*read.read.problems)
        elif read.chat == self._chat:
            self._keep_soon()
        elif (away := self._away.get(read.chat)) is not None:
            self._keep(read.chat, away)

    @Slot()
    def _edit_again(self) -> None:
        """The question that is written anew is marked in the conversation once that is on screen."""
        if self._replaces is None:
            return
        index = next((n for n, entry in enumerate(self._transcript.entries) if entry.kept == self._replaces), None)
        if index is not None:
            self._replaces = None
            self._transcript.edit(index)

    @Slot(int, object)
    def _read_away(self, number: int, changes: dict[str, Any]) -> None:
        for chat, away in self._away.items():
            if any(chip.number == number for chip in away.chips):
                chips = tuple(replace(chip, **changes) if chip.number == number else chip for chip in away.chips)
                self._away[chat] = away = replace(away, chips=chips)
                self._keep(chat, away)
                if away.settled:
                    self.away_settled.emit(chat)
                return

    def _fail(self, failed: Failed) -> None:
        """Not for a draft whose chat was removed for good meanwhile."""
        if is_gone(failed, "chat-gone"):
            return
        self._notice.show(wording.sentence(failed.error))
