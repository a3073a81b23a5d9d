"""What a person does in front of Hush, and what comes of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from app.capture.pane import Pane
from app.desk import Desk, Senses
from app.presence import Presence
from app.sound.push_to_talk import TAP_S
from app.window.window import Window
from tests.app.desktop.sign import PLACE, SIZE

if TYPE_CHECKING:
    from tests.alsa import SoundCard
    from tests.app.capture.hand import Hand

__all__ = ["POINT_KEY", "TALK_KEY", "Room"]

Wait = Callable[..., None]
STILL_S = 0.3
TALK_KEY = ("Control_L", "Alt_L", "space")
POINT_KEY = ("Control_L", "Alt_L", "Shift_L", "space")


class Room:
    """The window with eyes and ears, its keys bound, the starter loaded; a hand, and a sound card to speak into."""

    def __init__(self, desk: Desk, senses: Senses, window: Window, presence: Presence, hand: Hand, wait: Wait) -> None:
        self.desk, self.senses, self.window, self.presence, self.hand, self.wait = desk, senses, window, presence, hand, wait

    def click(self, widget: QWidget) -> None:
        middle, since = widget.mapToGlobal(widget.rect().center()), time.monotonic()

        def still() -> bool:
            """Whether it has not moved for a while: a window that was just sized is laid out again by and by."""
            nonlocal middle, since
            if (now := widget.mapToGlobal(widget.rect().center())) != middle:
                middle, since = now, time.monotonic()
            return time.monotonic() > since + STILL_S and QApplication.widgetAt(middle) is widget

        self.wait(still, 30)
        self.hand.click(middle.x(), middle.y())

    def hold(self, keys: tuple[str, ...]) -> None:
        for name in keys:
            self.hand.hold(name, down=True)

    def let_go(self, keys: tuple[str, ...]) -> None:
        for name in reversed(keys):
            self.hand.hold(name, down=False)

    def see_the_overlay(self) -> None:
        self.wait(lambda: any(isinstance(top, Pane) and top.isVisible() for top in QApplication.topLevelWidgets()), 30)

    def drag_over_the_sign(self) -> None:
        """In the overlay, once it is open; the whole sign and nothing else."""
        self.see_the_overlay()
        left, top = PLACE
        self.hand.drag((left, top), (left + SIZE[0] - 1, top + SIZE[1] - 1))

    def say(self, card: SoundCard, words: str) -> float:
        """Into the microphone that listens, to the end; how long that took to say, in seconds."""
        from tests import alsa

        self.wait(lambda: self.senses.heard.phase == "listening", 30)
        began, before, sound = time.monotonic(), self.senses.heard.seconds, alsa.spoken(words)
        seconds = len(sound) / alsa.RATE
        card.say(sound)
        self.wait(lambda: card.said and self.senses.heard.seconds > before + seconds + 0.1, 30)
        # The device keeps no time: two seconds of speech are over in a moment, and a key is held longer than that.
        self.wait(lambda: time.monotonic() > began + TAP_S)
        return seconds

    def write(self, text: str) -> None:
        """Small letters, by keys, into the field once it has the keyboard."""
        field = self.window.composer.field
        self.wait(lambda: self.window.isActiveWindow() and field.hasFocus(), 30)
        before = field.toPlainText()
        for letter in text:
            self.hand.keys(letter)
        self.wait(lambda: self.desk.draft.text == before + text, 30)

    def paste(self, text: str) -> None:
        """What nobody types, by the key for it."""
        field = self.window.composer.field
        self.wait(lambda: self.window.isActiveWindow() and field.hasFocus(), 30)
        QGuiApplication.clipboard().setText(text)
        self.hand.keys("Control_L", "v")
        self.wait(lambda: self.desk.draft.text == text, 30)
        QGuiApplication.clipboard().clear()

    def answered(self, entries: int = 2) -> tuple[tuple[type, ...], str]:
        """The kinds of what was attached to the newest question, and the answer."""
        self.wait(lambda: len(self.desk.transcript.entries) == entries and not self.desk.activity.busy, 120)
        question, answer = self.desk.transcript.entries[-2:]
        assert answer.state == "done"
        return tuple(type(attached.part) for attached in question.attachments), answer.text
