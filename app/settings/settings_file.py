"""The file of the settings: JSON in the person's own configuration folder.

Promises that reading never fails: what cannot be read counts as its default and is said in a sentence. And that writing changes
only the settings it is given: names this Hush does not know, and values it cannot use, stay in the file as they are. A file
that is no JSON at all is kept beside the new one. Whoever pulls the plug finds the old file or the new one, never half of one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from platformdirs import user_config_path

from app.sentences import say
from app.settings.declared import DECLARED, Settings
from inference.atomic import write_whole
from inference.errors import InputError
from inference.regular import read_regular
from inference.sentences import Sentence

__all__ = ["SettingsRead", "read", "settings_path", "write"]

LARGEST = 2**20
"""Bytes; what is larger is no settings file of ours."""


@dataclass(frozen=True)
class SettingsRead:
    """The settings, and why each thing in the file that cannot be used cannot."""

    settings: Settings
    problems: tuple[Sentence, ...] = ()


class _Unreadable(InputError):
    """The file is there and is no JSON object."""


def settings_path() -> Path:
    return user_config_path("hush", appauthor=False) / "settings.json"


def read(path: Path) -> SettingsRead:
    """What the file at `path` says; the defaults where there is none."""
    try:
        said = _entries(path)
    except _Unreadable as error:
        return SettingsRead(Settings(), (say("settings-spoilt", path=path, problem=error.sentence),))
    except OSError as error:
        return SettingsRead(Settings(), (say("settings-unreadable", path=path, reason=str(error.strerror)),))
    values: dict[str, Any] = {}
    problems: list[Sentence] = []
    for name in said.keys() & DECLARED.keys():
        try:
            values[name] = DECLARED[name].kind.check(said[name])
        except InputError as error:
            problems.append(say("setting-unusable", label=DECLARED[name].label, problem=error.sentence))
    return SettingsRead(Settings(**values), tuple(sorted(problems, key=str)))


def write(path: Path, values: Mapping[str, Any]) -> Sentence | None:
    """Put these values into the file and leave the rest of it alone. A sentence if something had to be put aside.

    Raises InputError where the file cannot be written; it is then as it was.
    """
    told = None
    try:
        target = path.resolve()  # a link to a file kept elsewhere stays a link
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            said = _entries(target)
        except _Unreadable:
            said, told = {}, say("settings-put-aside", name=_put_aside(target).name)
        said |= {name: DECLARED[name].kind.to_plain(value) for name, value in values.items()}
        write_whole(target, _encode(said))
    except OSError as error:
        raise InputError(say("settings-not-saved", folder=path.parent, reason=str(error.strerror))) from error
    return told


def _entries(path: Path) -> dict[str, Any]:
    """The file's entries, {} where there is no file. Raises OSError and _Unreadable."""
    try:
        data = read_regular(path, LARGEST)
    except FileNotFoundError:
        return {}
    if len(data) > LARGEST:
        raise _Unreadable(say("settings-too-large"))
    if not data.strip():
        return {}  # made by `touch`, or a disk that was full
    try:
        entries = json.loads(data)
        _encode(entries)
    except (ValueError, RecursionError) as error:
        raise _Unreadable(say("settings-no-json")) from error
    if not isinstance(entries, dict):
        raise _Unreadable(say("settings-no-object"))
    return entries


def _encode(entries: object) -> bytes:
    # In ASCII: names of files may hold bytes that are no UTF-8, which Python carries as lone surrogates.
    return json.dumps(entries, indent=2).encode("ascii") + b"\n"


def _put_aside(path: Path) -> Path:
    """Rename a file to a name that is free."""
    number = 1
    while (aside := path.with_name(f"{path.stem}.unreadable-{number}{path.suffix}")).exists():
        number += 1
    path.replace(aside)
    return aside
