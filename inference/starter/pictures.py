"""Screens as the model sees them: the canvas, the patches the engine's resizing leaves, and what each patch holds.

Every picture goes through the resizing the engine uses (`inference.media.image`), so that the model is trained on the pixels
it will be given.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inference.media.image import fit, resize
from inference.starter.scene import Character
from inference.starter.shape import Shape

__all__ = ["ACROSS", "CLASSES", "SLOTS", "Layout", "Targets", "layout", "patches", "patches_of", "random_layout", "targets"]

CLASSES = "".join(chr(code) for code in range(0x21, 0x7F)) + "€£"
"""What dense supervision tells apart: every visible character of ASCII, and two currencies."""
ACROSS = 5
_ROWS = 2
SLOTS = ACROSS * _ROWS
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


@dataclass(frozen=True)
class Targets:
    """What the patches of one picture hold. All [N, ...] for N patches.

    slots: int64 [N, SLOTS], the characters whose middles lie in the patch, from left to right, first those of the upper line,
    then those of the next; len(CLASSES) for none. line, place: int64 [N], of the first of them, -1 for none.
    """

    slots: NDArray[np.int64]
    line: NDArray[np.int64]
    place: NDArray[np.int64]


def layout(width: int, height: int, shape: Shape, *, budget: int) -> Layout:
    """A canvas of `width` x `height` pixels at `budget` soft tokens."""
    resized = fit(width, height, budget=budget, patch=shape.patch, positions=shape.positions)
    return Layout(width, height, resized, resized[0] // shape.patch, resized[1] // shape.patch)


def random_layout(rng: random.Random, shape: Shape, *, budget: int) -> Layout:
    """A canvas as a person crops one, at a budget that keeps about its own size: enlarged by 0.95 to 1.5, at times to 2.8."""
    scale = rng.uniform(0.95, 1.5) if rng.random() < 0.75 else rng.uniform(1.5, 2.8)
    area, aspect = budget * shape.patch**2 / scale**2, math.exp(rng.uniform(math.log(0.8), math.log(6.5)))
    height = min(max(36.0, math.sqrt(area / aspect)), 460.0)
    return layout(min(max(120, round(area / height)), 760), round(height), shape, budget=budget)


def patches(image: Image.Image, canvas: Layout, shape: Shape) -> NDArray[np.uint8]:
    """Pixels [rows * columns, patch * patch * 3] as the engine's resizing leaves them, colour fastest."""
    pixels = np.asarray(resize(image, canvas.resized))
    side = shape.patch
    cut = pixels.reshape(canvas.rows, side, canvas.columns, side, 3).transpose(0, 2, 1, 3, 4)
    return cut.reshape(canvas.tokens, -1)


def patches_of(characters: Sequence[Character], canvas: Layout, shape: Shape) -> list[int]:
    """The patch that the middle of each of `characters` lies in, counted row by row; -1 outside of the picture."""
    across, down = canvas.resized[0] / canvas.width / shape.patch, canvas.resized[1] / canvas.height / shape.patch
    found: list[int] = []
    for character in characters:
        column, row = int(character.x * across), int(character.y * down)
        inside = 0 <= column < canvas.columns and 0 <= row < canvas.rows
        found.append(row * canvas.columns + column if inside else -1)
    return found


def targets(characters: Sequence[Character], canvas: Layout, shape: Shape) -> Targets:
    """What each patch of a picture with these `characters` (in reading order) holds."""
    slots = np.full((canvas.tokens, SLOTS), len(CLASSES), np.int64)
    line, place = np.full(canvas.tokens, -1, np.int64), np.full(canvas.tokens, -1, np.int64)
    next_slot = [0] * canvas.tokens
    last_line = [-1] * canvas.tokens
    for character, patch in zip(characters, patches_of(characters, canvas, shape), strict=True):
        kind = CLASSES.find(character.text)
        if kind < 0 or patch < 0:
            continue
        if line[patch] < 0:
            line[patch], place[patch] = character.line, character.place
        elif character.line != last_line[patch]:
            next_slot[patch] = ACROSS if last_line[patch] == line[patch] else SLOTS
        last_line[patch] = character.line
        end = ACROSS if character.line == line[patch] else SLOTS
        if next_slot[patch] < end:
            slots[patch, next_slot[patch]] = kind
            next_slot[patch] += 1
    return Targets(slots, line, place)
