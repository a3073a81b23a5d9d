"""The kinds of settings there are: what each accepts, and how it is written in the file. Values only; no Qt.

`check` takes what a file or a control gives and returns the value as the program uses it; it raises InputError where
that cannot be. `to_plain` makes of a value what JSON holds, so that `check(to_plain(value)) == value`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.sentences import say
from inference.errors import InputError

__all__ = ["Device", "File", "Folders", "Key", "Kind", "LastModel", "Number", "OneOf", "Option", "Remembered", "Switch"]

LONGEST = 4096
"""Characters of a text: the longest path of any system."""
MOST_FOLDERS = 64


@dataclass(frozen=True)
class Option:
    value: str
    label: str


class _AsItIs:
    """What JSON holds as the program does."""

    def to_plain(self, value: bool | int | str) -> object:
        return value


@dataclass(frozen=True)
class Switch(_AsItIs):
    """On or off."""

    def check(self, value: object) -> bool:
        if not isinstance(value, bool):
            raise InputError(say("no-switch", value=_quote(value)))
        return value


@dataclass(frozen=True)
class OneOf(_AsItIs):
    """One of a few words."""

    options: tuple[Option, ...]

    def check(self, value: object) -> str:
        if isinstance(value, str) and any(value == option.value for option in self.options):
            return value
        raise InputError(say("no-option", value=_quote(value), options=", ".join(one.value for one in self.options)))


@dataclass(frozen=True)
class Number(_AsItIs):
    """A whole number from `least` to `most`, both possible, changed by `step` at a time.

    `zero` is what 0 means, where it means something of its own.
    """

    least: int
    most: int
    step: int = 1
    unit: str = ""
    zero: str = ""

    def check(self, value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise InputError(say("no-whole-number", value=_quote(value)))
        if not self.least <= value <= self.most:
            raise InputError(say("number-outside", value=_quote(value), least=self.least, most=self.most))
        return value


@dataclass(frozen=True)
class Key(_AsItIs):
    """A key as `app.capture.hotkeys.keys` writes it, such as Ctrl+Alt+Space; empty for none."""

    def check(self, value: object) -> str:
        from app.capture.hotkeys.keys import parse  # brings the backends: not for who only reads the theme

        words = _text(value).strip()
        return str(parse(words)) if words else ""


@dataclass(frozen=True)
class Device(_AsItIs):
    """The name of a device, empty for the one that the system prefers. It need not be there now."""

    def check(self, value: object) -> str:
        return _text(value)


@dataclass(frozen=True)
class Folders:
    """Folders, absolute, each once. They need not be there now: a disk may be unplugged."""

    def check(self, value: object) -> tuple[Path, ...]:
        if not isinstance(value, list | tuple):
            raise InputError(say("no-folders", value=_quote(value)))
        folders = tuple(dict.fromkeys(_path(folder) for folder in value))
        if len(folders) > MOST_FOLDERS:
            raise InputError(say("too-many-folders", count=len(folders), most=MOST_FOLDERS))
        return folders

    def to_plain(self, value: tuple[Path, ...]) -> object:
        return [str(folder) for folder in value]


@dataclass(frozen=True)
class File:
    """A file, absolute, or None for the one that Hush brings. It need not be there now. `pattern` is how such are called."""

    pattern: str
    none: str
    """What None means, for people."""

    def check(self, value: object) -> Path | None:
        return None if value is None or value == "" else _path(value)

    def to_plain(self, value: Path | None) -> object:
        return None if value is None else str(value)


@dataclass(frozen=True)
class LastModel:
    """The files that were loaded last and what was asked of the memory plan; None left it to the plan."""

    model: Path
    projector: Path | None = None
    context: int | None = None
    image_tokens: int | None = None


@dataclass(frozen=True)
class Remembered:
    """A LastModel, or None for the starter. Kept by the program itself; no control shows it."""

    def check(self, value: object) -> LastModel | None:
        if value is None or isinstance(value, LastModel):
            return value
        if not isinstance(value, dict) or "model" not in value:
            raise InputError(say("names-no-model", value=_quote(value)))
        projector = value.get("projector")
        return LastModel(
            _path(value["model"]),
            None if projector is None else _path(projector),
            _count(value.get("context")),
            _count(value.get("image_tokens")),
        )

    def to_plain(self, value: LastModel | None) -> object:
        if value is None:
            return None
        said: dict[str, Any] = {
            "model": str(value.model),
            "projector": None if value.projector is None else str(value.projector),
            "context": value.context,
            "image_tokens": value.image_tokens,
        }
        return {name: what for name, what in said.items() if what is not None}


Kind = Switch | OneOf | Number | Key | Device | File | Folders | Remembered


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise InputError(say("no-text", value=_quote(value)))
    if len(value) > LONGEST or "\0" in value:
        raise InputError(say("no-device-name", value=_quote(value)))
    return value


def _path(value: object) -> Path:
    """A path, from a text or a Path; ~ is the person's own folder."""
    words = str(value) if isinstance(value, Path) else value
    if not isinstance(words, str) or not words or len(words) > LONGEST or "\0" in words:
        raise InputError(say("no-path", value=_quote(value)))
    try:
        path = Path(words).expanduser()
    except RuntimeError as error:  # ~nobody
        raise InputError(say("no-path", value=_quote(value))) from error
    if not path.is_absolute():
        raise InputError(say("no-whole-path", value=_quote(value)))
    return path


def _count(value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
        raise InputError(say("no-token-count", value=_quote(value)))
    return value


def _quote(value: object) -> str:
    """A value as it stands in the file, not longer than a line."""
    words = f"“{value}”" if isinstance(value, str) else repr(value)
    return words if len(words) <= 60 else f"{words[:57]}…"
