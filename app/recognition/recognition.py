"""Reads what is attached, and knows what was read: what somebody waits for first, the rest when the engine rests."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal, Slot

from app import wording
from app.recognition.work import FindRecognised, KeepRecognised
from app.values import Attached
from app.worker import Worker
from app.worker.history import HistoryWorker
from app.worker.lane import IDLE, Job, ignore
from app.worker.recognising import READERS, ReadPage, ReadPicture, WriteDown
from inference.conversation import AudioPart, DocumentPart, ImagePart
from inference.events import Cancelled, Failed
from inference.history.values import Recognised
from inference.recognition.files import SPEECH, TEXT_FIND, TEXT_READ, missing

__all__ = ["Known", "Readers", "RecognitionController", "with_text"]

Part = ImagePart | AudioPart | DocumentPart


@dataclass(frozen=True)
class Known:
    """What is known of a content: the texts of its pages, or what has been heard until now; and whether more comes.

    `problem` says why there is no text where it could not be read.
    """

    state: Literal["reading", "read", "failed", "stopped"]
    texts: tuple[Recognised, ...] = ()
    problem: str = ""


@dataclass(frozen=True)
class Readers:
    """Which of them are on this computer: what reads pictures and scans, and what writes down recordings."""

    text: bool
    speech: bool


@dataclass(frozen=True)
class _Wanted:
    """A content to be read; of a document the pages."""

    part: Part
    pages: tuple[int, ...]
    waited_for: bool


class RecognitionController(QObject):
    """One content at a time. What is read is kept in the history by its content, so that nothing is read twice."""

    changed = Signal(str)
    """More is known of the content with this SHA-256."""

    def __init__(self, worker: Worker, history: HistoryWorker | None, engine_busy: Callable[[], bool]) -> None:
        super().__init__()
        self.language: str | None = None
        """Of recordings, as whisper.cpp calls it; None to find out."""
        self.speech_model: Path | None = None
        """What writes them down; None for Whisper base."""
        self._worker, self._history, self._engine_busy = worker, history, engine_busy
        self._known: dict[str, Known] = {}
        self._hurried: set[str] = set()
        """Contents that somebody waits for, also while it is looked up whether they were read before."""
        self._waiting: list[_Wanted] = []
        self._asked: set[tuple[str, int]] = set()
        """Contents, by SHA-256, and their pages that are being read or are to be."""
        self._now: _Wanted | None = None
        self._job: Job[Recognised | Cancelled] = IDLE

    def look_for_readers(self) -> Readers:
        """Which readers are there now."""
        return Readers(not missing(TEXT_FIND, TEXT_READ), self.speech_model is not None or not missing(SPEECH))

    def known(self, sha256: str) -> Known | None:
        """None where it was never asked for."""
        return self._known.get(sha256)

    def read(self, seen: Attached, *, waited_for: bool = True) -> None:
        """Have it read, unless it is, or is about to be. Nothing for what has a text of its own."""
        part = seen.part
        known = self._known.get(part.digest, Known("stopped"))
        if part.digest in self._known and known.state in ("failed", "stopped") and not waited_for:
            return  # nobody asked for it again
        if waited_for:
            self.hurry(part.digest)
        read = {text.page for text in known.texts if known.state in ("read", "reading")}
        pages = tuple(page for page in _pages(seen) if page not in read and (part.digest, page) not in self._asked)
        if not pages:
            return
        wanted = _Wanted(part, pages, waited_for)
        self._asked |= {(part.digest, page) for page in pages}
        self._learn(part.digest, Known("reading", known.texts if part.kind == "document" else ()))
        if self._history is None:
            self._want(wanted)
            return
        self._history.submit(
            FindRecognised(part.digest), lambda found: self._found(wanted, found), lambda _failed: self._want(wanted)
        )

    def stop(self, sha256: str) -> None:
        """Give up reading it; what was read until now stays to be seen."""
        self._waiting = [wanted for wanted in self._waiting if wanted.part.digest != sha256]
        self._asked = {asked for asked in self._asked if asked[0] != sha256}
        if self._now is not None and self._now.part.digest == sha256:
            self._job.stop()
        elif (known := self._known.get(sha256)) is not None and known.state == "reading":
            self._learn(sha256, replace(known, state="stopped"))

    @Slot()
    def go_on(self) -> None:
        """Begin with the next: what is waited for, or anything where the engine rests."""
        if self._now is not None:
            return
        ready = [wanted for wanted in self._waiting if wanted.waited_for or not self._engine_busy()]
        if not ready:
            return
        self._now = ready[0]
        self._waiting.remove(self._now)
        self._submit(self._now)

    def _submit(self, wanted: _Wanted) -> None:
        part = wanted.part
        if part.kind == "image":
            work = ReadPicture(part, wanted.waited_for)
        elif part.kind == "audio":
            work = WriteDown(part, wanted.waited_for, self.language, self.speech_model)
        else:
            work = ReadPage(part, wanted.pages[0], wanted.waited_for)
        self._job = self._worker.submit(work, self._read, self._failed, self._heard)

    def _found(self, wanted: _Wanted, found: tuple[Recognised, ...]) -> None:
        reader = READERS[wanted.part.kind]
        usable = tuple(text for text in found if text.reader == reader)
        left = tuple(sorted(set(wanted.pages) - {text.page for text in usable}))
        if usable:
            self._add(wanted.part.digest, usable)
        if left:
            self._want(replace(wanted, pages=left))

    def hurry(self, sha256: str) -> None:
        """Somebody waits for it now: it comes before what nobody waits for, and while the engine is busy."""
        self._hurried.add(sha256)
        for wanted in [one for one in self._waiting if one.part.digest == sha256 and not one.waited_for]:
            self._waiting.remove(wanted)
            self._want(replace(wanted, waited_for=True))

    def _want(self, wanted: _Wanted) -> None:
        """What is waited for comes before what is not."""
        if wanted.part.digest in self._hurried:
            wanted = replace(wanted, waited_for=True)
        ahead = [other for other in self._waiting if other.waited_for or not wanted.waited_for]
        self._waiting = [*ahead, wanted, *(other for other in self._waiting if other not in ahead)]
        self.go_on()

    def _heard(self, text: Recognised) -> None:
        """What a recording says until now: shown, not kept."""
        self._learn(text.sha256, Known("reading", (text,)))

    def _read(self, outcome: Recognised | Cancelled) -> None:
        assert self._now is not None
        now, self._now = self._now, None
        digest = now.part.digest
        if isinstance(outcome, Cancelled):
            self._give_up(now)
            self._learn(digest, replace(self._known[digest], state="stopped"))
        else:
            if self._history is not None:
                self._history.submit(KeepRecognised((outcome,)), ignore, ignore)
            self._add(digest, (outcome,))
            if left := now.pages[1:]:
                self._want(replace(now, pages=left))
        self.go_on()

    def _failed(self, failed: Failed) -> None:
        assert self._now is not None
        now, self._now = self._now, None
        self._give_up(now)
        self._learn(now.part.digest, Known("failed", self._known[now.part.digest].texts, str(wording.sentence(failed.error))))
        self.go_on()

    def _add(self, sha256: str, texts: tuple[Recognised, ...]) -> None:
        """These pages are read; it is all read where no other is asked for."""
        self._asked -= {(sha256, text.page) for text in texts}
        pages = {text.page: text for text in (*self._known[sha256].texts, *texts)}
        more = any(asked == sha256 for asked, _ in self._asked)
        self._learn(sha256, Known("reading" if more else "read", tuple(pages[page] for page in sorted(pages))))

    def _give_up(self, wanted: _Wanted) -> None:
        self._asked -= {(wanted.part.digest, page) for page in wanted.pages}

    def _learn(self, sha256: str, known: Known) -> None:
        if self._known.get(sha256) != known:
            self._known[sha256] = known
            self.changed.emit(sha256)


def with_text(seen: Attached, texts: Iterable[Recognised]) -> Attached:
    """`seen` with what was read in it: what a model is given that cannot see or hear."""
    part, pages = seen.part, {text.page: text.text for text in texts}
    if part.kind == "document":
        return replace(seen, part=replace(part, texts=tuple(sorted(pages.items()))))
    return replace(seen, part=replace(part, text=pages[0])) if 0 in pages else seen


def _pages(seen: Attached) -> tuple[int, ...]:
    """Which pages of a document have to be read."""
    if seen.part.kind != "document":
        return (0,)
    chosen = seen.part.pages
    return tuple(page for page in seen.scanned if chosen is None or page in chosen)
