"""The engine in a machine of little memory: `python -m tests.pressed GROUP MODEL MMPROJ BALLAST guarded|unguarded`.

The kernel ends the largest program first. That would be a real model; the starter is smaller than any hog, so BALLAST
bytes stand for a real one's weights.

Writes a long answer again and again, one JSON line for each, until its standard input ends. It says "writing" when the
first answer has begun.
"""

from __future__ import annotations

import json
import os
import select
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from inference.conversation import Message, Request, Sampling
from inference.engine import Engine
from inference.errors import MemoryShort
from inference.events import Event, TextDelta
from inference.loading import LoadSettings, ModelFiles
from inference.memory.machine import rss_bytes
from inference.memory.pressure import Reading
from inference.stop import StopFlag

SETTINGS = LoadSettings(context=262_144, image_tokens=1120)
ANY = Sampling(1e6, 0, 1.0, 7)


def main(group: str, model: str, mmproj: str, ballast: str, guarded: str) -> None:
    Path(group).write_text(str(os.getpid()))
    weights = b"\1" * int(ballast)
    blind = None if guarded == "guarded" else lambda: Reading("calm", 1 << 40, 1 << 40)
    told = False

    def emit(event: Event) -> None:
        nonlocal told
        if isinstance(event, TextDelta) and not told:
            told = True
            print("writing", rss_bytes(), flush=True)

    question = Message.text("user", "word " * 100)
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine(pressure=blind, keep_in=Path(folder))
        engine.load(ModelFiles(Path(model), Path(mmproj), trusted=True), SETTINGS, emit=lambda _event: None)
        for _ in range(2):
            reason, written, seed = "stop", 0, 0
            while reason == "stop" and not (told and _hog_is_full()):  # at random an answer ends now and then
                seed += 1
                request = Request((question,), sampling=replace(ANY, seed=seed), max_tokens=20_000)
                try:
                    outcome = engine.generate(request, emit=emit, stop=StopFlag())
                    reason, written = getattr(outcome, "reason", "stopped"), len(outcome.text)
                except MemoryShort as error:
                    reason, written = str(error), 0
            released = engine.suspend("memory")
            print(json.dumps({"reason": reason, "written": written, "freed": released.freed if released else 0}), flush=True)
            sys.stdin.readline()
            told = False
        engine.close()
    del weights


def _hog_is_full() -> bool:
    """Whether the test wrote a line: then nothing more will press."""
    return bool(select.select([sys.stdin], [], [], 0)[0])


if __name__ == "__main__":
    main(*sys.argv[1:])
