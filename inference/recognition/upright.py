"""How a picture has to be turned to be upright: by a quarter or a half, and by the few degrees a page lay askew on the scanner.

Both are seen in where text was found, so they hold for dark and light alike. Whether it stands on its head is not: that is tried.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PIL import Image

from inference.recognition.finder import Found

__all__ = ["lies_on_its_side", "quarter", "slant", "turned"]

_LEAST = 0.15
"""Degrees; less is left as it is."""
_RISE = 0.4
"""Of the thickness of a line: if none rises by more, from end to end, the picture is left as it is."""
_MOST = 15.0
"""Degrees; more is no careless scan."""
_LONG = 5.0
"""Times as long as thick: a piece that tells a direction."""
_ENOUGH = 40.0
"""Times as long as thick, all of these together: of less a word's own shape would be taken for a slope."""
_AGREE = 0.6
"""Share of all that is long which lies within a degree and a half of the slant."""
_GROUND = 16  # pixels of the edge that tell the colour to fill corners with


def lies_on_its_side(found: Sequence[Found]) -> bool:
    """Whether most of the text runs up or down."""
    long = [piece for piece in found if piece.length >= 3 * piece.thickness]
    standing = sum(piece.length for piece in long if abs(piece.slope) > math.pi / 4)
    return standing > 0.6 * sum(piece.length for piece in long)


def slant(found: Sequence[Found]) -> float:
    """Degrees clockwise that lines of text fall to the right; 0 where they are level or do not agree."""
    telling = [piece for piece in found if piece.length >= _LONG * piece.thickness]
    long = sorted((math.degrees(piece.slope), piece.length) for piece in telling)
    if sum(piece.length / piece.thickness for piece in telling) < _ENOUGH:
        return 0.0
    angles, lengths = np.array(long).T
    reached = np.cumsum(lengths)
    middle = float(angles[np.searchsorted(reached, reached[-1] / 2)])
    near = np.abs(angles - middle) < 1.5
    if not _LEAST <= abs(middle) <= _MOST or lengths[near].sum() < _AGREE * reached[-1]:
        return 0.0
    slope = float((angles[near] * lengths[near]).sum() / lengths[near].sum())
    rise = max(abs(math.tan(math.radians(slope))) * piece.length / piece.thickness for piece in telling)
    return slope if rise > _RISE else 0.0


def quarter(picture: Image.Image, degrees: int) -> Image.Image:
    """The picture turned clockwise by 0, 90, 180 or 270 degrees."""
    turns = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
    return picture.transpose(turns[degrees]) if degrees else picture


def turned(picture: Image.Image, degrees: float) -> Image.Image:
    """The picture turned clockwise by a few degrees, on a frame that holds all of it; new corners have the colour of its edge."""
    edge = picture.crop((0, 0, picture.width, min(_GROUND, picture.height))).resize((1, 1), Image.Resampling.BOX)
    return picture.rotate(-degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=edge.getpixel((0, 0)))
