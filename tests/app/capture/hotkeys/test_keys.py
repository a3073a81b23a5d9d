"""How hotkeys are written, and which backend a desktop gets."""

from __future__ import annotations

import sys

import pytest

from app.capture.hotkeys import best, trouble, way
from app.capture.hotkeys.base import Binding
from app.capture.hotkeys.keys import parse
from inference.errors import InputError


@pytest.mark.parametrize(
    ("text", "chord"),
    [
        ("Ctrl+Alt+S", "Ctrl+Alt+S"),
        ("alt + ctrl + s", "Ctrl+Alt+S"),
        ("Super+F9", "Meta+F9"),
        ("control+esc", "Ctrl+Escape"),
        ("Pause", "Pause"),
        ("Shift+Print", "Shift+Print"),
        ("Meta+1", "Meta+1"),
        ("Ctrl+pgup", "Ctrl+PgUp"),
    ],
)
def test_keys_are_read(text: str, chord: str) -> None:
    assert str(parse(text)) == chord
    assert parse(str(parse(text))) == parse(text)


@pytest.mark.parametrize(
    "text", ["", "+", "Ctrl", "Ctrl+", "Ctrl+Alt", "S+Ctrl", "Hyper+S", "Ctrl+SS", "Ctrl+ß", "S", "Shift+a", "Space"]
)
def test_what_is_no_key_is_refused_with_advice(text: str) -> None:
    with pytest.raises(InputError) as refused:
        parse(text)
    assert refused.value.advice


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the choice is Linux's")
def test_way_of_the_desktop(monkeypatch: pytest.MonkeyPatch, application: object) -> None:
    assert (way(), trouble()) == ("x11", "")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert way() == "portal"
    monkeypatch.delenv("WAYLAND_DISPLAY")
    monkeypatch.delenv("DISPLAY")
    assert way() == "none"
    told: list[dict[str, Binding]] = []
    none = best()
    none.bound.connect(told.append)
    none.bind({"talk": "F9"})
    assert told[0]["talk"].problem.startswith("There is no desktop here to have keys. Give the command `hush talk`")
    none.close()
