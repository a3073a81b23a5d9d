"""What the children of tests/inference/decoding try to do behind their walls."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from inference.decoding.confined import Walls, confine

held = Walls()


def enter() -> None:
    global held  # noqa: PLW0603 - a child answers for its whole process
    held = confine()


def walls(_tell: Any) -> list[bool]:
    return list(held)


def _refused(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except PermissionError:
        return True
    return False


def reaches(_tell: Any, *, file: str, folder: str) -> dict[str, bool]:
    """Of each thing whether it was refused."""
    return {
        "read": _refused(Path(file).read_bytes),
        "list": _refused(lambda: list(Path(folder).iterdir())),
        "write": _refused(lambda: Path(folder, "new").write_text("x")),
        "remove": _refused(Path(file).unlink),
        "connect": _refused(lambda: socket.create_connection(("127.0.0.1", 9), 1)),
        "look up": _refused(lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM)),
        "by another program": subprocess.run(["/bin/cat", file], capture_output=True).returncode != 0,
    }
