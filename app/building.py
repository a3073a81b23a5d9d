"""Builds the view models and the controllers, room by room, and winds them down in order."""

from __future__ import annotations

from app.controllers.answer import AnswerController
from app.controllers.chat import ChatController
from app.controllers.chats import ChatsController
from app.controllers.desk import Desk, PastChats
from app.controllers.draft import DraftController
from app.controllers.model import ModelController
from app.controllers.pressure import PressureController
from app.controllers.reading import ReadingController
from app.controllers.record import Recorder
from app.controllers.room import RoomController
from app.controllers.summary import SummaryController
from app.viewmodels.activity import Activity, Notice
from app.viewmodels.budget import BudgetModel
from app.viewmodels.chats import ChatList
from app.viewmodels.choices import ChoicesModel
from app.viewmodels.draft import Draft
from app.viewmodels.model_state import ModelState
from app.viewmodels.pressure import PressureModel
from app.viewmodels.transcript import Transcript
from app.worker import Worker
from app.worker.history import HistoryWorker

__all__ = ["build", "wind_down"]


def build(worker: Worker, history: HistoryWorker | None = None) -> Desk:
    """The view models and the controllers, connected to the threads they are given. Without a history no chat is kept."""
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
    )


def wind_down(desk: Desk) -> None:
    """Nothing begins any more, and what there is of an answer is kept. The threads are ended after this by who owns them."""
    desk.chat.close()
    desk.models.stop()
    if desk.past is not None:
        desk.past.chats.stop()


def _past(history: HistoryWorker, chat: ChatController, recorder: Recorder, notice: Notice) -> PastChats:
    shown = ChatList()
    chats = ChatsController(history, shown, notice)
    recorder.chat_changed.connect(shown.set_current)
    chats.opened.connect(chat.open)
    chats.gone.connect(recorder.drop)
    chat.branch_asked.connect(recorder.show_branch)
    return PastChats(chats, shown)
