"""What no model wrote, or a tiny one, is signed so, calmly; and beside it stands the way to a real one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

import resources
from app.conversation.asked import OfAnswer
from app.conversation.transcript.answer import Answer
from app.conversation.transcript.transcript import State
from app.desk import Desk
from app.models.model_dialog import ModelDialog
from app.values import Attached
from app.window.window import Window
from inference.conversation import AudioPart, ImagePart
from inference.events import Capabilities
from inference.gguf.model_info import read_model
from inference.recognition import READER
from tests.app.recognition.test_recognition import BLIND, SEEING, load

Wait = Callable[..., None]
PICTURE = Attached(ImagePart("shot.png", b"shot", text="Platform 4"))


def answered(
    window: Window, wait_until: Wait, model: str, *attached: Attached, text: str = "Four.", state: State = "done"
) -> Answer:
    chat = window._desk.transcript
    chat.ask("What does it say?", attached)
    if text:
        chat.write(text)
    chat.end(state, model=model)
    wait_until(lambda: window.transcript.settled)
    row = window.transcript.row(len(chat.entries) - 1)
    assert isinstance(row, Answer)
    return row


def way_of(row: Answer) -> str:
    """The words of the link that can be seen beside the signature."""
    assert row.signature is not None
    assert row.signature.isVisible()
    assert row.signature.words.property("role") == "muted"
    return row.signature.link.text() if row.signature.link.isVisible() else ""


def test_the_starter_is_called_as_its_file_says() -> None:
    assert read_model(resources.STARTER).name == resources.STARTER_NAME


def test_every_answer_of_the_starter_leads_to_a_real_model(window: Window, wait_until: Wait) -> None:
    first = answered(window, wait_until, resources.STARTER_NAME)
    answered(window, wait_until, resources.STARTER_NAME, state="stopped")
    assert way_of(first) == "Get a real model"
    assert first.signature is not None
    assert first.signature.geometry().top() > first.body.geometry().bottom()
    QTest.mouseClick(first.signature.link, Qt.MouseButton.LeftButton)
    assert window.findChildren(ModelDialog)  # this desk has no page of models
    assert answered(window, wait_until, "Gemma 4 12B").signature is None
    assert answered(window, wait_until, resources.STARTER_NAME, text="", state="failed").signature is None


def test_what_the_reader_read_is_read_by_the_model_where_it_can(
    window: Window, scripted: Desk, prompter: Any, wait_until: Wait
) -> None:
    asked: list[object] = []
    window.transcript.asked.disconnect()
    window.transcript.asked.connect(asked.append)
    row = answered(window, wait_until, READER, PICTURE)
    assert row.note is None
    assert way_of(row) == ""  # no model is loaded
    load(scripted, prompter, BLIND)
    wait_until(lambda: window.transcript.settled)
    assert way_of(row) == ""
    load(scripted, prompter, SEEING)
    wait_until(lambda: way_of(row) == "Let the model read it")
    assert row.signature is not None
    QTest.mouseClick(row.signature.link, Qt.MouseButton.LeftButton)
    assert asked == [OfAnswer.ONCE_MORE]
    answered(window, wait_until, "Eyes")
    assert way_of(row) == ""  # only the newest can be answered once more


def test_a_model_that_sees_and_does_not_hear_is_not_offered_a_recording(
    window: Window, scripted: Desk, prompter: Any, wait_until: Wait
) -> None:
    load(scripted, prompter, Capabilities("Eyes", True, False, False, 4000, 280, 280, False))
    row = answered(window, wait_until, READER, Attached(AudioPart("m.wav", b"m", text="four"), seconds=2))
    assert way_of(row) == ""


def test_tab_comes_by_the_way(window: Window, wait_until: Wait) -> None:
    row = answered(window, wait_until, resources.STARTER_NAME)
    row.setFocus()
    row.set_focused(True)
    assert row.signature is not None
    for _ in range(3):
        if row.signature.link.hasFocus():
            break
        focused = window.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert row.signature.link.hasFocus()
    QTest.keyClick(row.signature.link, Qt.Key.Key_Space)
    assert window.findChildren(ModelDialog)


def test_what_was_read_out_is_copied_as_it_is_shown(window: Window, wait_until: Wait) -> None:
    answered(window, wait_until, READER, PICTURE, text="```text\nPlatform\t4\n* 17:05\n```").copy()
    assert QGuiApplication.clipboard().text() == "Platform\t4\n* 17:05"
    answered(window, wait_until, "A model", PICTURE, text="**Four**").copy()
    assert QGuiApplication.clipboard().text() == "**Four**"
