"""What the answers on screen say about pictures, recordings and documents, looked up in what those say."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, QThreadPool, Slot

from app.conversation.transcript.remarks import Checked
from app.conversation.transcript.transcript import Entry, Transcript
from app.pauses import once
from app.recognition.looked_up import Paper, Read, Wanted, look_up
from app.recognition.recognition import RecognitionController
from app.settings.settings_model import SettingsModel
from app.unfound import say_doubt
from app.values import Attached
from app.worker.faults import failure
from inference.checking.values import Source
from inference.recognition import READER

__all__ = ["CheckedAnswers"]

_LONGEST = 8_000
"""Characters of an answer that is looked through."""
_LOOK_AGAIN_MS = 10


class CheckedAnswers(QObject):
    """Says of answers what was found and what was not; never that one is wrong. Off where the person wishes so.

    Whenever an answer ends, a chat is opened or something was read, on another thread, one answer at a time, the newest first.
    Nothing is said where an answer may have it from elsewhere: from something that was not read.
    """

    def __init__(self, transcript: Transcript, recognition: RecognitionController) -> None:
        super().__init__()
        self._transcript, self._recognition = transcript, recognition
        self._settings: SettingsModel | None = None
        self._found: dict[int, tuple[Wanted, Checked]] = {}
        """What was looked up last, by the index of its answer."""
        self._work: _LookingUp | None = None
        self._clock = once(self, self._go_on)
        for signal in (transcript.changed, transcript.replaced, transcript.cut, recognition.changed):
            signal.connect(self._soon)

    @property
    def busy(self) -> bool:
        """Whether an answer is being looked up, or may have to be."""
        return self._clock.isActive()

    def follow(self, settings: SettingsModel) -> None:
        """It is on or off as these say; without any it is on."""
        self._settings = settings
        settings.changed.connect(self._soon)
        self._soon()

    @Slot()
    def _soon(self, *_of_a_signal: object) -> None:
        if self._work is None:
            self._clock.start(0)

    @Slot()
    def _go_on(self) -> None:
        """Show what was found, and begin with the next answer."""
        if self._work is not None and not self._work.over:
            self._clock.start(_LOOK_AGAIN_MS)
            return
        if self._work is not None:
            self._found[self._work.wanted.entry] = self._work.wanted, self._work.found
            self._work = None
        wanted = {one.entry: one for one in self._list_wanted()}
        for index, entry in enumerate(self._transcript.entries):
            if index not in wanted:
                self._transcript.remark(entry, self._doubt(entry))
        for index, one in reversed(wanted.items()):
            known, found = self._found.get(index, (None, Checked()))
            if known != one:
                self._begin(one)
                return
            self._transcript.remark(self._transcript.entries[index], found)

    def _doubt(self, entry: Entry) -> Checked:
        """What is said of an answer that is not looked up: whether its model was sure."""
        wished = self._settings is None or self._settings.settings.check_answers
        doubt = wished and entry.state == "done" and say_doubt(entry.cost.unsure)
        return Checked(unfound=doubt or "")

    def _begin(self, wanted: Wanted) -> None:
        self._work = _LookingUp(wanted)
        QThreadPool.globalInstance().start(self._work.run)
        self._clock.start(_LOOK_AGAIN_MS)

    def _list_wanted(self) -> Iterator[Wanted]:
        """The answers on screen that can be looked up, in order."""
        if self._settings is not None and not self._settings.settings.check_answers:
            return
        entries = self._transcript.entries
        asked, before = list[str](), list[Attached]()
        for index in range(1, len(entries), 2):
            question, answer = entries[index - 1 : index + 1]
            asked.append(question.text)
            own = question.attachments
            # A later question without a file of its own may be about any of those before.
            found = [self._read(seen, asked=True) for seen in own] + [self._read(seen, asked=not own) for seen in before]
            read = tuple(one for one in found if one is not None)
            if read and len(read) == len(found) and _can_be_checked(answer):
                yield Wanted(index, answer.text, tuple(reversed(asked)), read, answer.cost.unsure)
            before += own

    def _read(self, seen: Attached, *, asked: bool) -> Read | Paper | None:
        """None stands for what an answer may be about and nobody here can look into."""
        part = seen.part
        if part.kind == "document":
            return Paper(part, asked, seen.pages > 1)
        if part.text is None:
            return None
        if part.kind == "image":
            return Read(Source(part.name, "picture", part.text, asked), seen)
        known = self._recognition.known(part.digest)
        details = (text.detail for text in known.texts if text.text == part.text) if known is not None else ()
        return Read(Source(part.name, "recording", part.text, asked), seen, detail=next(iter(details), ""))


def _can_be_checked(answer: Entry) -> bool:
    """Whether it is whole, a model's own, and not too long."""
    return answer.state == "done" and answer.model != READER and 0 < len(answer.text) <= _LONGEST


class _LookingUp:
    """One answer, on a thread of the pool."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted, self.found = wanted, Checked()
        self.over = False

    def run(self) -> None:
        try:
            self.found = look_up(self.wanted)
        except Exception as error:  # noqa: BLE001 - nothing is said of this answer, and the log has it
            failure(error, "looking up an answer")
        self.over = True
