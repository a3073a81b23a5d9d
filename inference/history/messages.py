"""Messages as a tree: a question that is edited and an answer that is asked for again begin a branch, and nothing is lost.

Of a chat one branch is shown: the path from its first message to its active leaf.
"""

from __future__ import annotations

import sqlite3
import time
from collections import defaultdict
from collections.abc import Callable, Sequence

from inference.errors import HistoryError
from inference.events import Cost
from inference.history.attachments import AttachmentFiles, AttachmentRows, pages_json
from inference.history.chats import Chats, title_of
from inference.history.database import Database, storable
from inference.history.memos import Memos
from inference.history.rows import attachment_of, cost_json, message_of, refused_json
from inference.history.values import Kept, KeptMessage, New, Refused, Role, State, Turn
from inference.sentences import say

__all__ = ["INTERRUPTED", "Messages"]

INTERRUPTED = str(say("answer-interrupted"))

_SUBTREE = """
    WITH RECURSIVE below (id) AS (
        SELECT ? UNION ALL SELECT messages.id FROM messages JOIN below ON messages.chat = ? AND messages.parent = below.id)
"""


class Messages:
    """The tree of messages. Every call that changes something returns after it has reached the disk."""

    def __init__(
        self,
        database: Database,
        chats: Chats,
        memos: Memos,
        files: AttachmentFiles,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._database, self._chats, self._memos, self._clock = database, chats, memos, clock
        self._attachments = AttachmentRows(database, files, "attachments", "message")

    def ask(
        self,
        text: str,
        attachments: Sequence[New | Kept] = (),
        *,
        chat: int | None = None,
        parent: int | None = None,
        refused: Sequence[Refused] = (),
    ) -> Turn:
        """Keep a question and the answer that waits below it, in one piece; what was recorded for it is a memo too.

        `parent` is the message the question follows, None where it is the first. To edit a question, ask the new text with
        the parent of the old one. Without `chat` a new one is made, with a title from the question. `refused` are the files
        that were meant for it and not taken.
        """
        kept = self._attachments.keep_files(attachments)
        with self._database.transaction():
            if chat is None:
                chat = self._chats.create(title_of(text, [attachment.name for attachment in kept])).id
            question = self._add(chat, parent, "user", text, "sent", refused)
            self._attachments.write(question, kept)
            self._memos.keep_sent(question, kept)
            return self._await_answer(chat, parent, question)

    def answer_again(self, question: int) -> Turn:
        """Another answer to a question, beside those it has."""
        with self._database.transaction():
            return self._await_answer(self.chat_of(question), self.parent_of(question), question)

    def write(self, answer: int, *, text: str, thought: str = "", model: str = "") -> None:
        """Keep what an answer is so far, all of it, and which model writes it: called now and then while it is written."""
        self._database.rows(
            "UPDATE messages SET text = ?, thought = ?, model = ? WHERE id = ?",
            *(storable(text), storable(thought), storable(model), answer),
        )

    def end(
        self,
        answer: int,
        state: State,
        *,
        text: str,
        thought: str = "",
        thought_s: float = 0.0,
        note: str = "",
        cost: Cost | None = None,
        model: str = "",
    ) -> int:
        """An answer that `model` wrote is complete, stopped or failed; `thought_s` are the seconds it thought. The chat's id."""
        chat = self.chat_of(answer)
        with self._database.transaction():
            self._database.rows(
                "UPDATE messages SET state = ?, text = ?, thought = ?, thought_s = ?, note = ?, cost = ?, model = ? WHERE id = ?",
                *(state, storable(text), storable(thought), thought_s),
                *(storable(note), cost_json(cost or Cost()), storable(model), answer),
            )
            self._chats.touch(chat)
        return chat

    def tell(
        self,
        message: int,
        *,
        dropped: bool,
        summary: str | None = None,
        summary_sent: bool = True,
        attachments: Sequence[Kept] | None = None,
    ) -> None:
        """Change what the model is told of a message from now on; what is shown of it stays.

        `attachments`, where given, are its own in their order, with other budgets and pages.
        """
        with self._database.transaction():
            self._database.rows(
                "UPDATE messages SET dropped = ?, summary = ?, summary_sent = ? WHERE id = ?",
                *(int(dropped), None if summary is None else storable(summary), int(summary_sent), message),
            )
            for place, kept in enumerate(attachments or ()):
                self._database.rows(
                    "UPDATE attachments SET image_tokens = ?, pages = ?, given = ? WHERE message = ? AND place = ?",
                    *(kept.image_tokens, pages_json(kept), kept.given, message, place),
                )

    def path(self, chat: int, *, leaf: int | None = None) -> tuple[KeptMessage, ...]:
        """The messages from the first to `leaf`, or to the active leaf."""
        if leaf is None:
            leaf = self.leaf(chat)
        found = self._database.rows(
            """
            WITH RECURSIVE path (id, back) AS (
                SELECT ?, 0 UNION ALL
                SELECT messages.parent, path.back + 1 FROM path JOIN messages USING (id) WHERE messages.parent IS NOT NULL)
            SELECT messages.* FROM path JOIN messages USING (id) WHERE messages.chat = ? ORDER BY path.back DESC
            """,
            *(leaf, chat),
        )
        return self._read(chat, found)

    def leaf(self, chat: int) -> int | None:
        """The last message of the branch that is shown; None where there is none."""
        row = self._database.row("SELECT leaf FROM chats WHERE id = ?", chat)
        return row["leaf"] if row is not None else None

    def all(self, chat: int) -> tuple[KeptMessage, ...]:
        """Every message of every branch, in the order they were written."""
        return self._read(chat, self._database.rows("SELECT * FROM messages WHERE chat = ? ORDER BY id", chat))

    def activate(self, message: int) -> int:
        """Show the branch that `message` is on: down to what was written last below it. The chat's id."""
        chat = self.chat_of(message)
        self._show(chat, self._newest(chat, message))
        return chat

    def remove(self, message: int) -> int:
        """Take a message and all below it out of the history for good; the chat's id.

        Where it was shown, what was written last beside it or above it is shown instead.
        """
        chat = self.chat_of(message)
        with self._database.transaction():
            (before,) = self._database.rows(
                "SELECT leaf, parent FROM chats JOIN messages ON messages.chat = chats.id WHERE messages.id = ?", message
            )
            self._database.rows(f"{_SUBTREE} DELETE FROM messages WHERE id IN below", message, chat)
            if self._database.row("SELECT id FROM messages WHERE id = ?", before["leaf"]) is None:
                self._show(chat, self._newest(chat, before["parent"]))
        return chat

    def chat_of(self, message: int) -> int:
        """The chat in which a message is. HistoryError, as from `parent_of`, if there is no such message."""
        return self._row(message)["chat"]

    def parent_of(self, message: int) -> int | None:
        return self._row(message)["parent"]

    def end_interrupted(self) -> int:
        """What waits belongs to a process that is no more: it is marked as stopped. How many there were."""
        found = self._database.rows(
            "UPDATE messages SET state = 'stopped', note = ? WHERE state = 'waiting' RETURNING id", INTERRUPTED
        )
        return len(found)

    def _add(self, chat: int, parent: int | None, role: Role, text: str, state: State, refused: Sequence[Refused] = ()) -> int:
        return self._database.insert(
            "INSERT INTO messages (chat, parent, role, text, state, refused, created) VALUES (?, ?, ?, ?, ?, ?, ?)",
            *(chat, parent, role, storable(text), state, refused_json(refused), self._clock()),
        )

    def _await_answer(self, chat: int, parent: int | None, question: int) -> Turn:
        answer = self._add(chat, question, "assistant", "", "waiting")
        self._show(chat, answer)
        self._chats.touch(chat)
        return Turn(self._chats.get(chat), question, answer, self._children(chat, parent), self._children(chat, question))

    def _children(self, chat: int, parent: int | None) -> tuple[int, ...]:
        found = self._database.rows("SELECT id FROM messages WHERE chat = ? AND parent IS ? ORDER BY id", chat, parent)
        return tuple(row["id"] for row in found)

    def _newest(self, chat: int, message: int | None) -> int | None:
        """What was written last at or below a message, or in the whole chat. Children are younger: the youngest has none."""
        if message is None:
            return self._database.rows("SELECT max(id) AS newest FROM messages WHERE chat = ?", chat)[0]["newest"]
        return self._database.rows(f"{_SUBTREE} SELECT max(id) AS newest FROM below", message, chat)[0]["newest"]

    def _show(self, chat: int, leaf: int | None) -> None:
        self._database.rows("UPDATE chats SET leaf = ? WHERE id = ?", leaf, chat)

    def _row(self, message: int) -> sqlite3.Row:
        row = self._database.row("SELECT chat, parent FROM messages WHERE id = ?", message)
        if row is None:
            raise HistoryError("message-gone")
        return row

    def _read(self, chat: int, found: Sequence[sqlite3.Row]) -> tuple[KeptMessage, ...]:
        attached: defaultdict[int, list[Kept]] = defaultdict(list)
        for row in self._database.rows(
            "SELECT attachments.* FROM messages JOIN attachments ON attachments.message = messages.id"
            " WHERE messages.chat = ? ORDER BY attachments.message, attachments.place",
            chat,
        ):
            attached[row["message"]].append(attachment_of(row))
        siblings: defaultdict[int | None, list[int]] = defaultdict(list)
        for row in self._database.rows("SELECT id, parent FROM messages WHERE chat = ? ORDER BY id", chat):
            siblings[row["parent"]].append(row["id"])
        return tuple(message_of(row, tuple(attached[row["id"]]), tuple(siblings[row["parent"]])) for row in found)
