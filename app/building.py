"""Builds the view models and the controllers of the conversation, has the rooms beside it built, and winds all of it down."""

from __future__ import annotations

from pathlib import Path

from app import rooms
from app.conversation.activity import Activity, Notice
from app.conversation.answers import AnswerController
from app.conversation.chat import ChatController
from app.conversation.composer.draft import Draft
from app.conversation.composer.draft_keeper import DraftKeeper
from app.conversation.composer.drafting import DraftController
from app.conversation.context.budget_model import BudgetModel
from app.conversation.context.choices import ChoicesModel
from app.conversation.context.making_room import RoomController
from app.conversation.context.reading import ReadingController
from app.conversation.context.summary import SummaryController
from app.conversation.examples import ExampleController
from app.conversation.first_screen import FirstScreen
from app.conversation.keeper import Keeper
from app.conversation.on_screen import OnScreen
from app.conversation.outcomes import Outcomes
from app.conversation.queue import QueueController
from app.conversation.transcript.transcript import Transcript
from app.conversation.turns import Turns
from app.conversation.waiting_list import WaitingList
from app.desk import Desk
from app.models.model_controller import ModelController
from app.models.model_state import ModelState
from app.models.pressure_controller import PressureController
from app.models.pressure_model import PressureModel
from app.recognition.chat_texts import ChatTexts
from app.recognition.checked import CheckedAnswers
from app.recognition.reading_out import ReadingOut
from app.recognition.recognition import RecognitionController
from app.sound.sound import Sound
from app.worker import Worker
from app.worker.finding import ModelFinder
from app.worker.history import HistoryWorker

__all__ = ["build", "wind_down"]


def build(
    worker: Worker,
    history: HistoryWorker | None = None,
    sound: Sound | None = None,
    *,
    settings: Path | None = None,
    finder: ModelFinder | None = None,
) -> Desk:
    """The view models and the controllers, connected to the threads they are given.

    Without a history no chat is kept; without sound nothing is recorded or played, and no picture of the screen is taken.
    `settings`: the file of what the person has set; without one the defaults hold, and there is no page of models.
    """
    shown = OnScreen(Transcript(), Draft(), ModelState(), Activity(), Notice())
    meter, choices, pressure, waiting = BudgetModel(), ChoicesModel(), PressureModel(), WaitingList()
    keeper = Keeper(history, shown.transcript, shown.notice)
    reading = ReadingController(worker, shown.model)
    recognition = RecognitionController(worker, history, lambda: shown.activity.busy or answers.taken)
    answers = AnswerController(worker, reading, ReadingOut(recognition), shown)
    answers.changed.connect(recognition.go_on)
    shown.activity.changed.connect(recognition.go_on)
    drafts = DraftController(worker, shown, meter, reading, recognition)
    answers.written.connect(keeper.write)
    queue = QueueController(history, answers, waiting, shown) if history is not None else None
    kept_drafts = DraftKeeper(history, drafts, keeper, shown) if history is not None else None
    checked = CheckedAnswers(shown.transcript, recognition)
    outcomes = Outcomes(answers, drafts, keeper, shown, queue)
    turns = Turns(queue, kept_drafts, answers, drafts, keeper, shown) if queue is not None and kept_drafts is not None else None
    chat = ChatController(answers, drafts, keeper, shown, outcomes, turns)
    summaries = SummaryController(worker, reading, shown, queue)
    room = RoomController(worker, drafts, summaries, reading, shown, meter=meter, choices=choices)
    chat.too_long.connect(room.insist)
    outcomes.too_long.connect(room.insist)
    models = ModelController(worker, shown.model, shown.notice)
    senses = None
    if sound is not None:
        senses = rooms.senses(worker, sound, history, drafts, kept_drafts, keeper, recognition, chat, shown)
    said = rooms.preferences(worker, settings, senses, recognition, shown.notice) if settings is not None else None
    if said is not None:
        checked.follow(said.model)
    memos = None
    if history is not None and senses is not None and queue is not None:
        memos = rooms.memos(worker, history, reading, senses.playback, recognition, chat, queue, waiting, shown)
    past = None
    if history is not None and queue is not None and kept_drafts is not None and turns is not None:
        past = rooms.past(history, chat, keeper, queue, kept_drafts, turns, waiting, shown.notice)
    return Desk(
        shown=shown,
        meter=meter,
        choices=choices,
        pressure=pressure,
        waiting=waiting,
        queue=queue,
        turns=turns,
        keeper=keeper,
        answers=answers,
        recognition=recognition,
        texts=ChatTexts(recognition, drafts, keeper, shown),
        checked=checked,
        chat=chat,
        drafts=drafts,
        models=models,
        room=room,
        summaries=summaries,
        reading=reading,
        relief=PressureController(worker, models, answers, shown, pressure),
        examples=ExampleController(drafts, chat, shown),
        first=FirstScreen(shown.model, recognition.look_for_readers),
        documents=rooms.documents(worker, drafts, keeper, recognition, said, shown),
        past=past,
        senses=senses,
        memos=memos,
        settings=said,
        shelves=rooms.shelves(worker, finder, said, models, shown) if finder and said else None,
    )


def wind_down(desk: Desk) -> None:
    """Nothing begins any more, and what there is of an answer is kept. The threads are ended after this by who owns them."""
    if desk.senses is not None:
        desk.senses.both.close()
    if desk.memos is not None:
        desk.memos.page.close()
    desk.chat.close()
    desk.models.stop()
    if desk.past is not None:
        desk.past.chats.stop()
    if desk.shelves is not None:
        desk.shelves.controller.stop_checks()
    if desk.settings is not None:
        desk.settings.controller.close()
