"""The window on a real history, with a worker that says what the test says."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest

from app.building import wind_down
from app.chats.chat_list import ChatList
from app.desk import Desk, PastChats
from app.values import ModelChoice
from app.window.window import Window
from app.worker.engine import Generate, Load
from inference.events import Cost, Finished, Loaded, TextDelta
from inference.history.store import History, open_history
from inference.history.values import KeptMessage
from tests.app.conftest import CAPABLE, Prompter

__all__ = ["Place", "drafts_on_disk", "opened_place", "past_of", "send_at_once"]

Wait = Callable[..., None]
Key = Qt.Key


class Place:
    """A window on a real history; what the engine says is the test's choice."""

    def __init__(self, prompter: Prompter, desk: Desk, window: Window, folder: Path, wait_until: Wait) -> None:
        self.prompter, self.desk, self.window, self.folder, self.wait = prompter, desk, window, folder, wait_until
        assert desk.past is not None
        self.list: ChatList = desk.past.shown

    def send(self, text: str) -> None:
        field = self.window.composer.field
        field.setFocus()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Key.Key_Return)

    def asked(self, text: str) -> None:
        """Sends it, and waits until the engine has it."""
        before = self.generates
        self.send(text)
        self.wait(lambda: self.generates > before)

    def answered(self, question: str, answer: str) -> None:
        self.asked(question)
        self.prompter.say(Generate, TextDelta(answer), Finished(answer, "", Cost(reply_tokens=3)))

    @property
    def generates(self) -> int:
        return sum(isinstance(job, Generate) for job in self.prompter.jobs)

    def shown(self) -> list[tuple[str, str]]:
        return [(entry.text, entry.state) for entry in self.desk.transcript.entries]

    def click(self, title: str) -> None:
        """The chat of that name in the list."""
        assert self.window.chats is not None
        number = next(chat.id for chat in self.list.chats if chat.title == title)
        row: QRect = self.window.chats.rows.visualRect(self.list.place_of(number))
        QTest.mouseClick(self.window.chats.rows.viewport(), Qt.MouseButton.LeftButton, pos=row.center())

    def on_disk(self) -> dict[str, tuple[KeptMessage, ...]]:
        """What the next start would find if the power failed now."""
        with self._copied() as history:
            return {chat.title: history.messages.path(chat.id) for chat in history.chats.list()}

    @contextmanager
    def _copied(self) -> Iterator[History]:
        with tempfile.TemporaryDirectory() as elsewhere:
            shutil.copytree(self.folder, elsewhere, dirs_exist_ok=True)
            history = open_history(Path(elsewhere)).history
            try:
                yield history
            finally:
                history.close()


def drafts_on_disk(place: Place) -> dict[int | None, str]:
    """What the next start would find, once it has cleared out."""
    with place._copied() as history:
        history.clear_out()
        drafts = ((chat, history.drafts.get(chat)) for chat in history.drafts.chats())
        return {chat: draft.text for chat, draft in drafts if draft is not None}


def past_of(desk: Desk) -> PastChats:
    assert desk.past is not None
    return desk.past


def send_at_once(place: Place, text: str) -> None:
    """Before anything that is on its way has come."""
    place.desk.drafts.set_text(text)
    place.desk.chat.send()


@contextmanager
def opened_place(
    desk: Desk, prompter: Prompter, shown: Callable[[Desk], Window], folder: Path, wait_until: Wait
) -> Iterator[Place]:
    """A desk whose history is open and whose model is loaded, in a window that has the keyboard; it is wound down at the end."""
    assert desk.past is not None
    past = desk.past
    past.chats.start()
    wait_until(lambda: past.shown.phase == "ready")
    desk.models.load(ModelChoice(Path("m.gguf")))
    prompter.say(Load, Loaded(CAPABLE, 1.0))
    window = shown(desk)
    wait_until(window.isActiveWindow)
    yield Place(prompter, desk, window, folder, wait_until)
    wind_down(desk)
