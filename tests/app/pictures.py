"""Draws the window: the README's two pictures, or every screen in light and dark with a sheet of each.

    python -m tests.app.pictures [FOLDER]
    python -m tests.app.pictures --all FOLDER

Everything in them is real: the models, the files, the answers; what is rare is brought about (tests.app.screens). Wants the
first model, espeak-ng and a display, for example xvfb-run -s "-screen 0 1600x1200x24"; with QT_SCALE_FACTOR=2 one twice as
large. The sheets are screens-light.png and screens-dark.png beside the README's pictures.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from PIL import Image, ImageColor, ImageDraw, ImageFont
from PySide6.QtTest import QTest

from app.look import theme
from tests.app.screens import SCREENS
from tests.app.stage import SIZE, Stage, opened, wait

PICTURES = Path(__file__).resolve().parents[2] / "resources" / "pictures"
THEMES = ("light", "dark")
COLUMNS, WIDTH, GAP, CAPTION = 3, 560, 24, 40
"""Pixels of the sheets."""


def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as kept, opened(Path(kept)) as stage:
        stage.load_first()
        stage.ask("What is the total, and by when is it to be paid?", "bill")
        wait(lambda: stage.desk.drafts.prices.current)
        save(stage, folder / "answer.png")
        stage.desk.chat.new_chat()
        stage.dress("dark")
        stage.attach("What is the total?", "bill", "memo", "notes")
        stage.priced()
        save(stage, folder / "draft.png")


def draw_all(folder: Path) -> None:
    """Every screen as FOLDER/NAME-THEME.png, and the sheets."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as kept, opened(Path(kept)) as stage:
        for name in THEMES:
            stage.dress(name)
            for screen in SCREENS:
                stage.clear()
                path = folder / f"{screen.name}-{name}.png"
                assert screen.draw(stage).save(str(path)), path
    for name, colours in zip(THEMES, (theme.LIGHT, theme.DARK), strict=True):
        sheet(folder, name, colours).save(PICTURES / f"screens-{name}.png", optimize=True)


def sheet(folder: Path, name: str, colours: theme.Theme) -> Image.Image:
    """All screens in one theme, each with what it is beneath it."""
    height = WIDTH * SIZE[1] // SIZE[0]
    rows = -(-len(SCREENS) // COLUMNS)
    size = (COLUMNS * (WIDTH + GAP) + GAP, rows * (height + CAPTION + GAP) + GAP)
    whole, face = Image.new("RGB", size, colours.sunken), ImageFont.truetype("DejaVuSans.ttf", 15)
    pen = ImageDraw.Draw(whole)
    for place, screen in enumerate(SCREENS):
        left, top = GAP + place % COLUMNS * (WIDTH + GAP), GAP + place // COLUMNS * (height + CAPTION + GAP)
        with Image.open(folder / f"{screen.name}-{name}.png") as drawn:
            shown = drawn.convert("RGB")
        shown.thumbnail((WIDTH, height), Image.Resampling.LANCZOS)
        whole.paste(shown, (left + (WIDTH - shown.width) // 2, top + (height - shown.height) // 2))
        pen.text((left + WIDTH / 2, top + height + 10), screen.title, font=face, fill=colours.text, anchor="ma")
    return whole.quantize(palette=palette(whole, colours), dither=Image.Dither.NONE)  # half the bytes, and text stays sharp


def palette(image: Image.Image, colours: theme.Theme) -> Image.Image:
    """256 colours: those of the theme as they are, however small their spots, and what else there is most of."""
    every = [*vars(colours).values(), *colours.segments.values(), *colours.code.values()]
    own = [channel for colour in every if isinstance(colour, str) for channel in ImageColor.getrgb(colour)[:3]]
    found = image.quantize(256 - len(own) // 3, dither=Image.Dither.NONE).getpalette() or []
    chosen = Image.new("P", (1, 1))
    chosen.putpalette((own + found)[: 3 * 256])
    return chosen


def save(stage: Stage, path: Path) -> None:
    QTest.qWait(800)
    stage.window.composer.field.setFocus()
    assert stage.window.grab().toImage().save(str(path)), path


if __name__ == "__main__":
    asked = argparse.ArgumentParser(prog="python -m tests.app.pictures")
    asked.add_argument("folder", nargs="?", type=Path, default=PICTURES)
    asked.add_argument("--all", action="store_true", help="every screen, in light and dark")
    given = asked.parse_args()
    (draw_all if given.all else main)(given.folder)
