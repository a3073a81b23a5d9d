"""The page of voice memos: find one, hear it, have it written down, open the chat it was said in, delete it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from app import wording
from app.conversation.on_screen import OnScreen
from app.conversation.queue import QueueController
from app.conversation.work import AttachmentsRead, OpenChat, ReadAttachments, ShowBranch
from app.memos.memo_list import MemoList
from app.memos.transcription import TranscriptionController
from app.memos.work import ListMemos, RemoveMemo, WriteMemo
from app.pauses import after_typing, while_undoable
from app.recognition.recognition import RecognitionController
from app.sentences import say
from app.sound.playback import PlaybackController
from app.values import Attached
from app.worker import Worker
from app.worker.history import ChatGone, HistoryWorker, is_gone
from app.worker.lane import IDLE, ignore
from app.worker.media import Prepare
from inference.events import Failed
from inference.history.values import Chat, Facts, Kept, Memo
from inference.sentences import Sentence

__all__ = ["MemosController"]


class MemosController(QObject):
    """What is being written down when the page is closed is written to its end, and kept."""

    chat_opened = Signal(object)
    """The chat that a memo was said in: ChatOpened."""

    def __init__(
        self,
        history: HistoryWorker,
        worker: Worker,
        transcription: TranscriptionController,
        shown: MemoList,
        playback: PlaybackController,
        recognition: RecognitionController,
        queue: QueueController,
        on_screen: OnScreen,
    ) -> None:
        super().__init__()
        self._queue = queue
        self._history, self._worker, self._transcription, self._shown = history, worker, transcription, shown
        self._model, self._activity, self._notice = on_screen.model, on_screen.activity, on_screen.notice
        self._playback, self._recognition = playback, recognition
        self._open = False
        self._words = ""
        self._listing = self._reading = self._preparing = self._opening = IDLE
        self._typing = after_typing(self, self._list)
        self._undo = while_undoable(self, self.forget_deleted)
        history.noticed.connect(self._notice_memo)
        transcription.written.connect(self._keep_words)
        transcription.failed.connect(self._complain)
        for changed in (self._model.changed, self._activity.changed, shown.writing_changed):
            changed.connect(self.weigh)
        self.weigh()

    def open(self) -> None:
        """The page is shown: look up what there is now."""
        self._open = True
        self._shown.begin()
        self._list()

    def close(self) -> None:
        """The page is gone, and with it the way to bring back what was deleted."""
        self._open, self._words = False, ""
        self._typing.stop()
        self.forget_deleted()
        self.choose(None)

    def search(self, words: str) -> None:
        """Show the memos with these words, soon; all for none."""
        self._words = words.strip()
        self._typing.start()

    def choose(self, number: int | None) -> None:
        """Look at a memo: its recording is read, to be played and written down."""
        current = self._shown.current
        if number == (current.id if current is not None else None):
            return
        memo = self._shown.memo(number) if number is not None else None
        self._hush()
        self._reading.forget()
        self._preparing.forget()
        self._shown.look_at(memo)
        if memo is not None:
            kept = Kept(memo.name, memo.sha256, "audio", Facts(seconds=memo.seconds))
            self._reading = self._history.submit(ReadAttachments((kept,)), self._prepare_read, self._fail)

    def write_down(self) -> None:
        """Have the model write down what the memo says; nothing where it cannot."""
        self.weigh()
        memo, heard = self._shown.current, self._shown.heard
        if memo is not None and heard is not None and heard.part.kind == "audio" and not self._shown.refusal:
            self._shown.complain("")
            self._transcription.write(memo.id, heard.part, seconds=heard.seconds)

    def stop(self) -> None:
        """What is being written down is given up; what the memo said before stays."""
        self._transcription.stop()

    def open_chat(self) -> None:
        """Show the chat it was said in, on the branch where it was; while something is or will be answered there, on the branch
        that is shown."""
        memo = self._shown.current
        if memo is not None and memo.chat is not None and memo.message is not None:
            stays = self._activity.busy or self._queue.goes_on_in(memo.chat)
            asked = OpenChat(memo.chat) if stays else ShowBranch(memo.message)
            self._opening.forget()
            self._opening = self._history.submit(asked, self.chat_opened.emit, self._fail)

    @Slot()
    def forget_opening(self) -> None:
        """The chat that was asked for is not wanted any more."""
        self._opening.forget()

    def delete(self) -> None:
        """Take it out of the list at once; it can be brought back for a while. Its message stays in its chat."""
        memo = self._shown.current
        if memo is None:
            return
        if self._shown.writing_current:
            self.stop()
        self.forget_deleted()
        beside = self._shown.find_beside(memo.id)
        self._shown.take(memo)
        self._undo.start()
        self.choose(beside.id if beside is not None else None)

    def undo(self) -> None:
        """Bring back what was deleted last."""
        deleted = self._shown.deleted
        if deleted is not None:
            self._undo.stop()
            self._shown.bring_back()
            self.choose(deleted.id)

    @Slot()
    def forget_deleted(self) -> None:
        """What was deleted is removed for good."""
        self._undo.stop()
        deleted = self._shown.deleted
        if deleted is not None:
            self._shown.forget_deleted()
            self._history.submit(RemoveMemo(deleted.id), ignore, self._fail)

    @Slot()
    def _list(self) -> None:
        self._listing.forget()
        self._listing = self._history.submit(ListMemos(self._words), partial(self._show_listed, self._words), self._fail)

    @Slot(object)
    def _notice_memo(self, value: object) -> None:
        if isinstance(value, Memo | Chat | ChatGone) and self._open:  # a memo comes with its message, and goes with its chat
            self._list()

    def _fail(self, failed: Failed) -> None:
        self._complain(wording.sentence(failed.error))

    def _show_listed(self, words: str, memos: tuple[Memo, ...]) -> None:
        """Where the memo that is looked at is not among them, the first one is."""
        if not self._open:
            return
        self._shown.show(words, memos)
        current = self._shown.current
        if current is None or self._shown.memo(current.id) is None:
            first = next(iter(self._shown.rows), None)
            self.choose(first.memo.id if first is not None else None)

    def _prepare_read(self, read: AttachmentsRead) -> None:
        if read.problems:
            self._complain(read.problems[0])
        for attached in read.attachments:
            prepare = Prepare(attached.part.name, attached.part.data)
            self._preparing = self._worker.submit(prepare, self._hear, self._fail)

    def _hear(self, attached: Attached) -> None:
        """It is written down by itself."""
        self._shown.hear(attached)
        self._recognition.read(attached)

    @Slot(int, str)
    def _keep_words(self, memo: int, text: str) -> None:
        self._shown.write(memo, text)
        self._history.submit(WriteMemo(memo, text), ignore, self._not_written)

    def _not_written(self, failed: Failed) -> None:
        """Not for a memo that went with its chat meanwhile."""
        if not is_gone(failed, "memo-gone"):
            self._fail(failed)

    @Slot(object)
    def _complain(self, problem: Sentence) -> None:
        if self._open:
            self._shown.complain(str(problem))
        else:
            self._notice.show(problem)

    @Slot()
    def weigh(self) -> None:
        """Whether something could be written down now."""
        self._shown.refuse(self._refusal())

    def _refusal(self) -> str:
        if self._model.phase != "ready":
            return str(say("no-model-for-memo" if self._model.phase == "none" else "model-loads"))
        if self._activity.busy or self._queue.busy:
            return str(say("model-answers" if self._shown.writing is None else "another-memo"))
        return self._model.refusal("audio")

    def _hush(self) -> None:
        """Nobody could stop what plays once it is not looked at."""
        if self._shown.heard is not None and self._playback.part is self._shown.heard.part:
            self._playback.pause()
