"""What the widgets are given: the view models they show and the controllers they call. Built in `app.building`."""

from __future__ import annotations

from dataclasses import dataclass

from app.controllers.capture import CaptureController
from app.controllers.chat import ChatController
from app.controllers.chats import ChatsController
from app.controllers.documents import ChatDocuments
from app.controllers.draft import DraftController
from app.controllers.examples import ExampleController
from app.controllers.last_model import LastModelController
from app.controllers.library import LibraryController
from app.controllers.memo_page import MemoPageController
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
from app.viewmodels.activity import Activity, Notice
from app.viewmodels.budget import BudgetModel
from app.viewmodels.chats import ChatList
from app.viewmodels.choices import ChoicesModel
from app.viewmodels.draft import Draft
from app.viewmodels.library import LibraryModel
from app.viewmodels.memos import MemoList
from app.viewmodels.model_state import ModelState
from app.viewmodels.pressure import PressureModel
from app.viewmodels.settings import SettingsModel
from app.viewmodels.transcript import Transcript
from app.viewmodels.voice import VoiceState

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
    heard: VoiceState
    playback: PlaybackController
    memos: MemosController | None


@dataclass(frozen=True)
class Preferences:
    """What the person has set."""

    controller: SettingsController
    model: SettingsModel
    problems: tuple[str, ...] = ()
    """A sentence for each thing in the file that could not be used."""


@dataclass(frozen=True)
class Shelves:
    """The models on this computer, and which one was loaded last."""

    library: LibraryController
    shown: LibraryModel
    last: LastModelController


@dataclass(frozen=True)
class VoiceMemos:
    """What was said to Hush, on a page of its own."""

    page: MemoPageController
    shown: MemoList


@dataclass(frozen=True, kw_only=True)
class Desk:
    transcript: Transcript
    draft: Draft
    meter: BudgetModel
    choices: ChoicesModel
    model: ModelState
    activity: Activity
    notice: Notice
    pressure: PressureModel
    recorder: Recorder
    chat: ChatController
    drafts: DraftController
    models: ModelController
    room: RoomController
    summaries: SummaryController
    reading: ReadingController
    relief: PressureController
    examples: ExampleController
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
