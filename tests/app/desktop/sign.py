"""A line of text that the starter can read: as a picture, and as another program's window on the screen."""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

__all__ = ["PLACE", "SIGN", "SIZE", "Sign", "reads", "sign_picture"]

SIGN = "Exit B7"
PLACE = (900, 60)
"""Where the window is, in pixels of the screen."""
SIZE = (240, 48)


def sign_picture(text: str = SIGN) -> Image.Image:
    image = Image.new("RGB", SIZE, (250, 250, 246))
    ImageDraw.Draw(image).text((12, 9), text, font=ImageFont.truetype("DejaVuSans.ttf", 28), fill=(20, 20, 30))
    return image


def reads(answer: str, text: str = SIGN) -> bool:
    """Whether it was this that was read. How well the starter reads is measured on many pictures elsewhere."""
    return SequenceMatcher(None, answer, text).ratio() > 0.5


class Sign(QWidget):
    """Another program's window."""

    def __init__(self, path: Path) -> None:
        super().__init__(None, Qt.WindowType.FramelessWindowHint)
        self._picture = QPixmap(str(path))
        self.setFixedSize(self._picture.size())
        self.move(*PLACE)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).drawPixmap(0, 0, self._picture)
