"""Which sockets a process has open, and whether any of them could reach a network: as the system tells it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psutil

__all__ = ["OpenSocket", "sockets_of"]

Kind = Literal["network", "local", "kernel", "unknown"]
"""`local` ends on this machine by its nature, `kernel` in the kernel (netlink). What is `unknown` is not known to be harmless."""

NETWORK = ("tcp", "udp", "udplite", "raw", "icmp", "tcp6", "udp6", "udplite6", "raw6", "icmp6", "packet")
OTHERS: dict[str, Kind] = {"unix": "local", "netlink": "kernel"}
INODE = {"unix": 6, "packet": 8}
"""Which column of the tables in /proc/net has a socket's number; 9 in all others."""


@dataclass(frozen=True)
class OpenSocket:
    """`process` is its number; `table` what it is: tcp, udp6, unix, netlink; `name` the path it was given, of local ones."""

    process: int
    kind: Kind
    table: str
    name: str = ""


def sockets_of(process: int) -> tuple[OpenSocket, ...]:
    """The sockets of a process and of all that it started. Raises OSError or psutil.Error where the system does not say."""
    family = [process, *(child.pid for child in psutil.Process(process).children(recursive=True))]
    read = _from_proc if sys.platform.startswith("linux") else _from_psutil
    return tuple(found for member in family for found in read(member))


def _from_proc(process: int) -> Iterator[OpenSocket]:
    """Every descriptor that is a socket, of whatever family: psutil knows those of the internet only."""
    numbers = set(_numbers(process))
    for table in (*NETWORK, *OTHERS):
        for number, name in _table(process, table):
            if number in numbers:
                numbers.discard(number)
                yield OpenSocket(process, OTHERS.get(table, "network"), table, name)
    for _ in numbers:
        yield OpenSocket(process, "unknown", "unknown")


def _numbers(process: int) -> Iterator[str]:
    for descriptor in Path(f"/proc/{process}/fd").iterdir():
        try:
            found = re.fullmatch(r"socket:\[(\d+)\]", str(descriptor.readlink()))
        except FileNotFoundError:
            continue  # closed in between
        if found:
            yield found[1]


def _table(process: int, name: str) -> Iterator[tuple[str, str]]:
    """A socket's number and its path, for each line of one of the kernel's tables; none where the kernel lacks it."""
    try:
        lines = Path(f"/proc/{process}/net/{name}").read_text(errors="replace").splitlines()[1:]
    except FileNotFoundError:
        return
    for line in lines:
        columns = line.split()
        at = INODE.get(name, 9)
        if len(columns) > at:
            yield columns[at], columns[7] if name == "unix" and len(columns) > 7 else ""


def _from_psutil(process: int) -> Iterator[OpenSocket]:
    for connection in psutil.Process(process).net_connections(kind="all"):
        local = connection.family.name == "AF_UNIX"
        yield OpenSocket(process, "local" if local else "network", "unix" if local else connection.family.name)
