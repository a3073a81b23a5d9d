"""Whatever a part of the window says is heard by somebody: read from the source of `app` alone, by class."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.wiring import Wiring

APP = Path(__file__).resolve().parents[2] / "app"


@cache
def sources() -> dict[str, str]:
    """Text by module; a package is called by its name."""
    paths = ((path, path.relative_to(APP.parent).with_suffix("").parts) for path in APP.rglob("*.py"))
    return {".".join(parts).removesuffix(".__init__"): path.read_text("utf-8") for path, parts in paths}


@cache
def wiring() -> Wiring:
    return Wiring(sources())


def test_every_signal_is_connected_and_emitted() -> None:
    found = wiring()
    assert found.unknown == [], "whose signal that is cannot be told: annotate it"
    assert [str(signal) for signal in sorted(found.signals - found.connected)] == []
    assert [str(signal) for signal in sorted(found.signals - found.emitted)] == []


TRANSCRIPT, COMPOSER = "app.conversation.transcript.transcript_view.TranscriptView", "app.conversation.composer.composer"


@pytest.mark.parametrize(
    ("module", "line", "signals"),
    [
        ("app.window.window", "self.transcript.asked.connect(wishes.obey_transcript)", [f"{TRANSCRIPT}.asked"]),
        ("app.window.window", "changed.connect(self._show_middle)", []),
        (COMPOSER, "self.field.asked.connect(self.asked)", [f"{COMPOSER}.Field.asked"]),
        ("app.presence", "self._window.dialogs.asked.connect(self._obey_settings)", ["app.window.dialogs.Dialogs.asked"]),
        (
            "app.models.models_page",
            "card.asked.connect(self._obey)",
            ["app.models.model_cards.MissingCard.asked", "app.models.model_cards.ModelCard.asked"],
        ),
    ],
)
def test_a_connection_that_is_gone_is_missed_by_the_name_of_its_signal(module: str, line: str, signals: list[str]) -> None:
    """A comment is no connection, nor is the same name of another class; where others are connected too, nothing is missed."""
    text = sources()[module]
    assert line in text
    changed = Wiring({**sources(), module: text.replace(line, f"self.button.asked.connect(print)  # {line}")})
    assert sorted(map(str, changed.signals - changed.connected)) == signals
    assert {said.partition(" ")[2] for said in changed.unknown} <= {"self.button.asked"}


BASE = """
class Base(QObject):
    asked = Signal()
    told = Signal()
    def tell(self) -> None: self.told.emit()
"""
DERIVED = """
class Derived({base}):
    def ask(self) -> None: self.asked.emit()
def wire(derived: {derived}) -> None:
    derived.asked.connect(print)
"""


@pytest.mark.parametrize(
    ("line", "base"),
    [
        ("from app.room import base", "base.Base"),
        ("from app.room import base as other", "other.Base"),
        ("import app.room.base", "app.room.base.Base"),
        ("import app.room.base as other", "other.Base"),
        ("from app.room.base import Base", "Base"),
    ],
)
@pytest.mark.parametrize("derived", ["Derived", "Base"])
def test_a_class_may_be_named_through_its_module(line: str, base: str, derived: str) -> None:
    """Here Derived alone is heard; of its base, which is made by nobody, nothing is asked."""
    text = line + DERIVED.format(base=base, derived=base if derived == "Base" else derived)
    found = Wiring({"app": "", "app.room": "", "app.room.base": BASE, "app.room.derived": text})
    assert found.unknown == []
    assert sorted(map(str, found.signals)) == ["app.room.derived.Derived.asked", "app.room.derived.Derived.told"]
    assert sorted(map(str, found.signals - found.connected)) == ["app.room.derived.Derived.told"]
    assert found.signals == found.emitted


def test_a_base_of_a_library_is_named_through_its_module_too() -> None:
    text = "import PySide6.QtCore\nfrom PySide6 import QtWidgets\n" + "".join(
        f"class {name}({base}):\n    asked = Signal()\n"
        for name, base in (("One", "PySide6.QtCore.QObject"), ("Two", "QtWidgets.QWidget"))
    )
    assert sorted(map(str, Wiring({"app.room": text}).signals)) == ["app.room.One.asked", "app.room.Two.asked"]


def test_every_wish_is_asked_for_somewhere_and_done_somewhere() -> None:
    """The kinds of values that `asked` signals carry: each is made outside its own file, and stands in a `case`."""
    kinds = {kind for module, tree in wiring().trees.items() if module.endswith(".asked") for kind in _kinds(tree)}
    made, done = set[str](), set[str]()
    for tree in wiring().trees.values():
        nodes = tuple(ast.walk(tree))
        cases = [node for node in nodes if isinstance(node, ast.MatchClass | ast.MatchValue)]
        done |= {_called(node.cls if isinstance(node, ast.MatchClass) else node.value) for node in cases}
        inside = {id(node.value) for node in cases if isinstance(node, ast.MatchValue)}
        made |= {_called(node) for node in nodes if isinstance(node, ast.Attribute) and id(node) not in inside}
        made |= {_called(node.func) for node in nodes if isinstance(node, ast.Call)}
    assert len(kinds) > 40
    assert kinds - made == set()
    assert kinds - done == set()


def _called(node: ast.expr) -> str:
    match node:
        case ast.Name(name):
            return name
        case ast.Attribute(value=ast.Name("asked"), attr=name):  # of a module of wishes that is imported whole
            return name
        case ast.Attribute(value=ast.Attribute(value=ast.Name("asked"), attr=name), attr=member):
            return f"{name}.{member}"
        case ast.Attribute(value=ast.Name(name), attr=member):
            return f"{name}.{member}"
    return ""


def _kinds(tree: ast.Module) -> Iterator[str]:
    """Classes, and the members of enumerations."""
    for node in tree.body:
        match node:
            case ast.ClassDef(name=name, bases=[ast.Name("Enum")], body=members):
                yield from (f"{name}.{ast.unparse(one.targets[0])}" for one in members if isinstance(one, ast.Assign))
            case ast.ClassDef(name=name):
                yield name
