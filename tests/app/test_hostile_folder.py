"""The folder that Hush is started from may hold a stranger's Python files beside a model: none of them is ever run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from app.instance.client import ask
from inference.loading import LoadSettings, ModelFiles
from inference.memory.probe import probe
from inference.vetting import require_tried
from installers import verbs

NAMES = ("numpy", "json", "pathlib", "argparse", "psutil", "gguf", "llama_cpp", "PySide6", "__future__", "inference", "resources")
Wait = Callable[..., None]


@pytest.fixture
def folder(tmp_path: Path, starter: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A model and its projector, and modules beside them that tell who ran them. It is the current folder."""
    place = tmp_path / "downloads"
    place.mkdir()
    for source, name in zip(starter, ("model.gguf", "projector.gguf"), strict=True):
        shutil.copy(source, place / name)
    for name in NAMES:
        (place / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'a').write('{name} ')")
    monkeypatch.chdir(place)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))  # no verdict from before
    return place


def ran(folder: Path) -> str:
    told = folder.parent / "ran"
    return told.read_text() if told.exists() else ""


def shadow(folder: Path, name: str) -> None:
    """A stranger's module that does what Python's own does, and tells that it ran."""
    own = Path(str(import_module(name).__file__)).read_text("utf-8")
    (folder / f"{name}.py").write_text(f"open({str(folder.parent / 'ran')!r}, 'a').write('{name} ')\n{own}", "utf-8")


def entries() -> list[list[str]]:
    return [[sys.executable, "-m", "app"], [str(Path(sys.executable).with_name("hush"))]]


def test_the_stranger_s_files_would_be_run(folder: Path) -> None:
    subprocess.run([sys.executable, "-m", "timeit", "-n", "1", "import numpy"], capture_output=True, check=True)
    assert "numpy" in ran(folder)


def test_trial(folder: Path) -> None:
    require_tried(ModelFiles(Path("model.gguf"), Path("projector.gguf")), cache_dir=None)
    assert ran(folder) == ""


def test_probe(folder: Path) -> None:
    assert probe(ModelFiles(Path("model.gguf")), LoadSettings(context=512, image_tokens=0)).full
    assert ran(folder) == ""


@pytest.mark.parametrize("entry", entries(), ids=["module", "script"])
@pytest.mark.parametrize(
    "words", [("ask", "--max-tokens", "1", "Hello"), ("plan", "--measure", "--context", "512")], ids=["trial", "probe"]
)
def test_command_line(entry: list[str], words: tuple[str, ...], folder: Path) -> None:
    command = [*entry, words[0], "--model", "model.gguf", "--mmproj", "projector.gguf", *words[1:]]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=120)
    assert (done.returncode, ran(folder)) == (0, ""), done.stderr


@pytest.mark.parametrize("path", ["", ".", f"{os.pathsep}/nowhere", "../downloads"])
@pytest.mark.parametrize("entry", entries(), ids=["module", "script"])
def test_entry_of_the_path_that_is_the_current_folder(
    entry: list[str], path: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", path)
    done = subprocess.run([*entry, "plan", "--model", "model.gguf"], capture_output=True, text=True, timeout=120)
    assert (done.returncode, ran(folder)) == (0, ""), done.stderr


def test_what_python_itself_starts_with_is_told(folder: Path) -> None:
    """Before the first line of Hush `python -m` has run it: all that is left is to say so."""
    shadow(folder, "contextlib")
    subprocess.run([sys.executable, "-m", "site"], capture_output=True, check=True)
    taken = ran(folder)
    done = subprocess.run([sys.executable, "-m", "app", "plan"], capture_output=True, text=True, timeout=120)
    assert ran(folder) == taken * 2, "nothing more than Python takes by itself"
    if taken:
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(
            f"hush: {folder} has files that took the place of Python's own before Hush began: contextlib."
        )
    else:  # later interpreters have it built in
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("entry", [entries()[1], [sys.executable, "-P", "-m", "app"]], ids=["script", "safe"])
def test_ways_that_take_nothing_from_the_folder(entry: list[str], folder: Path) -> None:
    for name in ("contextlib", "importlib", "collections"):
        shadow(folder, name)
    done = subprocess.run([*entry, "plan", "--model", "model.gguf"], capture_output=True, text=True, timeout=120)
    assert (done.returncode, ran(folder)) == (0, ""), done.stderr


def test_set_up_starts_it_apart_from_the_folder(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in ("contextlib", "importlib", "collections"):
        shadow(folder, name)
    monkeypatch.setenv("PYTHONPATH", os.pathsep)
    monkeypatch.setattr(verbs, "prepare", lambda **_: Path(sys.executable))
    assert verbs.perform("run", ["plan", "--model", "model.gguf"]) == 0
    assert "altogether" in capfd.readouterr().out
    assert ran(folder) == ""


@pytest.mark.skipif(sys.platform == "win32", reason="runs under Xvfb and ends processes by signals")
@pytest.mark.parametrize("entry", entries(), ids=["module", "script"])
def test_window(entry: list[str], folder: Path, display: str, wait_until: Wait, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder.parent))
    monkeypatch.setenv("XDG_DATA_HOME", str(folder.parent / "data"))
    with subprocess.Popen(entry, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as window:
        try:
            wait_until(lambda: window.poll() is not None or ask("status") is not None, 60)
        finally:
            window.terminate()
        assert window.communicate(timeout=20) == ("", "")
    assert ran(folder) == ""
