"""Who may import whom: read from the source of every module, imports inside functions and for annotations alone included."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from setuptools import find_namespace_packages

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("inference", "app", "resources", "installers")
VALUES = (
    "inference.citation",
    "inference.history.values",
    "inference.conversation",
    "inference.pixels",
    "inference.events",
    "inference.errors",
    "app.values",
    "app.settings",
)
COMMAND_LINE = ("app.cli", "app.commands", "app.__main__")
ROOMS_OF_APP = "conversation chats memos models documents recognition settings sound window look"
FEATURES = tuple(f"app.{room}" for room in ROOMS_OF_APP.split())


@dataclass(frozen=True)
class Import:
    """`module` imports `name`, on `line` of its file; `lazy` when that happens inside a function."""

    module: str
    name: str
    line: int
    lazy: bool

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.name}"


def within(name: str, *packages: str) -> bool:
    """Whether a dotted name is one of the packages or inside one."""
    return any(name == package or name.startswith(package + ".") for package in packages)


def module_of(path: Path) -> str:
    """The dotted name of a source file: inference/gguf/__init__.py is inference.gguf."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(source: str, module: str) -> Iterator[Import]:
    """Every import of a module's source. `from a import b` counts as a and as a.b, since b may be a module."""
    tree = ast.parse(source)
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    inside = {node for function in functions for node in ast.walk(function)}
    for node in ast.walk(tree):
        lazy = node in inside
        if isinstance(node, ast.Import):
            yield from (Import(module, alias.name, node.lineno, lazy) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield Import(module, node.module, node.lineno, lazy)
            yield from (Import(module, f"{node.module}.{alias.name}", node.lineno, lazy) for alias in node.names)


@cache
def sources() -> dict[Path, str]:
    return {path: path.read_text("utf-8") for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))}


@cache
def imports() -> tuple[Import, ...]:
    return tuple(found for path, source in sources().items() for found in imports_of(source, module_of(path)))


@cache
def views() -> frozenset[str]:
    """The modules that draw: those of the features that import widgets, and one that only guesses heights of rows."""
    drawing = (i.module for i in imports() if within(i.module, *FEATURES) and within(i.name, "PySide6.QtWidgets"))
    return frozenset({*drawing, "app.conversation.transcript.estimate"})


DECODERS = ("PIL", "pypdfium2", "soundfile", "pi_heif", "resvg_py", "selectolax")
"""Libraries that read what a person brings."""
DECODING = tuple(f"inference.media.{room}" for room in "audio document ffmpeg image pdf rgb tiff web".split())
"""What calls them, or works on what may be made to do harm."""
BEHIND_WALLS = (
    "inference.media",
    "inference.decoding.glance",
    "inference.decoding.sounding",
    "inference.decoding.table",
    *(f"inference.recognition.{room}" for room in "finder reader speech_child text_child upright".split()),
)
"""What runs in a child, or is called by what does."""
OURS_ALONE = ("inference.evaluation", "inference.training")
"""They open what they have drawn themselves."""

HEAVY_FOR_TRAINING = ("torch", "transformers", "gguf")
SHARED_WITH_TRAINING = ("inference.evaluation.world", "inference.evaluation.drawing", "inference.evaluation.speech")

# Each rule: what it promises, and which imports break it.
RULES: dict[str, Callable[[Import], bool]] = {
    "inference knows nothing of the window, the resources or Qt": lambda i: (
        within(i.module, "inference") and within(i.name, "app", "resources", "installers", "tests", "PySide6", "shiboken6")
    ),
    "only inference.llama imports llama_cpp": lambda i: within(i.name, "llama_cpp") and not within(i.module, "inference.llama"),
    "whisper.cpp, which has a ggml of its own, is met in its child alone": lambda i: (
        (within(i.name, "_pywhispercpp", "pywhispercpp") and i.module != "inference.recognition.whisper")
        or (within(i.name, "inference.recognition.whisper") and i.module != "inference.recognition.speech_child")
        or within(i.name, "inference.recognition.speech_child")
    ),
    "only inference.recognition.runtime, which silences it first, imports onnxruntime": lambda i: (
        within(i.name, "onnxruntime") and i.module != "inference.recognition.runtime"
    ),
    "only inference.training imports torch, transformers and gguf": lambda i: (
        within(i.name, *HEAVY_FOR_TRAINING) and not within(i.module, "inference.training")
    ),
    "nothing imports inference.training": lambda i: (
        within(i.name, "inference.training") and not within(i.module, "inference.training")
    ),
    "the training knows nothing that is held out": lambda i: (
        within(i.name, "inference.evaluation")
        and within(i.module, "inference.training")
        and not within(i.name, *SHARED_WITH_TRAINING)
    ),
    "nothing but the command line and the training imports inference.evaluation": lambda i: (
        within(i.name, "inference.evaluation")
        and not within(i.module, "inference.evaluation", "inference.training", *COMMAND_LINE)
    ),
    "the command line imports inference.evaluation only when a verb asks for it": lambda i: (
        within(i.name, "inference.evaluation") and within(i.module, *COMMAND_LINE) and not i.lazy
    ),
    "app.worker alone imports inference.engine on the window's side": lambda i: (
        within(i.name, "inference.engine") and within(i.module, "app") and not within(i.module, "app.worker", *COMMAND_LINE)
    ),
    "what draws knows no thread, no engine and no store": lambda i: (
        i.module in views()
        and (within(i.name, "app.worker", "sqlite3", "llama_cpp", "inference") and not within(i.name, *VALUES))
        and i.name != "inference"
    ),
    "what does not draw needs no widget": lambda i: (
        within(i.module, *FEATURES) and i.module not in views() and (i.name in views() or i.name == "app.main")
    ),
    "the verbs of the command line work without Qt": lambda i: (
        within(i.module, *COMMAND_LINE)
        and (within(i.name, "PySide6") or i.name in views() or (within(i.name, "app.main") and not i.lazy))
    ),
    "resources sees value types only": lambda i: (
        within(i.module, "resources") and within(i.name, "app", "inference", "installers") and not within(i.name, *VALUES)
    ),
    "what a person brings is decoded in a child": lambda i: (
        within(i.module, "app", "inference")
        and (within(i.name, *DECODERS, *DECODING) or i.name in ("PySide6.QtGui.QImageReader", "PySide6.QtGui.QMovie"))
        and not within(i.module, *BEHIND_WALLS, *OURS_ALONE)
        and not (i.module == "app.commands.senses" and within(i.name, "inference.media.ffmpeg"))  # says whether it is there
    ),
    "nothing outside a child asks for what runs in it": lambda i: (
        within(i.name, "inference.decoding.table", "inference.decoding.glance", "inference.decoding.sounding")
        and not within(i.module, "inference.decoding.table")
    ),
    "the set-up runs before anything is installed": lambda i: (
        within(i.module, "installers")
        and i.name.split(".")[0] not in sys.stdlib_module_names | {"installers"}
        and not (i.module == "installers.download" and within(i.name, "pip"))  # run by the Python of .venv
    ),
    "nothing imports what only the Python of .venv can run": lambda i: within(i.name, "installers.download"),
}


@pytest.mark.parametrize("rule", RULES)
def test_import_rule(rule: str) -> None:
    assert [str(found) for found in imports() if RULES[rule](found)] == []


@pytest.mark.parametrize(
    ("module", "source", "rule"),
    [
        (
            "inference.media.image",
            "def f():\n    import PySide6.QtGui",
            "inference knows nothing of the window, the resources or Qt",
        ),
        ("inference.engine", "import llama_cpp.llama_cpp as ll", "only inference.llama imports llama_cpp"),
        (
            "inference.recognition.speech",
            "def f():\n    from inference.recognition.whisper import loaded",
            "whisper.cpp, which has a ggml of its own, is met in its child alone",
        ),
        (
            "inference.recognition.reader",
            "import onnxruntime",
            "only inference.recognition.runtime, which silences it first, imports onnxruntime",
        ),
        ("inference.gguf.header", "from gguf import GGUFReader", "only inference.training imports torch, transformers and gguf"),
        ("inference.evaluation.cases", "from inference.training import patches", "nothing imports inference.training"),
        ("app.commands.evaluate", "def f():\n    import inference.training.train", "nothing imports inference.training"),
        (
            "inference.training.examples",
            "from inference.evaluation.screens.page import FONTS",
            "the training knows nothing that is held out",
        ),
        ("inference.training.train", "from inference.evaluation import cases", "the training knows nothing that is held out"),
        (
            "app.main",
            "def f():\n    from inference import evaluation",
            "nothing but the command line and the training imports inference.evaluation",
        ),
        (
            "app.cli",
            "import inference.evaluation.cases",
            "the command line imports inference.evaluation only when a verb asks for it",
        ),
        (
            "app.conversation.chat",
            "from inference.engine import Engine",
            "app.worker alone imports inference.engine on the window's side",
        ),
        (
            "app.conversation.composer.composer",
            "from app.worker import Worker",
            "what draws knows no thread, no engine and no store",
        ),
        ("app.conversation.composer.composer", "import sqlite3", "what draws knows no thread, no engine and no store"),
        ("app.conversation.chat", "from app.conversation.composer.chips import Chips", "what does not draw needs no widget"),
        ("app.commands.ask", "from PySide6.QtCore import QObject", "the verbs of the command line work without Qt"),
        (
            "app.worker.media",
            "def f():\n    from inference.media.image import decode",
            "what a person brings is decoded in a child",
        ),
        ("app.sound.loudspeaker", "import soundfile", "what a person brings is decoded in a child"),
        ("inference.prompt.opening", "from inference.media import document", "what a person brings is decoded in a child"),
        (
            "app.recognition.picture_viewer",
            "from PySide6.QtGui import QImageReader",
            "what a person brings is decoded in a child",
        ),
        ("inference.engine", "from inference.decoding import table", "nothing outside a child asks for what runs in it"),
        ("installers.shown", "import rich", "the set-up runs before anything is installed"),
        ("installers.registry", "from pip._internal import commands", "the set-up runs before anything is installed"),
        ("installers.registry", "from installers import download", "nothing imports what only the Python of .venv can run"),
    ],
)
def test_rule_catches(module: str, source: str, rule: str) -> None:
    """The rules have teeth: a module that breaks one is found."""
    assert any(RULES[rule](found) for found in imports_of(source, module))


def test_own_room_named_gguf_is_not_the_package() -> None:
    found = list(imports_of("from inference.gguf.header import read", "inference.engine"))
    assert not any(RULES["only inference.training imports torch, transformers and gguf"](i) for i in found)


def test_every_module_says_what_it_promises() -> None:
    lacking = [
        str(path.relative_to(ROOT))
        for path, source in sources().items()
        if source.strip() and (ast.get_docstring(ast.parse(source)) is None)
    ]
    assert lacking == []


def test_every_module_of_inference_names_its_surface() -> None:
    lacking = [
        str(path.relative_to(ROOT))
        for path, source in sources().items()
        if within(module_of(path), "inference") and "\n__all__" not in source and any(map(_defines, ast.parse(source).body))
    ]
    assert lacking == []


def _defines(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")


def test_pyright_is_strict_on_every_room_of_inference() -> None:
    strict = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["pyright"]["strict"]
    rooms = {path.parent.relative_to(ROOT / "inference").parts[0] for path in (ROOT / "inference").glob("*/**/*.py")}
    assert {f"inference/{room}" for room in rooms - {"training"}} | {"inference/*.py"} == set(strict)


def test_what_the_program_imports_is_said_in_the_package() -> None:
    said = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    declared = {re.split(r"[^\w-]", line)[0].lower() for line in said}
    brought_by = packages_distributions()  # knows nothing of what only other systems have
    program = [i for i in imports() if within(i.module, "inference", "app") and not within(i.module, "inference.training")]
    unsaid = [
        str(i)
        for i in program
        if (brought := brought_by.get(i.name.partition(".")[0]))
        and not within(i.name, *ROOMS, "shiboken6")  # which is PySide6's own
        and not {name.lower().replace("_", "-") for name in brought} & declared
    ]
    assert not unsaid


def test_the_package_has_the_evaluation_and_not_the_training() -> None:
    """What a wheel holds: setuptools' own choice by what pyproject.toml says."""
    said = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    found = find_namespace_packages(str(ROOT), include=said["packages"]["find"]["include"])
    held = find_namespace_packages(str(ROOT), **said["packages"]["find"])
    left_out = {name for name in found if within(name, "inference.training")}
    assert left_out >= {"inference.training"}
    assert set(held) == set(found) - left_out
    assert within("inference.evaluation", *held)
    words = {str(path.relative_to(ROOT / "inference/evaluation").parent) + "/*" for path in
             (ROOT / "inference/evaluation").rglob("*") if path.suffix in (".txt", ".json")}  # fmt: skip
    assert words == set(said["package-data"]["inference.evaluation"])


@pytest.mark.parametrize(
    ("start", "heavy"),
    [
        ("inference", {"numpy", "PIL", "llama_cpp", "jinja2", "soundfile", "pypdfium2", "torch"}),
        ("inference.conversation, inference.events, inference.errors", {"numpy", "PIL", "llama_cpp", "torch"}),
        ("inference.recognition.text, inference.recognition.tables", {"numpy", "PIL", "onnxruntime", "llama_cpp"}),
        ("app.cli", {"PySide6", "numpy", "llama_cpp", "torch", "transformers"}),
        ("app.main", {"llama_cpp", "torch", "transformers", "gguf"}),
    ],
)
def test_start_is_light(start: str, heavy: set[str]) -> None:
    """A window opens in under 1.5 s only if what it starts with stays small."""
    asked = f"import sys, {start}; print(*{{name.split('.')[0] for name in sys.modules}})"
    told = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    assert heavy & set(told.stdout.split()) == set()
