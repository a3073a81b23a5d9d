"""An X display of its own with several monitors, as RandR 1.5 has them: rectangles of one screen."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from Xlib.display import Display
from Xlib.protocol import rq

__all__ = ["x_server"]


class SetMonitor(rq.Request):
    """RRSetMonitor. python-xlib's own cannot be packed: it takes the structure for a single value."""

    _request = rq.Struct(
        rq.Card8("opcode"),
        rq.Opcode(43),
        rq.RequestLength(),
        rq.Window("window"),
        rq.Card32("name"),
        rq.Bool("primary"),
        rq.Bool("automatic"),
        rq.LengthOf("outputs", 2),
        rq.Int16("x"),
        rq.Int16("y"),
        rq.Card16("width"),
        rq.Card16("height"),
        rq.Card32("width_mm"),
        rq.Card32("height_mm"),
        rq.List("outputs", rq.Card32Obj),
    )


@contextmanager
def x_server(width: int, height: int, monitors: dict[str, tuple[int, int, int, int]]) -> Iterator[str]:
    """Yields its name, e.g. ":2". `monitors` are name: (x, y, width, height); the first is the primary one."""
    xvfb = shutil.which("Xvfb")
    assert xvfb, "The tests of the window need Xvfb: make test installs it or says how"
    read_end, write_end = os.pipe()
    screen = ["-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(
        [xvfb, "-displayfd", str(write_end), *screen],
        pass_fds=[write_end],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    try:
        with os.fdopen(read_end) as told:
            name = f":{told.readline().strip()}"
        display = Display(f"unix/{name}")
        _set(display, monitors)
        yield name
        display.close()
    finally:
        server.terminate()
        server.wait(10)


def _set(display: Display, monitors: dict[str, tuple[int, int, int, int]]) -> None:
    root = display.screen().root
    outputs = root.xrandr_get_screen_resources().outputs
    for number, (name, (x, y, width, height)) in enumerate(monitors.items()):
        SetMonitor(
            display=display.display,
            opcode=display.display.get_extension_major("RANDR"),
            window=root,
            name=display.intern_atom(name),
            primary=number == 0,
            automatic=False,
            outputs=[] if number else outputs,
            x=x,
            y=y,
            width=width,
            height=height,
            width_mm=width // 4,
            height_mm=height // 4,
        )
    display.sync()
