"""What `setup.py` does for each verb: prepares the environment as far as the verb needs it, then starts something in it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from installers.coming import Coming, wanted
from installers.environment import ROOT, prepare, script
from installers.failure import SetupFailure
from installers.pace import Patience
from installers.pinned import Thing, things

__all__ = ["perform"]

HEADLESS = """\
Hush is ready, but there is no display here to open its window on (neither DISPLAY nor WAYLAND_DISPLAY is set).
Ask from the command line instead: {hush} ask --image PICTURE.png "What does it say?"    (all verbs: {hush} --help)"""


def perform(verb: str, rest: Sequence[str]) -> int:
    """Does one verb with its further arguments; returns the exit status. Raises SetupFailure when set-up cannot go on."""
    asked = list(rest) if verb == "setup" else []
    unknown = set(asked) - things().keys()
    if unknown:
        names = ", ".join(things())
        raise SetupFailure(f"{', '.join(unknown)}: nothing of that name can be set up; these can: {names}", status=2)
    patience = Patience(rest=None) if asked else Patience()
    with Coming(_chosen(verb, asked), python=script("python"), patience=patience, insist=verb == "setup") as coming:
        python = str(prepare(tests=verb not in ("setup", "run"), coming=coming))
    if verb == "setup":
        return _set_up(lacking=bool(asked and coming.lacking))
    hush = str(script("hush"))
    if verb == "run":
        return _run(python, hush, rest)
    if verb == "lint":
        return max(_start(command) for command in _checks(python))
    if verb == "train-smoke":
        return _train_smoke(python, hush)
    return _start([python, "-m", {"test": "pytest", "bench": "tests.bench"}[verb], *rest])


def _chosen(verb: str, asked: Sequence[str]) -> list[Thing]:
    """What a verb wants to be there: `setup` what it names, checks nothing, tests all but the model."""
    if verb in ("lint", "train-smoke"):
        return []
    return [thing for thing in wanted(asked) if thing.name != "model" or verb in ("setup", "run")]


def _set_up(*, lacking: bool) -> int:
    if lacking:
        return 1
    print("Hush is ready. `make run` opens it, `make test` runs the tests.")
    return 0


def _run(python: str, hush: str, rest: Sequence[str]) -> int:
    if not rest and _headless():
        shown = Path(hush)
        print(HEADLESS.format(hush=shown.relative_to(Path.cwd()) if shown.is_relative_to(Path.cwd()) else shown))
        return 0
    # Isolated: whatever folder this is, and whatever PYTHONPATH says, Python's modules are Python's own.
    return _start([python, "-I", "-m", "app", *rest], cwd=None)


def _checks(python: str) -> list[list[str]]:
    return [
        [python, "-m", "ruff", "check", "."],
        [python, "-m", "ruff", "format", "--check", "."],
        [python, "-m", "pyright"],
        [python, "-m", "pytest", "-q", "tests/test_architecture.py"],
    ]


def _train_smoke(python: str, hush: str) -> int:
    """The starter's whole way in small: train until the losses fall, export, and let Hush look at the pair. Nothing is kept."""
    with tempfile.TemporaryDirectory(prefix="hush-train-") as scratch:
        pair = [f"{scratch}/hush-starter.gguf", f"{scratch}/hush-starter-mmproj.gguf"]
        steps = [[python, "-m", "inference.training.train", "--smoke", "--out", scratch], [hush, "inspect", *pair]]
        return next((status for status in map(_start, steps) if status), 0)


def _headless() -> bool:
    return sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _start(command: Sequence[str], *, cwd: Path | None = ROOT) -> int:
    environment = {**os.environ, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}  # "a newer pyright is out": the lock decides
    with subprocess.Popen(list(command), cwd=cwd, env=environment) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:  # the child has it too and decides for itself
                continue
