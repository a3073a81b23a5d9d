"""A person's fingers on the keyboard of an X display, in a process of its own: told on stdin, done with XTEST.

`press NAME…`, `release NAME…`, `hold NAME COUNT` (press, and wait until the server has repeated it COUNT times),
`grab NAME STATE` (as another program would) and `drop` (end that grab). Each is answered with a line once the server has done it.
"""

from __future__ import annotations

import subprocess
import sys
from typing import Any

from Xlib import XK, X
from Xlib.display import Display
from Xlib.ext import record, xtest
from Xlib.protocol import rq

__all__ = ["Fingers"]


class Fingers:
    """The test's side. Everything that is down is released by `close`."""

    def __init__(self, display: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__, display], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdin
        assert self._process.stdout
        self._told, self._done = self._process.stdin, self._process.stdout

    def press(self, *names: str) -> None:
        self._do("press", *names)

    def release(self, *names: str) -> None:
        self._do("release", *names)

    def hold(self, name: str, count: int) -> None:
        self._do("hold", name, str(count))

    def grab(self, name: str, state: int) -> None:
        self._do("grab", name, str(state))

    def drop(self) -> None:
        self._do("drop")

    def close(self) -> None:
        self._told.close()
        self._process.wait(10)
        self._done.close()

    def _do(self, *words: str) -> None:
        self._told.write(" ".join(words) + "\n")
        self._told.flush()
        assert self._done.readline() == "done\n", words


def main(name: str) -> None:
    display = Display(f"unix/{name}")
    down: list[int] = []
    for line in sys.stdin:
        verb, *words = line.split()
        if verb == "press":
            down += _turn(display, X.KeyPress, words)
        elif verb == "release":
            for code in _turn(display, X.KeyRelease, words):
                down.remove(code)
        elif verb == "hold":
            down.append(_hold(display, name, _code(display, words[0]), int(words[1])))
        elif verb == "grab":
            display.screen().root.grab_key(_code(display, words[0]), int(words[1]), False, X.GrabModeAsync, X.GrabModeAsync)
        elif verb == "drop":
            display.screen().root.ungrab_key(X.AnyKey, X.AnyModifier)
        display.sync()
        sys.stdout.write("done\n")
        sys.stdout.flush()
    for code in reversed(down):
        xtest.fake_input(display, X.KeyRelease, code)
    display.sync()


def _turn(display: Display, what: int, words: list[str]) -> list[int]:
    codes = [_code(display, word) for word in words]
    for code in codes:
        xtest.fake_input(display, what, code)
    return codes


def _hold(display: Display, name: str, wanted: int, count: int) -> int:
    """Watches with RECORD, which sees what the server makes of the keyboard whoever has grabbed it."""
    watching = Display(f"unix/{name}")
    events = {"delivered_events": (0, 0), "device_events": (X.KeyPress, X.KeyPress), "errors": (0, 0), "client_started": False}
    ranges = {"core_requests": (0, 0), "core_replies": (0, 0), "ext_requests": (0, 0, 0, 0), "ext_replies": (0, 0, 0, 0)}
    context = watching.record_create_context(0, [record.AllClients], [{**ranges, **events, "client_died": False}])
    seen = 0

    def heard(reply: Any) -> None:
        nonlocal seen
        data = reply.data
        if reply.category == record.StartOfData:
            xtest.fake_input(display, X.KeyPress, wanted)
            display.sync()
        while reply.category == record.FromServer and data:
            event, data = rq.EventField("").parse_binary_value(data, watching.display, None, None)
            seen += event.detail == wanted
            if seen > count:
                display.record_disable_context(context)
                display.flush()
                return

    watching.record_enable_context(context, heard)
    watching.record_free_context(context)
    watching.close()
    return wanted


def _code(display: Display, name: str) -> int:
    return display.keysym_to_keycode(XK.string_to_keysym(name))


if __name__ == "__main__":
    main(sys.argv[1])
