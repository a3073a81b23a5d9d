"""The real recognisers in the real window: a dropped picture is read, and asked about without a model."""

from __future__ import annotations

import io
import os
import signal
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont

from app.desk import Desk
from app.recognition.known import Known
from app.values import Attached
from app.window.window import Window
from app.worker import Worker
from inference.conversation import ImagePart
from inference.recognition import READER

Wait = Callable[..., None]


def drawn(*lines: str) -> bytes:
    """A picture of these lines."""
    picture = Image.new("RGB", (640, 60 + 40 * len(lines)), "white")
    ImageDraw.Draw(picture).text((30, 30), "\n".join(lines), fill="black", font=ImageFont.load_default(22), spacing=14)
    data = io.BytesIO()
    picture.save(data, "PNG")
    return data.getvalue()


@pytest.mark.usefixtures("recognisers")
def test_a_dropped_picture_is_read_found_and_read_out(desk: Desk, window: Window, wait_until: Wait) -> None:
    desk.drafts.attach_bytes("bill.png", drawn("Invoice 2026-114", "Total: 1,299.00 EUR"))
    wait_until(lambda: desk.draft.usable, 30)
    digest = desk.draft.usable[0].part.digest
    wait_until(lambda: (known := desk.recognition.known(digest)) is not None and known.state == "read", 60)
    desk.drafts.set_text("What does it say?")
    desk.chat.send()
    wait_until(lambda: desk.transcript.entries and desk.transcript.entries[-1].state == "done", 30)
    answer = desk.transcript.entries[-1]
    assert "Invoice 2026-114\nTotal: 1,299.00 EUR" in answer.text
    assert answer.model == READER
    assert desk.past is not None
    past = desk.past
    past.chats.search("1,299.00")
    wait_until(lambda: [row.chat.id for row in past.shown.rows if row.chat is not None], 30)


def kill_reader(worker: Worker, killed: set[int | None], wait_until: Wait) -> None:
    """The next process that reads pictures, as soon as there is one."""

    def reader() -> int | None:
        hand: Any = worker._recogniser._hand
        return hand._readers._text.pid if hand._readers is not None else None

    wait_until(lambda: reader() not in killed, 20)
    if (pid := reader()) is not None:
        os.kill(pid, signal.SIGKILL)
        killed.add(pid)


@pytest.mark.usefixtures("recognisers")
def test_a_reader_that_the_system_ends_is_begun_once_more(worker: Worker, desk: Desk, wait_until: Wait) -> None:
    killed: set[int | None] = {None}

    def read(picture: ImagePart, kills: int) -> Known | None:
        desk.recognition.read(Attached(picture))
        for _ in range(kills):
            kill_reader(worker, killed, wait_until)
        known = lambda: desk.recognition.known(picture.digest)  # noqa: E731
        wait_until(lambda: (now := known()) is not None and now.state != "reading", 60)
        return known()

    twice = read(ImagePart("letter.png", drawn("Dear Anna")), 2)
    assert twice is not None
    assert twice.state == "failed"
    assert twice.problem.startswith("letter.png could not be read: ")
    once = read(ImagePart("bill.png", drawn("Invoice 2026-114")), 1)
    assert once is not None
    assert [text.text for text in once.texts] == ["Invoice 2026-114"]
