"""That Hush speaks to nobody: the sockets of this very process, and of the Hush whose window is open."""

from __future__ import annotations

import os
from collections import Counter

import psutil

from app.commands.senses import Finding
from app.instance.claim import folder
from app.instance.client import ask
from app.sockets import OpenSocket, sockets_of
from inference.errors import HushError

__all__ = ["running", "this"]

NOTHING = "no network socket is open: nothing listens, nothing connects"


def this() -> Finding:
    """Asked last, after everything else was loaded and used."""
    return _judge("private", os.getpid())


def running() -> Finding:
    """The window, whatever it has been doing since it was opened."""
    name = "window"
    try:
        answer = ask("status")
    except HushError as error:
        return Finding(name, False, str(error))
    if answer is None:
        return Finding(name, False, "not open. Open it and ask again: its sockets are looked at as well")
    return _judge(name, answer["pid"])


def _judge(name: str, process: int) -> Finding:
    try:
        found = sockets_of(process)
    except (OSError, psutil.Error) as error:
        return Finding(name, False, f"this system does not say which sockets process {process} has open ({error}).")
    bad = [one for one in found if one.kind in ("network", "unknown")]
    if bad:
        counted = ", ".join(f"{count} {table}" for table, count in sorted(Counter(one.table for one in bad).items()))
        return Finding(name, False, f"process {process} has network sockets open ({counted}). Please report this.")
    return Finding(name, True, f"{NOTHING}{_local(found)}")


def _local(found: tuple[OpenSocket, ...]) -> str:
    """Those that end on this machine: to the display, the desktop and the sound, and the one on which verbs arrive."""
    local = [one for one in found if one.kind == "local"]
    if not local:
        return ""
    # Bound beside its place and then renamed by Qt, which the kernel does not follow: the folder tells.
    own = ", among them its own for verbs" if any(one.name.startswith(f"{folder()}/") for one in local) else ""
    return f" ({len(local)} local {'sockets' if len(local) > 1 else 'socket'}{own})"
