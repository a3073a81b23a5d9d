"""Hotkeys through the desktop's portal: a private message bus, and a portal on it that follows the specification."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QElapsedTimer

from app.capture.hotkeys import Binding
from tests.app.capture.hotkeys.running_portal import Portal
from tests.app.capture.message_bus import session_bus

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="portals are how Linux desktops do it")
Wait = Callable[..., None]
KEYS = {"talk": "Ctrl+Alt+Space", "capture": "Meta+Shift+S"}
INSTEAD = "Give the command `hush talk` a key in the keyboard settings of this system: it works from there."


@pytest.fixture
def bus(tmp_path: Path, application: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a session bus that nobody else is on."""
    with session_bus(tmp_path) as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address


@pytest.fixture
def portals(bus: str, tmp_path: Path, wait_until: Wait) -> Iterator[Callable[..., Portal]]:
    started: list[Portal] = []

    def start(*how: str) -> Portal:
        portal = Portal(tmp_path, *how)
        started.append(portal)
        wait_until(lambda: portal.calls("ready"))
        return portal

    yield start
    for portal in started:
        portal.close()


@pytest.fixture
def portal(portals: Callable[..., Portal]) -> Portal:
    return portals()


class Heard:
    """PortalHotkeys, and everything it said in order."""

    def __init__(self) -> None:
        from app.capture.hotkeys.portal import PortalHotkeys

        self.hotkeys = PortalHotkeys(app_id="hush")
        self.said: list[str] = []
        self.hotkeys.pressed.connect(lambda name: self.said.append(f"{name} pressed"))
        self.hotkeys.released.connect(lambda name: self.said.append(f"{name} released"))
        self.bindings: list[dict[str, Binding]] = []
        self.hotkeys.bound.connect(self.bindings.append)

    def bind(self, keys: dict[str, str], wait_until: Wait) -> dict[str, Binding]:
        told = len(self.bindings)
        self.hotkeys.bind(keys)
        wait_until(lambda: len(self.bindings) > told)
        return self.bindings[-1]

    def problem(self) -> str:
        return self.bindings[-1]["talk"].problem


@pytest.fixture
def heard(bus: str) -> Iterator[Heard]:
    heard = Heard()
    yield heard
    heard.hotkeys.close()


def test_keys_are_asked_for_as_the_specification_has_it(portal: Portal, heard: Heard, wait_until: Wait) -> None:
    bound = heard.bind(KEYS, wait_until)
    assert bound == {
        "talk": Binding("talk", "Ctrl+Alt+Space", "Press CTRL+ALT+space"),
        "capture": Binding("capture", "Meta+Shift+S", "Press SHIFT+LOGO+s"),
    }
    (register,) = portal.calls("Register")
    assert register["body"] == ["hush", {}]
    (bind,) = portal.calls("BindShortcuts")
    session, shortcuts, parent, _ = bind["body"]
    assert session.startswith("/org/freedesktop/portal/desktop/session/")
    assert parent == ""
    assert [name for name, _ in shortcuts] == ["talk", "capture"]
    assert shortcuts[0][1] == {"description": "Hold to talk", "preferred_trigger": "CTRL+ALT+space"}


def test_press_and_release(portal: Portal, heard: Heard, wait_until: Wait) -> None:
    heard.bind(KEYS, wait_until)
    portal.does("activate", "talk")
    portal.does("activate", "talk")  # some desktops repeat it
    portal.does("activate", "capture")
    portal.does("deactivate", "capture")
    portal.does("deactivate", "talk")
    portal.does("deactivate", "talk")
    wait_until(lambda: len(heard.said) == 4)
    portal.does("activate", "stranger")
    portal.does("change", "talk", "F9")
    wait_until(lambda: heard.bindings[-1]["talk"].trigger == "F9")  # whatever came before has been heard by now
    assert heard.said == ["talk pressed", "capture pressed", "capture released", "talk released"]


@pytest.mark.parametrize(
    ("dialog", "why"),
    [
        ("cancelled", "No keys were chosen in the desktop's dialog, so there are none."),
        ("failed", "This desktop did not give Hush the keys."),
        ("without talk", "The desktop gave no key for this."),
        ("shapeless", "The desktop answered about the keys with something that Hush does not understand."),
        ("wordless", "The desktop answered about the keys with something that Hush does not understand."),
    ],
)
def test_person_says_no(dialog: str, why: str, portal: Portal, heard: Heard, wait_until: Wait) -> None:
    portal.does("dialog", dialog)
    bound = heard.bind(KEYS, wait_until)
    assert bound["talk"].problem == f"{why} {INSTEAD}"
    assert bound["capture"].works == (dialog == "without talk")


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ("old", "This desktop lets no program have keys of its own."),
        ("forbid", "This desktop lets no program have keys of its own (An app id is required)."),
    ],
)
def test_desktop_says_no(how: str, why: str, portals: Callable[..., Portal], heard: Heard, wait_until: Wait) -> None:
    portals(how)
    assert heard.bind(KEYS, wait_until)["talk"].problem == f"{why} {INSTEAD}"


def test_session_without_a_name(portals: Callable[..., Portal], heard: Heard, wait_until: Wait) -> None:
    portals("odd")
    assert heard.bind(KEYS, wait_until)["talk"].problem == f"This desktop did not let Hush ask for keys. {INSTEAD}"


def test_keys_in_words_that_are_no_text(portal: Portal, heard: Heard, wait_until: Wait) -> None:
    portal.does("dialog", "numbers")
    assert heard.bind(KEYS, wait_until)["talk"].trigger == "the key you chose"


def test_change_that_is_no_change(portal: Portal, heard: Heard, wait_until: Wait) -> None:
    heard.bind(KEYS, wait_until)
    portal.does("changed")
    wait_until(lambda: len(heard.bindings) == 2)
    assert heard.problem() == f"The desktop answered about the keys with something that Hush does not understand. {INSTEAD}"
    assert heard.bind(KEYS, wait_until)["talk"].works  # asked anew


def test_nobody_is_on_the_bus(heard: Heard, wait_until: Wait) -> None:
    assert heard.bind(KEYS, wait_until)["talk"].problem == f"This desktop lets no program have keys of its own. {INSTEAD}"


@pytest.mark.parametrize("address", ["unix:path=/nowhere/bus", "tcp:host=localhost,port=4321", "nonsense"])
def test_no_local_bus(address: str, heard: Heard, wait_until: Wait, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    assert heard.bind(KEYS, wait_until)["talk"].problem == f"This desktop has no message bus that answers. {INSTEAD}"


def test_dialog_stays_open_as_long_as_the_person_likes(portal: Portal, wait_until: Wait, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.capture.portal.calls.ANSWER_MS", 1000)
    heard = Heard()
    portal.does("dialog", "open")
    heard.hotkeys.bind(KEYS)
    wait_until(lambda: portal.calls("BindShortcuts"))
    long = QElapsedTimer()
    long.start()
    wait_until(lambda: long.hasExpired(1500))  # longer than a portal may take for answers of its own
    assert heard.bindings == []
    portal.does("dialog", "yes")
    portal.does("answer")
    wait_until(lambda: heard.bindings)
    assert heard.bindings[-1]["talk"].works
    heard.hotkeys.close()


def test_portal_that_does_not_answer_is_given_up(
    portals: Callable[..., Portal], bus: str, wait_until: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.capture.portal.calls.ANSWER_MS", 200)
    portals("mute")
    heard = Heard()
    assert heard.bind(KEYS, wait_until)["talk"].problem == f"The desktop's portal does not answer. {INSTEAD}"
    heard.hotkeys.close()


def test_session_closed_by_the_desktop(portal: Portal, heard: Heard, wait_until: Wait) -> None:
    heard.bind(KEYS, wait_until)
    portal.does("activate", "talk")
    wait_until(lambda: heard.said)
    portal.does("close")
    wait_until(lambda: len(heard.bindings) == 2)
    assert heard.problem() == f"The desktop has taken the keys back. {INSTEAD}"
    assert heard.said == ["talk pressed", "talk released"]
    assert heard.bind(KEYS, wait_until)["talk"].works  # asked anew


def test_portal_that_starts_again_is_asked_again(portals: Callable[..., Portal], heard: Heard, wait_until: Wait) -> None:
    first = portals()
    heard.bind(KEYS, wait_until)
    first.close()
    wait_until(lambda: len(heard.bindings) == 2)
    assert heard.problem() == f"The desktop's portal has ended. {INSTEAD}"
    second = portals()
    wait_until(lambda: heard.bindings[-1]["talk"].works)
    second.does("activate", "talk")
    wait_until(lambda: heard.said == ["talk pressed"])


def test_other_keys_need_another_session(portal: Portal, heard: Heard, wait_until: Wait) -> None:
    heard.bind(KEYS, wait_until)
    heard.bind(KEYS, wait_until)  # the same: nothing is asked again
    assert len(portal.calls("CreateSession")) == 1
    assert set(heard.bind({"talk": "F9"}, wait_until)) == {"talk"}
    assert len(portal.calls("Close")) == 1
    heard.hotkeys.close()
    wait_until(lambda: len(portal.calls("Close")) == 2)


def test_bus_that_goes_away(bus: str, portal: Portal, heard: Heard, wait_until: Wait) -> None:
    heard.bind(KEYS, wait_until)
    portal.does("activate", "talk")
    wait_until(lambda: heard.said)
    heard.hotkeys._bus._socket.shutdown(2)  # type: ignore[attr-defined]
    wait_until(lambda: len(heard.bindings) == 2)
    assert heard.problem() == f"The desktop's message bus has closed the connection. {INSTEAD}"
    assert heard.said == ["talk pressed", "talk released"]
    assert heard.bind(KEYS, wait_until)["talk"].works  # over another connection


def test_doctor_asks_the_portal(portals: Callable[..., Portal]) -> None:
    from app.capture.hotkeys.portal import trouble

    assert trouble() == "This desktop lets no program have keys of its own."
    portals()
    assert trouble() == ""
