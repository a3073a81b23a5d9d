"""Every setting, once: its name in the file, its kind, its default, and the words that a person reads.

`Settings` holds the values, `DECLARED` the rest. The dialog, the file and the controller are made from this; a new setting is
one more line here, and whoever acts on it reads it from `Settings`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from app.settings.kinds import Device, File, Folders, Key, Kind, LastModel, Number, OneOf, Option, Remembered, Switch
from app.settings.languages import LANGUAGES

__all__ = ["DECLARED", "Declaration", "LastModel", "Settings"]


@dataclass(frozen=True)
class Declaration:
    """`group` is the heading it stands under; empty for what the program keeps itself."""

    name: str
    kind: Kind
    default: Any
    label: str
    explanation: str
    group: str


def _set(default: Any, kind: Kind, label: str, explanation: str, *, group: str = "") -> Any:
    return field(default=default, metadata={"kind": kind, "label": label, "explanation": explanation, "group": group})


@dataclass(frozen=True)
class Settings:
    """The values, each with its default."""

    theme: Literal["system", "light", "dark"] = _set(
        "system",
        OneOf((Option("system", "As the system"), Option("light", "Light"), Option("dark", "Dark"))),
        "Colours",
        "Light or dark, or whichever the system uses.",
        group="Window",
    )
    hide_while_capturing: bool = _set(
        False,
        Switch(),
        "Hide Hush while taking a screenshot",
        "Its windows leave the screen before it freezes, so that what is behind them can be seen.",
        group="Window",
    )
    start_hidden: bool = _set(
        False,
        Switch(),
        "Start hidden",
        "Hush starts as an icon beside the clock. Where there is no place for one, its window opens.",
        group="Window",
    )
    talk_mode: Literal["auto", "hold", "toggle"] = _set(
        "auto",
        OneOf(
            (
                Option("auto", "Hold to talk, or tap"),
                Option("hold", "Hold to talk"),
                Option("toggle", "Press to begin and to end"),
            )
        ),
        "The talk key",
        "With “or tap” a short press begins, and the next one ends. Esc always forgets what was said.",
        group="Talking",
    )
    talk_sends: bool = _set(
        True,
        Switch(),
        "Send when I stop talking",
        "Otherwise the recording is attached to your message, and you send it yourself.",
        group="Talking",
    )
    microphone: str = _set(
        "",
        Device(),
        "Microphone",
        "What Hush listens to while you talk. It never listens at other times.",
        group="Talking",
    )
    talk_as: Literal["ask", "dictate"] = _set(
        "ask",
        OneOf((Option("ask", "It goes to the model"), Option("dictate", "It is written into my message"))),
        "What I say",
        "The model hears your question itself, or your words are written where you type. A switch is beside the microphone too.",
        group="Talking",
    )
    speech_language: str = _set(
        "",
        OneOf((Option("", "Find out by itself"), *(Option(code, name) for code, name in LANGUAGES.items()))),
        "Language of recordings",
        "For writing down what is said. Of short recordings it is often taken for another one; then choose it here.",
        group="Recordings",
    )
    speech_model: Path | None = _set(  # noqa: RUF009 - it is a field
        None,
        File("Models for whisper.cpp (*.bin)", "Whisper base, which Hush brings"),
        "What writes recordings down",
        "Another model for whisper.cpp, a file such as ggml-small.bin: larger ones are slower and hear better.",
        group="Recordings",
    )
    key_talk: str = _set("Ctrl+Alt+Space", Key(), "Talk", "Works whatever window is in front.", group="Keys")
    key_capture: str = _set(
        "Ctrl+Alt+Return", Key(), "Take a screenshot", "Freezes the screen; drag over what you want to ask about.", group="Keys"
    )
    key_point: str = _set(
        "Ctrl+Alt+Shift+Space",
        Key(),
        "Point and speak",
        "Hold it, drag over a part of the screen while you talk, and let go: both go into one question.",
        group="Keys",
    )
    check_answers: bool = _set(
        True,
        Switch(),
        "Check answers about pictures and recordings",
        "Numbers, dates, names and quotes of an answer are looked up in what Hush read there. "
        "Under it stands what is not found, and whether the model was not sure.",
        group="Answers",
    )
    rest_minutes: int = _set(
        15,
        Number(0, 1440, step=5, unit="minutes", zero="Never"),
        "Give memory back after",
        "A model that is not asked anything for so long leaves the memory. The next question brings it back, with the "
        "conversation; that takes as long as loading it.",
        group="Models",
    )
    model_folders: tuple[Path, ...] = _set(
        (),
        Folders(),
        "Folders with models",
        "Where the models page looks for GGUF files: in these folders and up to three levels below them.",
        group="Models",
    )
    documents_shown: bool = _set(True, Switch(), "Documents", "Beside the conversation, where there are some.")
    last_model: LastModel | None = _set(None, Remembered(), "Model", "Loaded again.")  # noqa: RUF009 - it is a field


def _collect() -> Mapping[str, Declaration]:
    found = {}
    for one in fields(Settings):
        assert one.default is not MISSING, one.name
        found[one.name] = Declaration(one.name, default=one.default, **one.metadata)
    return MappingProxyType(found)


DECLARED = _collect()
"""By name, in the order they are shown."""
