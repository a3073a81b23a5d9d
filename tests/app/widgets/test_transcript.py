"""The conversation on the screen: appended to, followed, never laid out anew."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel, QTextEdit, QToolButton

from app.controllers.desk import Desk
from app.values import Attached, Thumbnail
from app.viewmodels.transcript import Transcript
from app.widgets.body import Body, looks_like_markdown
from app.widgets.messages import Answer
from app.widgets.transcript import SHOWN
from app.widgets.window import Window
from inference.conversation import ImagePart
from inference.events import Cost

Wait = Callable[..., None]


@pytest.fixture
def window(scripted: Desk, shown: Callable[[Desk], Window]) -> Window:
    return shown(scripted)


def fill(chat: Transcript, turns: int) -> None:
    for number in range(turns):
        chat.ask(f"question {number}", ())
        chat.write(f"answer {number}\n" * 4)
        chat.end("done")


def newest(window: Window) -> Answer:
    row = window.transcript._rows[-1]
    assert isinstance(row, Answer)
    return row


def test_streamed_text_is_appended_to_the_same_document(window: Window, scripted: Desk) -> None:
    scripted.transcript.ask("Hi", ())
    body = newest(window)._body
    document, blocks = body.document(), []
    body.document().contentsChange.connect(lambda at, removed, added: blocks.append((at, removed, added)))
    for piece in ("Hello", " there", ",\nhow", " are you?"):
        scripted.transcript.write(piece)
    assert body.document() is document
    assert body.toPlainText() == "Hello there,\nhow are you?"
    assert [removed for _, removed, _ in blocks] == [0, 0, 0, 0]
    assert [at for at, _, _ in blocks] == [0, 5, 11, 16]


def test_view_follows_the_end_until_one_scrolls_away(window: Window, scripted: Desk, wait_until: Wait) -> None:
    fill(scripted.transcript, 12)
    bar = window.transcript.verticalScrollBar()
    wait_until(lambda: bar.value() == bar.maximum() > 0)
    scripted.transcript.ask("more", ())
    before = bar.maximum()
    bar.setValue(100)
    scripted.transcript.write("line\n" * 30)
    wait_until(lambda: bar.maximum() > before)
    assert bar.value() == 100


def test_only_the_newest_messages_have_widgets_and_earlier_ones_get_theirs_when_looked_at(
    window: Window, scripted: Desk, wait_until: Wait
) -> None:
    fill(scripted.transcript, 200)
    assert len(window.transcript._rows) <= 2 * SHOWN
    window.transcript.rebuild()
    assert len(window.transcript._rows) == SHOWN
    bar = window.transcript.verticalScrollBar()
    wait_until(lambda: bar.value() == bar.maximum() > 0)
    bar.setValue(0)
    wait_until(lambda: len(window.transcript._rows) == SHOWN + SHOWN // 2)
    assert bar.value() > 0
    assert window.transcript._row(399) is not None
    scripted.transcript.write("more")
    assert newest(window)._body.toPlainText().endswith("more")


def test_long_answer_streams_as_quickly_at_its_end_as_at_its_beginning(window: Window, scripted: Desk) -> None:
    scripted.transcript.ask("Write much", ())
    taken: list[float] = []
    for _ in range(40):
        started = time.perf_counter()
        for _ in range(25):
            scripted.transcript.write("Ten words are written here by a model that streams. ")
        scripted.transcript.write("\n")
        taken.append(time.perf_counter() - started)
    assert sum(taken[-8:]) < 6 * sum(taken[:8]) + 0.2


def test_thought_is_collapsed_until_asked_for(window: Window, scripted: Desk, wait_until: Wait) -> None:
    scripted.transcript.ask("2 + 2?", ())
    scripted.transcript.think("Four.")
    scripted.transcript.write("4")
    scripted.transcript.end("done")
    answer = newest(window)
    button = next(button for button in answer.findChildren(QToolButton) if button.text() == "Thought")
    wait_until(button.isVisible)
    assert not answer._thought.isVisible()
    button.click()
    assert answer._thought.isVisible()
    assert answer._thought.toPlainText() == "Four."


def test_stopped_answer_says_so(window: Window, scripted: Desk) -> None:
    scripted.transcript.ask("Hi", ())
    scripted.transcript.write("Half an ans")
    scripted.transcript.end("stopped", note="Stopped", cost=Cost(reply_tokens=3))
    answer = newest(window)
    assert answer._body.toPlainText() == "Half an ans"
    assert "Stopped" in answer._foot.text()


def test_picture_is_shown_in_the_question(window: Window, scripted: Desk) -> None:
    picture = Attached(ImagePart("red.png", b"x"), Thumbnail(40, 20, bytes((255, 0, 0)) * 800), 400, 200)
    scripted.transcript.ask("What colour?", (picture,))
    label = next(label for label in window.transcript.findChildren(QLabel) if label.accessibleName() == "Picture red.png")
    assert label.pixmap().toImage().pixelColor(label.pixmap().rect().center()).name() == "#ff0000"


def test_markdown_is_shown_when_the_answer_is_complete(window: Window, scripted: Desk) -> None:
    scripted.transcript.ask("List", ())
    scripted.transcript.write("Two:\n\n- **one**\n- two")
    assert "**" in newest(window)._body.toPlainText()
    scripted.transcript.end("done")
    assert newest(window)._body.toPlainText() == "Two:\none\ntwo"
    assert scripted.transcript.entries[-1].text == "Two:\n\n- **one**\n- two"


@pytest.mark.parametrize("text", ["A_B*C_D", "__init__", "2 * 3 * 4", "#42", "<b>x</b>", "-5", "A | B"])
def test_what_was_read_off_a_picture_stays_as_it_is(text: str) -> None:
    assert not looks_like_markdown(text)


def test_html_in_an_answer_is_text(app: object) -> None:
    body = Body()
    body.append_text("<img src='file:///etc/passwd'><b>bold</b> **x**")
    body.show_markdown("<img src='file:///etc/passwd'><b>bold</b> **x**")
    assert "<b>bold</b>" in body.toPlainText()


def test_cleared_chat_leaves_no_widgets(window: Window, scripted: Desk) -> None:
    fill(scripted.transcript, 3)
    scripted.transcript.clear()
    assert window.transcript._rows == []
    assert not [body for body in window.transcript.findChildren(QTextEdit) if body.isVisible()]
    assert window._middle.currentWidget() is window.empty
