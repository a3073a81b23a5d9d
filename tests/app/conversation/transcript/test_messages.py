"""What stands in a conversation and what can be done with it: thoughts, actions, branches, attachments, code, links."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton

from app.conversation.asked import Branch, Edit, OfAnswer, OpenLink
from app.conversation.transcript.question import Question
from app.conversation.transcript.transcript import Entry, Transcript
from app.conversation.transcript.transcript_view import TranscriptView
from app.desk import Desk
from app.values import Attached
from app.window.window import Window
from inference.conversation import AudioPart, DocumentPart, ImagePart
from inference.pixels import Pixels
from tests.app.conversation.transcript.talk import COST, button, entries, newest

Wait = Callable[..., None]


@pytest.mark.parametrize("text", ["A_B*C_D", "__init__", "2 * 3 * 4", "#42", "<b>x</b>", "-5", "A | B", "one\n  two"])
def test_what_was_read_off_a_picture_stays_as_it_is(view: TranscriptView, chat: Transcript, wait_until: Wait, text: str) -> None:
    chat.ask("What does it say?", ())
    for letter in text:
        chat.write(letter)
    chat.end("done")
    assert newest(view, chat, wait_until).body.shown_text == text


def test_thought_is_folded_away_until_asked_for(view: TranscriptView, chat: Transcript, wait_until: Wait) -> None:
    chat.ask("2 + 2?", ())
    chat.think("Four,")
    answer = newest(view, chat, wait_until)
    assert answer.thought_button is not None
    assert answer.thought_button.text() == "Thinking…"
    chat.think(" **I** think.")
    chat.entries[-1].thought_s = 12
    chat.write("4")
    chat.end("done")
    assert answer.thought_button.text().startswith("Thought for")
    assert answer.thought is None
    answer.thought_button.click()
    assert answer.thought is not None
    assert answer.thought.isVisible()
    assert answer.thought.shown_text == "Four, I think."
    answer.thought_button.click()
    assert not answer.thought.isVisible()


def test_stopped_answer_says_so_and_what_it_took_is_shown_on_demand(
    view: TranscriptView, chat: Transcript, wait_until: Wait
) -> None:
    chat.ask("Hi", ())
    chat.write("Half an **ans")
    chat.end("stopped", note="Stopped", cost=COST)
    answer = newest(view, chat, wait_until)
    assert answer.body.shown_text == "Half an **ans"
    assert answer.note is not None
    assert (answer.note.text(), answer.note.isVisible()) == ("Stopped", True)
    assert answer.details is None
    button(answer, "What this answer took").click()
    assert answer.details is not None
    assert "Read 100 tokens, 60 of them kept from before" in answer.details.text()
    assert "Wrote 30 tokens at 5.0 tokens/s" in answer.details.text()


def test_answer_is_copied_as_markdown_and_only_the_newest_is_written_again(
    view: TranscriptView, chat: Transcript, wait_until: Wait
) -> None:
    chat.show(entries(1))
    first = newest(view, chat, wait_until)
    button(first, "Copy the answer as Markdown").click()
    assert QGuiApplication.clipboard().text() == chat.entries[1].text
    asked: list[object] = []
    view.asked.connect(asked.append)
    button(first, "Answer once more").click()
    assert asked == [OfAnswer.ONCE_MORE]
    chat.ask("Another", ())
    chat.write("x")
    chat.end("done")
    newest(view, chat, wait_until)
    wait_until(lambda: not first.newest)
    assert not [
        found for found in first.findChildren(QToolButton) if found.accessibleName() == "Answer once more" and found.isVisible()
    ]


def test_actions_appear_under_the_mouse_and_by_the_keyboard(view: TranscriptView, chat: Transcript, wait_until: Wait) -> None:
    chat.show(entries(3))
    newest(view, chat, wait_until)
    question = view.row(4)
    assert isinstance(question, Question)
    assert question.actions is None
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    wait_until(lambda: newest(view, chat, wait_until).hasFocus())
    QTest.keyClick(newest(view, chat, wait_until), Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert question.hasFocus()
    assert question.actions is not None
    assert question.actions.isVisible()
    QTest.keyClick(question, Qt.Key.Key_C)
    assert QGuiApplication.clipboard().text() == chat.entries[4].text
    asked: list[object] = []
    view.asked.disconnect()
    view.asked.connect(asked.append)
    QTest.keyClick(question, Qt.Key.Key_E)
    assert asked == [Edit(4)]


def test_branches_lead_to_the_others(view: TranscriptView, chat: Transcript, wait_until: Wait) -> None:
    told = entries(2)
    told[1].siblings, told[2].siblings = (1, 3), (0, 2)
    chat.show(told)
    newest(view, chat, wait_until)
    asked: list[object] = []
    view.asked.connect(asked.append)
    answer, question = view.row(1), view.row(2)
    assert answer is not None
    assert question is not None
    assert answer.branches is not None
    assert question.branches is not None
    assert (answer.branches.count.text(), question.branches.count.text()) == ("2/3", "1/2")
    answer.branches.earlier.click()
    question.branches.later.click()
    question.branches.earlier.click()
    QTest.keyClick(answer, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert asked == [Branch(1, 0), Branch(2, 1), Branch(1, 2)]


def test_text_is_selected_with_the_mouse_across_blocks_and_copied(
    view: TranscriptView, chat: Transcript, wait_until: Wait
) -> None:
    chat.show([Entry("user", "?"), Entry("assistant", "First **line** here\n\n```\ncode\n```\n\nlast words", state="done")])
    body = newest(view, chat, wait_until).body
    end = QPoint(body.width() - 2, body.height() - 4)
    QTest.mousePress(body, Qt.MouseButton.LeftButton, pos=QPoint(0, 4))
    QTest.mouseMove(body, end)
    QTest.mouseRelease(body, Qt.MouseButton.LeftButton, pos=end)
    assert body.selected_text == "First line here\n\ncode\n\nlast words"
    QTest.keyClick(body, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "First line here\n\ncode\n\nlast words"
    QTest.mouseDClick(body, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert body.selected_text == "First"
    QTest.mousePress(body, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert body.selected_text == "First line here"
    QTest.mouseRelease(body, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    QTest.keyClick(body, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert body.selected_text == body.shown_text


def test_edited_question_is_marked_and_can_be_left_as_it_was(
    window: Window, scripted: Desk, view: TranscriptView, chat: Transcript, wait_until: Wait
) -> None:
    chat.show(entries(2))
    newest(view, chat, wait_until)
    view.asked.emit(Edit(2))
    assert window.composer.field.toPlainText() == chat.entries[2].text
    assert len(chat.entries) == 4
    question = view.row(2)
    assert question is not None
    cancel = next(found for found in question.findChildren(QToolButton) if found.text() == "Leave it as it was")
    assert cancel.isVisible()
    cancel.click()
    assert not cancel.isVisible()
    assert window.composer.field.toPlainText() == ""


def test_long_question_is_folded_until_asked_for(view: TranscriptView, chat: Transcript, wait_until: Wait) -> None:
    chat.show([Entry("user", "log line\n" * 2000), Entry("assistant", "Long.", state="done")])
    newest(view, chat, wait_until)
    wait_until(lambda: view.row(0) is not None)
    question = view.row(0)
    assert isinstance(question, Question)
    folded = question.height()
    assert folded < 2000
    next(found for found in question.findChildren(QToolButton) if found.text() == "Show all of it").click()
    assert question.body.text == chat.entries[0].text
    wait_until(lambda: question.height() > 20 * folded)


def test_attachments_of_a_question(window: Window, view: TranscriptView, chat: Transcript, wait_until: Wait) -> None:
    picture = Attached(ImagePart("red.png", b"x"), Pixels(40, 20, bytes((255, 0, 0)) * 800), 400, 200)
    sound = Attached(AudioPart("memo.wav", b"x"), seconds=72, waveform=(0.5,) * 20)
    document = Attached(DocumentPart("a.pdf", b"x"), pages=34)
    chat.ask("What colour?", (picture, sound, document))
    newest(view, chat, wait_until)
    question = view.row(0)
    assert question is not None
    shown = button(question, "Picture red.png, open it")
    assert shown.grab().toImage().pixelColor(20, 10).name() == "#ff0000"
    assert {"memo.wav\n1:12", "a.pdf\n34 pages"} <= {label.text() for label in question.findChildren(QLabel)}


def test_player_takes_the_place_of_a_recording(
    scripted: Desk, shown: Callable[[Desk], Window], wait_until: Wait, app: QApplication
) -> None:
    view = TranscriptView(scripted.transcript, player=lambda attached: QLabel(f"plays {attached.part.name}"))
    view.resize(600, 400)
    view.show()
    scripted.transcript.ask("Listen", (Attached(AudioPart("memo.wav", b"x"), seconds=3),))
    wait_until(lambda: view.row(0) is not None)
    row = view.row(0)
    assert row is not None
    assert "plays memo.wav" in {label.text() for label in row.findChildren(QLabel)}
    view.close()
    view.deleteLater()


def test_code_keeps_its_lines_and_is_scrolled_sideways(view: TranscriptView, chat: Transcript, wait_until: Wait) -> None:
    code = "x = '" + "long " * 100 + "'\ny = 2"
    chat.show([Entry("user", "?"), Entry("assistant", f"```python\n{code}\n```", state="done")])
    answer = newest(view, chat, wait_until)
    body = answer.body
    assert body.text_height < 140
    wheel = QWheelEvent(
        QPointF(60, 50), QPointF(body.mapToGlobal(QPoint(60, 50))), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ShiftModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    before = body.grab().toImage()
    QApplication.sendEvent(body, wheel)
    assert wheel.isAccepted()
    assert body.grab().toImage() != before
    button(answer, "Copy this code").click()
    assert QGuiApplication.clipboard().text() == code


def test_every_message_says_what_it_is_to_screen_readers(view: TranscriptView, chat: Transcript, wait_until: Wait) -> None:
    chat.show([Entry("user", "Who?"), Entry("assistant", "I.", state="done")])
    newest(view, chat, wait_until)
    told = [(row.accessibleName(), row.accessibleDescription()) for _, row in sorted(view._column.rows.items())]
    assert told == [("You asked", "Who?"), ("Hush answered", "I.")]
    assert not [found for found in view.findChildren(QToolButton) if not (found.accessibleName() or found.text())]


def test_link_is_asked_for_when_clicked_and_its_host_told_before(
    view: TranscriptView, chat: Transcript, wait_until: Wait
) -> None:
    asked: list[object] = []
    view.asked.connect(asked.append)
    address = "https://bank.example@evil.example/page?q=my%20secret"
    chat.show([Entry("user", "?"), Entry("assistant", f"[bank.example]({address}) is there", state="done")])
    body = newest(view, chat, wait_until).body
    QTest.mouseMove(body, QPoint(12, 8))
    wait_until(lambda: body.toolTip() != "")
    assert body.toolTip().splitlines() == [
        "Leads to evil.example",
        "and would send: /page?q=my secret  as the user bank.example",
    ]
    assert asked == []
    QTest.mouseClick(body, Qt.MouseButton.LeftButton, pos=QPoint(12, 8))
    QTest.mouseClick(body, Qt.MouseButton.LeftButton, pos=QPoint(body.width() - 5, 8))
    assert asked == [OpenLink(address)]


@pytest.mark.parametrize("address", ["file:///etc/passwd", "javascript:alert(1)", "http:evil.example", "https:///evil.example"])
def test_address_without_a_plain_host_is_no_link(address: str, view: TranscriptView, chat: Transcript, wait_until: Wait) -> None:
    chat.show([Entry("user", "?"), Entry("assistant", f"[the page]({address}) is there", state="done")])
    body = newest(view, chat, wait_until).body
    assert body.shown_text == "the page is there"
    assert [anchor for piece in body._pieces for anchor in piece.anchors()] == []
