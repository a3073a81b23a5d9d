"""Makes `.venv` hold exactly what the locks say.

Each step leaves a mark, so that nothing is done twice and an interrupted set-up goes on where it was.
"""

from __future__ import annotations

import hashlib
import json
import platform
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from installers.engine import cached_wheel, engine_key, install_engine
from installers.failure import SetupFailure
from installers.shown import run_shown
from installers.system import provide

__all__ = ["ROOT", "VENV", "prepare", "script"]

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOG = VENV / "setup.log"
MARKS = VENV / "setup.json"
LOCKS = ROOT / "installers/locks"
WINDOWS = sys.platform == "win32"


def prepare(*, tests: bool) -> Path:
    """Installs the program, and on request what tests and training need. Returns the environment's Python.

    Well under a second when nothing changed. Raises SetupFailure.
    """
    python = script("python")
    wanted = _wanted(tests=tests)
    marks = _marks()
    undone = [step for step, mark in wanted.items() if marks.get(step) != mark]
    if not undone:
        return python
    provide(tests=tests, compiler="engine" in undone and cached_wheel() is None)
    _make_venv()
    steps: dict[str, Callable[[], None]] = {
        "program": lambda: _install("Installing the program's packages", "--require-hashes", "--no-deps", "-r", "program.txt"),
        "engine": lambda: install_engine(python, log=LOG),
        "hush": lambda: _install("Installing Hush", "--no-deps", "--no-build-isolation", "--editable", str(ROOT)),
        "tests": lambda: _install("Installing what the tests need", "--require-hashes", "--no-deps", "-r", "test.txt"),
        "torch": lambda: _install("Installing torch", "-r", "torch.txt"),
    }
    for step, install in steps.items():
        if step in undone:
            install()
            _mark(step, wanted[step])
    return python


def script(name: str) -> Path:
    """The path of a program inside `.venv`."""
    return VENV / "Scripts" / f"{name}.exe" if WINDOWS else VENV / "bin" / name


def _wanted(*, tests: bool) -> dict[str, str]:
    here = f"{_version()} {VENV}"
    wanted = {
        "program": _digest(here, LOCKS / "program.txt"),
        "engine": _digest(here + engine_key(), LOCKS / "build.txt"),
        "hush": _digest(here, ROOT / "pyproject.toml"),
    }
    if tests:
        wanted |= {"tests": _digest(here, LOCKS / "test.txt"), "torch": _digest(here, LOCKS / "torch.txt")}
    return wanted


def _version() -> str:
    """Python's version in `.venv`, whatever started this script; of a `.venv` yet to be made, this Python's. As 3.11."""
    try:
        lines = (VENV / "pyvenv.cfg").read_text("utf-8").splitlines()
    except OSError:
        lines = []
    told = [line.partition("=")[2].strip() for line in lines if line.startswith("version")]
    return ".".join((told or [platform.python_version()])[0].split(".")[:2])


def _digest(text: str, file: Path) -> str:
    return hashlib.sha256(text.encode() + b"\0" + file.read_bytes()).hexdigest()[:16]


def _marks() -> dict[str, str]:
    try:
        return json.loads(MARKS.read_text("utf-8")) if script("python").exists() else {}
    except (OSError, ValueError):
        return {}


def _mark(step: str, mark: str) -> None:
    MARKS.write_text(json.dumps({**_marks(), step: mark}, indent=1) + "\n", encoding="utf-8")


def _make_venv() -> None:
    if _venv_fits():
        return
    print(f"Making {VENV}", flush=True)
    # Started from inside another environment, the interpreter that made that one is meant.
    base = getattr(sys, "_base_executable", None) or sys.executable
    made = subprocess.run(
        [base, "-P", "-m", "venv", "--clear", str(VENV)], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if made.returncode:
        raise SetupFailure(f"{made.stdout}{made.stderr}\nThe environment could not be made with {base} -m venv {VENV}")


def _venv_fits() -> bool:
    """Whether `.venv` works, is new enough and was made in this very place: its programs hold absolute paths."""
    asked = "import sys, pip; print(sys.version_info >= (3, 11), sys.prefix, sep='|')"
    try:
        told = subprocess.run(
            [str(script("python")), "-P", "-c", asked], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return False
    return told.stdout.strip() == f"True|{VENV}"


def _install(label: str, *arguments: str) -> None:
    command = [
        str(script("python")),
        "-P",
        "-m",
        "pip",
        "install",
        "--no-input",
        "--disable-pip-version-check",
        "--progress-bar",
        "off",
    ]
    command += [str(LOCKS / argument) if argument.endswith(".txt") else argument for argument in arguments]
    run_shown(command, label, log=LOG, detail=_package)


def _package(line: str) -> str | None:
    words = line.split()
    if words[:2] == ["Installing", "collected"]:
        return "unpacking"
    return words[1] if len(words) > 1 and words[0] in ("Collecting", "Downloading") else None
