"""Code in an answer: coloured by kinds of words, again when it grows, and never at the window's expense."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QTextBlock
from PySide6.QtWidgets import QApplication, QWidget

from app.conversation.transcript.blocks import Block
from app.conversation.transcript.highlight import LONGEST
from app.conversation.transcript.sideways import Code
from app.look import theme
from app.look.theme import DARK, LIGHT

Wait = Callable[..., None]
PYTHON = 'def f(x: int) -> str:\n    """Says\n    much."""\n    return "a" + str(12)  # twelve'


@pytest.fixture
def home(app: QApplication) -> Iterator[QWidget]:
    widget = QWidget()
    yield widget
    widget.deleteLater()


def colours(code: Code) -> list[dict[str, str]]:
    """For each line, its coloured words and their kinds."""
    kinds = {colour: kind for kind, colour in theme.current().code.items()}

    def of_line(line: QTextBlock) -> dict[str, str]:
        return {
            line.text()[span.start : span.start + span.length]: kinds[span.format.foreground().color().name()]
            for span in line.layout().formats()
        }

    lines, line = list[dict[str, str]](), code.document.begin()
    while line.isValid():
        lines.append(of_line(line))
        line = line.next()
    return lines


def coloured(code: Code, wait_until: Wait) -> list[dict[str, str]]:
    wait_until(lambda: not code.colouring)
    return colours(code)


def test_words_have_the_colours_of_their_kinds_across_lines(home: QWidget, wait_until: Wait) -> None:
    code = Code(home)
    code.show(Block("code", PYTHON, "python"))
    first, second, third, fourth = coloured(code, wait_until)
    assert {"def": "keyword", "f": "name", "int": "type"}.items() <= first.items()
    assert (second['"""Says'], third['    much."""']) == ("string", "string")
    assert {"return": "keyword", "12": "number", "# twelve": "comment"}.items() <= fourth.items()


def test_what_grows_is_coloured_as_the_whole_would_be(home: QWidget, wait_until: Wait) -> None:
    grown, whole = Code(home), Code(home)
    for end in range(1, len(PYTHON) + 1):
        grown.show(Block("code", PYTHON[:end], "python"), growing=True)
    whole.show(Block("code", PYTHON, "python"))
    assert coloured(grown, wait_until) == coloured(whole, wait_until)
    assert grown.document.toPlainText() == PYTHON


def test_line_keeps_its_layout_when_it_is_coloured(home: QWidget, wait_until: Wait) -> None:
    """Qt forgets a line's layout with its colours, and would paint nothing there."""
    code = Code(home)
    code.show(Block("code", PYTHON * 200, "python"))
    code.fit(500)
    assert all(coloured(code, wait_until)[:-1])
    lines, line = [], code.document.begin()
    while line.isValid():
        lines.append(line.layout().lineCount())
        line = line.next()
    assert set(lines) == {1}


@pytest.mark.parametrize("language", ["", "no such language", "c++", "JSON", "text"])
def test_any_language_shows_its_code(home: QWidget, wait_until: Wait, language: str) -> None:
    code = Code(home)
    code.show(Block("code", "{1: 2}", language))
    coloured(code, wait_until)
    assert code.document.toPlainText() == "{1: 2}"


def test_very_long_code_stays_plain(home: QWidget, wait_until: Wait) -> None:
    code = Code(home)
    code.show(Block("code", "x = 1\n" * (LONGEST // 6 + 1), "python"))
    assert not any(coloured(code, wait_until))


@pytest.mark.parametrize("hostile", [" " * 50_000, "\t\n" * 25_000, "/" * 50_000], ids=["spaces", "blank lines", "slashes"])
def test_code_in_which_a_pattern_would_never_end_stays_plain(home: QWidget, wait_until: Wait, hostile: str) -> None:
    code = Code(home)
    started = time.process_time()
    code.show(Block("code", f"int x;\n{hostile}x", "cpp"))
    assert not any(coloured(code, wait_until))
    assert time.process_time() - started < 5  # minutes, when pygments is let at it


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_colours_can_be_read(colours: theme.Theme) -> None:
    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    ground = light(colours.surface)
    for kind, colour in colours.code.items():
        lighter, darker = max(ground, light(colour)), min(ground, light(colour))
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5, kind
