"""A conversation of any length: what is seen stays where it is, and only what is near has widgets."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.conversation.transcript.transcript import Transcript
from app.conversation.transcript.transcript_view import TranscriptView
from app.window.window import Window
from tests.app.conversation.transcript.talk import COST, entries, first_in_view, newest

Wait = Callable[..., None]


def test_only_what_is_near_the_view_has_widgets(view: TranscriptView, chat: Transcript, wait_until: Wait) -> None:
    chat.show(entries(2500))
    wait_until(lambda: view.row(4999) is not None and view.settled)
    bar = view.verticalScrollBar()
    for share in (1.0, 0.5, 0.0, 0.77):
        bar.setValue(int(share * bar.maximum()))
        wait_until(lambda: view.settled)
        assert 2 <= len(view.rows()) <= 60
        seen = sorted(index for index, row in view._column.rows.items() if row.y() < view.height() and row.y() + row.height() > 0)
        assert seen == list(range(seen[0], seen[-1] + 1))
        assert abs(seen[0] / 5000 - share) < 0.1
        rows = [view._column.rows[index] for index in seen]
        assert all(above.y() + above.height() == below.y() for above, below in pairwise(rows))


def test_scrolling_moves_what_is_seen_by_just_as_much_though_heights_were_guesses(
    view: TranscriptView, chat: Transcript, wait_until: Wait
) -> None:
    chat.show(entries(200))
    wait_until(lambda: view.row(399) is not None)
    bar = view.verticalScrollBar()
    for _ in range(60):
        index, top = first_in_view(view)
        row = view.row(index)
        assert row is not None
        bar.setValue(bar.value() - 90)
        assert row.y() == top + 90
    assert not view.following


def test_both_ends_are_where_they_belong(view: TranscriptView, chat: Transcript, wait_until: Wait) -> None:
    chat.show(entries(100))
    wait_until(lambda: view.row(199) is not None)
    last = newest(view, chat, wait_until)
    assert 0 <= view.viewport().height() - (last.y() + last.height()) < 20
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert first_in_view(view) == (0, 28)
    assert view.verticalScrollBar().value() == 0
    QTest.keyClick(view, Qt.Key.Key_End)
    wait_until(lambda: view.row(199) is not None and view.following)


def test_keys_scroll(view: TranscriptView, chat: Transcript, wait_until: Wait) -> None:
    chat.show(entries(100))
    wait_until(lambda: view.row(199) is not None)
    bar = view.verticalScrollBar()
    end = bar.value()
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    page = end - bar.value()
    assert view.viewport().height() * 0.6 < page < view.viewport().height() * 1.4
    before = bar.value()
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert 0 < before - bar.value() < 200
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert view.following


def test_view_follows_the_end_until_one_scrolls_away_and_a_button_leads_back(
    view: TranscriptView, chat: Transcript, wait_until: Wait
) -> None:
    chat.show(entries(12))
    wait_until(lambda: view.row(23) is not None)
    chat.ask("more", ())
    chat.write("line\n\n" * 40)
    last = newest(view, chat, wait_until)
    wait_until(lambda: last.height() > 600 and last.y() + last.height() <= view.viewport().height())
    assert not view.jump.isVisible()
    view.verticalScrollBar().setValue(100)
    before = first_in_view(view)
    chat.write("line\n\n" * 40)
    wait_until(lambda: view.settled)
    assert first_in_view(view) == before
    assert view.jump.isVisible()
    QTest.mouseClick(view.jump, Qt.MouseButton.LeftButton)
    wait_until(lambda: view.following and not view.jump.isVisible())


def test_what_is_over_is_not_laid_out_again_while_text_streams(view: TranscriptView, chat: Transcript, wait_until: Wait) -> None:
    chat.ask("Hi", ())
    chat.write("# Title\n\nA **first** paragraph.\n\n```python\nx = 1\n```\n\nThe last")
    body = newest(view, chat, wait_until).body
    pieces, changed = list(body._pieces), []
    for number, piece in enumerate(pieces):
        piece.document.contentsChange.connect(lambda at, gone, come, number=number: changed.append((number, at, gone, come)))
    for text in (" one", " grows,\nline by", " line"):
        chat.write(text)
    assert body._pieces == pieces
    assert changed == [(3, 8, 0, 4), (3, 12, 0, 15), (3, 27, 0, 5)]
    assert body.shown_text == "Title\n\nA first paragraph.\n\nx = 1\n\nThe last one grows,\nline by line"


def test_width_of_the_window_changes_and_what_one_looked_at_stays(
    window: Window, view: TranscriptView, chat: Transcript, wait_until: Wait
) -> None:
    chat.show(entries(100))
    wait_until(lambda: view.row(199) is not None)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    before = first_in_view(view)[0]
    window.resize(500, 700)
    wait_until(lambda: view.width() <= 500)
    assert first_in_view(view)[0] == before
    assert all(row.width() <= 460 for row in view.rows())


def test_cleared_chat_leaves_no_widgets(window: Window, view: TranscriptView, chat: Transcript, wait_until: Wait) -> None:
    chat.show(entries(3))
    newest(view, chat, wait_until)
    chat.clear()
    assert view.rows() == []
    assert window._middle.currentWidget() is window.empty


def test_answer_that_streams_out_of_sight_is_there_when_one_comes_back(
    view: TranscriptView, chat: Transcript, wait_until: Wait
) -> None:
    chat.show(entries(500))
    chat.ask("more", ())
    newest(view, chat, wait_until)
    QTest.keyClick(view, Qt.Key.Key_Home)
    wait_until(lambda: view.settled and view.row(1001) is None)
    chat.think("Hm.")
    for number in range(50):
        chat.write(f"- line {number}\n")
    chat.end("done", cost=COST)
    assert first_in_view(view)[0] == 0
    QTest.mouseClick(view.jump, Qt.MouseButton.LeftButton)
    answer = newest(view, chat, wait_until)
    assert answer.body.shown_text.endswith("- line 49")
    assert answer.thought_button is not None


def test_colours_change_and_what_one_looked_at_stays(
    app: QApplication, window: Window, view: TranscriptView, chat: Transcript, wait_until: Wait
) -> None:
    chat.show(entries(100))
    newest(view, chat, wait_until)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    wait_until(lambda: view.settled)
    before = first_in_view(view)
    app.setProperty("theme", "dark")
    window.retheme()
    wait_until(lambda: view.settled)
    assert first_in_view(view) == before
    assert view.viewport().grab().toImage().pixelColor(3, 3).lightness() < 60
    app.setProperty("theme", "")


def test_guesses_are_near_what_messages_turn_out_to_be(view: TranscriptView, chat: Transcript, wait_until: Wait) -> None:
    """Else the scroll bar would jump under the hand."""
    chat.show(entries(30))
    newest(view, chat, wait_until)
    guessed = view._column.heights.total
    for index in range(60):
        view._column.row(index)
    assert 0.75 < guessed / view._column.heights.total < 1.33
