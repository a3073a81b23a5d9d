"""The voice memos as a person finds them: all of them or those with some words, and the one that is looked at."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app import wording
from app.chats.chat_list import day_of
from app.values import Attached
from inference.events import PromptProgress
from inference.history.values import Memo

__all__ = ["ROW", "MemoList", "Row", "Writing", "moment", "title_of"]

ROW = int(Qt.ItemDataRole.UserRole) + 1
"""The role under which an index gives its Row."""
SENTENCE = re.compile(r"[^.!?]{4,}?[。！？]|.{8,}?[.!?](?=\s+[^a-zß-ÿ]|$)")
"""Up to a full stop that no small letter follows, which an abbreviation would have; "Yes." alone names nothing."""
LONGEST_TITLE = 70
NO_INDEX = QModelIndex()
Index = QModelIndex | QPersistentModelIndex
NOT_WRITTEN = "Not written down yet"
NONE_YET = "What you say to Hush is kept here.\nHold the talk key, or the microphone beside your message."


@dataclass(frozen=True)
class Row:
    """One memo in two lines. `said`: the title is what it says, or what was typed beside it."""

    memo: Memo
    title: str
    facts: str
    said: bool


@dataclass(frozen=True)
class Writing:
    """A memo that is being written down, and what of it is written."""

    memo: int
    phase: Literal["waiting", "reading", "writing", "stopping"] = "waiting"
    text: str = ""
    progress: PromptProgress | None = None


class MemoList(QAbstractListModel):
    """Changed by the page's controller and, as to `writing`, by the transcription's. The newest memo comes first."""

    state_changed = Signal()
    """`phase`, `words` or `deleted` is another."""
    current_changed = Signal()
    """Another memo is looked at, or it is read, or something is wrong."""
    writing_changed = Signal()
    """`writing` or `refusal`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.phase: Literal["opening", "ready"] = "opening"
        self.words = ""
        """What is searched for, empty when all memos are shown."""
        self.current: Memo | None = None
        self.heard: Attached | None = None
        """The recording of `current`, as soon as it is read."""
        self.problem = ""
        """A sentence about what went wrong, empty when nothing did."""
        self.writing: Writing | None = None
        self.refusal = ""
        """Why nothing can be written down now; empty when it can."""
        self.deleted: Memo | None = None
        """What was deleted just now and can be brought back."""
        self._memos: tuple[Memo, ...] = ()
        self._rows: list[Row] = []

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(self._rows)

    @property
    def blank(self) -> str:
        """What to say where there is no row; empty while nobody knows."""
        if self._rows or self.phase == "opening":
            return ""
        return f"No memo says “{wording.shorten(self.words)}”." if self.words else NONE_YET

    @property
    def text(self) -> str:
        """What the memo that is looked at says, as far as it is written down."""
        if self.current is None:
            return ""
        return self.writing.text if self.writing_current and self.writing is not None else self.current.text

    @property
    def writing_current(self) -> bool:
        """Whether it is the memo that is looked at which is being written down."""
        return self.writing is not None and self.current is not None and self.writing.memo == self.current.id

    def begin(self) -> None:
        """The page is opened: what there is is being looked up."""
        self.phase, self.problem = "opening", ""
        self.state_changed.emit()

    def show(self, words: str, memos: tuple[Memo, ...]) -> None:
        """What a search for `words` found, or all there are."""
        self.phase, self.words, self._memos = "ready", words, memos
        if self.current is not None:
            self.current = next((memo for memo in memos if memo.id == self.current.id), self.current)
        self._refresh()
        self.state_changed.emit()
        self.current_changed.emit()

    def look_at(self, memo: Memo | None) -> None:
        self.current, self.heard, self.problem = memo, None, ""
        self.current_changed.emit()

    def hear(self, attached: Attached) -> None:
        self.heard = attached
        self.current_changed.emit()

    def complain(self, problem: str) -> None:
        """Say what went wrong; nothing takes it away."""
        if problem != self.problem:
            self.problem = problem
            self.current_changed.emit()

    def refuse(self, refusal: str) -> None:
        if refusal != self.refusal:
            self.refusal = refusal
            self.writing_changed.emit()

    def show_writing(self, writing: Writing | None) -> None:
        self.writing = writing
        self._refresh()
        self.writing_changed.emit()

    def write(self, number: int, text: str) -> None:
        """What a memo says is known now."""
        self._memos = tuple(replace(memo, text=text) if memo.id == number else memo for memo in self._memos)
        if self.current is not None and self.current.id == number:
            self.current = replace(self.current, text=text)
        self._refresh()
        self.current_changed.emit()

    def take(self, memo: Memo) -> None:
        """Take it out of the list, until it is brought back or forgotten."""
        place = self.place_of(memo.id).row()
        self.deleted = memo
        if place >= 0:
            self.beginRemoveRows(NO_INDEX, place, place)
            del self._rows[place]
            self.endRemoveRows()
        self.state_changed.emit()

    def bring_back(self) -> None:
        self.deleted = None
        self._refresh()
        self.state_changed.emit()

    def forget_deleted(self) -> None:
        """It is gone for good."""
        gone, self.deleted = self.deleted, None
        self._memos = tuple(memo for memo in self._memos if gone is None or memo.id != gone.id)
        self.state_changed.emit()

    def memo(self, number: int) -> Memo | None:
        """One that is in the list."""
        return next((row.memo for row in self._rows if row.memo.id == number), None)

    def find_beside(self, number: int) -> Memo | None:
        """What is looked at when that one is gone: the next one, or the one before."""
        place = self.place_of(number).row()
        near = (self._rows[place + 1 : place + 2] or self._rows[max(0, place - 1) : place]) if place >= 0 else []
        return near[0].memo if near else None

    def place_of(self, number: int | None) -> QModelIndex:
        """The index of a memo, an invalid one where it is not in the list."""
        place = next((place for place, row in enumerate(self._rows) if row.memo.id == number), -1)
        return self.index(place) if place >= 0 else QModelIndex()

    # What Qt asks.

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        return f"{row.title}, {row.facts}" if role == Qt.ItemDataRole.AccessibleTextRole else None

    def _refresh(self) -> None:
        """The same memos keep their rows, so that the view keeps its place."""
        today = datetime.now().astimezone().date()
        gone = self.deleted.id if self.deleted is not None else None
        rows = [self._row(memo, today) for memo in self._memos if memo.id != gone]
        if [row.memo.id for row in rows] != [row.memo.id for row in self._rows]:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        changed = [place for place, row in enumerate(rows) if row != self._rows[place]]
        self._rows = rows
        for place in changed:
            self.dataChanged.emit(self.index(place), self.index(place))

    def _row(self, memo: Memo, today: date) -> Row:
        facts = f"{moment(memo.created, today)}  ·  {wording.duration(memo.seconds)}"
        if self.writing is not None and self.writing.memo == memo.id:
            return Row(memo, "Writing it down…", facts, said=False)
        title = title_of(memo.text or memo.asked)
        return Row(memo, title or NOT_WRITTEN, facts, said=bool(title))


def title_of(text: str) -> str:
    """The first sentence, on one line, shortened where it is long."""
    line = " ".join(text.split())
    first = SENTENCE.match(line)
    title = first.group() if first is not None else line
    if len(title) > LONGEST_TITLE:
        return f"{title[:LONGEST_TITLE].rsplit(' ', 1)[0].rstrip(',;:–-')}…"
    return title


def moment(seconds: float, today: date) -> str:
    """When that was, as one would say it on `today`: the day's name within a week, its date before that."""
    at = datetime.fromtimestamp(seconds).astimezone()
    near = (today - at.date()).days < 7
    return f"{day_of(seconds, today) if near else f'{at.day} {at:%B %Y}'}, {at:%H:%M}"
