"""What is written and not sent yet: drafts, and questions that wait for their turn. None is a message before it begins."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Sequence

from inference.errors import HistoryError
from inference.history.attachments import AttachmentFiles, AttachmentRows
from inference.history.chats import Chats, title_of
from inference.history.database import Database, storable
from inference.history.messages import Messages
from inference.history.rows import draft_of, refused_json, waiting_of
from inference.history.values import Draft, Kept, New, Refused, Turn, Waiting, Withdrawn

__all__ = ["Drafts", "Queue"]

_SHOWN = "FROM drafts LEFT JOIN chats ON chats.id = drafts.chat WHERE chats.deleted IS NULL"


class Drafts:
    """`chat` is None for the chat that has not begun. A draft is out of sight while its chat is deleted, and goes with it."""

    def __init__(
        self, database: Database, chats: Chats, files: AttachmentFiles, *, clock: Callable[[], float] = time.time
    ) -> None:
        self._database, self._chats, self._clock = database, chats, clock
        self._attachments = AttachmentRows(database, files, "draft_attachments", "draft")

    def keep(
        self,
        chat: int | None,
        text: str = "",
        attachments: Sequence[New | Kept] = (),
        *,
        replaces: int | None = None,
        refused: Sequence[Refused] = (),
    ) -> Draft | None:
        """Keep the draft in place of the one before; as it is kept, on the disk. Nothing at all removes it: None.

        `replaces` is the question being edited; where that is gone, the draft is kept as a new question. A chat that is
        deleted still takes its draft, for the case that it is brought back; HistoryError when it is gone for good.
        """
        kept = self._attachments.keep_files(attachments)
        with self._database.transaction():
            if not (text.strip() or kept or refused or replaces is not None):
                self._database.rows("DELETE FROM drafts WHERE chat IS ?", chat)
                return None
            if chat is not None:
                self._chats.get(chat, deleted=True)
            row = self._database.rows(
                "INSERT INTO drafts (chat, text, replaces, refused, changed)"
                " VALUES (?, ?, (SELECT id FROM messages WHERE id = ? AND chat = ?), ?, ?)"
                " ON CONFLICT (ifnull(chat, 0)) DO UPDATE SET (text, replaces, refused, changed)"
                " = (excluded.text, excluded.replaces, excluded.refused, excluded.changed) RETURNING *",
                *(chat, storable(text), replaces, chat, refused_json(refused), self._clock()),
            )[0]
            self._attachments.write(row["id"], kept)
        return draft_of(row, kept)

    def get(self, chat: int | None) -> Draft | None:
        row = self._database.row(f"SELECT drafts.* {_SHOWN} AND drafts.chat IS ?", chat)
        return None if row is None else draft_of(row, self._attachments.of(row["id"]))

    def chats(self) -> frozenset[int | None]:
        """Those that have one."""
        return frozenset(row["chat"] for row in self._database.rows(f"SELECT drafts.chat {_SHOWN}"))


_WAITING = (
    "SELECT queue.*, messages.text AS asked FROM queue JOIN chats ON chats.id = queue.chat"
    " LEFT JOIN messages ON messages.id = queue.question WHERE queue.removed IS NULL AND chats.deleted IS NULL"
)


class Queue:
    """Every call that changes something returns after it has reached the disk.

    What waits in a chat that is deleted is out of sight with it and comes back with it.
    """

    def __init__(
        self,
        database: Database,
        chats: Chats,
        messages: Messages,
        files: AttachmentFiles,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._database, self._chats, self._messages, self._clock = database, chats, messages, clock
        self._attachments = AttachmentRows(database, files, "queue_attachments", "waiting")

    def add(
        self,
        text: str,
        attachments: Sequence[New | Kept] = (),
        *,
        chat: int | None = None,
        parent: int | None = None,
        replaces: int | None = None,
        thinking: bool = False,
        refused: Sequence[Refused] = (),
    ) -> Waiting:
        """Put a question last. Without `chat` a new one is made, with a title from the question.

        When it begins, it stands beside the question it `replaces`, or follows `parent`, or else what is shown last in its
        chat then; also where that message is no longer there. Of several with the same `parent` each follows the one before.
        """
        kept = self._attachments.keep_files(attachments)
        with self._database.transaction():
            if chat is None:
                chat = self._chats.create(title_of(text, [attachment.name for attachment in kept])).id
            self._chats.get(chat)
            number = self._insert(chat, text, thinking, parent=parent, replaces=replaces, refused=refused)
            self._attachments.write(number, kept)
            return self.get(number)

    def add_again(self, question: int, *, thinking: bool = False) -> Waiting:
        """Put a question that is kept last, to be answered once more. It no longer waits when that question is removed."""
        with self._database.transaction():
            chat = self._chats.get(self._messages.chat_of(question)).id
            return self.get(self._insert(chat, "", thinking, question=question))

    def list(self) -> tuple[Waiting, ...]:
        """The one whose turn is next first."""
        return tuple(map(self._read, self._database.rows(f"{_WAITING} ORDER BY queue.place")))

    def get(self, waiting: int) -> Waiting:
        row = self._database.row(f"{_WAITING} AND queue.id = ?", waiting)
        if row is None:
            raise HistoryError("not-waiting")
        return self._read(row)

    def move(self, waiting: int, index: int) -> tuple[Waiting, ...]:
        """Put a question at `index` of the list, 0 for the next turn; the list as it is then."""
        with self._database.transaction():
            self.get(waiting)
            before = self.list()
            order = [other.id for other in before if other.id != waiting]
            order.insert(max(0, index), waiting)
            for number, old in zip(order, before, strict=True):
                self._database.rows("UPDATE queue SET place = ? WHERE id = ?", old.place, number)
            return self.list()

    def remove(self, waiting: int) -> Withdrawn:
        """Withdraw a question; `put_back` can undo that until `purge`. A chat in which nothing is left is deleted with it."""
        with self._database.transaction():
            found = self.get(waiting)
            self._database.rows("UPDATE queue SET removed = ? WHERE id = ?", self._clock(), waiting)
            return Withdrawn(found, self._chats.delete_if_empty(found.chat))

    def put_back(self, waiting: int) -> Waiting:
        """Undo `remove`: in its place again, its chat as well. HistoryError when it was purged meanwhile."""
        with self._database.transaction():
            for row in self._database.rows("UPDATE queue SET removed = NULL WHERE id = ? RETURNING chat", waiting):
                self._chats.bring_back(row["chat"])
            return self.get(waiting)

    def begin(self, waiting: int) -> Turn:
        """Its turn has come: in one piece it becomes a question that is kept, with its answer below, and waits no more."""
        with self._database.transaction():
            found = self.get(waiting)
            turn = self._ask(found) if found.question is None else self._messages.answer_again(found.question)
            self._database.rows("DELETE FROM queue WHERE id = ?", waiting)
        return turn

    def purge(self, waiting: int | None = None) -> int:
        """Remove what was withdrawn for good, or only that question; how many went. While the database is `erasing`."""
        wanted = "removed IS NOT NULL AND id = ifnull(?, id)"
        return len(self._database.rows(f"DELETE FROM queue WHERE {wanted} RETURNING id", waiting))

    def _ask(self, found: Waiting) -> Turn:
        if found.replaces is not None:
            parent = self._messages.parent_of(found.replaces)
        else:
            parent = found.parent if found.parent is not None else self._messages.leaf(found.chat)
        turn = self._messages.ask(found.text, found.attachments, chat=found.chat, parent=parent, refused=found.refused)
        if found.replaces is None:
            self._database.rows("UPDATE queue SET parent = ? WHERE chat = ? AND parent = ?", turn.answer, found.chat, parent)
        return turn

    def _insert(
        self,
        chat: int,
        text: str,
        thinking: bool,
        *,
        parent: int | None = None,
        replaces: int | None = None,
        question: int | None = None,
        refused: Sequence[Refused] = (),
    ) -> int:
        of_chat = "(SELECT id FROM messages WHERE id = ? AND chat = ?)"
        return self._database.insert(
            "INSERT INTO queue (chat, parent, replaces, question, text, thinking, refused, created, place)"
            f" VALUES (?, {of_chat}, {of_chat}, ?, ?, ?, ?, ?, (SELECT ifnull(max(place), 0) + 1 FROM queue))",
            *(chat, parent, chat, replaces, chat),
            *(question, storable(text), int(thinking), refused_json(refused), self._clock()),
        )

    def _read(self, row: sqlite3.Row) -> Waiting:
        return waiting_of(row, self._attachments.of(row["id"]))
