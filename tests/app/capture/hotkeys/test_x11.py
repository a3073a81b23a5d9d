"""Hotkeys on a real X server: keys pressed by another process, with the locks on, repeated, and taken by another program."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from app.capture.hotkeys import Binding
from tests.app.capture.hotkeys.fingers import Fingers

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 is how Linux has keys")
Wait = Callable[..., None]
TALK = {"talk": "Ctrl+Alt+Space"}
REPEATING = ["-ardelay", "40", "-arinterval", "5"]
"""Milliseconds: a held key repeats at once, and not after 0.7 s."""


@pytest.fixture
def keyboard(display: str, application: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A display of its own, whose keyboard repeats fast and which may die."""
    xvfb = shutil.which("Xvfb")
    assert xvfb
    server = subprocess.Popen(
        [xvfb, "-displayfd", "1", "-screen", "0", "64x64x24", "-nolisten", "tcp", "-noreset", *REPEATING],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert server.stdout
    with server, server.stdout:
        name = f":{server.stdout.readline().strip()}"
        monkeypatch.setenv("DISPLAY", name)
        yield name
        server.terminate()


@pytest.fixture
def fingers(keyboard: str) -> Iterator[Fingers]:
    fingers = Fingers(keyboard)
    yield fingers
    fingers.close()


class Heard:
    """X11Hotkeys, and everything it said in order."""

    def __init__(self) -> None:
        from app.capture.hotkeys.x11 import X11Hotkeys

        self.hotkeys = X11Hotkeys()
        self.said: list[str] = []
        self.hotkeys.pressed.connect(lambda name: self.said.append(f"{name} pressed"))
        self.hotkeys.released.connect(lambda name: self.said.append(f"{name} released"))
        self.hotkeys.escaped.connect(lambda: self.said.append("escaped"))
        self.bindings: list[dict[str, Binding]] = []
        self.hotkeys.bound.connect(self.bindings.append)

    def bind(self, keys: dict[str, str], wait_until: Wait) -> dict[str, Binding]:
        told = len(self.bindings)
        self.hotkeys.bind(keys)
        wait_until(lambda: len(self.bindings) > told)
        return self.bindings[-1]


@pytest.fixture
def heard(keyboard: str) -> Iterator[Heard]:
    heard = Heard()
    yield heard
    heard.hotkeys.close()


def test_key_held_is_pressed_once_and_released_once(heard: Heard, fingers: Fingers, wait_until: Wait) -> None:
    assert heard.bind(TALK, wait_until) == {"talk": Binding("talk", "Ctrl+Alt+Space", "Ctrl+Alt+Space")}
    fingers.press("Control_L", "Alt_L")
    fingers.hold("space", 20)
    wait_until(lambda: heard.said)
    fingers.release("Control_L", "Alt_L")
    fingers.release("space")
    wait_until(lambda: len(heard.said) > 1)
    assert heard.said == ["talk pressed", "talk released"]


def test_key_pressed_again_at_once_is_pressed_twice(heard: Heard, fingers: Fingers, wait_until: Wait) -> None:
    """Fast, but a person's: a press that comes with a later time is no repetition."""
    heard.bind(TALK, wait_until)
    fingers.press("Control_L", "Alt_L")
    for _ in range(3):
        said = len(heard.said)
        fingers.press("space")
        wait_until(lambda said=said: len(heard.said) == said + 1)
        fingers.release("space")
        wait_until(lambda said=said: len(heard.said) == said + 2)
    assert heard.said == ["talk pressed", "talk released"] * 3


@pytest.mark.parametrize("locks", [["Num_Lock"], ["Caps_Lock"], ["Num_Lock", "Caps_Lock"]], ids="+".join)
def test_locks_change_nothing(locks: list[str], heard: Heard, fingers: Fingers, wait_until: Wait) -> None:
    heard.bind({"capture": "Meta+Shift+F9"}, wait_until)
    for lock in locks:
        fingers.press(lock)
        fingers.release(lock)
    fingers.press("Super_L", "Shift_L", "F9")
    wait_until(lambda: heard.said == ["capture pressed"])
    fingers.release("F9", "Shift_L", "Super_L")
    wait_until(lambda: heard.said == ["capture pressed", "capture released"])


def test_other_modifiers_are_another_key(heard: Heard, fingers: Fingers, wait_until: Wait) -> None:
    heard.bind({"talk": "Ctrl+Alt+S", "capture": "Ctrl+S"}, wait_until)
    fingers.press("s")
    fingers.release("s")
    fingers.press("Control_L", "s")
    fingers.release("s", "Control_L")
    wait_until(lambda: len(heard.said) == 2)
    assert heard.said == ["capture pressed", "capture released"]


def test_second_hotkey_while_the_first_is_held(heard: Heard, fingers: Fingers, wait_until: Wait) -> None:
    """Hold to talk, take a picture meanwhile; and Escape is heard although the held key has the whole keyboard."""
    heard.bind({**TALK, "capture": "Ctrl+Alt+S"}, wait_until)
    fingers.press("Control_L", "Alt_L", "space", "s")
    fingers.release("s")
    fingers.press("Escape")
    fingers.release("Escape")
    wait_until(lambda: "escaped" in heard.said)
    fingers.release("space", "Alt_L", "Control_L")
    wait_until(lambda: "talk released" in heard.said)
    assert heard.said == ["talk pressed", "capture pressed", "capture released", "escaped", "talk released"]


def test_key_of_another_program_is_said(heard: Heard, fingers: Fingers, wait_until: Wait) -> None:
    fingers.grab("s", 4 | 2)  # Ctrl with Caps Lock: one of the states is enough to be taken
    bound = heard.bind({"capture": "Ctrl+S", **TALK}, wait_until)
    assert bound["talk"].works
    assert bound["capture"].trigger == ""
    assert bound["capture"].problem == "Another program has taken Ctrl+S. Choose another key, or take it away there."
    fingers.press("Control_L", "s")
    fingers.release("s", "Control_L")
    fingers.drop()
    assert heard.bind({"capture": "Ctrl+S"}, wait_until)["capture"].works
    fingers.press("Control_L", "s")
    wait_until(lambda: heard.said)
    assert heard.said == ["capture pressed"]


def test_keys_are_let_go(heard: Heard, fingers: Fingers, wait_until: Wait) -> None:
    heard.bind({"capture": "Ctrl+S"}, wait_until)
    fingers.press("Control_L", "s")
    wait_until(lambda: heard.said)
    heard.bind({}, wait_until)
    assert heard.said == ["capture pressed", "capture released"]  # whoever heard the press hears a release
    other = Heard()
    assert other.bind({"capture": "Ctrl+S"}, wait_until)["capture"].works
    other.hotkeys.close()
    assert heard.bind({"capture": "Ctrl+S"}, wait_until)["capture"].works


def test_what_is_no_key_is_said(heard: Heard, wait_until: Wait) -> None:
    asked = {"a": "Ctrl+Alt+Nothing", "b": "S", "c": "Ctrl+F24"}
    problems = {name: binding.problem for name, binding in heard.bind(asked, wait_until).items()}
    assert problems["a"] == '"Ctrl+Alt+Nothing" is not a key. Write it as Ctrl+Alt+S, Meta+F9 or Pause.'
    assert problems["b"] == '"S" is needed for writing. Add Ctrl, Alt or Meta to it.'
    assert problems["c"] in ("", "This keyboard has no Ctrl+F24. Choose another key.")


def test_display_that_is_not_there(keyboard: str, heard: Heard, wait_until: Wait, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, why in ((":987", "The display :987 does not answer."), ("far:0", "The display far:0 is not on this computer.")):
        monkeypatch.setenv("DISPLAY", name)
        problem = heard.bind(TALK, wait_until)["talk"].problem
        assert (
            problem == f"{why} Give the command `hush talk` a key in the keyboard settings of this system: it works from there."
        )


def test_closing_while_a_key_is_held_releases_it(heard: Heard, fingers: Fingers, wait_until: Wait) -> None:
    heard.bind(TALK, wait_until)
    fingers.press("Control_L", "Alt_L", "space")
    wait_until(lambda: heard.said)
    heard.hotkeys.close()
    assert heard.said == ["talk pressed", "talk released"]
