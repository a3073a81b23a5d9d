"""What the widgets are given: the view models they show and the controllers they call. Built in `app.building`."""

from __future__ import annotations

from dataclasses import dataclass

from app.capture.capturing import CaptureController
from app.capture.senses import SensesController
from app.chats.chat_list import ChatList
from app.chats.chats_controller import ChatsController
from app.conversation.activity import Activity, Notice
from app.conversation.answers import AnswerController
from app.conversation.chat import ChatController
from app.conversation.composer.draft import Draft
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
from app.conversation.queue import QueueController
from app.conversation.transcript.transcript import Transcript
from app.conversation.turns import Turns
from app.conversation.waiting_list import WaitingList
from app.documents.documents_controller import ChatDocuments
from app.memos.memo_list import MemoList
from app.memos.memos_controller import MemosController
from app.models.last_model import LastModelController
from app.models.model_controller import ModelController
from app.models.model_state import ModelState
from app.models.pressure_controller import PressureController
from app.models.pressure_model import PressureModel
from app.models.shelf_controller import ShelfController
from app.models.shelf_model import ShelfModel
from app.recognition.chat_texts import ChatTexts
from app.recognition.checked import CheckedAnswers
from app.recognition.recognition import RecognitionController
from app.settings.settings_controller import SettingsController
from app.settings.settings_model import SettingsModel
from app.sound.playback import PlaybackController
from app.sound.recordings import RecordingsController
from app.sound.voice import VoiceController
from app.sound.voice_state import VoiceState
from inference.sentences import Sentence

__all__ = ["Desk", "PastChats", "Preferences", "Senses", "Shelves", "VoiceMemos"]


@dataclass(frozen=True)
class PastChats:
    """The chats of before, in the side bar."""

    chats: ChatsController
    shown: ChatList


@dataclass(frozen=True)
class Senses:
    """Eyes and ears: the screen, the microphone and what is played."""

    both: SensesController
    capture: CaptureController
    voice: VoiceController
    recordings: RecordingsController
    heard: VoiceState
    playback: PlaybackController


@dataclass(frozen=True)
class Preferences:
    """What the person has set."""

    controller: SettingsController
    model: SettingsModel
    problems: tuple[Sentence, ...] = ()
    """A sentence for each thing in the file that could not be used."""


@dataclass(frozen=True)
class Shelves:
    """The models on this computer, and which one was loaded last."""

    controller: ShelfController
    shown: ShelfModel
    last: LastModelController


@dataclass(frozen=True)
class VoiceMemos:
    """What was said to Hush, on a page of its own."""

    page: MemosController
    shown: MemoList


@dataclass(frozen=True, kw_only=True)
class Desk:
    shown: OnScreen
    meter: BudgetModel
    choices: ChoicesModel
    pressure: PressureModel
    waiting: WaitingList
    queue: QueueController | None
    turns: Turns | None
    """None where no chat is kept: then nothing waits."""
    keeper: Keeper
    answers: AnswerController
    recognition: RecognitionController
    texts: ChatTexts
    checked: CheckedAnswers
    chat: ChatController
    drafts: DraftController
    models: ModelController
    room: RoomController
    summaries: SummaryController
    reading: ReadingController
    relief: PressureController
    examples: ExampleController
    first: FirstScreen
    documents: ChatDocuments
    past: PastChats | None = None
    """None where no chat is kept."""
    shelves: Shelves | None = None
    settings: Preferences | None = None
    """None where the defaults hold."""
    senses: Senses | None = None
    """None where nothing is recorded and no picture is taken."""
    memos: VoiceMemos | None = None
    """None where no memo is kept, or none could be played."""

    @property
    def transcript(self) -> Transcript:
        return self.shown.transcript

    @property
    def draft(self) -> Draft:
        return self.shown.draft

    @property
    def model(self) -> ModelState:
        return self.shown.model

    @property
    def activity(self) -> Activity:
        return self.shown.activity

    @property
    def notice(self) -> Notice:
        return self.shown.notice
