"""The window as a program that somebody types into, to be ended from outside: python -m tests.app.ended_from_outside WORDS

Prints "typed" once the words stand in the message field, and does nothing more.
"""

from __future__ import annotations

import argparse
import sys

from PySide6.QtCore import QTimer

from app.commands.window import run
from app.main import application
from app.window.window import Window


def main(words: str) -> int:
    app = application()
    clock = QTimer(interval=10)

    def live() -> None:
        window = next((widget for widget in app.topLevelWidgets() if isinstance(widget, Window)), None)
        if window is None or window._desk.past is None or window._desk.past.shown.phase != "ready":
            return
        clock.stop()
        window.composer.field.insertPlainText(words)
        sys.stdout.write("typed\n")
        sys.stdout.flush()

    clock.timeout.connect(live)
    clock.start()
    return run(argparse.Namespace())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
