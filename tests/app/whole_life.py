"""The window's whole life as a program: it opens, loads the starter, is given a picture, whose text is read where the recognisers
are there, is asked about it, answers and is closed.

Prints one line of JSON: the answer, what was read, and every socket that Python made of another family than the local one, every
name that was looked up, every request that was made. What the libraries below Python do is seen from outside.
"""

from __future__ import annotations

import argparse
import json
import socket
import sys
from pathlib import Path
from typing import Any

FOREIGN: list[str] = []
LOOKED_UP = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo", "urllib.Request")


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.__new__" and arguments[1] != socket.AF_UNIX:
        FOREIGN.append(f"{event} {arguments[1]}")
    elif event in LOOKED_UP:
        FOREIGN.append(event)


def main(picture: Path, question: str) -> int:
    from PySide6.QtCore import QTimer
    from PySide6.QtTest import QTest

    from app.commands.window import run
    from app.conversation.asked import OfDraft
    from app.main import application
    from app.window.window import Window

    app = application()
    answers: list[str] = []
    read: list[str] = []
    clock = QTimer(interval=10)

    def live() -> None:
        window = next((widget for widget in app.topLevelWidgets() if isinstance(widget, Window)), None)
        if window is None:
            return
        desk = window._desk
        if desk.model.phase == "ready" and not desk.draft.chips and not desk.transcript.entries:
            desk.drafts.attach_files([picture])
        elif desk.draft.chips and not desk.draft.pending and not desk.draft.text:
            QTest.keyClicks(window.composer.field, question)
            window.composer.asked.emit(OfDraft.SEND)
        elif len(desk.transcript.entries) == 2 and not desk.activity.busy:
            (seen,) = desk.transcript.entries[0].attachments
            known = desk.recognition.known(seen.part.digest)
            if known is None or known.state == "reading":
                return
            clock.stop()
            read.extend(text.text for text in known.texts)
            answers.append(desk.transcript.entries[1].text)
            window.close()

    clock.timeout.connect(live)
    clock.start()
    status = run(argparse.Namespace())
    sys.stdout.write(json.dumps({"answer": answers[0], "read": read, "foreign": FOREIGN}) + "\n")
    return status


if __name__ == "__main__":
    sys.addaudithook(watch)
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
