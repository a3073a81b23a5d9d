"""Dictation: what was said is written where one writes, and its sound is kept until the words are.

The words belong to the chat they were said in, and what is sent there meanwhile waits for them. What cannot be written down is
attached as a recording, with the reason; where its chat was left it is offered, as what an ended program leaves behind is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from app import wording
from app.conversation.composer.draft_keeper import DraftKeeper
from app.conversation.composer.drafting import DraftController
from app.conversation.keeper import Keeper
from app.conversation.on_screen import OnScreen
from app.recognition.recognition import RecognitionController
from app.sentences import say
from app.sound.recordings import RecordingsController
from app.sound.sound_values import Heard, SoundFile
from app.sound.voice_state import VoiceState
from app.values import Attached
from app.worker import Worker
from app.worker.lane import IDLE, Job
from app.worker.media import Prepare
from inference.events import Failed

__all__ = ["DictationController"]


@dataclass(frozen=True)
class _Said:
    name: str
    file: SoundFile
    chat: int | None


class DictationController(QObject):
    """What is said next may be recorded while what was said before is still being written down."""

    done = Signal()
    """The words are in the message, or the recording is: it is to be seen."""

    def __init__(
        self,
        worker: Worker,
        recognition: RecognitionController,
        recordings: RecordingsController,
        state: VoiceState,
        drafts: DraftController,
        kept_drafts: DraftKeeper | None,
        keeper: Keeper,
        shown: OnScreen,
    ) -> None:
        """`kept_drafts`: None where no chat is kept, and so none is left."""
        super().__init__()
        self._drafts, self._kept_drafts, self._keeper = drafts, kept_drafts, keeper
        self._page, self._chat = keeper.page, keeper.chat
        self._expected: list[int | None] = []
        """The chats of what was said and whose sound is not here yet."""
        self._worker, self._recognition, self._recordings, self._state = worker, recognition, recordings, state
        self._draft, self._notice = shown.draft, shown.notice
        self._preparing: dict[str, Job[Attached]] = {}
        self._said: dict[str, _Said] = {}
        """What is being written down, by the SHA-256 of its sound."""
        recognition.changed.connect(self._learn)
        keeper.chat_changed.connect(self._show_chat)

    @property
    def busy(self) -> bool:
        return bool(self._said)

    @Slot()
    def expect(self) -> None:
        """Something was said for the chat on screen."""
        self._expected.append(self._keeper.chat)
        self._await()

    @Slot()
    def expect_no_more(self, _problem: object = None) -> None:
        """Nothing was heard."""
        for chat in self._expected:
            self._come_without(chat)
        self._expected.clear()
        self._await()

    @Slot(str, object)
    def write(self, name: str, heard: Heard) -> None:
        """Have it written down, and put into the message."""
        sha256 = heard.file.sha256
        chat = self._expected.pop(0) if self._expected else self._keeper.chat
        self._said[sha256] = _Said(name, heard.file, chat)
        self._await()
        read, unread = partial(self._read, sha256), partial(self._give_up, sha256)
        self._preparing[sha256] = self._worker.submit(Prepare(name, heard.file.path), read, unread)

    def cancel(self) -> None:
        """Esc: the person wants nothing of it."""
        said, self._said = self._said, {}
        for chat in (*self._expected, *(one.chat for one in said.values())):
            self._come_without(chat)
        for sha256, one in said.items():
            self._preparing.pop(sha256, IDLE).forget()
            self._recognition.stop(sha256)
            self._recordings.drop(one.file)
        self._rest()

    def _read(self, sha256: str, attached: Attached) -> None:
        del self._preparing[sha256]
        self._recognition.read(attached)
        self._learn(sha256)

    @Slot(str)
    def _learn(self, sha256: str) -> None:
        said, known = self._said.get(sha256), self._recognition.known(sha256)
        if said is None or known is None:
            return
        text = known.texts[0].text if known.texts else ""
        if known.state == "reading":
            if not self._state.recording:
                self._state.show("writing", text)
        elif known.state == "read" and text:
            del self._said[sha256]
            here = self._is_here(said)
            if self._kept_drafts is None or here:
                self._draft.insert(text)
            else:
                self._kept_drafts.write_away(said.chat, text, more=self._is_awaited(said.chat))
            self._recordings.wrote(said.file, text)
            self._rest()
            if here:
                self.done.emit()
        else:
            self._attach(sha256, known.problem)

    def _give_up(self, sha256: str, failed: Failed) -> None:
        del self._preparing[sha256]
        self._attach(sha256, str(wording.sentence(failed.error)))

    def _attach(self, sha256: str, problem: str) -> None:
        said = self._said.pop(sha256)
        self._come_without(said.chat)
        if self._is_here(said):
            self._recordings.attach(said.name, said.file)
            self._notice.show(say("dictation-failed", problem=problem) if problem else say("dictation-without-words"))
        else:
            self._recordings.offer_back(said.file)
            if problem:
                self._notice.show(say("dictation-failed-elsewhere", problem=problem))
        self._rest()
        self.done.emit()

    def _come_without(self, chat: int | None) -> None:
        """Words do not come into this chat: what was to be sent by itself there is another message now."""
        if chat == self._keeper.chat:
            self._drafts.edited.emit()
        elif self._kept_drafts is not None:
            self._kept_drafts.away_edited.emit(chat)

    def _rest(self) -> None:
        if self._state.phase == "writing" and not self._said:
            self._state.show("idle")
        self._await()

    def _is_here(self, said: _Said) -> bool:
        return said.chat == self._keeper.chat

    def _is_awaited(self, chat: int | None) -> bool:
        """Whether words are still to come for it."""
        return chat in (*self._expected, *(said.chat for said in self._said.values()))

    @Slot()
    def _await(self) -> None:
        """What is written here is not sent without the words that are still to come."""
        before = self._draft.awaits_words
        self._draft.await_words(self._is_awaited(self._keeper.chat))
        if before and not self._draft.pending:
            self._drafts.settle()

    @Slot(object)
    def _show_chat(self, chat: int | None) -> None:
        """Another conversation is on screen, or this one goes on under another number."""
        if self._page == self._keeper.page:
            self._expected = [chat if expected == self._chat else expected for expected in self._expected]
            self._said = {
                sha256: replace(said, chat=chat) if said.chat == self._chat else said for sha256, said in self._said.items()
            }
        self._page, self._chat = self._keeper.page, chat
        self._await()
