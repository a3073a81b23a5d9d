"""What Hush asks the desktop's portal, and where its answers come: every name of the portal's interfaces stands here.

https://flatpak.github.io/xdg-desktop-portal/docs/api-reference.html
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from jeepney import DBusAddress, MatchRule, Message, Properties, new_method_call
from jeepney.low_level import ObjectPathType

__all__ = [
    "ANSWER",
    "ANSWER_MS",
    "DESCRIBED",
    "PORTAL",
    "SCREENSHOT",
    "SHORTCUTS",
    "answers",
    "bind_shortcuts",
    "close_request",
    "close_session",
    "create_session",
    "is_path",
    "owner_changes",
    "register",
    "request_path",
    "shortcut_signals",
    "take_screenshot",
    "token",
    "version",
]

PORTAL = "org.freedesktop.portal.Desktop"
SHORTCUTS, SCREENSHOT = "org.freedesktop.portal.GlobalShortcuts", "org.freedesktop.portal.Screenshot"

ANSWER_MS = 10_000
"""A portal that has not answered by then will not: it may have to be started first. Not for what a person is asked."""

ANSWER = "ua{sv}"
"""The type of an answer to a request: 0 done, 1 the person said no, 2 it ended otherwise; and the results."""
DESCRIBED = "a(sa{sv})"
"""The type of shortcuts with what is said of each."""

_PLACE = "/org/freedesktop/portal/desktop"
_REQUEST, _SESSION = "org.freedesktop.portal.Request", "org.freedesktop.portal.Session"
_REGISTRY = "org.freedesktop.host.portal.Registry"


def token() -> str:
    """A name for a request or a session that no other program can guess."""
    return f"hush_{secrets.token_hex(8)}"


def request_path(name: str, token: str) -> str:
    """Where the answer to a request comes from, by our name on the bus: known before it is asked, so it cannot come too early."""
    return f"{_PLACE}/request/{_mangle(name)}/{token}"


def is_path(value: object) -> bool:
    """Whether this can be the path of an object: what the portal says is asked before it is used as one."""
    try:
        ObjectPathType().check_data(value)
    except (TypeError, ValueError):
        return False
    return True


def register(app_id: str) -> Message:
    """Which program asks: must come before any other call on the same connection."""
    return _call(_REGISTRY, "Register", "sa{sv}", app_id, {})


def create_session(request: str, session: str) -> Message:
    """A session in which keys can be bound once; both are tokens."""
    options = {"handle_token": ("s", request), "session_handle_token": ("s", session)}
    return _call(SHORTCUTS, "CreateSession", "a{sv}", options)


def bind_shortcuts(session: str, shortcuts: Sequence[tuple[str, dict[str, str]]], request: str) -> Message:
    """Each shortcut is its name and what is said of it: `description`, `preferred_trigger`."""
    described = [(name, {key: ("s", value) for key, value in facts.items()}) for name, facts in shortcuts]
    options = {"handle_token": ("s", request)}
    return _call(SHORTCUTS, "BindShortcuts", f"o{DESCRIBED}sa{{sv}}", session, described, "", options)


def take_screenshot(request: str) -> Message:
    """The person chooses in the desktop's own picker."""
    options = {"handle_token": ("s", request), "interactive": ("b", True), "modal": ("b", True)}
    return _call(SCREENSHOT, "Screenshot", "sa{sv}", "", options)


def close_request(path: str) -> Message:
    return new_method_call(DBusAddress(path, PORTAL, _REQUEST), "Close")


def close_session(path: str) -> Message:
    return new_method_call(DBusAddress(path, PORTAL, _SESSION), "Close")


def version(interface: str) -> Message:
    """Which version of an interface the portal has; an error where it has none."""
    return Properties(DBusAddress(_PLACE, PORTAL, interface)).get("version")


def answers(path: str) -> MatchRule:
    """The answer to one request."""
    return MatchRule(type="signal", sender=PORTAL, interface=_REQUEST, member="Response", path=path)


def shortcut_signals() -> list[MatchRule]:
    """Everything that the portal says of shortcuts, of their session and of requests for them."""
    return [MatchRule(type="signal", sender=PORTAL, interface=interface) for interface in (SHORTCUTS, _REQUEST, _SESSION)]


def owner_changes() -> MatchRule:
    """The portal ends or begins."""
    rule = MatchRule(type="signal", sender="org.freedesktop.DBus", member="NameOwnerChanged")
    rule.add_arg_condition(0, PORTAL)
    return rule


def _call(interface: str, method: str, signature: str, *values: object) -> Message:
    return new_method_call(DBusAddress(_PLACE, PORTAL, interface), method, signature, values)


def _mangle(name: str) -> str:
    return name.removeprefix(":").replace(".", "_")
