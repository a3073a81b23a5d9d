"""Foreign words are shown as words: no label, tooltip or menu takes what looks like markup for markup."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication

from app.look.making import make_label, make_tool
from app.look.words import Elided, Wrapped
from app.tooltips import plain_tip
from inference.shown import clean_name, strip_steering

APP = Path(__file__).resolve().parents[2] / "app"
HTML = "<b>bold</b> <img src='http://evil.example/x.png'>.png"
MADE_PLAIN = {"look/making.py", "look/words.py"}
"""Where labels are made, with their format said."""
OWN_MARKUP = {"models/model_dialog.py", "conversation/context/meter.py"}
"""Where markup of our own is shown, with foreign words escaped in it."""


def sources() -> Iterator[tuple[str, ast.AST]]:
    for path in sorted(APP.rglob("*.py")):
        yield str(path.relative_to(APP)), ast.parse(path.read_text("utf-8"))


def is_plain(words: ast.expr) -> bool:
    """Ours to the letter, or made plain."""
    match words:
        case ast.Constant():
            return True
        case ast.Attribute(attr=name):
            return name.isupper()
        case ast.IfExp():
            return is_plain(words.body) and is_plain(words.orelse)
        case ast.BoolOp():
            return all(map(is_plain, words.values))
        case ast.Call(func=ast.Name(id="plain_tip" | "as_tooltip")):
            return True
        case ast.Name(id=name):
            return name.isupper() or name in ("tip", "under_way")
        case ast.Subscript(value=ast.Name(id=name)):
            return name.isupper()
        case ast.JoinedStr():
            inside = [part.value for part in words.values if isinstance(part, ast.FormattedValue)]
            return all(is_own(one) for one in inside)
        case _:
            return False


def is_own(words: ast.expr) -> bool:
    """Keys, numbers and durations: nobody else's words."""
    told = ast.unparse(words)
    return not any(foreign in told for foreign in ("name", "title", "path", "words", ".text", "problem", "file", ".asked"))


def test_every_tooltip_is_plain() -> None:
    found = [
        f"{name}:{call.lineno}"
        for name, tree in sources()
        if name not in OWN_MARKUP
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "setToolTip"
        if not is_plain(call.args[0])
    ]
    assert found == []


def test_every_label_says_its_format() -> None:
    found = [
        f"{name}:{call.lineno}"
        for name, tree in sources()
        if name not in MADE_PLAIN
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func) in ("QLabel", "QToolTip.showText", "QMessageBox") and call.args
    ]
    assert found == []


@pytest.mark.parametrize("words", [HTML, "&lt;b&gt;", "a < b && c\nsecond line"])
def test_tooltip_reads_as_it_is_written(app: QApplication, words: str) -> None:
    shown = QTextDocument()
    tip = plain_tip(words)
    shown.setHtml(tip)
    assert shown.toPlainText() == words
    assert make_tool("close", words).toolTip() == tip


def test_labels_are_plain(app: QApplication) -> None:
    for label in (make_label(HTML), Elided(HTML), Wrapped(widest=100)):
        assert label.textFormat() == Qt.TextFormat.PlainText


def test_names_run_one_way_on_one_line() -> None:
    assert clean_name("invoice\u202egpj.exe") == "invoicegpj.exe"
    assert clean_name("a\nb\tc\u2028d\x1b[31me\u200b.txt") == "a b cde.txt"
    assert clean_name("Größe 東京 مرحبا 👩\u200d👧.txt") == "Größe 東京 مرحبا 👩\u200d👧.txt"
    assert plain_tip("a\u202eb") == "ab"


def test_terminal_is_not_steered() -> None:
    assert strip_steering("\x1b]0;title\x07a\x1b[31mb\x1b[0m\tc\nd\x9b2Je\u202ef\r") == "ab\tc\nde" + "f"
    assert strip_steering("one\r\ntwo") == "one\ntwo"
    assert strip_steering("half \ud83d of it") == "half \ud83d of it"
