"""The history as a whole: one file of chats, and beside it the folder of what was attached.

`history.db` and `history.files`; where the first is refused, `history-2.db` and `history-2.files`, and so on, so that the
program works on and what was refused stays as it is, attachments included.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from inference.conversation import AudioPart, DocumentPart, ImagePart
from inference.errors import HistoryRefused
from inference.history import export
from inference.history.attachments import AttachmentFiles
from inference.history.chats import Chats
from inference.history.database import Database
from inference.history.memos import Memos
from inference.history.messages import Messages
from inference.history.recognised import RecognisedTexts
from inference.history.search import search
from inference.history.unsent import Drafts, Queue
from inference.history.values import Chat, Hit, Kept

__all__ = ["History", "Opened", "open_history"]

MOST_REFUSED = 20
_NAMING = ("attachments", "draft_attachments", "queue_attachments", "memos")
_NAMED = " UNION ".join(f"SELECT sha256 FROM {table}" for table in _NAMING)


class History:
    """The chats and what belongs to them; used by the thread that made it. Every call may raise HistoryError.

    Raises HistoryRefused, having changed nothing, if the file at `path` cannot be trusted; a missing one is made.
    """

    def __init__(self, path: Path, *, clock: Callable[[], float] = time.time) -> None:
        self._database = Database(path)
        self.files = AttachmentFiles(path.with_suffix(".files"))
        self.chats = Chats(self._database, clock=clock)
        self.memos = Memos(self._database, self.files, clock=clock)
        self.messages = Messages(self._database, self.chats, self.memos, self.files, clock=clock)
        self.drafts = Drafts(self._database, self.chats, self.files, clock=clock)
        self.queue = Queue(self._database, self.chats, self.messages, self.files, clock=clock)
        self.recognised = RecognisedTexts(self._database)
        self.path = path
        self.messages.end_interrupted()

    def transaction(self) -> AbstractContextManager[None]:
        """What is done in its block is done in one piece: a draft that is sent is a question, and never both or neither."""
        return self._database.transaction()

    def search(self, words: str) -> tuple[Hit, ...]:
        return search(self._database, words)

    def part(self, kept: Kept) -> ImagePart | AudioPart | DocumentPart:
        """An attachment as the model is given it, with what was read in it."""
        data, read = self.files.read(kept.sha256, kept.name), self.recognised.of(kept.sha256)
        whole = next((one.text for one in read if one.page == 0), None)
        if kept.kind == "image":
            return ImagePart(kept.name, data, kept.image_tokens, whole, kept.given)
        if kept.kind == "audio":
            return AudioPart(kept.name, data, whole, kept.given)
        texts = tuple((one.page, one.text) for one in read if one.page)
        return DocumentPart(kept.name, data, kept.pages, texts, kept.given)

    def keeps(self, sha256: str) -> bool:
        """Whether a message, a draft, a question that waits or a memo has this content attached, so that it is on the disk."""
        named = " UNION ".join(f"SELECT sha256 FROM {table} WHERE sha256 = ?" for table in _NAMING)
        return self._database.row(named, *[sha256] * len(_NAMING)) is not None

    def export(self, chat: int, target: Path, form: export.Format) -> None:
        """Write a chat to a file; its attachments go beside it."""
        every, path = self.messages.all(chat), self.messages.path(chat)
        export.write(target, form, self.chats.get(chat), path=path, every=every, files=self.files)

    def clear_out(self, chat: int | None = None) -> int:
        """Remove for good what was deleted or withdrawn, and every file that nothing kept names; how many files went.

        With `chat` only that one, where it is deleted: what was withdrawn can still be put back.
        """
        with self._erasing():
            self.chats.purge(chat)
            if chat is None:
                self.queue.purge()
        return self._collect()

    def forget(self, waiting: int) -> int:
        """Remove for good a question that was withdrawn, its chat where that went with it, and their files; how many files."""
        with self._erasing():
            self.queue.purge(waiting)
            self.chats.purge_empty()
        return self._collect()

    def take_back(self, message: int) -> Chat | None:
        """Remove for good a message and all below it; the chat, None where nothing was left in that, and it went as well.

        What was attached stays until the next `clear_out`: it comes back into a draft.
        """
        with self._database.erasing():
            chat = self.messages.remove(message)
            gone = self.chats.delete_if_empty(chat)
            if gone:
                self.chats.purge_empty()  # nobody can bring it back, and it is called after the question
        return None if gone else self.chats.get(chat)

    def forget_memo(self, memo: int) -> int:
        """Remove for good a memo, and its recording where no message has it attached; how many files went."""
        with self._erasing():
            self.memos.remove(memo)
        return self._collect()

    @contextmanager
    def _erasing(self) -> Generator[None]:
        """What was read in files that nothing names after the block goes with them."""
        with self._database.erasing():
            yield
            self.recognised.purge(_NAMED)

    def _collect(self) -> int:
        return self.files.collect({row["sha256"] for row in self._database.rows(_NAMED)})

    def close(self) -> None:
        self._database.close()


@dataclass(frozen=True)
class Opened:
    """`refused`: why the chats of before are not there, to be said to the person each time; empty when all is well."""

    history: History
    refused: tuple[HistoryRefused, ...] = ()


def open_history(folder: Path, *, clock: Callable[[], float] = time.time) -> Opened:
    """The history in `folder`, or a fresh one beside what is refused there. HistoryError if none can be opened at all."""
    refused: list[HistoryRefused] = []
    for number in itertools.count(1):
        path = folder / ("history.db" if number == 1 else f"history-{number}.db")
        try:
            return Opened(History(path, clock=clock), tuple(refused))
        except HistoryRefused as error:
            refused.append(error)
            if number == MOST_REFUSED:
                raise
    raise AssertionError("unreachable")
