"""What a process has open is found, whatever opened it and in whichever of its children."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.commands import privacy
from app.sockets import sockets_of

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere it is psutil's")
OPENS = {
    "tcp": "socket(AF_INET, SOCK_STREAM).listen()",
    "tcp6": "socket(AF_INET6, SOCK_STREAM).listen()",
    "udp": "socket(AF_INET, SOCK_DGRAM).bind(('127.0.0.1', 0))",
    "udp6": "socket(AF_INET6, SOCK_DGRAM).bind(('::1', 0))",
    "unknown": "socket(AF_INET, SOCK_STREAM)",  # neither bound nor connected: in none of the kernel's tables yet
}
WAIT = "; print(flush=True); input()"


def kinds_of(script: str) -> list[tuple[str, str]]:
    """What a process that runs this has open."""
    process = subprocess.Popen([sys.executable, "-c", script + WAIT], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout
    process.stdout.readline()
    try:
        return [(found.kind, found.table) for found in sockets_of(process.pid)]
    finally:
        process.communicate(b"\n")


def listening(opens: str) -> str:
    """The script that does this and keeps the socket."""
    made, then = opens.split(").") if ")." in opens else (opens[:-1], "fileno()")
    return f"from socket import *; s = {made}); s.{then}"


@pytest.mark.parametrize("table", OPENS)
def test_network_socket_is_found(table: str) -> None:
    assert kinds_of(listening(OPENS[table])) == [("unknown" if table == "unknown" else "network", table)]


def test_child_s_socket_is_found() -> None:
    inner = listening(OPENS["tcp"]).replace("'", '"') + WAIT
    script = f"import subprocess as s; p = s.Popen([{sys.executable!r}, '-c', {inner!r}], stdout=-1); p.stdout.readline()"
    assert kinds_of(script) == [("network", "tcp")]


def test_local_and_kernel_sockets_are_told_apart(tmp_path: Path) -> None:
    unix = f"a = socket(AF_UNIX); a.bind({str(tmp_path / 'own')!r})"
    script = f"from socket import *; {unix}; b = socket(AF_NETLINK, SOCK_RAW, 0); b.bind((0, 0))"
    assert sorted(kinds_of(script)) == [("kernel", "netlink"), ("local", "unix")]


def test_doctor_says_what_is_open() -> None:
    import socket

    assert privacy.this().works
    with socket.socket() as link:
        link.bind(("127.0.0.1", 0))
        link.listen()
        told = privacy.this()
    assert not told.works
    assert told.detail == f"process {os.getpid()} has network sockets open (1 tcp). Please report this."
    assert privacy.this().works
