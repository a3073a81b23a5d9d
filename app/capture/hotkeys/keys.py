"""How a hotkey is written: modifiers and one key joined by plus signs, as Qt writes them: Ctrl+Alt+S, Meta+F9, Pause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.sentences import say
from inference.errors import InputError

__all__ = ["MODIFIERS", "NAMED", "Chord", "parse", "parse_all"]

MODIFIERS = ("Ctrl", "Alt", "Shift", "Meta")
NAMED = (
    *(f"F{number}" for number in range(1, 25)),
    *"Space Tab Return Escape Backspace Insert Delete Home End PgUp PgDown Left Right Up Down Print Pause Menu".split(),
)
"""Keys with a name; beside them letters and digits."""

OTHERWISE = {
    "Control": "Ctrl",
    "Super": "Meta",
    "Win": "Meta",
    "Cmd": "Meta",
    "Option": "Alt",
    "Enter": "Return",
    "Esc": "Escape",
}


@dataclass(frozen=True)
class Chord:
    """Modifiers in the order of MODIFIERS, and a key: one of NAMED, A to Z or 0 to 9."""

    modifiers: tuple[str, ...]
    key: str

    def __str__(self) -> str:
        return "+".join((*self.modifiers, self.key))


def parse(text: str) -> Chord:
    """Raises InputError for what is no key, and for a bare letter or digit, which nobody could write with any more."""
    *before, last = [_spell(word.strip()) for word in text.split("+")]
    wrong = [word for word in before if word not in MODIFIERS]
    if wrong or not (last in NAMED or _plain(last)):
        raise InputError(say("key-unknown", key=text))
    modifiers = tuple(modifier for modifier in MODIFIERS if modifier in before)
    if (_plain(last) or last in ("Space", "Return", "Tab", "Backspace")) and not set(modifiers) - {"Shift"}:
        raise InputError(say("key-for-writing", key=text))
    return Chord(modifiers, last)


def parse_all(keys: Mapping[str, str]) -> tuple[dict[str, Chord], dict[str, str]]:
    """By name, the keys that can be read, and a sentence for each that cannot."""
    chords: dict[str, Chord] = {}
    wrong: dict[str, str] = {}
    for name, text in keys.items():
        try:
            chords[name] = parse(text)
        except InputError as problem:
            wrong[name] = str(problem)
    return chords, wrong


def _spell(word: str) -> str:
    word = word[:1].upper() + word[1:]
    for name in (*NAMED, *MODIFIERS):
        if name.lower() == word.lower():
            return name
    return OTHERWISE.get(word.capitalize(), word)


def _plain(key: str) -> bool:
    return len(key) == 1 and key.isascii() and key.isalnum()
