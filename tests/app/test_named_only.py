"""Under a trace of every file that is opened: of the folder where Hush is started, nothing but what was named is looked into."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.app.command_line import ROOT
from tests.factories import make_pdf, picture_bytes, sound_bytes

TRACE = ["strace", "-f", "-qq", "--seccomp-bpf", "-y", "-e", "trace=open,openat,openat2,creat"]
_KEPT = ("XDG_", "HOME", "PATH", "HUSH_", "LANG")
NAMED = ("letter.pdf", "notes.txt")
LURING = ("numpy.py", "PIL.py", "letter.txt", "fonts.conf", "ld.so.cache", ".env", "inference/__init__.py", "sitecustomize.py")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "downloads"
    (place / "inference").mkdir(parents=True)
    for name in LURING:
        (place / name).write_text("raise SystemExit('a stranger ran')\n")
    (place / "letter.pdf").write_bytes(make_pdf("Dear B, the rent is 1450 euro."))
    (place / "notes.txt").write_text("Bring the keys.\n")
    (place / "other.png").write_bytes(picture_bytes())
    (place / "other.wav").write_bytes(sound_bytes())
    return place


@pytest.mark.skipif(
    not sys.platform.startswith("linux") or not shutil.which("strace") or subprocess.run([*TRACE, "true"]).returncode != 0,
    reason="needs strace, and a machine that lets it trace",
)
def test_read_opens_what_was_named_and_nothing_else(folder: Path) -> None:
    trace = folder.parent / "trace"
    command = [*TRACE, "-o", str(trace), sys.executable, "-P", "-m", "app", "read", *NAMED]
    environment = {name: value for name, value in os.environ.items() if name.startswith(_KEPT)} | {"PYTHONPATH": str(ROOT)}
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, env=environment)
    assert ended.returncode == 0, ended.stderr
    assert "1450 euro" in ended.stdout
    assert "Bring the keys" in ended.stdout
    calls = re.findall(r'openat2?\((?:AT_FDCWD|\d+)<([^>]*)>, "([^"]*)"', trace.read_text())
    assert len(calls) > 100
    opened = {Path(place, name) for place, name in calls}
    inside = {str(path.relative_to(folder)) for path in opened if path.is_relative_to(folder)}
    assert inside - {"."} == set(NAMED)
