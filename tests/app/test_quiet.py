"""Hush speaks to nobody: its whole life without any network, and under a trace of every system call that could reach one."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from inference.evaluation.speech import Voice, say, wav
from resources import first_model
from tests.app.command_line import ROOT, hush

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="namespaces and strace are Linux's")
NOWHERE = ["unshare", "--user", "--map-root-user", "--net"]
TRACE = ["strace", "-f", "-qq", "--seccomp-bpf", "-e", "trace=socket,socketpair,connect,bind,sendto,sendmsg,sendmmsg"]
SIGN = "Exit B7"
FIRST_MODEL = first_model()
"""Before the tests' own folders take the place of the person's."""


@pytest.fixture
def life(display: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The command that lives the window's life."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
    image = Image.new("RGB", (240, 48), (250, 250, 246))
    ImageDraw.Draw(image).text((12, 9), SIGN, font=ImageFont.truetype("DejaVuSans.ttf", 28), fill=(20, 20, 30))
    image.save(tmp_path / "sign.png")
    return [sys.executable, "-m", "tests.app.whole_life", str(tmp_path / "sign.png"), "What does it say?"]


def lived(command: list[str], read: list[str]) -> list[str]:
    """Runs it; what was foreign. Fails when the window said anything or did not answer, or recognition did not `read` that."""
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert (ended.returncode, ended.stderr) == (0, "")
    told = json.loads(ended.stdout)
    assert SequenceMatcher(None, told["answer"], SIGN).ratio() > 0.5
    assert told["read"] == read
    return told["foreign"]


def can(command: list[str]) -> bool:
    """Whether this machine lets us; some containers do not."""
    if not shutil.which(command[0]):
        return False
    return subprocess.run([*command, "true"], capture_output=True).returncode == 0


def test_window_lives_without_any_network(life: list[str]) -> None:
    if not can(NOWHERE):
        pytest.skip("this machine lets nobody make a network namespace")
    interfaces = subprocess.run([*NOWHERE, "cat", "/proc/net/dev"], capture_output=True, text=True).stdout
    assert re.findall(r"^ *(\S+):", interfaces, re.MULTILINE) in ([], ["lo"])  # and that one is down
    assert lived([*NOWHERE, *life], []) == []


@pytest.mark.usefixtures("recognisers")
def test_window_makes_no_socket_of_an_internet_family(life: list[str], tmp_path: Path) -> None:
    if not can(TRACE):
        pytest.skip("this machine lets nobody trace a program")
    lived([*TRACE, "-o", str(tmp_path / "calls"), *life], [SIGN])
    calls = (tmp_path / "calls").read_text().splitlines()
    families = {found[1] for call in calls if (found := re.search(r"socket(?:pair)?\((\w+)", call))}
    assert "AF_UNIX" in families  # the trace saw something
    assert families <= {"AF_UNIX"}
    assert not [call for call in calls if "AF_INET" in call]


def test_trace_sees_what_it_should(tmp_path: Path) -> None:
    """The proof has teeth: a program that looks a name up is caught."""
    if not can(TRACE):
        pytest.skip("this machine lets nobody trace a program")
    script = "import socket; socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)"
    subprocess.run([*TRACE, "-o", str(tmp_path / "calls"), sys.executable, "-c", script], check=True)
    assert "socket(AF_INET6" in (tmp_path / "calls").read_text()


@pytest.mark.parametrize(
    ("words", "status"),
    [(["ask", "Hello"], 0), ([], 2), (["capture"], 2)],
    ids=["answering", "no display", "no display for a verb"],
)
def test_command_line_makes_none_either(words: list[str], status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor where the display does not answer: libxcb and python-xlib would then look for it on the network."""
    if not can(TRACE):
        pytest.skip("this machine lets nobody trace a program")
    monkeypatch.setenv("DISPLAY", ":987")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    tmp_path.chmod(0o700)
    command = [*TRACE, "-o", str(tmp_path / "calls"), sys.executable, "-m", "app", *words]
    assert subprocess.run(command, cwd=ROOT, capture_output=True).returncode == status
    assert "AF_INET" not in (tmp_path / "calls").read_text()


@pytest.mark.usefixtures("recognisers")
def test_reading_and_writing_down_makes_none_either(life: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the processes of the recognisers too: the one that has read the picture lives on while the recording is written down,
    for ONNX Runtime would begin to report a few seconds after its start. In continuous integration it would not: that is hidden.
    """
    monkeypatch.delenv("CI", raising=False)
    if not can(TRACE):
        pytest.skip("this machine lets nobody trace a program")
    (tmp_path / "memo.wav").write_bytes(wav(say("Please call me tomorrow morning.", Voice("en-us", 150))))
    files = [str(tmp_path / name) for name in ("sign.png", "memo.wav")]
    command = [*TRACE, "-o", str(tmp_path / "calls"), sys.executable, "-m", "app", "read", *files]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert SIGN in told.stdout
    assert "tomorrow" in told.stdout
    assert "AF_INET" not in (tmp_path / "calls").read_text()


@pytest.mark.skipif(FIRST_MODEL is None, reason="the first model is not in the cache folder: make setup brings it")
def test_the_first_model_asks_nobody(tmp_path: Path) -> None:
    if not can(TRACE):
        pytest.skip("this machine lets nobody trace a program")
    asked = ["ask", "--model", str(FIRST_MODEL), "--max-tokens", "4", "--context", "1024", "Hello"]
    command = [*TRACE, "-o", str(tmp_path / "calls"), sys.executable, "-m", "app", *asked]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (told.returncode, bool(told.stdout.strip())) == (0, True), told.stderr
    assert "AF_INET" not in (tmp_path / "calls").read_text()


def test_doctor_looks_at_the_open_window(life: list[str], display: str) -> None:
    assert "not open" in hush("doctor", "--json").json["window"]["detail"]
    told = hush("show", "--json").json
    try:
        doctor = hush("doctor", "--json").json
        assert doctor["window"]["works"], doctor
        assert "among them its own for verbs" in doctor["window"]["detail"]
        assert doctor["private"]["works"], doctor
        assert doctor["hotkeys"] == {"works": True, "detail": "keys reach Hush whatever window is in front, pressed and released"}
        assert doctor["screen capture"] == {"works": True, "detail": "1280 × 800"}
    finally:
        import psutil

        psutil.Process(told["pid"]).terminate()
