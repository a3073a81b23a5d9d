"""Builds the view models and the controllers of the conversation, has the rooms beside it built, and winds all of it down."""

from __future__ import annotations

from pathlib import Path

from app import rooms
from app.conversation.activity import Activity, Notice
from app.conversation.answer import AnswerController
from app.conversation.chat import ChatController
from app.conversation.composer.draft import Draft
from app.conversation.composer.drafting import DraftController
from app.conversation.context.budget_model import BudgetModel
from app.conversation.context.choices import ChoicesModel
from app.conversation.context.making_room import RoomController
from app.conversation.context.reading import ReadingController
from app.conversation.context.summary import SummaryController
from app.conversation.example_controller import ExampleController
from app.conversation.keeper import Recorder
from app.conversation.transcript.transcript import Transcript
from app.desk import Desk
from app.models.model_controller import ModelController
from app.models.model_state import ModelState
from app.models.pressure_controller import PressureController
from app.models.pressure_model import PressureModel
from app.sound.sound import Sound
from app.worker import Worker
from app.worker.history import HistoryWorker
from app.worker.library import LibraryWorker

__all__ = ["build", "wind_down"]


def build(
    worker: Worker,
    history: HistoryWorker | None = None,
    sound: Sound | None = None,
    *,
    settings: Path | None = None,
    library: LibraryWorker | None = None,
) -> Desk:
    """The view models and the controllers, connected to the threads they are given.

    Without a history no chat is kept; without sound nothing is recorded or played, and no picture of the screen is taken.
    `settings`: the file of what the person has set; without one the defaults hold, and there is no library.
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
    senses = said = None
    if sound is not None:
        senses = rooms.senses(
            sound, history, drafts, chat, draft=draft, transcript=transcript, model=model, activity=activity, notice=notice
        )
    if settings is not None:
        said = rooms.preferences(worker, settings, senses, notice)
    memos = None
    if history is not None and senses is not None:
        memos = rooms.memos(worker, history, reading, senses.playback, model=model, activity=activity, notice=notice)
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
        examples=ExampleController(drafts, chat, draft=draft, activity=activity),
        documents=rooms.documents(
            worker, drafts, recorder, said, draft=draft, transcript=transcript, activity=activity, notice=notice
        ),
        past=rooms.past(history, chat, recorder, notice) if history is not None else None,
        senses=senses,
        memos=memos,
        settings=said,
        shelves=rooms.shelves(worker, library, said, models, model=model, notice=notice) if library and said else None,
    )


def wind_down(desk: Desk) -> None:
    """Nothing begins any more, and what there is of an answer is kept. The threads are ended after this by who owns them."""
    if desk.senses is not None:
        desk.senses.both.cancel()
        desk.senses.capture.close()
    if desk.memos is not None:
        desk.memos.page.close()
    desk.chat.close()
    desk.models.stop()
    if desk.past is not None:
        desk.past.chats.stop()
    if desk.shelves is not None:
        desk.shelves.library.stop_checks()
    if desk.settings is not None:
        desk.settings.controller.close()
