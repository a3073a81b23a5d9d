"""A desktop's panel with a tray, in a process of its own: takes icons in as the System Tray specification has it.

https://specifications.freedesktop.org/systemtray-spec/latest/. Says "ready", and "docked" for each icon; on stdin `click` clicks
the newest one, and the end of stdin ends it.
"""

from __future__ import annotations

import os
import select
import subprocess
import sys
from pathlib import Path
from typing import Any

from Xlib import X
from Xlib.display import Display
from Xlib.ext import xtest
from Xlib.protocol import event

__all__ = ["Panel"]

SIDE = 48
DOCK = 0


class Panel:
    """The test's side. `close` once no icon is in it any more."""

    def __init__(self, display: str, folder: Path) -> None:
        self._heard = (folder / "panel").open("w+")
        command = [sys.executable, __file__, display]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=self._heard, text=True)

    @property
    def said(self) -> list[str]:
        return Path(self._heard.name).read_text().split()

    def click(self) -> None:
        assert self._process.stdin
        self._process.stdin.write("click\n")
        self._process.stdin.flush()

    def close(self) -> None:
        self._process.communicate()
        self._heard.close()


def main(name: str) -> None:
    display = Display(f"unix/{name}")
    screen = display.screen()
    panel = screen.root.create_window(
        0, 0, SIDE, SIDE, 0, screen.root_depth, override_redirect=True, background_pixel=screen.white_pixel
    )
    panel.map()
    tray = display.intern_atom("_NET_SYSTEM_TRAY_S0")
    panel.set_selection_owner(tray, X.CurrentTime)
    told = event.ClientMessage(
        window=screen.root, client_type=display.intern_atom("MANAGER"), data=(32, [X.CurrentTime, tray, panel.id, 0, 0])
    )
    screen.root.send_event(told, event_mask=X.StructureNotifyMask)
    display.sync()
    _say("ready")
    while True:
        while display.pending_events():  # first, since what came along with an answer no longer waits in the socket
            heard = display.next_event()
            if heard.type == X.ClientMessage and heard.data[1][1] == DOCK:
                _take_in(display, panel, heard.data[1][2])
        ready, _, _ = select.select([display, sys.stdin], [], [])
        if sys.stdin in ready:
            if not os.read(sys.stdin.fileno(), 100):
                return
            _click(display)


def _take_in(display: Display, panel: Any, number: int) -> None:
    icon = display.create_resource_object("window", number)
    icon.reparent(panel, 0, 0)
    icon.configure(width=SIDE, height=SIDE)
    icon.map()
    display.sync()
    _say("docked")


def _click(display: Display) -> None:
    display.screen().root.warp_pointer(SIDE // 2, SIDE // 2)
    display.sync()
    for what in (X.ButtonPress, X.ButtonRelease):
        xtest.fake_input(display, what, 1)
    display.sync()


def _say(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
