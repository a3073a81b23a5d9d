"""Makes `.venv` hold exactly what the locks say.

Each step leaves a mark, so that nothing is done twice and an interrupted set-up goes on where it was.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from installers.alone import alone
from installers.child import speaking_utf8
from installers.coming import Coming
from installers.engine import cached_wheel, engine_key, install_engine
from installers.failure import SetupFailure
from installers.itself import write_wheel
from installers.leftovers import clear_leftovers
from installers.places import cache_folder
from installers.shown import run_shown
from installers.system import provide

__all__ = ["ROOT", "VENV", "prepare", "script"]

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOG = VENV / "setup.log"
MARKS = VENV / "setup.json"
LOCKS = ROOT / "installers/locks"
WINDOWS = sys.platform == "win32"


def prepare(*, tests: bool, coming: Coming) -> Path:
    """Installs the program, and on request what tests and training need. Returns the environment's Python.

    What is `coming` from the network begins to come as soon as there is a pip to fetch it with. Well under a second when nothing
    changed. Raises SetupFailure.
    """
    python = script("python")
    if not _undone(tests=tests):
        coming.begin()
        return python
    lock = cache_folder() / f"setting-up-{hashlib.sha256(os.fsencode(VENV)).hexdigest()[:8]}.lock"
    with alone(lock, waiting="Hush is being set up here already: waiting for that."):
        _require_venv(tests=tests)
        # Only now: a new .venv has no marks, and may have another Python.
        wanted, undone = _wanted(tests=tests), _undone(tests=tests)
        for step, install in _steps(python, coming).items():
            if step in undone:
                install()
                _mark(step, wanted[step])
            if step == "engine":
                coming.begin()
    return python


def _steps(python: Path, coming: Coming) -> dict[str, Callable[[], None]]:
    return {
        "program": lambda: _install("Installing the program's packages", "--require-hashes", "--no-deps", "-r", "program.txt"),
        "engine": lambda: install_engine(python, log=LOG, coming=coming),
        "hush": _install_itself,
        "tests": lambda: _install("Installing what the tests need", "--require-hashes", "--no-deps", "-r", "test.txt"),
        "torch": lambda: _install("Installing torch", "--require-hashes", "-r", _torch()),
    }


def script(name: str) -> Path:
    """The path of a program inside `.venv`."""
    return VENV / "Scripts" / f"{name}.exe" if WINDOWS else VENV / "bin" / name


def _undone(*, tests: bool) -> list[str]:
    marks = _marks()
    return [step for step, mark in _wanted(tests=tests).items() if marks.get(step) != mark]


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
    return hashlib.sha256(os.fsencode(text) + b"\0" + file.read_bytes()).hexdigest()[:16]


def _marks() -> dict[str, str]:
    try:
        return json.loads(MARKS.read_text("utf-8")) if script("python").exists() else {}
    except (OSError, ValueError):
        return {}


def _mark(step: str, mark: str) -> None:
    MARKS.write_text(json.dumps({**_marks(), step: mark}, indent=1) + "\n", encoding="utf-8")


def _require_venv(*, tests: bool) -> None:
    """Make `.venv` unless a working one is there, after what the system must have for it."""
    cleared = clear_leftovers(VENV)
    if cleared:
        print(f"Installing again what an interrupted set-up left half done: {', '.join(cleared)}", flush=True)
    fits = _venv_fits()
    building = (not fits or "engine" in _undone(tests=tests)) and cached_wheel() is None
    provide(tests=tests, compiler=building)
    if fits:
        return
    print(f"Making {VENV}", flush=True)
    # Started from inside another environment, the interpreter that made that one is meant.
    base = getattr(sys, "_base_executable", None) or sys.executable
    made = _asked([base, "-P", "-m", "venv", "--clear", str(VENV)])
    if made.returncode:
        raise SetupFailure(f"{made.stdout}{made.stderr}\nThe environment could not be made with {base} -m venv {VENV}")


def _venv_fits() -> bool:
    """Whether `.venv` works, is whole and new enough, and was made in this very place: its programs hold absolute paths."""
    ask = "import os, pip, sys; from importlib.metadata import version; version('pip')"
    told = f"{ask}; print(sys.version_info >= (3, 11), os.fsencode(sys.prefix).hex())"
    try:
        return _asked([str(script("python")), "-P", "-c", told]).stdout.split() == ["True", os.fsencode(VENV).hex()]
    except OSError:
        return False


def _asked(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        env=speaking_utf8(),
        check=False,
    )


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


def _torch() -> str:
    """The lock of the build for processors alone where an index that pip is told of has it, else of the registry's.

    With the hashes of both in one, pip would take that which the index tells the hash of.
    """
    command = [str(script("python")), "-P", "-m", "pip", "install", "--dry-run", "--no-deps", "--no-input", "--require-hashes"]
    return "torch.txt" if _asked([*command, "-r", str(LOCKS / "torch-cpu.txt")]).returncode else "torch-cpu.txt"


def _install_itself() -> None:
    with tempfile.TemporaryDirectory(dir=VENV, prefix="hush-") as scratch:
        wheel = write_wheel(ROOT, Path(scratch))
        _install("Installing Hush", "--no-deps", "--no-index", "--force-reinstall", str(wheel))


def _package(line: str) -> str | None:
    words = line.split()
    if words[:2] == ["Installing", "collected"]:
        return "unpacking"
    return words[1] if len(words) > 1 and words[0] in ("Collecting", "Downloading") else None
