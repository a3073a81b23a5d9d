"""The rooms beside the conversation: chats of before, documents, eyes and ears, voice memos, settings, the models' shelf."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.capture.capturing import CaptureController
from app.capture.screen import Desktop
from app.capture.senses import SensesController
from app.chats.chat_list import ChatList
from app.chats.chats_controller import ChatsController
from app.conversation.activity import Activity, Notice
from app.conversation.chat import ChatController
from app.conversation.composer.draft import Draft
from app.conversation.composer.drafting import DraftController
from app.conversation.context.reading import ReadingController
from app.conversation.keeper import Recorder
from app.conversation.transcript.transcript import Transcript
from app.desk import PastChats, Preferences, Senses, Shelves, VoiceMemos
from app.documents.documents_controller import ChatDocuments, DocumentsController
from app.documents.open_documents import Documents
from app.memos.memo_list import MemoList
from app.memos.memo_page import MemoPageController
from app.memos.sent_memos import MemosController
from app.memos.transcription import TranscriptionController
from app.models.last_model import LastModelController
from app.models.model_controller import ModelController
from app.models.model_state import ModelState
from app.models.shelf_controller import LibraryController
from app.models.shelf_model import LibraryModel
from app.settings.settings_controller import SettingsController
from app.settings.settings_model import SettingsModel
from app.sound.playback import PlaybackController
from app.sound.sound import Sound
from app.sound.voice import VoiceController
from app.sound.voice_state import VoiceState
from app.worker import Worker
from app.worker.history import HistoryWorker
from app.worker.library import LibraryWorker
from inference.conversation import PATCH

if TYPE_CHECKING:
    from pathlib import Path

    from app.capture.overlay import Overlay

__all__ = ["documents", "memos", "past", "preferences", "senses", "shelves"]


def past(history: HistoryWorker, chat: ChatController, recorder: Recorder, notice: Notice) -> PastChats:
    shown = ChatList()
    chats = ChatsController(history, shown, notice)
    recorder.chat_changed.connect(shown.set_current)
    chats.opened.connect(chat.open)
    chats.gone.connect(recorder.drop)
    chat.branch_asked.connect(recorder.show_branch)
    return PastChats(chats, shown)


def _patch(model: ModelState) -> int:
    """Of the model that is to look at what is captured."""
    return (model.capabilities.patch if model.capabilities else 0) or PATCH


def senses(
    sound: Sound,
    history: HistoryWorker | None,
    drafts: DraftController,
    chat: ChatController,
    *,
    draft: Draft,
    transcript: Transcript,
    model: ModelState,
    activity: Activity,
    notice: Notice,
) -> Senses:
    """Without a history what was said is sent, and is no memo of its own."""
    heard = VoiceState()
    capture = CaptureController(_overlay, own_windows=_windows, patch=lambda: _patch(model))
    voice = VoiceController(sound, heard)
    both = SensesController(capture, voice, drafts, chat, draft=draft, model=model, activity=activity, notice=notice)
    playback = PlaybackController(sound)
    playback.failed.connect(notice.show)
    memos = MemosController(history, voice, transcript) if history is not None else None
    return Senses(both, capture, voice, heard, playback, memos)


def memos(
    worker: Worker,
    history: HistoryWorker,
    reading: ReadingController,
    playback: PlaybackController,
    *,
    model: ModelState,
    activity: Activity,
    notice: Notice,
) -> VoiceMemos:
    shown = MemoList()
    transcription = TranscriptionController(worker, reading, shown, activity)
    page = MemoPageController(
        history, worker, transcription, shown, model=model, activity=activity, notice=notice, playback=playback
    )
    return VoiceMemos(page, shown)


def preferences(worker: Worker, path: Path, senses: Senses | None, notice: Notice) -> Preferences:
    """Read from the file at `path`, and obeyed from now on."""
    shown = SettingsModel()
    settings = SettingsController(worker, shown, path)

    def obey(*_names: object) -> None:
        now = shown.settings
        if senses is not None:
            senses.voice.mode, senses.voice.sends = now.talk_mode, now.talk_sends
            senses.voice.microphone, senses.both.hides = now.microphone, now.hide_while_capturing

    shown.changed.connect(obey)
    settings.failed.connect(notice.show)
    problems = settings.begin()
    obey()
    return Preferences(settings, shown, problems)


def documents(
    worker: Worker,
    drafts: DraftController,
    recorder: Recorder,
    said: Preferences | None,
    *,
    draft: Draft,
    transcript: Transcript,
    activity: Activity,
    notice: Notice,
) -> ChatDocuments:
    """Whether they are shown is remembered where there are preferences."""
    shown, settings, chosen = Documents(), said.controller if said else None, said.model if said else None
    controller = DocumentsController(
        worker,
        shown,
        drafts.prices,
        draft=draft,
        transcript=transcript,
        activity=activity,
        notice=notice,
        settings=settings,
        chosen=chosen,
    )
    recorder.documents_lost.connect(controller.miss)
    return ChatDocuments(controller, shown)


def shelves(
    worker: Worker, threads: LibraryWorker, said: Preferences, models: ModelController, *, model: ModelState, notice: Notice
) -> Shelves:
    shown = LibraryModel()
    library = LibraryController(threads, shown, settings=said.controller, chosen=said.model, models=models, state=model)
    library.release_asked.connect(worker.rest_now)
    last = LastModelController(models, state=model, notice=notice, settings=said.controller, chosen=said.model)
    return Shelves(library, shown, last)


def _overlay(desktop: Desktop, parent: QObject) -> Overlay:
    from app.capture.overlay import Overlay  # widgets that the first frame does without

    return Overlay(desktop, parent)


def _windows() -> list[QWidget]:
    """Those of ours that can be in the way of a picture."""
    kinds = (Qt.WindowType.Window, Qt.WindowType.Dialog)
    return [window for window in QApplication.topLevelWidgets() if window.windowType() in kinds]
