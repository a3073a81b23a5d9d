"""What a child that opens a person's files may not do: see them, write, or connect, where the system can say so.

On Linux landlock leaves it Hush's own code and the system's libraries to read, and seccomp no way to a network; elsewhere, and on
a kernel without them, it is a plain child. Everything here holds for what the child starts as well, and cannot be undone.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import struct
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

__all__ = ["Walls", "confine"]

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _FILTER = 38, 22, 2
_CREATE, _ADD, _RESTRICT = 444, 445, 446
"""The three calls of landlock, the same on every processor."""
_ABI, _PATH_BENEATH = 1, 1
_RIGHTS = (0, 13, 14, 15, 15, 16, 16)
"""How many kinds of access to files each version of landlock knows; the newest one for every later version."""
_READ = 1 << 0 | 1 << 2 | 1 << 3
"""Execute, read a file, list a folder."""
_READ_FILE = _READ & ~(1 << 3)
_NETWORK, _SCOPES = 0b11, 0b11
"""Bind and connect (version 4); sockets without a place and signals of others (version 6)."""
_SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/opt", "/nix/store", "/etc/ld.so.cache", "/etc/fonts", "/etc/alternatives",
           "/etc/localtime", "/dev/null", "/dev/urandom", "/dev/random", "/sys/devices/system/cpu", "/proc/cpuinfo",
           "/proc/meminfo")  # fmt: skip
# seccomp: the numbers of socket, ptrace, process_vm_readv, process_vm_writev, io_uring_setup, which opens sockets as well, bpf,
# and pidfd_getfd.
_FORBIDDEN = {
    "x86_64": (0xC000003E, (41, 101, 310, 311, 425, 321, 438)),
    "aarch64": (0xC00000B7, (198, 117, 270, 271, 425, 280, 438)),
}
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 13
"""SECCOMP_RET_ALLOW, and SECCOMP_RET_ERRNO with EACCES."""
_X32 = 0x40000000
_SYSTEM_NAME: str = sys.platform  # a name of its own: type checkers skip what is meant for other systems


class Walls(NamedTuple):
    """What holds: that it sees no file of the person, and that it cannot connect."""

    files: bool = False
    network: bool = False


def confine(reads: Iterable[Path] = ()) -> Walls:
    """Shut this process in before it has another thread; `reads` are files and folders that it may read besides.

    What was imported before stays usable. Returns what the system could promise.
    """
    if _SYSTEM_NAME != "linux":
        return Walls()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return Walls()
    files, connections = _shut_files(libc, reads)
    return Walls(files, _shut_calls(libc) or connections)


def _shut_files(libc: ctypes.CDLL, reads: Iterable[Path]) -> tuple[bool, bool]:
    """With landlock; whether that holds for files, and for connections."""
    call: Any = libc.syscall
    version = int(call(_CREATE, None, ctypes.c_size_t(0), _ABI))
    if version < 1:
        return False, False
    handled = (1 << _RIGHTS[min(version, len(_RIGHTS) - 1)]) - 1
    rules = struct.pack("=QQQ", handled, _NETWORK if version >= 4 else 0, _SCOPES if version >= 6 else 0)
    ruleset = call(_CREATE, rules, ctypes.c_size_t(len(rules) if version >= 6 else 16 if version >= 4 else 8), 0)
    if ruleset < 0:
        return False, False
    try:
        for place in {*map(Path, _SYSTEM), *_own(), *reads}:
            _allow(call, ruleset, place, handled)
        held = call(_RESTRICT, ruleset, 0) == 0
        return held, held and version >= 4
    finally:
        os.close(ruleset)


def _allow(call: Any, ruleset: int, place: Path, handled: int) -> None:
    with contextlib.suppress(OSError):  # there is no such place here
        opened = os.open(place, os.O_PATH | os.O_CLOEXEC)
        try:
            rights = (_READ if place.is_dir() else _READ_FILE) & handled
            call(_ADD, ruleset, _PATH_BENEATH, struct.pack("=Qi", rights, opened), 0)
        finally:
            os.close(opened)


def _own() -> set[Path]:
    """Python, its packages, and the engine's own code: never the folder that Hush was cloned into."""
    paths = {Path(sys.prefix), Path(sys.base_prefix), Path(__file__).resolve().parent.parent}
    return paths | {Path(place) for name, place in sysconfig.get_paths().items() if name.endswith(("lib", "stdlib"))}


def _shut_calls(libc: ctypes.CDLL) -> bool:
    """With seccomp: no sockets, and no way into another process."""
    machine, numbers = _FORBIDDEN.get(platform.machine(), (0, ()))
    if not machine or sys.maxsize < 1 << 32:
        return False
    # Each instruction: code, how many to skip if true and if false, constant. Another machine, x86's second table: refused.
    first = [(_LOAD, 0, 0, 4), (_EQUAL, 0, len(numbers) + 3, machine), (_LOAD, 0, 0, 0), (_AT_LEAST, len(numbers) + 1, 0, _X32)]
    tests = [(_EQUAL, len(numbers) - at, 0, number) for at, number in enumerate(numbers)]
    code = [*first, *tests, (_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    program = b"".join(struct.pack("=HBBI", *instruction) for instruction in code)
    buffer = ctypes.create_string_buffer(program, len(program))
    return libc.prctl(_PR_SET_SECCOMP, _FILTER, struct.pack("@HP", len(code), ctypes.addressof(buffer)), 0, 0) == 0
