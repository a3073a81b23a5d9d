"""The rooms beside the conversation: chats of before, documents, eyes and ears, voice memos, settings, the models' shelf."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.capture.capturing import CaptureController
from app.capture.screen import Desktop
from app.capture.senses import SensesController
from app.capture.words import WordsController
from app.chats.chat_list import ChatList
from app.chats.chats_controller import ChatsController
from app.conversation.activity import Notice
from app.conversation.chat import ChatController
from app.conversation.composer.draft_keeper import DraftKeeper
from app.conversation.composer.drafting import DraftController
from app.conversation.context.reading import ReadingController
from app.conversation.keeper import Keeper
from app.conversation.on_screen import OnScreen
from app.conversation.queue import QueueController
from app.conversation.turns import Turns
from app.conversation.waiting_list import WaitingList
from app.desk import PastChats, Preferences, Senses, Shelves, VoiceMemos
from app.documents.documents_controller import ChatDocuments, DocumentsController
from app.documents.open_documents import Documents
from app.memos.memo_list import MemoList
from app.memos.memos_controller import MemosController
from app.memos.transcription import TranscriptionController
from app.models.last_model import LastModelController
from app.models.model_controller import ModelController
from app.models.model_state import ModelState
from app.models.shelf_controller import ShelfController
from app.models.shelf_model import ShelfModel
from app.recognition.dictation import DictationController
from app.recognition.recognition import RecognitionController
from app.settings.settings_controller import SettingsController
from app.settings.settings_model import SettingsModel
from app.sound.playback import PlaybackController
from app.sound.recordings import RecordingsController
from app.sound.sound import Sound
from app.sound.voice import VoiceController
from app.sound.voice_state import VoiceState
from app.worker import Worker
from app.worker.finding import ModelFinder
from app.worker.history import HistoryWorker
from inference.conversation import PATCH

if TYPE_CHECKING:
    from pathlib import Path

    from app.capture.overlay import Overlay

__all__ = ["documents", "memos", "past", "preferences", "senses", "shelves"]


def past(
    history: HistoryWorker,
    chat: ChatController,
    keeper: Keeper,
    queue: QueueController,
    drafts: DraftKeeper,
    turns: Turns,
    waiting: WaitingList,
    notice: Notice,
) -> PastChats:
    shown = ChatList()
    chats = ChatsController(history, shown, notice)
    keeper.chat_changed.connect(shown.set_current)
    chats.opened.connect(chat.open)
    chat.begun_anew.connect(chats.forget_opening)
    chats.gone.connect(chat.drop)
    chats.emptied.connect(drafts.go_on)
    chats.started.connect(queue.start)
    chats.started.connect(drafts.start)
    turns.elsewhere.connect(chats.open)
    waiting.changed.connect(lambda: shown.mark(waiting.answering, waiting.chats))
    return PastChats(chats, shown)


def _patch(model: ModelState) -> int:
    """The patch of the model that is to look at what is captured."""
    return (model.capabilities.patch if model.capabilities else 0) or PATCH


def senses(
    worker: Worker,
    sound: Sound,
    history: HistoryWorker | None,
    drafts: DraftController,
    kept_drafts: DraftKeeper | None,
    keeper: Keeper,
    recognition: RecognitionController,
    chat: ChatController,
    shown: OnScreen,
) -> Senses:
    """Ears and eyes."""
    heard = VoiceState()
    capture = CaptureController(_overlay, own_windows=_windows, patch=lambda: _patch(shown.model))
    voice = VoiceController(sound, heard)
    recordings = RecordingsController(sound, history, drafts, kept_drafts)
    voice.failed.connect(recordings.look)  # what was recorded until something failed
    dictation = DictationController(worker, recognition, recordings, heard, drafts, kept_drafts, keeper, shown)
    words = WordsController(worker, capture, shown.notice)
    both = SensesController(capture, words, voice, recordings, dictation, drafts, chat, shown)
    playback = PlaybackController(sound)
    playback.failed.connect(shown.notice.show)
    return Senses(both, capture, voice, recordings, heard, playback)


def memos(
    worker: Worker,
    history: HistoryWorker,
    reading: ReadingController,
    playback: PlaybackController,
    recognition: RecognitionController,
    chat: ChatController,
    queue: QueueController,
    waiting: WaitingList,
    shown: OnScreen,
) -> VoiceMemos:
    memos = MemoList()
    transcription = TranscriptionController(worker, reading, memos, shown.activity)
    page = MemosController(history, worker, transcription, memos, playback, recognition, queue, shown)
    waiting.changed.connect(page.weigh)
    page.chat_opened.connect(chat.open)
    chat.begun_anew.connect(page.forget_opening)
    return VoiceMemos(page, memos)


def preferences(
    worker: Worker, path: Path, senses: Senses | None, recognition: RecognitionController, notice: Notice
) -> Preferences:
    """Read from the file at `path`, and obeyed from now on."""
    shown = SettingsModel()
    settings = SettingsController(worker, shown, path)

    def obey(*_names: object) -> None:
        now = shown.settings
        recognition.listen_with(now.speech_model, now.speech_language or None)
        if senses is not None:
            senses.voice.mode, senses.voice.sends = now.talk_mode, now.talk_sends
            senses.voice.dictates = now.talk_as == "dictate"
            senses.voice.microphone, senses.both.hides = now.microphone, now.hide_while_capturing

    shown.changed.connect(obey)
    settings.failed.connect(notice.show)
    if senses is not None:
        senses.voice.switched.connect(lambda dictates: settings.set("talk_as", "dictate" if dictates else "ask"))
    problems = settings.begin()
    obey()
    return Preferences(settings, shown, problems)


def documents(
    worker: Worker,
    drafts: DraftController,
    keeper: Keeper,
    recognition: RecognitionController,
    said: Preferences | None,
    shown: OnScreen,
) -> ChatDocuments:
    """Whether they are shown is remembered where there are preferences."""
    found, settings, chosen = Documents(), said.controller if said else None, said.model if said else None
    controller = DocumentsController(worker, found, drafts.prices, shown, settings=settings, chosen=chosen)
    keeper.documents_lost.connect(controller.miss)
    return ChatDocuments(controller, found, recognition)


def shelves(worker: Worker, finder: ModelFinder, said: Preferences, models: ModelController, shown: OnScreen) -> Shelves:
    shelf = ShelfModel()
    controller = ShelfController(finder, shelf, settings=said.controller, chosen=said.model, models=models, state=shown.model)
    controller.release_asked.connect(worker.rest_now)
    last = LastModelController(models, state=shown.model, notice=shown.notice, settings=said.controller, chosen=said.model)
    return Shelves(controller, shelf, last)


def _overlay(desktop: Desktop, parent: QObject) -> Overlay:
    from app.capture.overlay import Overlay  # widgets that the first frame does without

    return Overlay(desktop, parent)


def _windows() -> list[QWidget]:
    """Those of ours that can be in the way of a picture."""
    kinds = (Qt.WindowType.Window, Qt.WindowType.Dialog)
    return [window for window in QApplication.topLevelWidgets() if window.windowType() in kinds]
