"""Changing a setting: it is checked, holds at once, is announced, and is in the file a moment later."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QThreadPool, Signal, Slot
from PySide6.QtGui import QGuiApplication

from app.pauses import after_typing
from app.sentences import say
from app.settings import DECLARED, settings_file
from app.settings.kinds import Key, Option
from app.settings.settings_model import SettingsModel, spell
from app.worker import Worker
from inference.errors import InputError
from inference.sentences import Sentence

__all__ = ["KEYS", "SettingsController"]

SAVE_MS = 200
KEYS = {"talk": "key_talk", "capture": "key_capture", "point": "key_point"}
"""The names that `app.capture.hotkeys` binds, and the settings that hold their keys."""


class SettingsController(QObject):
    """`path` is the file. Acts itself on the colours and on the time after which a model rests; others listen to the model."""

    theme_changed = Signal()
    """Other colours are to be shown: ask app.look.theme again."""
    failed = Signal(object)
    """The file could not be written, or something in it was put aside: Sentence."""
    _written = Signal(object)

    def __init__(self, worker: Worker, model: SettingsModel, path: Path) -> None:
        super().__init__()
        self._worker, self._model, self._path = worker, model, path
        self._unsaved: dict[str, Any] = {}
        self._saving = after_typing(self, self._save, SAVE_MS)
        self._disk = QThreadPool(self)
        self._disk.setMaxThreadCount(1)  # what is written last was chosen last
        self._written.connect(self.failed)  # from the thread that writes to the window's
        model.changed.connect(self._apply)

    def begin(self) -> tuple[Sentence, ...]:
        """Read the file and act on it, before the first window; a sentence for each thing in it that cannot be used."""
        found = settings_file.read(self._path)
        self._model.show(found.settings)
        self._apply(frozenset(DECLARED))
        return found.problems

    def set(self, name: str, value: object) -> bool:
        """Let `value` hold from now on. False where it cannot, with a note that says why."""
        try:
            checked = DECLARED[name].kind.check(value)
            self._require_free(name, checked)
        except InputError as error:
            self._model.comment(name, str(error))
            return False
        self._model.comment(name, "")
        self._unsaved[name] = checked
        self._saving.start()
        self._model.show(replace(self._model.settings, **{name: checked}))
        return True

    def add_folder(self, folder: Path) -> bool:
        """One more folder with models; those that were named before stay."""
        return self.set("model_folders", (*self._model.settings.model_folders, folder))

    def remove_folder(self, folder: Path) -> None:
        """Hush looks there no more; nothing in it is touched."""
        self.set("model_folders", tuple(one for one in self._model.settings.model_folders if one != folder))

    def offer_microphones(self, found: Iterable[tuple[str, str]]) -> None:
        """The microphones that are there now: the key that is kept, and the name for people."""
        self._model.offer("microphone", tuple(Option(key, name) for key, name in found))

    def comment_keys(self, problems: Mapping[str, str]) -> None:
        """Why keys could not be bound, by the names of KEYS; a name without a problem has its note taken away."""
        for name, setting in KEYS.items():
            self._model.comment(setting, problems.get(name, ""))

    def keys(self) -> dict[str, str]:
        """What is to be bound now, for `Hotkeys.bind`."""
        return {name: key for name, setting in KEYS.items() if (key := self._model.value(setting))}

    def close(self) -> None:
        """End with the program: what was set is in the file."""
        if self._saving.isActive():
            self._saving.stop()
            self._save()
        self._disk.waitForDone()

    def _require_free(self, name: str, value: object) -> None:
        """One key does not do two things."""
        if not isinstance(DECLARED[name].kind, Key) or not value:
            return
        for other in KEYS.values():
            if other != name and self._model.value(other) == value:
                raise InputError(say("key-in-use", key=spell(str(value)), label=DECLARED[other].label))

    @Slot(object)
    def _apply(self, names: frozenset[str]) -> None:
        settings = self._model.settings
        if "rest_minutes" in names:
            self._worker.rest_after(settings.rest_minutes * 60)
        app = QGuiApplication.instance()
        if "theme" in names and app is not None:
            wanted = "" if settings.theme == "system" else settings.theme
            app.setProperty("theme", wanted or os.environ.get("HUSH_THEME", ""))
            self.theme_changed.emit()

    @Slot()
    def _save(self) -> None:
        values, self._unsaved = self._unsaved, {}
        # fsync may take as long as a busy disk likes: never in the window's thread.
        self._disk.start(lambda: self._write(values))

    def _write(self, values: Mapping[str, Any]) -> None:
        """Write them, in a thread of the pool."""
        try:
            told = settings_file.write(self._path, values)
        except InputError as error:
            told = error.sentence
        if told is not None:
            self._written.emit(told)
