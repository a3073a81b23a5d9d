"""What is going on right now, for the progress line and the Send or Stop button; and the notice of what went wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QObject, Signal

from inference.events import PromptProgress
from inference.sentences import Sentence

__all__ = ["Activity", "Notice"]

Phase = Literal["idle", "waiting", "reading", "writing", "summarising", "transcribing", "stopping"]


class Activity(QObject):
    """What the phases that do not say it themselves mean.

    `waiting` is asked but not begun; `summarising` is a summary being read for and written, `transcribing` a voice memo
    being written down; `stopping` is shown from the moment Stop is pressed until the outcome.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.phase: Phase = "idle"
        self.progress: PromptProgress | None = None

    @property
    def busy(self) -> bool:
        return self.phase != "idle"

    def show(self, phase: Phase, progress: PromptProgress | None = None) -> None:
        if (phase, progress) != (self.phase, self.progress):
            self.phase, self.progress = phase, progress
            self.changed.emit()


class Notice(QObject):
    """What failed and what to do, or that something was done; empty when there is nothing to say."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.text = ""
        self.good = False
        """Nothing is wrong: it says what was done, or what could be."""
        self.action = ""
        """What can be done about it, on a button; empty where nothing can."""
        self._act: Callable[[], None] = _nothing
        self._lapse: Callable[[], None] = _nothing

    def show(
        self,
        *said: Sentence,
        good: bool = False,
        action: str = "",
        act: Callable[[], None] | None = None,
        lapse: Callable[[], None] | None = None,
    ) -> None:
        """`act` is what `action` does; `lapse` is called once it is not offered any more and was not chosen."""
        lapsed = self._lapse
        self.text, self.good = " ".join(map(str, said)), good
        self.action, self._act, self._lapse = action, act or _nothing, lapse or _nothing
        self.changed.emit()
        lapsed()

    def act(self) -> None:
        """The person chose the action: it is done, and not offered again."""
        act, self._lapse = self._act, _nothing
        self.clear()
        act()

    def clear(self) -> None:
        if self.text:
            self.show()


def _nothing() -> None:
    """Where no action is offered."""
