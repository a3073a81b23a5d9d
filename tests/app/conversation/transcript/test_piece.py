"""Blocks on the screen: however their text came, they look as if it had come at once; and what is there is not laid out again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication, QWidget

from app.conversation.transcript.prose import Prose

PIECES = ["word ", "more", " ", "**bold**", "*slant*", "`code`", "[to](http://a.b)", "http://c.d/e", "\n", "\n\n", "- ", "1. "]
PIECES += ["# ", "> ", "a_b ", "www.a.b", "&amp;", "**", "`", "| a | b |\n|---|---|\n", "```\n", "שלום", "!"]


@pytest.fixture
def home(app: QApplication) -> Iterator[QWidget]:
    widget = QWidget()
    yield widget
    widget.deleteLater()


def shown(prose: Prose) -> list[str]:
    return [piece.document.toHtml() for piece in prose._pieces]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES), max_size=10).map("".join), st.data())
def test_streamed_answer_looks_as_the_whole_one_does(home: QWidget, text: str, data: st.DataObject) -> None:
    streamed, whole = Prose(home), Prose(home)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=20)))
    for begin, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        streamed.append(text[begin:end])
    whole.append(text)
    for prose in (streamed, whole):
        prose.settle()
        prose.set_width(400)
    assert shown(streamed) == shown(whole)
    assert streamed.text_height == whole.text_height
    streamed.deleteLater()
    whole.deleteLater()


def test_paragraph_with_marks_grows_at_its_end(home: QWidget) -> None:
    prose = Prose(home)
    prose.set_width(400)
    prose.append("A **bold** word, `code`, and")
    changes: list[tuple[int, int, int]] = []
    prose._pieces[0].document.contentsChange.connect(lambda at, gone, come: changes.append((at, gone, come)))
    for more in (" then ", "plain", " words."):
        prose.append(more)
    assert prose.shown_text == "A bold word, code, and then plain words."
    assert changes == [(22, 0, 5), (27, 0, 6), (33, 0, 7)]


def test_bold_is_bold_before_it_is_over(home: QWidget) -> None:
    prose = Prose(home)
    prose.set_width(400)
    prose.append("It is **very imp")
    assert prose.shown_text == "It is very imp"
    prose.append("ortant** here")
    assert prose.shown_text == "It is very important here"


def test_answer_that_stops_within_marks_shows_them(home: QWidget) -> None:
    prose = Prose(home)
    prose.set_width(400)
    prose.append("It is **very imp")
    prose.settle()
    assert prose.shown_text == "It is **very imp"


def test_endless_paragraph_is_read_again_only_now_and_then_and_is_right_in_the_end(
    home: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.conversation.transcript.piece.LONG_S", -1.0)  # as if every reading took long
    monkeypatch.setattr("app.conversation.transcript.piece.REST", 1e9)
    prose = Prose(home)
    prose.set_width(400)
    prose.append("A **bold** word")
    prose.append(" and **another** one")
    assert prose.shown_text == "A bold word and **another** one"
    prose.settle()
    assert prose.shown_text == "A bold word and another one"


def test_a_wide_table_is_as_high_when_nothing_more_comes(home: QWidget) -> None:
    """Its scroll bar takes its room once, however often the table is looked at."""
    prose = Prose(home)
    prose.set_width(200)
    prose.append("| a | b |\n|---|---|\n| " + "unbroken" * 20 + " | 2 |")
    height = prose.text_height
    for _ in range(2):
        prose.settle()
    assert prose.text_height == height
