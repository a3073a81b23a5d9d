"""One running Hush: real processes that start at the same moment, die, and speak to each other."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from PySide6.QtCore import QCoreApplication

from app.instance.claim import Claim, folder, is_taken
from app.instance.client import ask
from app.instance.server import MOST_LINKS
from tests.app.command_line import ROOT, Ended, hush

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="runs under Xvfb and ends processes by signals")
Wait = Callable[..., None]
OPEN = "Hush is already open; its window is in front now.\n"


@pytest.fixture
def ends() -> Iterator[None]:
    """Whatever runs at the end of the test is ended."""
    yield
    answer = ask("status")
    if answer is not None:
        running = psutil.Process(answer["pid"])
        running.terminate()
        psutil.wait_procs([running], 10)


def start() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "app"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def listening(limit: float = 30) -> int:
    """Waits until one listens; its process id."""
    until = time.monotonic() + limit
    while time.monotonic() < until:
        answer = ask("status")
        if answer is not None:
            return answer["pid"]
        time.sleep(0.02)
    raise AssertionError("nobody listens")


def test_of_several_starts_at_once_one_opens(display: str, ends: None) -> None:
    started = [start() for _ in range(4)]
    first = listening()
    others = [process for process in started if process.pid != first]
    assert len(others) == 3
    for process in others:
        out, err = process.communicate(timeout=60)
        assert (process.returncode, out, err) == (0, OPEN, "")
    (winner,) = (process for process in started if process.pid == first)
    assert winner.poll() is None
    winner.terminate()
    assert winner.communicate(timeout=10) == ("", "")


def test_killed_one_leaves_nothing_that_hinders(display: str, runtime: Path, ends: None) -> None:
    first = start()
    assert listening() == first.pid
    first.kill()
    first.communicate()
    assert (runtime / "hush/socket").exists()  # nobody could tidy up
    assert ask("status") is None
    assert not is_taken()
    second = start()
    assert listening() == second.pid
    second.terminate()
    second.communicate(timeout=10)


def test_verb_starts_one_that_outlives_it(display: str, ends: None) -> None:
    told = hush("capture", "--json").json
    assert told["started"] is True
    running = psutil.Process(told["pid"])
    assert running.is_running()
    assert running.terminal() is None
    for words in (["capture"], ["talk"], ["talk", "--cancel"], ["show"]):
        assert hush(*words, "--json").json == {"pid": told["pid"], "started": False}
    assert hush("show") == Ended(0, "", "")
    assert hush() == Ended(0, OPEN, "")


@pytest.mark.parametrize("verb", ["show", "capture", "talk"])
def test_verb_without_a_display(verb: str) -> None:
    told = hush(verb, DISPLAY="", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="").refused()
    assert told == ("Hush is not open. Hush cannot open its window: there is no display here. Start it on a desktop first.")


def test_nothing_is_started_to_cancel(display: str) -> None:
    assert hush("talk", "--cancel").refused() == "Hush is not open, so there is no recording to throw away."
    assert ask("status") is None


def test_verb_waits_for_one_that_is_starting(display: str, wait_until: Wait) -> None:
    """Between the claim and the listening lies a second or so."""
    claim = Claim.take()
    assert claim is not None
    asking = subprocess.Popen([sys.executable, "-m", "app", "talk"], cwd=ROOT, stderr=subprocess.PIPE, text=True)
    wait_until(lambda: psutil.Process(asking.pid).cpu_times().user > 0.1)
    server, said = served()
    wait_until(lambda: said)
    assert said == [("talk", {"cancel": False})]
    assert asking.communicate(timeout=10)[1] == ""
    assert asking.returncode == 0
    server.close()
    claim.release()


def served() -> tuple[Any, list[tuple[str, dict[str, Any]]]]:
    """A server in this process, and what it was asked."""
    from app.instance.server import InstanceServer

    server, said = InstanceServer(), list[tuple[str, dict[str, Any]]]()
    server.asked.connect(lambda verb, options: said.append((verb, options)))
    assert server.listen()
    return server, said


class TestServer:
    @pytest.fixture
    def server(self, application: object) -> Iterator[list[tuple[str, dict[str, Any]]]]:
        server, said = served()
        yield said
        server.close()

    def exchange(self, data: bytes, wait_until: Wait) -> bytes:
        """One connection from start to end, while the server works in this very thread."""
        with socket.socket(socket.AF_UNIX) as link:
            link.connect(str(folder() / "socket"))
            link.setblocking(False)
            received: list[bytes] = []

            def over() -> bool:
                try:
                    received.append(link.recv(4096))
                except BlockingIOError:
                    return False
                except ConnectionError:
                    return True
                return received[-1] == b""

            for start in range(0, len(data), 4096):
                link.send(data[start : start + 4096])
            wait_until(over)
        return b"".join(received)

    def test_socket_is_this_persons_alone(self, server: list[Any], runtime: Path) -> None:
        assert folder() == runtime / "hush"
        assert (runtime / "hush").stat().st_mode & 0o777 == 0o700
        assert (runtime / "hush/socket").stat().st_mode & 0o077 == 0

    def test_options_arrive(self, server: list[Any], wait_until: Wait) -> None:
        answer = self.exchange(b'{"verb": "talk", "options": {"cancel": true}}\n', wait_until)
        assert json.loads(answer) == {"pid": os.getpid()}
        assert server == [("talk", {"cancel": True})]

    @pytest.mark.parametrize(
        "line",
        [
            b"\n",
            b"no\n",
            b"[]\n",
            b"[" * 50000 + b"\n",
            b'{"verb": "talk"}\n',
            b'{"verb": "fly", "options": {}}\n',
            b'{"verb": "talk", "options": 3}\n',
            b'{"verb": ["talk"], "options": {}}\n',
        ],
    )
    def test_nonsense_is_answered_with_a_sentence(self, line: bytes, server: list[Any], wait_until: Wait) -> None:
        assert "running Hush" in json.loads(self.exchange(line, wait_until))["problem"]
        assert server == []

    def test_endless_line_is_hung_up_on(self, server: list[Any], wait_until: Wait) -> None:
        assert self.exchange(b"x" * 90000, wait_until) == b""
        assert server == []

    def test_a_link_too_many_is_refused_and_those_before_are_served(self, server: list[Any], wait_until: Wait) -> None:
        links = [socket.socket(socket.AF_UNIX) for _ in range(MOST_LINKS + 1)]
        try:
            for link in links:
                link.connect(str(folder() / "socket"))
                link.setblocking(False)
                QCoreApplication.processEvents()
            wait_until(lambda: _is_over(links[-1]))
            assert not any(map(_is_over, links[:-1]))
            links[0].send(b'{"verb": "show", "options": {}}\n')
            wait_until(lambda: server == [("show", {})])
            wait_until(lambda: _is_over(links[0]))
            answer = self.exchange(b'{"verb": "status", "options": {}}\n', wait_until)  # there is room again
            assert json.loads(answer) == {"pid": os.getpid()}
        finally:
            for link in links:
                link.close()

    def test_a_link_that_says_nothing_is_hung_up_on(
        self, server: list[Any], wait_until: Wait, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("app.instance.server.IDLE_MS", 50)
        with socket.socket(socket.AF_UNIX) as link:
            link.connect(str(folder() / "socket"))
            link.setblocking(False)
            wait_until(lambda: _is_over(link))
        assert server == []


def _is_over(link: socket.socket) -> bool:
    """Whether the other end has hung up; what it said before is read."""
    try:
        while link.recv(4096):
            pass
    except BlockingIOError:
        return False
    except ConnectionError:
        pass
    return True


def test_claim_ends_with_its_process() -> None:
    script = "from app.instance.claim import Claim; c = Claim.take(); print(c is not None, flush=True); input()"
    holder = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdout
    assert holder.stdout.readline() == "True\n"
    assert is_taken()
    assert Claim.take() is None
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    with Claim.take() or pytest.fail("still taken"):
        assert Claim.take() is None
    assert not is_taken()
