"""The tables of sentences and the calls that name their ids, read from the source: none unknown, unused or said beside them."""

from __future__ import annotations

import ast
import pickle
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

import pytest

from app.sentences import say as app_say
from inference import errors
from inference.errors import ContextFull, HistoryRefused, HushError, ModelFileError
from inference.sentences import Sentences, say

ROOT = Path(__file__).resolve().parents[2]
NAMES = {*errors.__all__, "SoundError", "problem", "warning", "say"} - {"ContextFull"}
HOMES = ("inference.errors", "inference.sentences", "app.sentences", "app.sound.portaudio")
TABLES = {"inference": say, "app": app_say}


@dataclass(frozen=True)
class Call:
    """A call that makes a sentence: of which room's table, the ids it names (None where they come from a variable), and the
    arguments it gives them.
    """

    room: str
    ids: tuple[str, ...] | None
    given: frozenset[str]
    line: int


def fields(table: Sentences, key: str) -> frozenset[str]:
    """The arguments that a template has places for."""
    return frozenset(name for _, name, _, _ in Formatter().parse(table.templates[key]) if name)


def calls_of(source: str) -> Iterator[Call | str]:
    """The calls of a module, or what is wrong with one. One that passes its own arguments on (`**`) is no call of this kind."""
    tree = ast.parse(source)
    imported = {
        alias.asname or alias.name: "app" if node.module == "app.sentences" else "inference"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in HOMES
        for alias in node.names
        if alias.name in NAMES
    } | {node.name: "inference" for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.name in NAMES}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in imported:
            continue
        room, given = imported[node.func.id], frozenset(keyword.arg or "**" for keyword in node.keywords)
        named = node.args[0] if len(node.args) == 1 else None
        ids = (named.body, named.orelse) if isinstance(named, ast.IfExp) else (named,)
        if "**" in given or (isinstance(named, ast.Attribute) and named.attr == "sentence"):
            continue
        if isinstance(named, ast.Name):
            yield Call(room, None, given, node.lineno)
        elif isinstance(named, ast.Call) and isinstance(named.func, ast.Name) and named.func.id in ("say", "Sentence"):
            continue  # the one is looked at itself, the other is for the words of another program
        elif all(isinstance(one, ast.Constant) for one in ids):
            yield Call(room, tuple(str(one.value) for one in ids if isinstance(one, ast.Constant)), given, node.lineno)
        else:
            yield f"{node.lineno}: a sentence beside the table"


def wrong(tables: Mapping[str, Sentences], source: str) -> Iterator[str]:
    """What is wrong with a module's calls. Ids that stand in a table of its own suit one of the calls that take a variable."""
    found = list(calls_of(source))
    yield from (call for call in found if isinstance(call, str))
    calls = [call for call in found if isinstance(call, Call)]
    named = {key for call in calls for key in call.ids or ()}
    for call in calls:
        table = tables[call.room]
        for key in call.ids or ():
            if key not in table.templates:
                yield f"{call.line}: no sentence is called {key!r}"
            elif fields(table, key) != call.given:
                yield f"{call.line}: {key} takes {sorted(fields(table, key))}, not {sorted(call.given)}"
    variable = [call for call in calls if call.ids is None]
    stored = {
        node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    table = tables["inference"]
    loose = {key: fields(table, key) for key in (stored & table.templates.keys()) - named} if variable else {}
    yield from (f"{key} suits no call" for key, takes in loose.items() if takes not in [call.given for call in variable])
    yield from (f"{call.line}: no id suits it" for call in variable if call.given not in loose.values())


SINKS = ("notice.show", "failed.emit", "fail", "complain", "refuse", "comment")
"""What tells a person that something happened, by the end of the name that is called."""


def literals(source: str) -> Iterator[str]:
    """Where something is told in words that stand in the module, instead of by the id of a sentence."""
    tree = ast.parse(source)
    assigned = [node for node in tree.body if isinstance(node, ast.Assign)]
    constants = {name.id: node.value for node in assigned for name in node.targets if isinstance(name, ast.Name)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).replace("_", "").endswith(SINKS):
            told = [constants.get(one.id, one) if isinstance(one, ast.Name) else one for one in node.args]
            if any(map(is_words, told)):
                yield f"{node.lineno}: told in words of its own"


def is_words(told: ast.expr) -> bool:
    """Whether a text with a space in it, or one that is put together, stands there outside a call that names a sentence."""
    if isinstance(told, ast.Call) and isinstance(told.func, ast.Name) and told.func.id in ("say", "Sentence"):
        return False
    if isinstance(told, ast.Constant):
        return isinstance(told.value, str) and " " in told.value.strip()
    parts = (part for part in ast.iter_child_nodes(told) if isinstance(part, ast.expr))
    return isinstance(told, ast.JoinedStr) or any(map(is_words, parts))


def sources(*rooms: str) -> dict[str, str]:
    files = {path.relative_to(ROOT).as_posix(): path for room in rooms for path in sorted((ROOT / room).rglob("*.py"))}
    return {name: path.read_text("utf-8") for name, path in files.items()}


def test_every_call_names_a_sentence_and_its_arguments() -> None:
    read = sources("inference", "resources", "app").items()
    assert [f"{name}:{what}" for name, source in read for what in wrong(TABLES, source)] == []


def test_what_is_told_stands_in_the_table() -> None:
    read = sources("app")
    assert [f"{name}:{what}" for name, source in read.items() for what in literals(source)] == []


@pytest.mark.parametrize(
    "call",
    [
        'self._notice.show("It is torn.", good=True)',
        'notice.show(f"{name} is torn.")',
        'self._notice.show(f"{name}: {problem}")',
        'WHY = "It is torn."\nself._notice.show(WHY)',
        'self.failed.emit(TORN if torn else "It is worn.")',
        'self._fail("It is torn. " + str(say("torn")))',
        'drafts.refuse(name, "It is torn.")',
    ],
)
def test_words_beside_the_table_are_found(call: str) -> None:
    assert list(literals(call)) != []


def test_what_names_a_sentence_is_no_literal() -> None:
    assert list(literals('WHY = say("torn")\nself._notice.show(WHY, say("worn", of="no use"), action="Try again")')) == []


@pytest.mark.parametrize("room", TABLES)
def test_every_sentence_is_said(room: str) -> None:
    trees = map(ast.parse, sources(room, "resources").values())
    told = {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert TABLES[room].templates.keys() - told == set()


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        ('InputError("It is torn.")', "1: no sentence is called 'It is torn.'"),
        ('InputError("torn", name="a")', "1: torn takes ['size'], not ['name']"),
        ('InputError("torn", size=1, name="a")', "1: torn takes ['size'], not ['name', 'size']"),
        ('InputError(f"{name} is torn.")', "1: a sentence beside the table"),
        ('InputError("It is torn.", "Mend it.")', "1: a sentence beside the table"),
        ('InputError("torn" if small else "worn", size=1)', "1: worn takes [], not ['size']"),
        ("InputError(which, name=1)", "1: no id suits it"),
        ('_ALL = ("worn", "torn")\nInputError(which, size=1)', "worn suits no call"),
    ],
)
def test_the_rules_catch(call: str, complaint: str) -> None:
    table = Sentences("torn: It is torn: {size:,}. | Mend it.\nworn: It is worn.")
    assert complaint in list(wrong({"inference": table}, f"{call}\nfrom inference.errors import InputError"))


def test_a_sentence_is_never_there_twice() -> None:
    with pytest.raises(ValueError, match="twice"):
        Sentences("torn: It is torn.\ntorn: It is worn.")


def test_an_unknown_id_fails_loudly() -> None:
    with pytest.raises(KeyError):
        ModelFileError("no-such-sentence")


@pytest.mark.parametrize("error", [ModelFileError("file-empty", name="a.gguf"), ContextFull(1200, 1000)])
def test_errors_cross_processes(error: HushError) -> None:
    arrived = pickle.loads(pickle.dumps(error))
    assert (type(arrived), str(arrived), arrived.sentence) == (type(error), str(error), error.sentence)


def test_a_refusal_keeps_its_copy_across_processes(tmp_path: Path) -> None:
    copy = say("copy-beside", path=tmp_path)
    error = HistoryRefused("chats-refused", name="chats.db", problem=say("is-empty"), copy=copy)
    error.backup = tmp_path
    assert str(error).endswith(f"is empty; it was not opened and not changed. A copy is beside it: {tmp_path}")
    arrived = pickle.loads(pickle.dumps(error))
    assert (str(arrived), arrived.backup) == (str(error), tmp_path)
