"""Hush outside its window: the tray, the keys that work anywhere, the pill of a recording, and verbs of other starts.

All of it ends in the same few use cases that the window's own buttons have.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, assert_never

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication

from app.capture.hotkeys import Binding, Hotkeys, best
from app.desk import Desk, Senses
from app.instance.server import InstanceServer
from app.settings.asked import OfSettings
from app.sound.asked import OfPill
from app.sound.pill import Pill
from app.sound.sound import ListMicrophones, Sound
from app.sound.sound_values import Microphone
from app.window.asked import OfTray
from app.window.tray import Tray
from app.window.window import Window
from app.worker.lane import IDLE, ignore

__all__ = ["Presence", "bring_forward"]


class Presence(QObject):
    """Made after the first frame; nothing of it is needed for that. `close()` before the threads are ended."""

    def __init__(self, desk: Desk, senses: Senses, window: Window, sound: Sound) -> None:
        super().__init__()
        self._desk, self._senses, self._window, self._sound = desk, senses, window, sound
        self._server: InstanceServer | None = None
        self._listing = IDLE
        self.tray, self.hotkeys = Tray(desk.activity, desk.waiting), best(self)
        self.pill = Pill(senses.heard) if Pill.possible() else None
        self._wire()
        self._wire_keys(self.hotkeys)
        self.tray.show()
        window.stays = lambda: self.tray.available
        self._bind()
        senses.voice.warm_up()

    def listen(self) -> None:
        """Take the verbs of other starts; only who holds the claim (app.instance) may."""
        self._server = InstanceServer(self)
        self._server.asked.connect(self._obey_start)
        self._server.listen()

    def close(self) -> None:
        if self._server is not None:
            self._server.close()
        self.hotkeys.close()
        self.tray.close()
        if self.pill is not None:
            self.pill.close()
            self.pill.deleteLater()

    def _wire(self) -> None:
        senses = self._senses
        senses.both.wanted.connect(self._forward)
        senses.heard.changed.connect(self._follow_recording)
        self.tray.asked.connect(self._obey_tray)
        self._window.dialogs.asked.connect(self._obey_settings)
        if self._desk.settings is not None:
            self._desk.settings.model.changed.connect(self._bind_again)
        if self.pill is not None:
            self.pill.asked.connect(self._obey_pill)

    def _wire_keys(self, keys: Hotkeys) -> None:
        keys.pressed.connect(self._press)
        keys.released.connect(self._release)
        keys.escaped.connect(self._senses.both.cancel)
        keys.bound.connect(self._show_keys)

    @Slot(str, dict)
    def _obey_start(self, verb: str, options: Mapping[str, Any]) -> None:
        """Another start of Hush asked this one, with a verb that the server lets through."""
        if token := options.get("activation_token"):
            os.environ["XDG_ACTIVATION_TOKEN"] = str(token)  # where Qt looks for it
        if verb == "talk" and options.get("cancel"):
            self._senses.both.cancel()
        else:
            self._obey_tray(OfTray(verb))

    @Slot(object)
    def _obey_tray(self, asked: OfTray) -> None:
        match asked:
            case OfTray.SHOW:
                self._forward()
            case OfTray.NEW_CHAT:
                self._desk.chat.new_chat()
                self._forward()
            case OfTray.CAPTURE:
                self._senses.both.take_picture()
            case OfTray.TALK:
                self._senses.voice.toggle()
            case OfTray.QUIT:
                self._window.leave()
            case _:
                assert_never(asked)

    @Slot(str)
    def _press(self, name: str) -> None:
        if name == "talk":
            self._senses.voice.press()
        elif name == "capture":
            self._senses.both.take_picture()
        elif name == "point":
            self._senses.both.point()

    @Slot(str)
    def _release(self, name: str) -> None:
        if name == "talk":
            self._senses.voice.release()
        elif name == "point":
            self._senses.both.let_go()

    @Slot(object)
    def _show_keys(self, bindings: Mapping[str, Binding]) -> None:
        triggers = {name: binding.trigger for name, binding in bindings.items() if binding.works}
        self.tray.show_keys(triggers)
        self._window.composer.show_keys(triggers)
        if self._desk.settings is not None:
            self._desk.settings.controller.comment_keys({name: binding.problem for name, binding in bindings.items()})

    @Slot(object)
    def _bind_again(self, names: frozenset[str]) -> None:
        if any(name.startswith("key_") for name in names):
            self._bind()

    @Slot(object)
    def _obey_settings(self, asked: OfSettings) -> None:
        """A key that is to be chosen for a setting must not do what it does now."""
        match asked:
            case OfSettings.LIST_MICROPHONES:
                self._listing.forget()
                self._listing = self._sound.submit(ListMicrophones(), self._offer_microphones, ignore)
            case OfSettings.WAIT_FOR_KEY:
                self.hotkeys.bind({})
            case OfSettings.END_WAITING:
                self._bind()
            case _:
                assert_never(asked)

    @Slot(object)
    def _obey_pill(self, asked: OfPill) -> None:
        match asked:
            case OfPill.FINISH:
                self._senses.voice.toggle()
            case OfPill.CANCEL:
                self._senses.both.cancel()
            case _:
                assert_never(asked)

    def _bind(self) -> None:
        if self._desk.settings is not None:
            self.hotkeys.bind(self._desk.settings.controller.keys())

    @Slot()
    def _follow_recording(self) -> None:
        state = self._senses.heard
        self.tray.set_listening(state.recording)
        if self.pill is not None:
            # A key that is held brings Esc to us; one that was let go does not, unless the window is in front.
            self.pill.cancel_hint = "" if state.locked and not self._window.isActiveWindow() else "Esc cancels"

    def _offer_microphones(self, found: tuple[Microphone, ...]) -> None:
        if self._desk.settings is not None:
            self._desk.settings.controller.offer_microphones([(one.key, one.name) for one in found])

    @Slot()
    def _forward(self) -> None:
        bring_forward(self._window)


def bring_forward(window: Window) -> None:
    """In front of all others, as far as the desktop allows."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
    if QApplication.activeModalWidget() is None:
        window.composer.field.setFocus()
