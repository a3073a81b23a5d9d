"""Draws the README's pictures of the window: python -m tests.app.pictures [FOLDER]

Everything in them is real: the model, the files, the answers. Wants espeak-ng and a display, for example
xvfb-run -s "-screen 0 1600x1200x24".
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from PySide6.QtTest import QTest

from app.building import build, wind_down
from app.capture.sound import Sound
from app.controllers.desk import Desk
from app.main import application
from app.widgets.window import Window
from app.worker import Worker
from app.worker.history import HistoryWorker
from tests.app.history import filled

ROOT = Path(__file__).resolve().parents[2]


def main(folder: Path) -> None:
    app = application()
    worker = Worker()
    kept = Path(tempfile.mkdtemp())
    filled(
        kept,
        [("Which bread keeps longest?", 0), ("Heating plant, page 3", 1), ("Receipt", 1.1), ("Trip to Lisbon", 9)],
    )
    history, sound = HistoryWorker(kept), Sound()
    desk = build(worker, history, sound, settings=kept / "settings.json")
    assert desk.past is not None
    app.setProperty("theme", "light")
    window = Window(desk)
    window.resize(1140, 760)
    window.show()
    window.activateWindow()
    desk.past.chats.start()
    desk.models.load_starter()
    wait(lambda: desk.model.phase == "ready" and desk.model.memory is not None)
    with tempfile.TemporaryDirectory() as place:
        sign, memo, notes = files(Path(place))
        ask(desk, window, "What does it say?", sign)
        wait(lambda: desk.drafts.prices.current)
        save(window, folder / "answer.png")
        desk.chat.new_chat()
        app.setProperty("theme", "dark")
        window.retheme()
        attach(desk, window, "What is the total?", sign, memo, notes)
        wait(lambda: all(chip.tokens for chip in desk.draft.chips))
        save(window, folder / "draft.png")
    window.close()
    wind_down(desk)
    worker.close()
    history.close()
    sound.close()


def files(place: Path) -> tuple[Path, Path, Path]:
    """A line of text as a picture, spoken digits, and a list of lines."""
    sign, memo, notes = place / "sign.png", place / "memo.wav", place / "order.txt"
    image = Image.new("RGB", (192, 72), (250, 250, 246))
    ImageDraw.Draw(image).text((12, 20), "Exit B7", font=ImageFont.truetype("DejaVuSans.ttf", 28), fill=(20, 20, 30))
    image.save(sign)
    subprocess.run(["espeak-ng", "-w", str(memo), "three seven two"], check=True)
    notes.write_text("name: Maria Keller\ncity: Basel\ntotal: 48.20\n" + "".join(f"item {n}: {7 * n}\n" for n in range(200)))
    return sign, memo, notes


def attach(desk: Desk, window: Window, question: str, *paths: Path) -> None:
    desk.drafts.attach_files(list(paths))
    wait(lambda: not desk.draft.pending)
    window.composer.field.setPlainText(question)


def ask(desk: Desk, window: Window, question: str, *paths: Path) -> None:
    attach(desk, window, question, *paths)
    before = len(desk.transcript.entries)
    desk.chat.send()
    wait(lambda: len(desk.transcript.entries) > before and not desk.activity.busy)


def save(window: Window, path: Path) -> None:
    QTest.qWait(800)
    window.composer.field.setFocus()
    picture = window.grab().toImage()
    assert picture.save(str(path)), path


def wait(condition: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "nothing happened"
        QTest.qWait(5)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "resources" / "pictures")
