"""The chats as a list with headings: pinned ones first, then by day; or what a search found. And the deletion to be undone."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.chats.marks import Marks, marks_of
from app.tooltips import plain_tip
from inference.history.values import Chat, Hit

__all__ = ["ROW", "ChatList", "Row", "day_of", "rows_by_day"]

ROW = int(Qt.ItemDataRole.UserRole) + 1
"""The role under which an index gives its Row."""
NO_INDEX = QModelIndex()
Index = QModelIndex | QPersistentModelIndex
QUARTER = 900
FOUND_IN = {"attachment": "Attached", "memo": "Recorded"}


@dataclass(frozen=True)
class Row:
    """A heading where `chat` is None. `snippet` and its `marks`, or those in the text, are what a search found."""

    text: str
    chat: Chat | None = None
    snippet: str = ""
    marks: Marks = ()
    text_marks: Marks = ()
    mark: Literal["", "answering", "waiting"] = ""
    """Whether the model is at work in it, or will be."""

    @property
    def key(self) -> object:
        """What stays the same when a chat is renamed."""
        return self.text if self.chat is None else self.chat.id


class ChatList(QAbstractListModel):
    """Changed by the chats controller; the side bar shows it. A name written in place is reported with `renamed`."""

    renamed = Signal(int, str)
    state_changed = Signal()
    """`phase`, `words`, `current` or `deleted` is another."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.phase: Literal["opening", "ready", "closed"] = "opening"
        """`closed`: no history can be kept here; why was said in a notice."""
        self.words = ""
        """What is searched for, empty when all chats are shown."""
        self.current: int | None = None
        """The chat in the middle of the window."""
        self.deleted: Chat | None = None
        """What was deleted just now and can be brought back."""
        self.answering: int | None = None
        """The chat that is being answered."""
        self.waiting: frozenset[int] = frozenset()
        """Those in which questions wait."""
        self._chats: dict[int, Chat] = {}
        self._hits: tuple[Hit, ...] = ()
        self._rows: list[Row] = []

    @property
    def rows(self) -> Sequence[Row]:
        return self._rows

    @property
    def chats(self) -> Sequence[Chat]:
        """All of them, in no order."""
        return tuple(self._chats.values())

    def chat(self, number: int) -> Chat | None:
        return self._chats.get(number)

    def found_in(self, number: int) -> int | None:
        """The message of a chat in which the search found its words; None where that is the title, or nothing is searched."""
        return next((hit.message for hit in self._hits if hit.chat.id == number), None)

    def show(self, chats: Iterable[Chat]) -> None:
        """The history is open, and this is in it."""
        self._chats = {chat.id: chat for chat in chats}
        self.phase = "ready"
        self.refresh()
        self.state_changed.emit()

    def show_closed(self) -> None:
        self.phase = "closed"
        self.state_changed.emit()

    def show_found(self, words: str, hits: tuple[Hit, ...]) -> None:
        """What a search for `words` found; no words show all chats again."""
        self.words, self._hits = words, hits
        self.refresh()
        self.state_changed.emit()

    def put(self, chat: Chat) -> None:
        """A chat that is new, or has changed."""
        self._chats[chat.id] = chat
        self.refresh()
        self.state_changed.emit()

    def take(self, number: int) -> Chat | None:
        """A chat is gone; it is returned if it was there."""
        chat = self._chats.pop(number, None)
        self.refresh()
        self.state_changed.emit()
        return chat

    def set_current(self, number: int | None) -> None:
        if number != self.current:
            self.current = number
            self.state_changed.emit()

    def mark(self, answering: int | None, waiting: frozenset[int]) -> None:
        """Mark where the model is at work, and where it will be."""
        if (answering, waiting) != (self.answering, self.waiting):
            self.answering, self.waiting = answering, waiting
            self.refresh()

    def set_deleted(self, chat: Chat | None) -> None:
        if chat != self.deleted:
            self.deleted = chat
            self.state_changed.emit()

    def refresh(self) -> None:
        """Work the rows out again: also when a new day has begun."""
        rows = self._found_rows() if self.words else rows_by_day(self._chats.values(), _local(time.time()).date())
        marked = {*self.waiting, self.answering}
        self._become([replace(row, mark=self._mark(row.chat)) if row.chat and row.chat.id in marked else row for row in rows])

    def place_of(self, number: int | None) -> QModelIndex:
        """The index of a chat, an invalid one where it is not shown."""
        for place, row in enumerate(self._rows):
            if row.chat is not None and row.chat.id == number:
                return self.index(place)
        return QModelIndex()

    # What Qt asks.

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return row.text
        if role == Qt.ItemDataRole.ToolTipRole and row.chat is not None:
            return plain_tip(f"{row.text}\n{_local(row.chat.changed):%d %B %Y, %H:%M}")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _describe(row, current=row.chat is not None and row.chat.id == self.current)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row = self._rows[index.row()]
        name = " ".join(str(value).split())
        if role != Qt.ItemDataRole.EditRole or row.chat is None or not name or name == row.text:
            return False
        self.renamed.emit(row.chat.id, name)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self._rows[index.row()].chat is None:
            return Qt.ItemFlag.NoItemFlags  # the arrow keys pass over headings
        flag = Qt.ItemFlag
        return flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsEditable | flag.ItemNeverHasChildren

    def _mark(self, chat: Chat) -> Literal["answering", "waiting"]:
        return "answering" if chat.id == self.answering else "waiting"

    def _found_rows(self) -> list[Row]:
        """Hits of chats that are still there, with the names they have now."""
        found = [(hit, self._chats[hit.chat.id]) for hit in self._hits if hit.chat.id in self._chats]
        return [
            Row(chat.title, chat, *_where(hit), marks_of(chat.title, self.words) if hit.where == "title" else ())
            for hit, chat in found
        ]

    def _become(self, rows: list[Row]) -> None:
        """Only what differs is taken out and put in, so that the view keeps its place and its selection."""
        old, new = [row.key for row in self._rows], [row.key for row in rows]
        same = min(len(old), len(new))
        head = next((n for n in range(same) if old[n] != new[n]), same)
        tail = next((n for n in range(same - head) if old[-1 - n] != new[-1 - n]), same - head)
        if len(old) - tail > head:
            self.beginRemoveRows(NO_INDEX, head, len(old) - tail - 1)
            del self._rows[head : len(old) - tail]
            self.endRemoveRows()
        if len(new) - tail > head:
            self.beginInsertRows(NO_INDEX, head, len(new) - tail - 1)
            self._rows[head:head] = rows[head : len(new) - tail]
            self.endInsertRows()
        changed = [place for place, row in enumerate(rows) if row != self._rows[place]]
        self._rows = list(rows)
        for place in changed:
            self.dataChanged.emit(self.index(place), self.index(place))


def rows_by_day(chats: Iterable[Chat], today: date) -> list[Row]:
    """Headings and chats: the pinned ones, then those of each day, the one last spoken in first."""
    newest = sorted(chats, key=lambda chat: (chat.pinned, chat.changed, chat.id), reverse=True)
    rows: list[Row] = []
    heading = ""
    for chat in newest:
        above = "Pinned" if chat.pinned else day_of(chat.changed, today)
        if above != heading:
            heading = above
            rows.append(Row(heading))
        rows.append(Row(chat.title, chat))
    return rows


def day_of(seconds: float, today: date) -> str:
    """What to call a day beside `today`: its name within a week, its month before that."""
    return _day_of(int(seconds // QUARTER), today)


@lru_cache(maxsize=8192)
def _day_of(quarter: int, today: date) -> str:
    """The same within a quarter of an hour: no time zone changes its day in the middle of one."""
    day = _local(quarter * QUARTER).date()
    if day >= today:
        return "Today"
    if day == today - timedelta(days=1):
        return "Yesterday"
    if day > today - timedelta(days=7):
        return f"{day:%A}"
    return f"Earlier in {day:%B}" if (day.year, day.month) == (today.year, today.month) else f"{day:%B %Y}"


def _local(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds).astimezone()


def _where(hit: Hit) -> tuple[str, Marks]:
    found_in = f"In {hit.name}" if hit.where == "read" else FOUND_IN.get(hit.where)
    before = f"{found_in}: " if found_in else ""
    return before + hit.snippet, tuple((begin + len(before), end + len(before)) for begin, end in hit.marks)


def _describe(row: Row, *, current: bool) -> str:
    """What a screen reader says of a row."""
    if row.chat is None:
        return row.text
    doing = {"answering": "is being answered", "waiting": "a question waits in it", "": ""}[row.mark]
    said = [row.text, doing, "pinned" if row.chat.pinned else "", "open" if current else "", row.snippet]
    return ", ".join(part for part in said if part)
