"""A connection to this machine's X server, and which modifiers its keyboard has where."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from itertools import combinations

from Xlib import XK, X, error
from Xlib.display import Display

from app.sentences import say

__all__ = ["connect", "lock_states", "locks", "modifiers"]


def connect(name: str) -> Display:
    """A connection to a display of this machine. Raises OSError with a sentence otherwise.

    Where the local socket does not answer python-xlib would try the network, unless the name says that it must be local.
    """
    host, colon, number = name.removeprefix("unix/").rpartition(":")
    if not colon or host not in ("", "unix"):
        raise OSError(str(say("display-elsewhere", name=name)))
    if not _listens(number.partition(".")[0]):
        raise OSError(str(say("display-silent", name=name)))
    try:
        return Display(f"unix/:{number}")
    except (error.DisplayError, error.XauthError, error.ConnectionClosedError, OSError) as problem:
        raise OSError(str(say("display-silent", name=name))) from problem


def _listens(number: str) -> bool:
    """Asked beforehand, because python-xlib leaves the socket open that it could not connect."""
    path = f"/tmp/.X11-unix/X{number}"  # where the X protocol has it, whatever TMPDIR says
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
        return any(link.connect_ex(address) == 0 for address in (path, f"\0{path}"))


def modifiers(display: Display) -> dict[str, int]:
    """The mask of each modifier on this keyboard: which of Mod1 to Mod5 they are differs."""
    masks = {"Ctrl": X.ControlMask, "Shift": X.ShiftMask, "Alt": X.Mod1Mask, "Meta": X.Mod4Mask, "Num": 0, "Scroll": 0}
    keys = {"Alt_L": "Alt", "Super_L": "Meta", "Num_Lock": "Num", "Scroll_Lock": "Scroll"}
    by_code = {code: name for key, name in keys.items() for code in _codes(display, key)}
    for index, codes in enumerate(display.get_modifier_mapping()):
        for code in codes:
            if code in by_code:
                masks[by_code[code]] = 1 << index
    return masks


def _codes(display: Display, key: str) -> Iterator[int]:
    """A modifier's own key has it in the first place; an index above is reached with Shift."""
    return (code for code, index in display.keysym_to_keycodes(XK.string_to_keysym(key)) if index == 0)


def locks(masks: Mapping[str, int]) -> int:
    """The mask of all locks."""
    return X.LockMask | masks["Num"] | masks["Scroll"]


def lock_states(masks: Mapping[str, int]) -> Iterator[int]:
    """Every combination of the locks that this keyboard has."""
    present = [mask for mask in (X.LockMask, masks["Num"], masks["Scroll"]) if mask]
    for count in range(len(present) + 1):
        for chosen in combinations(present, count):
            yield sum(chosen)
