"""Reads what is attached, and knows what was read: what somebody waits for first, the rest when the engine rests."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QLocale, QObject, Signal, Slot

from app import wording
from app.pauses import once
from app.recognition.known import Known
from app.recognition.work import FindRecognised, KeepRecognised
from app.settings.languages import list_likely
from app.values import Attached
from app.worker import Worker
from app.worker.history import HistoryWorker
from app.worker.lane import IDLE, Job, ignore
from app.worker.recognising import READERS, ReadPage, ReadPicture, WriteDown
from inference.conversation import AudioPart, DocumentPart, ImagePart
from inference.errors import MemoryShort
from inference.events import Cancelled, Failed
from inference.history.values import Recognised
from inference.recognition import AT_ONCE
from inference.recognition.files import SPEECH, TEXT_FIND, TEXT_READ, missing

__all__ = ["Readers", "RecognitionController"]

Part = ImagePart | AudioPart | DocumentPart
FAILURES = 3
"""Pages of a document that cannot be read: after so many no other is tried."""
MEMORY_MS = 60_000
"""Until what nobody waits for is tried again where memory was too short for it."""


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
        self.likely = list_likely(QLocale.system().uiLanguages())
        """Those that this person may speak."""
        self.speech_model: Path | None = None
        """What writes them down; None for Whisper base."""
        self._worker, self._history, self._engine_busy = worker, history, engine_busy
        self._known: dict[str, Known] = {}
        self._hurried: set[str] = set()
        """Contents that somebody waits for, also while it is looked up whether they were read before."""
        self._waiting: list[_Wanted] = []
        self._asked: set[tuple[str, int]] = set()
        """Contents, by SHA-256, and their pages that are being read or are to be."""
        self._failures: dict[str, list[str]] = {}
        """Why pages of a document that is being read could not be: the others are read all the same."""
        self._looked_at = ("", 0)
        """The content and the page of a document that somebody looked at last."""
        self._now: _Wanted | None = None
        self._given_up = False
        """What is being read now was stopped: it may be asked for again before its end comes."""
        self._job: Job[Recognised | Cancelled] = IDLE
        self._short = once(self, self.go_on, MEMORY_MS)
        """Runs while memory is too short for what nobody waits for."""

    def listen_with(self, model: Path | None, language: str | None) -> None:
        """Recordings are written down so from now on; what was written down otherwise can be once more."""
        if (model, language) != (self.speech_model, self.language):
            self.speech_model, self.language = model, language
            for sha256 in [sha256 for sha256, known in self._known.items() if known.state == "read"]:
                self.changed.emit(sha256)

    def look_for_readers(self) -> Readers:
        """Which readers are there now."""
        return Readers(not missing(TEXT_FIND, TEXT_READ), self.speech_model is not None or not missing(SPEECH))

    def known(self, sha256: str) -> Known | None:
        """None where it was never asked for."""
        return self._known.get(sha256)

    def read(self, seen: Attached, *, waited_for: bool = True, whole: bool = False) -> None:
        """Have it read, unless it is, or is about to be. Nothing for what has a text of its own.

        Of a document of which no pages are chosen the first AT_ONCE scanned ones, or the `whole`.
        """
        part, known = seen.part, self._known.get(seen.part.digest)
        if known is not None and known.state in ("failed", "stopped") and not waited_for and not whole:
            return  # nobody asked for it again
        if waited_for:
            self.hurry(part.digest)
        self._ask(part, _pages(seen) if whole else _at_once(seen), waited_for=waited_for)

    def look(self, seen: Attached, page: int) -> None:
        """Somebody looks at this page of a document now: of all that nobody waits for it is read next."""
        self._looked_at = seen.part.digest, page
        known = self._known.get(seen.part.digest)
        if known is None or known.state != "failed":
            self._ask(seen.part, (page,), waited_for=False)

    def _ask(self, part: Part, wanted: tuple[int, ...], *, waited_for: bool) -> None:
        known = self._known.get(part.digest, Known("stopped"))
        whole = part.kind == "document" or known.state in ("read", "reading")  # a page is read whole or not at all
        read = {text.page for text in known.texts} if whole else set[int]()
        pages = tuple(page for page in wanted if page not in read and (part.digest, page) not in self._asked)
        if not pages:
            return
        asked = _Wanted(part, pages, waited_for)
        self._asked |= {(part.digest, page) for page in pages}
        self._learn(part.digest, Known("reading", known.texts if part.kind == "document" else ()))
        if self._history is None:
            self._want(asked)
            return
        self._history.submit(
            FindRecognised(part.digest), lambda found: self._found(asked, found), lambda _failed: self._found(asked, ())
        )

    def may_read_again(self, sha256: str) -> bool:
        """Whether a recording was written down with another model, or as another language, than is chosen now."""
        known = self._known.get(sha256)
        if known is None or known.state != "read" or not known.texts:
            return False
        said = json.loads(known.texts[0].detail)
        wanted = self.speech_model.name if self.speech_model is not None else SPEECH.name
        other_language = self.language and said.get("language") and said["language"] != self.language
        return "words" in said and (said["model"] not in ("", wanted) or bool(other_language))

    def read_again(self, seen: Attached) -> None:
        """Have a recording written down once more, as it is chosen now; what was written down stays until that is whole."""
        part, known = seen.part, self._known.get(seen.part.digest)
        if known is None or known.state != "read" or known.again:
            return
        self._asked.add((part.digest, 0))
        self._learn(part.digest, replace(known, problem="", again=True))
        self._want(_Wanted(part, (0,), True))

    def stop(self, sha256: str) -> None:
        """Give up reading it; what was read until now stays to be seen."""
        self._waiting = [wanted for wanted in self._waiting if wanted.part.digest != sha256]
        self._asked = {asked for asked in self._asked if asked[0] != sha256}
        self._hurried.discard(sha256)
        self._failures.pop(sha256, None)
        if self._now is not None and self._now.part.digest == sha256:
            self._given_up = True
            self._job.stop()
        if (known := self._known.get(sha256)) is not None and (known.state == "reading" or known.again):
            self._learn(sha256, _stopped(known))

    @Slot()
    def go_on(self) -> None:
        """Begin with the next: what is waited for, or anything where the engine rests."""
        if self._now is not None:
            return
        rests = not self._engine_busy() and not self._short.isActive()
        ready = [wanted for wanted in self._waiting if wanted.waited_for or rests]
        if not ready:
            return
        chosen = next((one for one in ready if self._is_looked_at(one) and one.waited_for == ready[0].waited_for), ready[0])
        self._waiting.remove(chosen)
        if self._is_looked_at(chosen):
            page = self._looked_at[1]
            chosen = replace(chosen, pages=(page, *(other for other in chosen.pages if other != page)))
        self._now, self._given_up = chosen, False
        self._submit(chosen)

    def _is_looked_at(self, wanted: _Wanted) -> bool:
        sha256, page = self._looked_at
        return wanted.part.digest == sha256 and page in wanted.pages

    def _submit(self, wanted: _Wanted) -> None:
        part = wanted.part
        if part.kind == "image":
            work = ReadPicture(part, wanted.waited_for)
        elif part.kind == "audio":
            work = WriteDown(part, wanted.waited_for, self.language, self.speech_model, self.likely)
        else:
            work = ReadPage(part, wanted.pages[0], wanted.waited_for)
        self._job = self._worker.submit(work, self._read, self._failed, self._heard)

    def _found(self, wanted: _Wanted, found: tuple[Recognised, ...]) -> None:
        reader = READERS[wanted.part.kind]
        usable = tuple(text for text in found if text.reader == reader)
        digest, read = wanted.part.digest, {text.page for text in usable}
        left = tuple(page for page in wanted.pages if page not in read and (digest, page) in self._asked)
        if usable:
            self._add(digest, usable)
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
        if not self._given_up and not self._known[text.sha256].again:
            self._learn(text.sha256, Known("reading", (text,)))

    def _read(self, outcome: Recognised | Cancelled) -> None:
        assert self._now is not None
        now, self._now = self._now, None
        if isinstance(outcome, Cancelled):
            if not self._given_up:
                self.stop(now.part.digest)
        else:
            if self._history is not None:
                self._history.submit(KeepRecognised((outcome,)), ignore, ignore)
            self._add(now.part.digest, (outcome,))
            if (left := now.pages[1:]) and not self._given_up:
                self._want(replace(now, pages=left))
        self.go_on()

    def _failed(self, failed: Failed) -> None:
        assert self._now is not None
        now, self._now = self._now, None
        if self._given_up:
            self.go_on()
            return
        if isinstance(failed.error, MemoryShort) and not now.waited_for:
            self._short.start()
            self._want(now)
            return
        digest, left, problem = now.part.digest, now.pages[1:], str(wording.sentence(failed.error))
        failures = self._failures.setdefault(digest, [])
        failures.append(problem)
        if left and len(failures) < FAILURES:
            self._asked.discard((digest, now.pages[0]))
            self._want(replace(now, pages=left))
            return
        self._give_up(now)
        del self._failures[digest]
        known = self._known[digest]
        self._learn(digest, Known("read" if known.again else "failed", known.texts, problem))
        self.go_on()

    def _add(self, sha256: str, texts: tuple[Recognised, ...]) -> None:
        """These pages are read; it is all read where no other is asked for."""
        self._asked -= {(sha256, text.page) for text in texts}
        pages = {text.page: text for text in (*self._known[sha256].texts, *texts)}
        more = any(asked == sha256 for asked, _ in self._asked)
        failures = [] if more else self._failures.pop(sha256, [])
        state = "reading" if more else "failed" if failures else "read"
        self._learn(sha256, Known(state, tuple(pages[page] for page in sorted(pages)), "".join(failures[:1])))

    def _give_up(self, wanted: _Wanted) -> None:
        self._asked -= {(wanted.part.digest, page) for page in wanted.pages}

    def _learn(self, sha256: str, known: Known) -> None:
        if self._known.get(sha256) != known:
            self._known[sha256] = known
            self.changed.emit(sha256)


def _stopped(known: Known) -> Known:
    return replace(known, again=False) if known.again else replace(known, state="stopped")


def _at_once(seen: Attached) -> tuple[int, ...]:
    """Which pages of it are read by themselves."""
    pages = _pages(seen)
    return pages if seen.part.kind != "document" or seen.part.pages is not None else pages[:AT_ONCE]


def _pages(seen: Attached) -> tuple[int, ...]:
    """Which pages of a document have to be read."""
    if seen.part.kind != "document":
        return (0,)
    chosen = seen.part.pages
    return tuple(page for page in seen.scanned if chosen is None or page in chosen)
