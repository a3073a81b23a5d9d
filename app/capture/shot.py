"""From pixels to an attachment: PNG, the soft tokens that suit it, and tiles where one picture would lose its small text.

Runs beside the window; nothing here needs its thread.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

from app import wording
from app.sentences import say
from inference.conversation import PATCH
from inference.errors import EngineFault, MediaError
from inference.sentences import Sentence

if TYPE_CHECKING:
    from inference.media.density import Tiling

__all__ = ["Offer", "Shot", "decode", "encode", "offer", "shot", "tiles"]


@dataclass(frozen=True)
class Shot:
    """A picture to be attached: its PNG, its size in pixels, the height of an x in it, and the budget in soft tokens."""

    name: str
    png: bytes = field(repr=False)
    width: int
    height: int
    budget: int
    x_height: float | None = None
    """None where no text was found."""
    patch: int = PATCH
    """Pixels a side of one soft token of the model it is meant for."""


@dataclass(frozen=True)
class Offer:
    """A screenshot whose text is too small at any budget: `tokens` as one picture, `tiling.tokens` as pieces."""

    shot: Shot
    tokens: int
    tiling: Tiling

    def sentence(self) -> Sentence:
        whole, cut = wording.tokens(self.tokens), wording.tokens(self.tiling.tokens)
        return say("screenshot-small-text", whole=whole, parts=len(self.tiling.tiles), cut=cut)


def shot(name: str, picture: QImage, png: bytes = b"", *, patch: int = PATCH) -> Shot:
    """`picture` as an attachment; `png` is its file where there is one already. Raises EngineFault if it cannot be encoded."""
    from inference.media.density import budget_for, x_height

    measured = x_height(_pixels(picture))
    budget = budget_for(picture.width(), picture.height(), measured, patch=patch)
    is_png = png.startswith(b"\x89PNG\r\n\x1a\n")
    return Shot(name, png if is_png else encode(picture), picture.width(), picture.height(), budget, measured, patch)


def offer(taken: Shot) -> Offer | None:
    """Tiles for a shot, None where it can be read as it is."""
    from inference.media.density import choices, tiling

    cut = tiling(taken.width, taken.height, taken.x_height, patch=taken.patch)
    if cut is None:
        return None
    whole = choices(taken.width, taken.height, taken.x_height, patch=taken.patch)
    return Offer(taken, next(choice.tokens for choice in whole if choice.budget == taken.budget), cut)


def tiles(offered: Offer) -> tuple[Shot, ...]:
    """The pieces, row by row, each with its own budget. Names say which part they are."""
    from inference.decoding.decoder import decoder

    whole = offered.shot
    stem, count = whole.name.removesuffix(".png"), len(offered.tiling.tiles)
    boxes = [tile.box for tile in offered.tiling.tiles]
    pieces = zip(offered.tiling.tiles, decoder().cut("screenshot", whole.png, boxes), strict=True)
    return tuple(
        replace(
            whole, name=f"{stem}, part {number} of {count}.png", png=png, width=tile.width, height=tile.height, budget=tile.budget
        )
        for number, (tile, png) in enumerate(pieces, 1)
    )


def decode(data: bytes) -> QImage:
    """The picture in a file that the desktop made. Raises MediaError."""
    picture = QImage.fromData(data)
    if picture.isNull():
        raise MediaError(say("screenshot-unreadable"))
    return picture


def _pixels(picture: QImage):  # numpy is not imported for an annotation
    """The pixels as uint8 [height, width, 3]."""
    import numpy as np

    rgb = picture.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(rgb.constBits(), np.uint8).reshape(rgb.height(), rgb.bytesPerLine())
    return rows[:, : rgb.width() * 3].reshape(rgb.height(), rgb.width(), 3).copy()  # Qt frees its own with `rgb`


def encode(picture: QImage) -> bytes:
    """It as a PNG. Raises EngineFault."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    # Opaque pixels, so three bytes each. 80 is a light compression: the file is kept, but the person waits.
    if not picture.convertToFormat(QImage.Format.Format_RGB888).save(buffer, "PNG", 80):  # pyright: ignore[reportCallIssue, reportArgumentType]
        raise EngineFault(say("screenshot-unwritable"))
    return bytes(buffer.data().data())
