"""Voice memos on a real history, with a worker that says what the test says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.building import build
from app.conversation.work import KeepTurn
from app.memos.memo_list import MemoList
from app.memos.memos_controller import MemosController
from app.memos.work import ListMemos, WriteMemo
from app.sound.sound import Sound
from app.values import Attached, ModelChoice
from app.worker.engine import Generate, Load
from app.worker.history import HistoryWorker, OpenHistory
from app.worker.media import Prepare
from inference.conversation import AudioPart
from inference.events import Capabilities, Loaded
from inference.history.values import Memo
from tests.app.history import Asked
from tests.factories import sound_bytes, tone

__all__ = ["HEARS", "Memos", "recording"]

HEARS = Capabilities("Model", True, True, True, 1000, 280, 280, False)


def recording(seconds: float, name: str = "Voice memo 14:03.wav") -> Attached:
    """Every length is another recording."""
    return Attached(AudioPart(name, sound_bytes(tone(seconds))), seconds=seconds, waveform=(0.5, 1.0) * 24)


class Memos:
    """A desk without a window; `keep` puts memos into its history as if they had been said."""

    def __init__(self, prompter: Any, history: HistoryWorker, sound: Sound, wait: Callable[..., None]) -> None:
        self.prompter, self.wait = prompter, wait
        self.desk = build(prompter, history, sound)
        assert self.desk.memos is not None
        self.page: MemosController = self.desk.memos.page
        self.shown: MemoList = self.desk.memos.shown
        self.asked = Asked(history, wait)
        self.database = self.asked(OpenHistory()).path

    def load(self, capabilities: Capabilities = HEARS) -> None:
        self.desk.models.load(ModelChoice(Path("m.gguf")))
        self.prompter.say(Load, Loaded(capabilities, 1.0))

    def keep(self, seconds: float, *, asked: str = "", text: str = "") -> Memo:
        """A memo of that length in a chat of its own, with what was typed beside it."""
        turn = self.asked(KeepTurn(asked, (replace(recording(seconds), recorded=True),)))
        memo = next(memo for memo in self.asked(ListMemos()) if memo.message == turn.question)
        return self.asked(WriteMemo(memo.id, text)) if text else memo

    def open(self) -> None:
        self.page.open()
        self.wait(lambda: self.shown.phase == "ready")

    def read(self) -> Attached:
        """The recording of the memo that is looked at, once it has been read from the disk and decoded."""
        self.wait(lambda: self.page._preparing.live)
        memo = self.shown.current
        assert memo is not None
        heard = recording(memo.seconds, memo.name)
        newest = next(job for job in reversed(self.prompter.jobs) if isinstance(job, Prepare))
        assert newest == Prepare(memo.name, heard.part.data)
        self.prompter.say(Prepare, heard)
        assert self.shown.heard is heard
        return heard

    @property
    def generates(self) -> list[Generate]:
        return [job for job in self.prompter.jobs if isinstance(job, Generate)]

    def titles(self) -> list[str]:
        return [row.title for row in self.shown.rows]
