"""Of the folder that Hush is started from nothing is opened that was not named: seen in a trace of the system's calls."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="strace is Linux's")
TRACE = ["strace", "-f", "-qq", "-y", "--seccomp-bpf", "-e", "trace=open,openat,openat2,execve,creat"]
DECOYS = (
    "numpy.py", "json.py", "llama_cpp/__init__.py", "inference/__init__.py", "sitecustomize.py", "usercustomize.py",
    "settings.json", "hush.toml", "pyproject.toml", ".env", "python311.zip", "libllama.so", "libc.so.6", "qt.conf",
    "fonts.conf", "named-2.txt", "generation_config.json", "tokenizer.json", "ffmpeg", "mmproj-named.gguf",
    ".hush/settings.json", "pyvenv.cfg",
)  # fmt: skip
OPENED = re.compile(r'(?:open|openat|openat2|execve|creat)\((?:[^"]*, )?"((?:[^"\\]|\\.)*)"')


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with much in it that some program or other looks for."""
    if shutil.which("strace") is None or subprocess.run([*TRACE, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody trace a program")
    place = tmp_path / "downloads"
    for name in DECOYS:
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text("raise SystemExit('a stranger was run')\n")
    (place / "named.txt").write_text("The name is Ada.\n")
    monkeypatch.chdir(place)
    return place


def opened(place: Path, command: list[str]) -> set[str]:
    """Names in `place` that the command and all that it started opened, having done its work."""
    trace = place.parent / "calls"
    done = subprocess.run([*TRACE, "-o", str(trace), *command], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    found: set[str] = set()
    for call in trace.read_text("utf-8", "replace").splitlines():
        if (path := OPENED.search(call)) is None:
            continue
        whole = Path(os.path.normpath(place / path[1]))
        if call.count("AT_FDCWD<") and not path[1].startswith("/") and str(place) not in call.partition('"')[0]:
            continue  # a child, which works in a folder of its own
        if whole.is_relative_to(place) and whole != place:
            found.add(str(whole.relative_to(place)))
    return found


HUSH = str(Path(sys.executable).with_name("hush"))


@pytest.mark.parametrize("words", [["read", "named.txt"], ["price", "--model", "starter", "--document", "named.txt", "Who?"]])
def test_only_what_was_named_is_opened(words: list[str], place: Path) -> None:
    assert opened(place, [HUSH, *words]) == {"named.txt"}


def test_an_answer_opens_nothing_else(place: Path) -> None:
    command = [HUSH, "ask", "--model", "starter", "--max-tokens", "1", "--document", "named.txt", "Who?"]
    assert opened(place, command) == {"named.txt"}


def test_the_trace_sees_what_it_should(place: Path) -> None:
    """The proof has teeth: `python -m` looks in the current folder."""
    (place / "json.py").write_text("")
    assert "json.py" in opened(place, [sys.executable, "-m", "timeit", "-n", "1", "import json"])
