"""What is shown but not sent is marked, can be sent again, and a summary is there for who wants to read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel

from app.conversation.transcript.answer import Answer
from app.conversation.transcript.question import Question
from app.conversation.transcript.told import COVERED, NOT_SENT, STANDS_IN, STOOD_IN, StandIn
from app.conversation.transcript.transcript import Entry, Summary, Told, Transcript
from app.conversation.transcript.transcript_view import TranscriptView
from app.desk import Desk
from app.values import Attached
from inference.conversation import AudioPart, ImagePart
from inference.pixels import Pixels
from tests.app.conversation.transcript.talk import first_in_view

Wait = Callable[..., None]
DROPPED = Told((), dropped=True)
PICTURE = Attached(ImagePart("red.png", b"x"), Pixels(40, 20, bytes((255, 0, 0)) * 800), 400, 200)
SOUND = Attached(AudioPart("memo.wav", b"x"), seconds=3)


@pytest.fixture
def with_player(scripted: Desk) -> Iterator[TranscriptView]:
    """The conversation alone, whose recordings are played by a label."""
    view = TranscriptView(scripted.transcript, player=player)
    view.resize(600, 500)
    view.show()
    view.activateWindow()
    yield view
    view.close()
    view.deleteLater()


def player(attached: Attached) -> QLabel:
    label = QLabel(f"plays {attached.part.name}")
    label.setObjectName("player")
    return label


def turns(count: int) -> list[Entry]:
    told: list[Entry] = []
    for number in range(count):
        told += [Entry("user", f"question {number}"), Entry("assistant", f"answer {number}", state="done")]
    return told


def show(view: TranscriptView, chat: Transcript, count: int, wait_until: Wait) -> None:
    chat.show(turns(count))
    wait_until(lambda: view.row(2 * count - 1) is not None and view.settled)


def tell(view: TranscriptView, chat: Transcript, changes: dict[int, Told], wait_until: Wait) -> None:
    chat.tell(changes)
    wait_until(lambda: view.settled)


def row(view: TranscriptView, index: int) -> Question | Answer:
    found = view.row(index)
    assert found is not None
    return found


def marked(view: TranscriptView) -> list[int]:
    """The messages that say that they are not sent."""
    return [index for index, found in view._column.rows.items() if found.left_out is not None]


def pictures(question: Question | Answer) -> list[QAbstractButton]:
    buttons = question.findChildren(QAbstractButton)
    return [found for found in buttons if found.accessibleName() == "Picture red.png, open it" and found.isVisible()]


def summary(view: TranscriptView, index: int) -> StandIn:
    found = row(view, index)
    assert isinstance(found, Answer)
    assert found.stand_in is not None
    return found.stand_in


@pytest.mark.parametrize("index", [0, 1], ids=["by the question", "by the answer"])
def test_turn_that_is_left_out_says_so_and_is_sent_again(
    view: TranscriptView, chat: Transcript, wait_until: Wait, index: int
) -> None:
    show(view, chat, 2, wait_until)
    height = row(view, index).height()
    tell(view, chat, {0: DROPPED, 1: DROPPED}, wait_until)
    assert sorted(marked(view)) == [0, 1]
    found = row(view, index)
    assert found.left_out is not None
    assert found.left_out.words.text() == NOT_SENT
    assert found.left_out.words.isVisible()
    assert found.accessibleDescription() == f"{NOT_SENT}. {chat.entries[index].text}"
    assert found.height() > height
    assert row(view, 1).geometry().top() == row(view, 0).geometry().bottom() + 1
    QTest.mouseClick(found.left_out.link, Qt.MouseButton.LeftButton)
    wait_until(lambda: view.settled)
    assert marked(view) == []
    assert not any(entry.left_out for entry in chat.entries)
    assert found.height() == height
    assert found.accessibleDescription() == chat.entries[index].text


def test_way_back_by_the_keyboard_leaves_the_focus_with_the_message(
    view: TranscriptView, chat: Transcript, wait_until: Wait
) -> None:
    show(view, chat, 2, wait_until)
    found = row(view, 1)
    for press in (
        lambda: QTest.keyClick(found, Qt.Key.Key_B),
        lambda: QTest.keyClick(found.left_out.link, Qt.Key.Key_Space) if found.left_out else None,
    ):
        tell(view, chat, {0: DROPPED, 1: DROPPED}, wait_until)
        assert found.left_out is not None
        found.left_out.link.setFocus()
        wait_until(found.left_out.link.hasFocus)
        press()
        wait_until(found.hasFocus)
        assert not chat.entries[1].left_out


def test_what_a_summary_stands_for_has_no_way_back_of_its_own(view: TranscriptView, chat: Transcript, wait_until: Wait) -> None:
    show(view, chat, 3, wait_until)
    tell(view, chat, {0: DROPPED, 1: DROPPED}, wait_until)
    tell(view, chat, {3: Told((), summary=Summary("Of both."))}, wait_until)
    assert sorted(marked(view)) == [0, 1, 2, 3]
    asked: list[object] = []
    view.asked.connect(asked.append)
    for index in range(4):
        line = row(view, index).left_out
        assert line is not None
        assert not line.link.isVisible()
        assert line.words.accessibleDescription() == COVERED
        QTest.keyClick(row(view, index), Qt.Key.Key_B)
    assert asked == []
    tell(view, chat, {3: Told((), summary=Summary("Of both.", sent=False))}, wait_until)
    assert sorted(marked(view)) == [0, 1]
    line = row(view, 0).left_out
    assert line is not None
    assert line.link.isVisible()


def test_summary_is_collapsed_until_asked_for(view: TranscriptView, chat: Transcript, wait_until: Wait) -> None:
    show(view, chat, 2, wait_until)
    answer = row(view, 1)
    tell(view, chat, {1: Told((), summary=Summary("They **agreed**.\n\n- on tea"))}, wait_until)
    shown = summary(view, 1)
    assert (shown.button.text(), shown.button.isVisible(), shown.body) == (STANDS_IN, True, None)
    folded = answer.height()
    shown.button.click()
    wait_until(lambda: view.settled)
    assert shown.body is not None
    assert shown.body.isVisible()
    assert shown.body.shown_text == "They agreed.\n\n- on tea"
    assert shown.body.accessibleDescription() == "They **agreed**.\n\n- on tea"
    assert answer.height() > folded + 30
    assert row(view, 2).geometry().top() == answer.geometry().bottom() + 1
    QTest.keyClick(answer, Qt.Key.Key_S)
    wait_until(lambda: view.settled)
    assert shown.body is None
    assert answer.height() == folded


def test_only_the_latest_summary_stands_in(view: TranscriptView, chat: Transcript, wait_until: Wait) -> None:
    show(view, chat, 3, wait_until)
    tell(view, chat, {1: Told((), summary=Summary("Of one."))}, wait_until)
    tell(view, chat, {3: Told((), summary=Summary("Of two."))}, wait_until)
    assert [summary(view, index).button.text() for index in (1, 3)] == [STOOD_IN, STANDS_IN]
    chat.cut_from(2)
    wait_until(lambda: view.settled)
    assert summary(view, 1).button.text() == STANDS_IN
    tell(view, chat, {1: Told(())}, wait_until)
    answer = row(view, 1)
    assert isinstance(answer, Answer)
    assert answer.stand_in is None
    assert marked(view) == []


def test_opened_summary_that_is_written_anew_shows_the_new_words(
    view: TranscriptView, chat: Transcript, wait_until: Wait
) -> None:
    show(view, chat, 2, wait_until)
    tell(view, chat, {1: Told((), summary=Summary("Of one."))}, wait_until)
    summary(view, 1).toggle()
    tell(view, chat, {1: Told((), summary=Summary("Of one, better."))}, wait_until)
    body = summary(view, 1).body
    assert body is not None
    assert body.shown_text == "Of one, better."


def test_what_one_looks_at_stays_when_all_above_is_left_out(view: TranscriptView, chat: Transcript, wait_until: Wait) -> None:
    show(view, chat, 200, wait_until)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    wait_until(lambda: view.settled)
    first, whole = first_in_view(view)[0], view._column.whole
    top = row(view, first).y()
    tell(view, chat, {first - first % 2 - 1: Told((), summary=Summary("Of them."))}, wait_until)
    assert first_in_view(view) == (first, top)
    assert not view.following
    assert view._column.whole > whole + 25 * (first - 2)  # the guesses know of it too


def test_chat_that_is_opened_with_a_summary_shows_it(view: TranscriptView, chat: Transcript, wait_until: Wait) -> None:
    told = turns(3)
    told[0].dropped = told[1].dropped = True
    told[3].summary = Summary("Of both.")
    chat.show(told)
    wait_until(lambda: view.row(5) is not None and view.settled)
    assert sorted(marked(view)) == [0, 1, 2, 3]
    assert summary(view, 3).button.text() == STANDS_IN


def test_attachments_that_come_later_are_shown(with_player: TranscriptView, chat: Transcript, wait_until: Wait) -> None:
    view = with_player
    show(view, chat, 1, wait_until)
    question = row(view, 0)
    height = question.height()
    tell(view, chat, {0: Told((PICTURE, SOUND))}, wait_until)
    (picture,) = pictures(question)
    (playing,) = question.findChildren(QLabel, "player")
    assert picture.isVisible()
    assert playing.isVisible()
    assert question.height() > height + 20
    smaller = replace(PICTURE, part=ImagePart("red.png", b"x", 70))
    tell(view, chat, {0: Told((smaller, SOUND))}, wait_until)
    assert question.findChildren(QLabel, "player") == [playing]  # the same: it may be sounding
    assert len(pictures(question)) == 1
    tell(view, chat, {0: Told(())}, wait_until)
    wait_until(lambda: question.findChildren(QLabel, "player") == [])
    assert pictures(question) == []
    assert question.height() == height
