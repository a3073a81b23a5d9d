"""Links and cited pages of an answer by the keyboard: where Tab comes by, what Enter and Space do, what a screen reader says."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollBar, QWidget

from app.conversation.asked import OpenPage
from app.conversation.transcript.links import Link
from app.conversation.transcript.prose import Prose
from app.conversation.transcript.transcript import Entry, Transcript
from app.conversation.transcript.transcript_view import TranscriptView
from app.look import theme
from app.values import Attached
from app.window.window import Window
from inference.citation import Citation
from inference.conversation import DocumentPart
from tests.app.conversation.transcript.talk import entries, newest

Wait = Callable[..., None]
Key = Qt.Key
INVOICE = Attached(DocumentPart("invoice.pdf", b"pdf"), pages=3)
ORDER = Attached(DocumentPart("order.pdf", b"other"), pages=12)


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def press(key: Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> str:
    """To whatever has the focus; what has it then is called so."""
    QTest.keyClick(focused(), key, held)
    return focused().accessibleName()


def answered(chat: Transcript, text: str, *documents: Attached) -> None:
    chat.ask("How much is it?", documents)
    chat.write(text)
    chat.end("done")


def enter(view: TranscriptView, wait_until: Wait) -> None:
    """The newest message has the focus of the keyboard."""
    wait_until(lambda: view.rows() and view.settled)
    view.setFocus()
    wait_until(view.hasFocus)
    press(Key.Key_Up, Qt.KeyboardModifier.ControlModifier)


def test_tab_goes_from_a_message_to_its_links_then_to_its_actions_and_back(
    view: TranscriptView, chat: Transcript, wait_until: Wait
) -> None:
    answered(chat, "It is **48** [p. 2], see [the site](https://example.org).\n\n- paid [order.pdf, p. 10]", INVOICE)
    enter(view, wait_until)
    stops = ["Page 2 of invoice.pdf", "the site", "Page 10 of order.pdf", "Copy the answer as Markdown"]
    assert [press(Key.Key_Tab) for _ in stops] == stops
    assert [press(Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier) for _ in stops[1:]] == stops[2::-1]


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter, Key.Key_Space])
def test_keys_open_the_page_once(view: TranscriptView, chat: Transcript, wait_until: Wait, key: Key) -> None:
    asked: list[object] = []
    view.asked.connect(asked.append)
    answered(chat, "😀 Blue [p. 2], or red [p. 3].", INVOICE)
    enter(view, wait_until)
    press(Key.Key_Tab)
    assert press(Key.Key_Tab) == "Page 3 of invoice.pdf"
    press(key)
    assert asked == [OpenPage(1, Citation("", (3,), ", or red"))]


def test_a_page_without_a_name_is_called_by_the_only_document_there_is(
    view: TranscriptView, chat: Transcript, wait_until: Wait
) -> None:
    answered(chat, "Yes [p. 2].", INVOICE)
    enter(view, wait_until)
    assert press(Key.Key_Tab) == "Page 2 of invoice.pdf"
    answered(chat, "No [p. 1].", ORDER)
    enter(view, wait_until)
    assert press(Key.Key_Tab) == "Page 1 of the document"


def test_keys_of_the_conversation_work_on_a_link(view: TranscriptView, chat: Transcript, wait_until: Wait) -> None:
    chat.show([*entries(20), Entry("user", "?"), Entry("assistant", "Seen [p. 2] and [p. 3].", state="done")])
    enter(view, wait_until)
    link = press(Key.Key_Tab)
    QTest.keyClick(focused(), Key.Key_C)
    assert QGuiApplication.clipboard().text() == "Seen [p. 2] and [p. 3]."
    bar = view.verticalScrollBar()
    end = bar.value()
    assert press(Key.Key_Up) == press(Key.Key_Right) == link  # a button would give the focus away
    assert bar.value() < end
    press(Key.Key_PageDown)
    assert bar.value() == end
    assert press(Key.Key_Up, Qt.KeyboardModifier.ControlModifier) == "You asked"


def test_links_of_other_messages_are_passed_by(view: TranscriptView, chat: Transcript, wait_until: Wait) -> None:
    answered(chat, "First [p. 1].", INVOICE)
    answered(chat, "Second [p. 2].")
    enter(view, wait_until)
    for _ in range(2):
        press(Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert press(Key.Key_Tab) == "Page 1 of invoice.pdf"
    answer = newest(view, chat, wait_until)
    answer.setFocus()
    wait_until(answer.hasFocus)
    round_trip = {press(Key.Key_Tab) for _ in range(30)}
    assert "Page 2 of invoice.pdf" in round_trip
    assert "Page 1 of invoice.pdf" not in round_trip


def test_an_answer_that_is_being_written_has_no_stops(view: TranscriptView, chat: Transcript, wait_until: Wait) -> None:
    chat.ask("?", (INVOICE,))
    chat.write("Blue [p. 2]")
    answer = newest(view, chat, wait_until)
    assert answer.findChildren(Link) == []
    chat.end("done")
    assert [link.accessibleName() for link in answer.findChildren(Link)] == ["Page 2 of invoice.pdf"]


def test_focus_is_seen_where_the_words_are_and_stays_when_the_width_changes(
    window: Window, view: TranscriptView, chat: Transcript, wait_until: Wait
) -> None:
    words = "what is told of it goes on for long enough to need another line in a narrow window "
    answered(chat, words * 3 + "[p. 2] and then some.", INVOICE)
    enter(view, wait_until)
    body = newest(view, chat, wait_until).body
    for width in (1100, 560):
        window.resize(width, 700)
        wait_until(lambda width=width: view.width() <= width and view.settled)
        before = body.grab().toImage()
        if not isinstance(focused(), Link):
            press(Key.Key_Tab)
            assert body.grab().toImage() != before
        link = focused()
        assert isinstance(link, Link)
        middle = link.geometry().center()
        assert body._link(middle.toPointF()).startswith("p. 2\n")
        edge = body.grab(QRect(QPoint(link.x(), middle.y()), QPoint(link.x() + 3, middle.y()))).toImage()
        accent = QColor(theme.current().accent)
        seen = [edge.pixelColor(x, edge.height() // 2) for x in range(edge.width())]
        assert any(abs(colour.red() - accent.red()) + abs(colour.blue() - accent.blue()) < 60 for colour in seen)


def test_a_link_out_of_sight_is_scrolled_to(view: TranscriptView, chat: Transcript, wait_until: Wait) -> None:
    answered(chat, "First [p. 1].\n\n" + "line\n\n" * 80 + "Last [p. 2].", INVOICE)
    enter(view, wait_until)
    QTest.keyClick(view, Key.Key_End)
    wait_until(lambda: view.settled)
    for name in ("Page 1 of invoice.pdf", "Page 2 of invoice.pdf"):
        assert press(Key.Key_Tab) == name
        wait_until(lambda: view.settled)
        link = focused()
        top = link.mapTo(view.viewport(), QPoint()).y()
        assert 0 <= top <= view.viewport().height() - link.height()


def test_a_link_in_a_wide_table_is_scrolled_to(app: QApplication, wait_until: Wait) -> None:
    prose = Prose()
    prose.append("| a | b |\n|---|---|\n| " + "unbroken" * 20 + " | [p. 2] |")
    prose.settle()
    prose.resize(300, 200)
    prose.set_width(300)
    prose.offer_links(True, "")
    prose.show()
    prose.activateWindow()
    (link,) = prose.findChildren(Link)
    assert link.width() == 1
    link.setFocus(Qt.FocusReason.TabFocusReason)
    wait_until(link.hasFocus)
    assert prose.findChildren(QScrollBar)[0].value() > 0
    assert prose.rect().contains(link.geometry())
    assert link.width() > 20
    prose.close()
    prose.deleteLater()


def test_mouse_selects_through_a_link(view: TranscriptView, chat: Transcript, wait_until: Wait) -> None:
    asked: list[object] = []
    view.asked.connect(asked.append)
    answered(chat, "Blue [p. 2] it is", INVOICE)
    body = newest(view, chat, wait_until).body
    (link,) = body.findChildren(Link)
    middle = body.mapTo(view.window(), link.geometry().center())
    assert view.window().childAt(middle) is body
    QTest.mouseClick(view.window().windowHandle(), Qt.MouseButton.LeftButton, pos=middle)
    wait_until(lambda: asked == [OpenPage(1, Citation("", (2,), "Blue"))])


def test_same_page_cited_twice_leads_with_what_each_is_for(view: TranscriptView, chat: Transcript, wait_until: Wait) -> None:
    """Two documents may both have a page 2."""
    asked: list[OpenPage] = []
    view.asked.connect(asked.append)
    answered(chat, "Rent is 500 [p. 2], 😀 deposit 900 [p. 2].\n\n| what | page |\n|---|---|\n| heating | [pp. 3-4] |", INVOICE)
    enter(view, wait_until)
    stops = [press(Key.Key_Tab) for _ in range(3)]
    assert stops == ["Page 2 of invoice.pdf", "Page 2 of invoice.pdf", "Pages 3–4 of invoice.pdf"]
    for link in newest(view, chat, wait_until).body.findChildren(Link):
        link.click()
    assert [(one.citation.pages, one.citation.passage) for one in asked] == [
        ((2,), "Rent is 500"),
        ((2,), ", 😀 deposit 900"),
        ((3, 4), "what page heating"),
    ]
