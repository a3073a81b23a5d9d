"""Pictures as the model sees them: the patches that the engine's resizing leaves, and what each patch holds.

Every picture goes through the resizing the engine uses (`inference.media.image`), so that the model is trained on the pixels
it will be given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inference.evaluation.drawing import Character
from inference.media.image import fit, resize
from inference.training.shape import Shape

__all__ = ["ACROSS", "CLASSES", "SLOTS", "Layout", "layout", "patches", "targets"]

CLASSES = "".join(chr(code) for code in range(0x21, 0x7F)) + "€£"
"""What dense supervision tells apart: every visible character of ASCII, and two currencies."""
ACROSS = 5
SLOTS = ACROSS * 2
"""Characters told apart within one patch: five of the upper line in it, five of the lower."""


@dataclass(frozen=True)
class Layout:
    """A canvas and the size the engine gives it, in pixels; `columns` x `rows` patches."""

    width: int
    height: int
    resized: tuple[int, int]
    columns: int
    rows: int

    @property
    def tokens(self) -> int:
        """Soft tokens."""
        return self.columns * self.rows


def layout(width: int, height: int, shape: Shape, *, budget: int) -> Layout:
    """A canvas of `width` x `height` pixels at `budget` soft tokens."""
    resized = fit(width, height, budget=budget, patch=shape.patch, positions=shape.positions)
    return Layout(width, height, resized, resized[0] // shape.patch, resized[1] // shape.patch)


def patches(image: Image.Image, canvas: Layout, shape: Shape) -> NDArray[np.float32]:
    """Pixels [rows * columns, patch * patch * 3] as the engine's resizing leaves them, colour fastest, as shares of 1."""
    pixels = np.asarray(resize(image, canvas.resized), np.float32) / np.float32(255)
    side = shape.patch
    cut = pixels.reshape(canvas.rows, side, canvas.columns, side, 3).transpose(0, 2, 1, 3, 4)
    return cut.reshape(canvas.tokens, -1)


def targets(characters: Sequence[Character], canvas: Layout, shape: Shape) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """What each of N patches of a picture with these `characters` (in reading order) holds.

    Slots [N, SLOTS]: the characters whose middles lie in the patch, from left to right, first those of the upper line, then those
    of the next; len(CLASSES) for none. Place [N]: where in its line the first of them stands, -1 for none.
    """
    slots, place = np.full((canvas.tokens, SLOTS), len(CLASSES), np.int64), np.full(canvas.tokens, -1, np.int64)
    across, down = canvas.resized[0] / canvas.width / shape.patch, canvas.resized[1] / canvas.height / shape.patch
    lines: dict[int, list[int]] = {}  # of each patch
    used: dict[tuple[int, int], int] = {}  # slots of each line in a patch
    for character in characters:
        column, row, kind = int(character.x * across), int(character.y * down), CLASSES.find(character.text)
        if kind < 0 or not (0 <= column < canvas.columns and 0 <= row < canvas.rows):
            continue
        patch = row * canvas.columns + column
        known = lines.setdefault(patch, [])
        if character.line not in known:
            known.append(character.line)
        if place[patch] < 0:
            place[patch] = character.place
        which, slot = known.index(character.line), used.get((patch, character.line), 0)
        if which < SLOTS // ACROSS and slot < ACROSS:
            slots[patch, which * ACROSS + slot] = kind
            used[patch, character.line] = slot + 1
    return slots, place
