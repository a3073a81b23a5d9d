"""What dense supervision asks of a patch is what lies in it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.evaluation.drawing import Face, Sheet, font_file
from inference.training import batches
from inference.training.batches import ACROSS, CLASSES, SLOTS
from inference.training.decoder import TINY

SANS = font_file("DejaVuSans.ttf", "fonts-dejavu-core")
Slots = NDArray[np.int64]


def _told(lines: list[str], *, size: int, pitch: int) -> tuple[Slots, Slots, batches.Layout]:
    sheet = Sheet(312, 120, (255, 255, 255))
    for i, line in enumerate(lines):
        sheet.write((5, 4 + i * pitch), line, Face(SANS, size), (0, 0, 0))
    canvas = batches.layout(312, 120, TINY, budget=65)
    assert canvas.resized == (312, 120)
    return *batches.targets(sheet.screen().characters, canvas, TINY), canvas


def _seen(told: Slots, patch: int, slots: slice) -> str:
    return "".join(CLASSES[kind] for kind in told[patch][slots] if kind < len(CLASSES))


def test_every_character_is_asked_for_once() -> None:
    text = "Seat 14C, row 9"
    told, place, canvas = _told([text], size=24, pitch=40)
    assert "".join(_seen(told, patch, slice(0, SLOTS)) for patch in range(canvas.tokens)) == text.replace(" ", "")
    first = [int(at) for at in place if at >= 0]
    assert first == sorted(first)
    assert first[0] == 0


def test_two_lines_in_one_patch_are_told_apart() -> None:
    told, _, canvas = _told(["aaaaaaaaaaaa", "bbbbbbbbbbbb", "cccccccccccc", "dddddddddddd"], size=10, pitch=12)
    both = [patch for patch in range(canvas.tokens) if _seen(told, patch, slice(ACROSS, SLOTS))]
    assert both
    for patch in both:
        upper, lower = _seen(told, patch, slice(0, ACROSS)), _seen(told, patch, slice(ACROSS, SLOTS))
        assert len(set(upper)) == len(set(lower)) == 1
        assert ord(lower[0]) == ord(upper[0]) + 1


def test_what_lies_outside_is_not_asked_for() -> None:
    sheet = Sheet(100, 48, (255, 255, 255))
    sheet.write((90, 4), "outside", Face(SANS, 24), (0, 0, 0))
    told, _ = batches.targets(sheet.screen().characters, batches.layout(100, 48, TINY, budget=8), TINY)
    assert sum(kind < len(CLASSES) for kind in told.flatten()) <= 1
