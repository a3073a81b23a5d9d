"""Hush in the desktop's tray: what it is doing at a glance, and its verbs without the window. A desktop may well have none.

The icon stands on a ground of its own, because a panel may be light or dark whatever the windows are.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Literal

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from app.conversation.activity import Activity
from app.conversation.waiting_list import WaitingList
from app.look import theme
from app.window.asked import OfTray

__all__ = ["Tray"]

State = Literal["idle", "listening", "busy"]
TELLS: dict[State, str] = {"idle": "Hush", "listening": "Hush is listening", "busy": "Hush is answering"}
WORDS = {
    OfTray.SHOW: "Show Hush",
    OfTray.NEW_CHAT: "New chat",
    OfTray.CAPTURE: "Take a picture of the screen",
    OfTray.TALK: "Talk",
    OfTray.QUIT: "Quit",
}


class Tray(QObject):
    """`show()` once. Shown again by Qt when the desktop's panel starts later or anew."""

    asked = Signal(object)
    """OfTray."""

    def __init__(self, activity: Activity, waiting: WaitingList, parent: QObject | None = None) -> None:
        """`waiting` knows of an answer in a chat that is not on screen."""
        super().__init__(parent)
        self._activity, self._waiting = activity, waiting
        self._listening = False
        self._keys: dict[str, str] = {}
        self.state: State = "idle"
        self.menu = QMenu()  # has no parent: the tray's owner is no widget
        self.actions: dict[OfTray, QAction] = {}
        for asked, words in WORDS.items():
            if asked is OfTray.QUIT:
                self.menu.addSeparator()
            action = self.actions[asked] = self.menu.addAction(words)
            action.triggered.connect(partial(self.asked.emit, asked))
        self.icon = QSystemTrayIcon(_icon("idle"), self)
        self.icon.setContextMenu(self.menu)
        self.icon.setToolTip(TELLS["idle"])
        self.icon.activated.connect(self._show_hush)
        activity.changed.connect(self._update)
        waiting.changed.connect(self._update)

    @property
    def available(self) -> bool:
        """Whether the person can see the icon: only then may closing the window leave Hush running."""
        return QSystemTrayIcon.isSystemTrayAvailable() and self.icon.isVisible()

    def show(self) -> None:
        self.icon.show()

    def close(self) -> None:
        self.icon.hide()
        self.menu.deleteLater()

    @Slot(bool)
    def set_listening(self, listening: bool) -> None:
        """A recording runs. It goes before everything else: nobody may be recorded without seeing it."""
        self._listening = listening
        self._name_actions()
        self._update()

    def show_keys(self, triggers: Mapping[str, str]) -> None:
        """The hotkeys beside their verbs, by name; those without one are shown without."""
        self._keys = dict(triggers)
        self._name_actions()

    def _name_actions(self) -> None:
        for asked, words in WORDS.items():
            said = "End and send" if asked is OfTray.TALK and self._listening else words
            key = self._keys.get(asked.value, "")
            self.actions[asked].setText(f"{said}\t{key}" if key else said)

    @Slot()
    def _update(self) -> None:
        busy = self._activity.busy or self._waiting.answering is not None
        state: State = "listening" if self._listening else "busy" if busy else "idle"
        if state != self.state:
            self.state = state
            self.icon.setIcon(_icon(state))
            self.icon.setToolTip(TELLS[state])

    @Slot(QSystemTrayIcon.ActivationReason)
    def _show_hush(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self.asked.emit(OfTray.SHOW)


def _icon(state: State) -> QIcon:
    colours: dict[State, str] = {"idle": theme.LIGHT.accent, "listening": theme.LIGHT.red, "busy": theme.LIGHT.amber}
    return theme.icon(f"tray-{state}", colours[state])
