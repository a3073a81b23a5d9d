"""The whole program on folders of its own, for pictures of it: chats and memos of before, the starter, and files to attach."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import soundfile
from PIL import Image, ImageDraw, ImageFont
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.building import build, wind_down
from app.main import application
from app.sound.sound import Sound
from app.window.window import Window
from app.worker import Worker
from app.worker.finding import ModelFinder
from app.worker.history import HistoryWorker
from inference.conversation import AudioPart
from inference.history.store import open_history
from tests.app.history import DAY, filled
from tests.factories import make_pdf

__all__ = ["SIZE", "Stage", "opened", "picture", "wait"]

SIZE = (1140, 760)
"""Of the window, in logical pixels."""
SETTLE_MS = 500
CHATS = [("Which bread keeps longest?", 0.0), ("Heating plant, page 3", 1.0), ("Receipt", 1.1), ("Trip to Lisbon", 9.0)]
ANSWER = "Rye bread keeps longest: a sour dough stays good for a week, wheat bread for two days."
MEMOS = (  # what is said, days ago, its text
    ("four zero seven", 0.01, ""),
    ("call the dentist", 1.1, "Call the dentist on Monday and ask whether the appointment can be moved to the week after."),
    ("nine", 2.2, "Maria says the heating plant report needs page three again, and the figures for October are not ours."),
    ("one two three", 40.0, "Rye, butter, two lemons."),
)


class Stage:
    """Waits for what it does. `files` are called sign, bill, memo, notes, pdf and archive."""

    def __init__(self, kept: Path) -> None:
        self.kept = kept
        self.app = application()
        self._chats: dict[tuple[str, ...], int] = {}
        self.files = files(kept / "files")
        filled(kept, CHATS, answer=ANSWER)
        remember(kept, self.files["memo"].parent)
        self.worker, self.history, self.sound = Worker(), HistoryWorker(kept), Sound()
        self.finder = ModelFinder(kept / "cache")
        self.desk = build(self.worker, self.history, self.sound, settings=kept / "settings.json", finder=self.finder)
        self.app.setProperty("theme", "light")
        self.window = Window(self.desk)
        self.window.resize(*SIZE)
        self.window.show()
        self.window.activateWindow()
        assert self.desk.past is not None
        self.desk.past.chats.start()
        self.load()

    def load(self, context: int | None = None) -> None:
        """The starter, with that many tokens of context; None leaves it to the plan."""
        self.desk.models.load_starter(context=context)
        wait(lambda: self.desk.model.phase == "ready" and self.desk.model.memory is not None)

    def load_first(self) -> None:
        """The small real model that set-up brings."""
        self.desk.models.load_first()
        wait(lambda: self.desk.model.phase == "ready" and self.desk.model.memory is not None)

    def dress(self, theme: str) -> None:
        self.app.setProperty("theme", theme)
        self.window.retheme()

    def attach(self, question: str, *names: str) -> None:
        self.desk.drafts.attach_files([self.files[name] for name in names])
        wait(lambda: not self.desk.draft.pending)
        self.window.composer.field.setPlainText(question)

    def ask(self, question: str, *names: str) -> None:
        self.attach(question, *names)
        before = len(self.desk.transcript.entries)
        self.desk.chat.send()
        wait(lambda: len(self.desk.transcript.entries) > before and not self.desk.activity.busy)

    def ask_once(self, question: str, *names: str) -> None:
        """The chat in which that was asked, opened again where it was: the list of chats stays short."""
        past, keeper = self.desk.past, self.desk.keeper
        assert past is not None
        if (question, *names) in self._chats:
            past.chats.open(self._chats[question, *names])
            wait(lambda: self.desk.transcript.entries and not keeper.reading)
        else:
            self.ask(question, *names)
            assert keeper.chat is not None
            self._chats[question, *names] = keeper.chat
        self.priced()

    def priced(self) -> None:
        wait(lambda: self.desk.drafts.prices.current and all(chip.tokens for chip in self.desk.draft.chips if not chip.problem))

    def seen(self, *above: QWidget) -> QImage:
        """The window, with prices of what is written in it now."""
        wait(lambda: self.desk.drafts.prices.current)
        return picture(self.window, *above)

    def clear(self) -> None:
        """An empty chat in the window's usual size; no dialog, no notice, nothing written."""
        for dialog in self.window.findChildren(QDialog):
            dialog.close()
        desk = self.desk
        desk.relief.dismiss()
        desk.notice.clear()
        desk.room.close()
        for chip in desk.draft.chips:
            desk.drafts.remove(chip.number)
        self.window.composer.field.clear()
        desk.chat.new_chat()
        assert self.window.chats is not None
        self.window.chats.search.clear()
        self.window.resize(*SIZE)
        self.window.activateWindow()
        self.window.composer.field.setFocus()
        QTest.qWait(50)

    def dialog(self) -> QDialog:
        """The one that is open."""
        found = QApplication.activeModalWidget()
        assert isinstance(found, QDialog)
        return found

    def close(self) -> None:
        self.window.close()
        wind_down(self.desk)
        for thread in (self.worker, self.history, self.sound, self.finder):
            thread.close()


@contextmanager
def opened(kept: Path) -> Iterator[Stage]:
    stage = Stage(kept)
    yield stage
    stage.close()


def files(place: Path) -> dict[str, Path]:
    """A line of text as a picture, spoken digits, a list of lines, a PDF of pages, and something Hush does not read."""
    place.mkdir()
    made = {
        name: place / file
        for name, file in (
            ("sign", "sign.png"),
            ("bill", "invoice.png"),
            ("memo", "memo.wav"),
            ("notes", "order.txt"),
            ("pdf", "heating plant.pdf"),
            ("archive", "everything from last year.zip"),
        )
    }
    image = Image.new("RGB", (192, 72), (250, 250, 246))
    ImageDraw.Draw(image).text((12, 20), "Exit B7", font=ImageFont.truetype("DejaVuSans.ttf", 28), fill=(20, 20, 30))
    image.save(made["sign"])
    bill().save(made["bill"])
    say(made["memo"], "three seven two")
    made["notes"].write_text(
        "name: Maria Keller\ncity: Basel\ntotal: 48.20\n" + "".join(f"item {n}: {7 * n}\n" for n in range(200))
    )
    made["pdf"].write_bytes(make_pdf(*(f"Heating plant, page {n}" for n in range(1, 9))))
    made["archive"].write_bytes(b"PK\x03\x04" + bytes(200))
    return made


def bill() -> Image.Image:
    """An invoice as a screenshot shows it."""
    image = Image.new("RGB", (640, 420), (255, 255, 255))
    pen, ink, faint = ImageDraw.Draw(image), (24, 24, 32), (110, 110, 120)
    small, large = ImageFont.truetype("DejaVuSans.ttf", 15), ImageFont.truetype("DejaVuSans-Bold.ttf", 24)
    pen.text((32, 28), "Keller & Sons, Joinery", font=large, fill=ink)
    pen.text((32, 66), "Invoice 2026-114, 16 November 2026", font=small, fill=faint)
    rows = (("Oak shelf, oiled", "3", "186.00"), ("Fitting, per hour", "2.5", "145.00"), ("Delivery", "1", "28.50"))
    for number, row in enumerate((("Item", "Quantity", "Amount"), *rows, ("Total", "", "359.50 EUR"))):
        face = ImageFont.truetype(f"DejaVuSans{'-Bold' if number in (0, 4) else ''}.ttf", 15)
        for left, text in zip((32, 330, 460), row, strict=True):
            pen.text((left, 120 + 40 * number), text, font=face, fill=ink)
        pen.line((32, 150 + 40 * number, 608, 150 + 40 * number), fill=(225, 225, 230))
    pen.text((32, 346), "Payable by 14 December 2026 to account 4471-209.", font=small, fill=ink)
    return image


def remember(kept: Path, place: Path) -> None:
    """MEMOS, in the chats there are."""
    now = [0.0]
    history = open_history(kept, clock=lambda: now[0]).history
    for words, age, text in MEMOS:
        now[0] = time.time() - age * DAY
        said = place / "said.wav"
        say(said, words)
        name = time.strftime("Voice memo %H:%M.wav", time.localtime(now[0]))
        history.memos.keep(AudioPart(name, said.read_bytes()), seconds=soundfile.info(said).duration, text=text)
    history.close()


def say(path: Path, words: str) -> None:
    subprocess.run(["espeak-ng", "-w", str(path), words], check=True)


def picture(below: QWidget, *above: QWidget) -> QImage:
    """What can be seen of it once it has come to rest, with what floats above it in its place."""
    QTest.qWait(SETTLE_MS)
    image = below.grab().toImage()
    painter = QPainter(image)
    for widget in above:
        painter.drawPixmap(below.mapFromGlobal(widget.mapToGlobal(QPoint(0, 0))), widget.grab())
    painter.end()
    return image


def wait(condition: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "nothing happened"
        QTest.qWait(5)
