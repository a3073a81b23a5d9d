"""What the settings are now, in the groups they are shown in, with a note where one cannot be as it was wished."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.settings import DECLARED, Declaration, Settings
from app.settings.kinds import Device, OneOf, Option

__all__ = ["Group", "SettingsModel", "spell"]

SYSTEM_DEVICE = Option("", "The system’s own choice")


@dataclass(frozen=True)
class Group:
    title: str
    settings: tuple[Declaration, ...]


class SettingsModel(QObject):
    """Changed by the settings controller only."""

    changed = Signal(object)
    """frozenset of the names whose values are others now."""
    noted = Signal(str)
    """The note or the options of this setting are others now."""

    def __init__(self, settings: Settings | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings or Settings()
        self._notes: dict[str, str] = {}
        self._offered: dict[str, tuple[Option, ...]] = {}

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups in the order of the declarations; what has no group is not shown."""
        titles = dict.fromkeys(one.group for one in DECLARED.values() if one.group)
        return tuple(Group(title, tuple(one for one in DECLARED.values() if one.group == title)) for title in titles)

    def value(self, name: str) -> Any:
        return getattr(self.settings, name)

    def options(self, name: str) -> tuple[Option, ...]:
        """What can be chosen; for a device what is there now, and the chosen one even if it is not."""
        kind = DECLARED[name].kind
        if isinstance(kind, OneOf):
            return kind.options
        if not isinstance(kind, Device):
            return ()
        offered = (SYSTEM_DEVICE, *self._offered.get(name, ()))
        chosen = self.value(name)
        if any(option.value == chosen for option in offered):
            return offered
        return (*offered, Option(chosen, f"{chosen} (not connected)" if name in self._offered else chosen))

    def note(self, name: str) -> str:
        """Why this setting is not, or does not work, as it was wished; empty when it is."""
        return self._notes.get(name, "")

    def show(self, settings: Settings) -> None:
        changed = frozenset(name for name in DECLARED if getattr(settings, name) != self.value(name))
        self.settings = settings
        if changed:
            self.changed.emit(changed)

    def offer(self, name: str, options: tuple[Option, ...]) -> None:
        """Devices that are there now."""
        if self._offered.get(name) != options:
            self._offered[name] = options
            self.noted.emit(name)

    def comment(self, name: str, note: str) -> None:
        if self.note(name) != note:
            self._notes[name] = note
            self.noted.emit(name)


def spell(key: str) -> str:
    """A key as it is shown: Ctrl + Alt + Space."""
    return " + ".join(key.split("+")) if key else "None"
