"""Speaks to the running Hush: one line of JSON there, one line back. Without Qt."""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from collections.abc import Mapping
from typing import Any

from app.instance.claim import address, is_taken
from app.sentences import say
from inference.errors import EngineFault, InputError
from inference.sentences import Sentence

__all__ = ["MAX_BYTES", "VERBS", "activation", "ask", "deliver"]

VERBS = ("show", "capture", "talk", "status")
"""What a running Hush understands. `status` changes nothing."""

MAX_BYTES = 65536
ANSWER_SECONDS = 10.0
LOOK_SECONDS = 0.02


def ask(verb: str, options: Mapping[str, Any] | None = None) -> dict[str, Any] | None:
    """What the running Hush answers, `{"pid": …}`; None when none listens.

    Raises InputError for what it does not understand, being of another version, and EngineFault when it does not answer.
    """
    line = json.dumps({"verb": verb, "options": dict(options or {})}).encode() + b"\n"
    try:
        answer = _through_pipe(line) if sys.platform == "win32" else _through_socket(line)
    except TimeoutError as error:
        raise EngineFault(say("open-but-silent")) from error
    if not answer:
        return None
    told = json.loads(answer)
    if "problem" in told:
        raise InputError(Sentence(str(told["problem"])))
    return told


def deliver(verb: str, options: Mapping[str, Any] | None = None, *, seconds: float) -> dict[str, Any] | None:
    """Like `ask`, but waits for a Hush that is just starting or just ending; None when there is none."""
    limit = time.monotonic() + seconds
    while True:
        answer = ask(verb, options)
        if answer is not None or not is_taken():
            return answer
        if time.monotonic() > limit:
            raise EngineFault(say("between-runs"))
        time.sleep(LOOK_SECONDS)


def activation() -> dict[str, str]:
    """What the desktop gives a program that was started by a click or key, so that it may bring a window to the front."""
    names = {"XDG_ACTIVATION_TOKEN": "activation_token", "DESKTOP_STARTUP_ID": "startup_id"}
    return {told: os.environ[name] for name, told in names.items() if os.environ.get(name)}


def _through_socket(line: bytes) -> bytes:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
        link.settimeout(ANSWER_SECONDS)
        try:
            link.connect(address())
            link.sendall(line)
            with link.makefile("rb") as answers:
                return answers.readline(MAX_BYTES)
        except (FileNotFoundError, ConnectionError):
            return b""  # not there, stale, or closed in between


def _through_pipe(line: bytes) -> bytes:
    """On Windows a pipe is opened like a file."""
    try:
        with open(rf"\\.\pipe\{address()}", "r+b", buffering=0) as pipe:  # noqa: PTH123
            pipe.write(line)
            return pipe.readline(MAX_BYTES)
    except OSError:
        return b""
