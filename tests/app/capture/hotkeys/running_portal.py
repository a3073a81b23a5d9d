"""The test's side of the portal's process (mock_portal.py): what it is told to do, and which calls it got."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

__all__ = ["Portal"]

ROOT = Path(__file__).resolve().parents[4]


class Portal:
    """On the bus that DBUS_SESSION_BUS_ADDRESS names, once `calls("ready")` is true; until `close`."""

    def __init__(self, folder: Path, *how: str) -> None:
        self._log = (folder / f"portal{len(list(folder.glob('portal*')))}.jsonl").open("w+")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.app.capture.hotkeys.mock_portal", *how],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=self._log,
            text=True,
        )

    def does(self, *words: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(" ".join(words) + "\n")
        self._process.stdin.flush()

    def calls(self, method: str) -> list[dict[str, Any]]:
        said = [json.loads(line) for line in Path(self._log.name).read_text().splitlines()]
        return [call for call in said if call["method"].rpartition(".")[2] == method]

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(10)
        self._log.close()
