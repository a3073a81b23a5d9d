"""Devices, pipes and links to them are refused wherever a path is taken: nothing waits for them, nothing reads for ever."""

from __future__ import annotations

import os
import signal
import stat
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app import cli
from app.desk import Desk
from app.settings.settings_file import read as read_settings
from app.worker.preparing import prepare
from app.worker.sums import sum_of
from inference.errors import HushError, InputError, MediaError, ModelFileError
from inference.gguf.header import read_header
from inference.recognition.whisper_file import require_whisper
from inference.regular import NotAFile, read_regular
from inference.stop import StopFlag
from tests.opened import part_at

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="its devices have names of their own")
KINDS = ("zero", "fifo", "link to zero", "link to fifo", "socket")
PATIENCE_S = 5.0


@pytest.fixture(params=KINDS)
def odd(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Something that is no file."""
    os.mkfifo(tmp_path / "fifo")
    if request.param == "socket":
        os.mknod(tmp_path / "socket", stat.S_IFSOCK | 0o600)
    targets = {"link to zero": Path("/dev/zero"), "link to fifo": tmp_path / "fifo"}
    if request.param in targets:
        (tmp_path / "link.png").symlink_to(targets[request.param])
        return tmp_path / "link.png"
    return Path("/dev/zero") if request.param == "zero" else tmp_path / request.param


def in_time(act: Callable[[], object]) -> BaseException | None:
    """What it raised. Fails where it does not come back."""
    raised: list[BaseException | None] = []

    def run() -> None:
        try:
            act()
            raised.append(None)
        except BaseException as error:  # noqa: BLE001 - it is looked at
            raised.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(PATIENCE_S)
    assert raised, "it waits for a pipe, or reads without end"
    return raised[0]


@pytest.mark.parametrize(
    ("takes", "error"),
    [
        (part_at, MediaError),
        (lambda path: prepare("a.png", path), MediaError),
        (read_header, ModelFileError),
        (require_whisper, ModelFileError),
        (lambda path: sum_of(path, tell=lambda _done, _of: None, stop=StopFlag()), InputError),
        (lambda path: read_regular(path, 1000), NotAFile),
    ],
    ids=["attachment", "drop", "model", "speech model", "sum", "any"],
)
def test_it_is_refused(takes: Callable[[Path], object], error: type[BaseException], odd: Path) -> None:
    raised = in_time(lambda: takes(odd))
    assert isinstance(raised, error)
    assert "a device or a pipe" in str(raised)


@pytest.mark.parametrize(
    "words", [["read"], ["ask", "x", "--image"], ["ask", "x", "--model"], ["inspect"], ["chat", "--script"], ["plan", "--model"]]
)
def test_no_verb_waits_for_it(words: list[str], odd: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def give_up(_number: int, _frame: object) -> None:
        raise AssertionError("it waits for a pipe, or reads without end")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(20)
    try:
        status = cli.main([*words, str(odd)])
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    assert status == 2
    said = capsys.readouterr()
    assert any(why in said.err + said.out for why in ("a device or a pipe", "not a file"))


def test_settings_that_are_none_are_not_waited_for(odd: Path) -> None:
    found: list[object] = []
    assert in_time(lambda: found.append(read_settings(odd))) is None
    assert "a device or a pipe" in str(found[0])


def test_drop_says_so_and_the_window_goes_on(app: QApplication, desk: Desk, odd: Path, wait_until: Callable[..., None]) -> None:
    desk.drafts.attach_files([odd])
    wait_until(lambda: not desk.draft.pending, 10)
    (chip,) = desk.draft.chips
    assert "a device or a pipe" in chip.problem


def test_what_does_not_say_how_long_it_is_is_bounded(tmp_path: Path) -> None:
    with pytest.raises(HushError):
        part_at(Path("/proc/self/mem")) if sys.platform.startswith("linux") else part_at(tmp_path / "missing")
    (tmp_path / "long").write_bytes(bytes(5_000))
    assert len(read_regular(tmp_path / "long", 1_000)) == 1_001
