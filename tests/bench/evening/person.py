"""Somebody at the real window: drops a file, waits for its text, types a question, presses Enter, reads the answer."""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.building import build, wind_down
from app.main import application
from app.sound.sound import Sound
from app.window.window import Window
from app.worker import Worker
from app.worker.finding import ModelFinder
from app.worker.history import HistoryWorker
from inference.media import document
from tests.bench.stalls import wait

__all__ = ["Answer", "Person", "at_the_window"]

PATIENCE_S = 600.0
SETTLE_MS = 400


@dataclass(frozen=True)
class Answer:
    """`first_s`: seconds from Enter until its first words; `marks`: what the check says of it, empty where it says nothing."""

    text: str
    marks: str
    seconds: float
    first_s: float
    model: str


class Person:
    """Waits for what it does. `pictures`: a folder for a picture of the window after each answer, in light and dark by turns."""

    def __init__(self, window: Window, pictures: Path | None) -> None:
        self.window, self.desk = window, window._desk
        self._pictures, self._taken = pictures, 0

    def begin(self) -> float:
        """Wait until the model is there: seconds."""
        began = time.monotonic()
        self._until(lambda: self.desk.model.phase != "loading")
        assert self.desk.model.phase == "ready", self.desk.notice.text
        self.look("begin")
        return time.monotonic() - began

    def drop(self, path: Path) -> float:
        """Seconds from the drop until everything of it is read."""
        began, mime = time.monotonic(), QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path))])
        action, buttons, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        at = self.window.rect().center()
        QApplication.sendEvent(self.window, QDragEnterEvent(at, action, mime, buttons, keys))
        QApplication.sendEvent(self.window, QDropEvent(QPointF(at), action, mime, buttons, keys))
        self._until(lambda: self.desk.draft.chips and not self.desk.draft.pending)
        taken = time.monotonic() - began
        chip = self.desk.draft.chips[-1]
        assert not chip.problem, chip.problem
        self.look(f"dropped-{path.stem}")
        return taken

    def dropped_text(self) -> str:
        """What Hush has of what was dropped last: its own text, and what was read in it."""
        seen = self.desk.draft.chips[-1].attached
        assert seen is not None
        part = seen.part
        if part.kind != "document":
            return part.text or ""
        return "\n".join([*(page.text or "" for page in document.read(part)), *(text for _, text in part.texts)])

    def ask(self, question: str) -> Answer:
        """Type it, press Enter, and wait for the end of the answer."""
        field, entries = self.window.composer.field, self.desk.transcript.entries
        field.setFocus()
        for number, line in enumerate(question.split("\n")):
            if number:
                QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
            QTest.keyClicks(field, line)
        assert field.toPlainText() == question
        before, began = len(entries), time.monotonic()
        QTest.keyClick(field, Qt.Key.Key_Return)
        self._until(lambda: len(self.desk.transcript.entries) > before or self.desk.choices.lines)
        assert not self.desk.choices.lines, f"too long: {self.desk.choices.lines}"
        answer = self.desk.transcript.entries[-1]
        self._until(lambda: answer.text or answer.state not in ("waiting", "writing"))
        first = time.monotonic() - began
        self._until(lambda: answer.state not in ("waiting", "writing") and not self.desk.activity.busy)
        seconds = time.monotonic() - began
        self._until(lambda: not self.desk.checked.busy)
        self.look("answer")
        assert answer.state == "done", (answer.state, answer.note, self.desk.notice.text)
        return Answer(answer.text, answer.checked.unfound, seconds, first, answer.model)

    def new_chat(self) -> None:
        """Ctrl+N."""
        QTest.keyClick(self.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        self._until(lambda: not self.desk.transcript.entries)

    def look(self, name: str) -> None:
        """Keep a picture of the window."""
        if self._pictures is None:
            return
        self._taken += 1
        theme = ("light", "dark")[self._taken % 2]
        application().setProperty("theme", theme)
        self.window.retheme()
        QTest.qWait(SETTLE_MS)
        self.window.grab().toImage().save(str(self._pictures / f"{self._taken:03}-{name}-{theme}.png"))

    def _until(self, condition: object) -> None:
        assert callable(condition)
        wait(condition, every_ms=5, most_s=PATIENCE_S)
        assert condition(), "nothing happened"


@contextmanager
def at_the_window(kept: Path, pictures: Path | None = None) -> Generator[Person]:
    """A window on the screen whose chats are kept in a folder, with the model that it loads by itself; closed at the end."""
    app = application()
    app.setProperty("theme", "light")
    worker, history, sound, finder = Worker(), HistoryWorker(kept), Sound(), ModelFinder()
    desk = build(worker, history, sound, settings=kept / "settings.json", finder=finder)
    window = Window(desk)
    window.resize(1140, 760)
    window.show()
    window.activateWindow()
    wait(window.isVisible)
    assert desk.past is not None
    assert desk.shelves is not None
    desk.past.chats.start()
    desk.shelves.last.begin()
    try:
        yield Person(window, pictures)
    finally:
        wind_down(desk)
        window.close()
        for thread in (worker, history, sound, finder):
            thread.close()
