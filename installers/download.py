"""Downloads one pinned file of a package: `python download.py wheel|source NAME==VERSION SHA256 FOLDER`.

Runs under the Python of `.venv` with the pip that the lock names. Through pip's own finder and session, so that an index, a
mirror, a proxy or a certificate that a person has set for pip counts here too. Its verb `pip download` does not do: for a source
archive it wants metadata, and unpacks the archive under TEMP for that, where llama.cpp's longest paths are too long for Windows.

The sum only chooses among the files of that version; whoever asked checks it. Ends when its standard input does, so that
nothing goes on without whoever asked. Exit status: 3 no index has it, 4 an index cannot be reached, 5 no room, 1 anything
else; the last line on standard error says more.
"""

from __future__ import annotations

import errno
import logging
import os
import shutil
import sys
import threading
from pathlib import Path
from typing import Any

from pip._internal.commands import create_command
from pip._internal.exceptions import PipError
from pip._internal.network.download import Downloader
from pip._internal.utils.hashes import Hashes
from pip._vendor.packaging.requirements import Requirement
from pip._vendor.requests import RequestException

GONE, UNREACHABLE, NO_ROOM = 3, 4, 5


class Unread(logging.Handler):
    """What pip says in passing of each index it could not read."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line that says so."""
        if "Could not fetch URL" in (line := record.getMessage()):
            self.said.append(line)


def main(form: str, requirement: str, sha256: str, folder: str) -> int:
    """Downloads and returns the exit status."""
    unread = Unread()
    collector = logging.getLogger("pip._internal.index.collector")
    collector.setLevel(logging.DEBUG)
    collector.addHandler(unread)
    wanted = Requirement(requirement)
    try:
        found = _download(form, wanted, sha256, Path(folder))
    except (PipError, RequestException) as error:
        print(error, file=sys.stderr)
        return GONE if getattr(getattr(error, "response", None), "status_code", 0) in (404, 410) else UNREACHABLE
    except OSError as error:
        print(error, file=sys.stderr)
        return NO_ROOM if error.errno in (errno.ENOSPC, errno.EDQUOT) else 1
    unreached = [line for line in unread.said if " 404 " not in line]
    if not found and unreached:
        print(unreached[-1], file=sys.stderr)
        return UNREACHABLE
    return 0 if found else GONE


def _download(form: str, wanted: Requirement, sha256: str, folder: Path) -> bool:
    command: Any = create_command("download")
    forms = ["--only-binary", wanted.name] if form == "wheel" else ["--no-binary", wanted.name]
    # Kept in pip's own cache as well it would take twice the room.
    options, _ = command.parse_args(["--no-input", "--no-cache-dir", "--disable-pip-version-check", *forms])
    with command.main_context():
        session = command.get_default_session(options)
        finder = command._build_package_finder(options, session, ignore_requires_python=True)
        best = finder.find_best_candidate(wanted.name, wanted.specifier, Hashes({"sha256": [sha256]})).best_candidate
        if best is None:
            return False
        if best.link.is_file:
            shutil.copy(best.link.file_path, folder)
        else:
            Downloader(session, "off")(best.link, str(folder))
    return True


def _end_with_whoever_asked() -> None:
    sys.stdin.read()
    os._exit(1)


if __name__ == "__main__":
    threading.Thread(target=_end_with_whoever_asked, daemon=True).start()
    sys.exit(main(*sys.argv[1:]))
