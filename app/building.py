"""Builds the view models and the controllers, room by room, and winds them down in order."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.capture.screen import Desktop
from app.capture.sound import Sound
from app.controllers.answer import AnswerController
from app.controllers.capture import CaptureController
from app.controllers.chat import ChatController
from app.controllers.chats import ChatsController
from app.controllers.desk import Desk, PastChats, Preferences, Senses
from app.controllers.draft import DraftController
from app.controllers.memos import MemosController
from app.controllers.model import ModelController
from app.controllers.playback import PlaybackController
from app.controllers.pressure import PressureController
from app.controllers.reading import ReadingController
from app.controllers.record import Recorder
from app.controllers.room import RoomController
from app.controllers.senses import SensesController
from app.controllers.settings import SettingsController
from app.controllers.summary import SummaryController
from app.controllers.voice import VoiceController
from app.settings import LastModel
from app.viewmodels.activity import Activity, Notice
from app.viewmodels.budget import BudgetModel
from app.viewmodels.chats import ChatList
from app.viewmodels.choices import ChoicesModel
from app.viewmodels.draft import Draft
from app.viewmodels.model_state import ModelState
from app.viewmodels.pressure import PressureModel
from app.viewmodels.settings import SettingsModel
from app.viewmodels.transcript import Transcript
from app.viewmodels.voice import VoiceState
from app.worker import Worker
from app.worker.history import HistoryWorker

if TYPE_CHECKING:
    from app.capture.overlay import Overlay

__all__ = ["build", "wind_down"]


def build(
    worker: Worker, history: HistoryWorker | None = None, sound: Sound | None = None, *, settings: Path | None = None
) -> Desk:
    """The view models and the controllers, connected to the threads they are given.

    Without a history no chat is kept; without sound nothing is recorded or played, and no picture of the screen is taken.
    `settings`: the file of what the person has set; without one the defaults hold.
    """
    transcript, draft, meter, model = Transcript(), Draft(), BudgetModel(), ModelState()
    activity, notice, choices, pressure = Activity(), Notice(), ChoicesModel(), PressureModel()
    recorder = Recorder(history, transcript, notice)
    reading = ReadingController(worker, model)
    drafts = DraftController(worker, draft, transcript, model, meter, reading)
    answer = AnswerController(worker, reading, transcript=transcript, model=model, activity=activity)
    chat = ChatController(
        answer, drafts, recorder, draft=draft, transcript=transcript, model=model, activity=activity, notice=notice
    )
    summaries = SummaryController(worker, reading, transcript=transcript, activity=activity, notice=notice)
    room = RoomController(
        worker, drafts, summaries, reading, draft=draft, transcript=transcript, model=model, meter=meter, choices=choices
    )
    chat.too_long.connect(room.insist)
    models = ModelController(worker, model, notice)
    senses = None
    if sound is not None:
        capture, voice = CaptureController(_overlay, own_windows=_windows), VoiceController(sound, heard := VoiceState())
        both = SensesController(capture, voice, drafts, chat, draft=draft, model=model, activity=activity, notice=notice)
        memos = MemosController(history, voice, transcript) if history is not None else None
        senses = Senses(both, capture, voice, heard, _player(sound, notice), memos)
    preferences = _preferences(worker, settings, senses, model, notice) if settings is not None else None
    return Desk(
        transcript=transcript,
        draft=draft,
        meter=meter,
        choices=choices,
        model=model,
        activity=activity,
        notice=notice,
        pressure=pressure,
        recorder=recorder,
        chat=chat,
        drafts=drafts,
        models=models,
        room=room,
        summaries=summaries,
        reading=reading,
        relief=PressureController(worker, models, model=model, activity=activity, pressure=pressure),
        past=_past(history, chat, recorder, notice) if history is not None else None,
        settings=preferences,
        senses=senses,
    )


def wind_down(desk: Desk) -> None:
    """Nothing begins any more, and what there is of an answer is kept. The threads are ended after this by who owns them."""
    if desk.senses is not None:
        desk.senses.both.cancel()
        desk.senses.capture.close()
    desk.chat.close()
    desk.models.stop()
    if desk.past is not None:
        desk.past.chats.stop()
    if desk.settings is not None:
        desk.settings.controller.close()


def _past(history: HistoryWorker, chat: ChatController, recorder: Recorder, notice: Notice) -> PastChats:
    shown = ChatList()
    chats = ChatsController(history, shown, notice)
    recorder.chat_changed.connect(shown.set_current)
    chats.opened.connect(chat.open)
    chats.gone.connect(recorder.drop)
    chat.branch_asked.connect(recorder.show_branch)
    return PastChats(chats, shown)


def _preferences(worker: Worker, path: Path, senses: Senses | None, state: ModelState, notice: Notice) -> Preferences:
    """Read, and obeyed from now on."""
    shown = SettingsModel()
    settings = SettingsController(worker, shown, path)

    def obey(*_names: object) -> None:
        now = shown.settings
        if senses is not None:
            senses.voice.mode, senses.voice.sends = now.talk_mode, now.talk_sends
            senses.voice.microphone, senses.both.hides = now.microphone, now.hide_while_capturing

    def remember() -> None:
        choice = state.choice
        if state.phase != "ready" or choice is None:
            return
        files = None if choice.is_starter else LastModel(choice.model, choice.mmproj, choice.context, choice.image_tokens)
        if files != shown.settings.last_model:
            settings.set("last_model", files)

    shown.changed.connect(obey)
    settings.failed.connect(notice.show)
    state.changed.connect(remember)
    if problems := settings.begin():
        notice.show(" ".join(problems))
    obey()
    return Preferences(settings, shown)


def _player(sound: Sound, notice: Notice) -> PlaybackController:
    playback = PlaybackController(sound)
    playback.failed.connect(notice.show)
    return playback


def _overlay(desktop: Desktop, parent: QObject) -> Overlay:
    from app.capture.overlay import Overlay  # widgets that the first frame does without

    return Overlay(desktop, parent)


def _windows() -> list[QWidget]:
    """Those of ours that can be in the way of a picture."""
    kinds = (Qt.WindowType.Window, Qt.WindowType.Dialog)
    return [window for window in QApplication.topLevelWidgets() if window.windowType() in kinds]
