"""A person who talks to the real window's ears, to be killed: records for ever and prints how much there is.

Each line is JSON: {"at": seconds of the monotonic clock, "recorded": seconds}.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from app.sound.sound import Record, Sound
from app.sound.sound_values import Level
from app.worker.lane import ignore


def tell(level: Level) -> None:
    sys.stdout.write(json.dumps({"at": time.monotonic(), "recorded": level.seconds}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    qt = QCoreApplication([])
    sound = Sound(Path(sys.argv[1]))
    job = sound.submit(Record(), ignore, ignore, tell)
    sys.exit(qt.exec())
