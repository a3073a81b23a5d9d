"""The real window in a machine of little memory, pressed in the middle of every answer; as a child.

    python -m tests.bench.pressed_window GROUP MODEL MMPROJ ROUNDS

Three pictures and a question; then a question a round. Prints a JSON line when an answer is being
written, and one when it has ended and the plan is shown; goes on when a line comes on its standard input.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop
from PySide6.QtGui import QImage

from app.building import build, wind_down
from app.desk import Desk
from app.main import application
from app.values import ModelChoice
from app.window.window import Window
from app.worker import Worker
from inference.memory.pressure import Pressure
from tests.bench.inputs import IMAGE_TOKENS, picture

__all__: list[str] = []

CONTEXT = 32_768
PICTURE_TOKENS = int(os.environ.get("HUSH_PICTURE_TOKENS", str(IMAGE_TOKENS)))
PATIENCE_S = 3600
WRITTEN = 12
"""Characters of an answer that is under way."""


def main(group: str, model: str, mmproj: str, rounds: str) -> None:
    Path(group).write_text(str(os.getpid()))
    application()
    worker = Worker()
    desk = build(worker)
    window = Window(desk)
    window.show()
    desk.models.load(ModelChoice(Path(model), Path(mmproj), context=CONTEXT, image_tokens=IMAGE_TOKENS))
    _until(lambda: desk.model.phase != "loading")
    if desk.model.phase != "ready":
        raise SystemExit(f"not loaded: {desk.notice.text}")
    _attach(desk)
    for number in range(int(rounds)):
        _ask(desk, "What do these three pictures show?" if number == 0 else f"Tell me more, part {number}.")
    wind_down(desk)
    worker.close()


def _attach(desk: Desk) -> None:
    """Three pictures that differ, each looked at with 1,120 tokens."""
    image = QImage.fromData(picture().data)
    for turn in range(3):
        desk.drafts.attach_picture(image.flipped() if turn == 1 else image if turn == 0 else image.rgbSwapped())
    _until(lambda: not desk.draft.pending)
    for chip in desk.draft.chips:
        desk.drafts.choose_size(chip.number, PICTURE_TOKENS)


def _ask(desk: Desk, text: str) -> None:
    desk.draft.replace_text(text)
    desk.drafts.set_text(text)
    before = len(desk.transcript.entries)
    desk.chat.send()
    started = time.monotonic()
    _until(lambda: len(desk.transcript.entries) > before and len(desk.transcript.entries[-1].text) >= WRITTEN, desk)
    _say(event="writing", seconds=time.monotonic() - started, spare=Pressure().read().spare)
    _until(lambda: not desk.activity.busy)
    ended = time.monotonic()
    answer = desk.transcript.entries[-1]
    _until(lambda: ("now" in desk.pressure.text and desk.pressure.plan is not None) or time.monotonic() - ended > 60)
    _say(
        event="ended", written=len(answer.text), note=answer.note, plan=desk.pressure.text, resting=desk.model.resting is not None
    )
    sys.stdin.readline()
    desk.relief.dismiss()
    pressure = Pressure()
    _until(lambda: pressure.read().level == "calm")


def _until(true: Callable[[], bool], desk: Desk | None = None) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        time.sleep(0.01)
        if desk is not None and desk.notice.text:
            raise SystemExit(f"failed: {desk.notice.text}")
        if time.monotonic() > deadline:
            raise SystemExit("waited an hour")


def _say(**fields: object) -> None:
    print(json.dumps(fields), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
