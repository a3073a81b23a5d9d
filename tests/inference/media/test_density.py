"""How small text is, measured on pictures drawn with known fonts; and the budget that keeps it readable."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from inference.conversation import IMAGE_BUDGETS
from inference.media.density import LEGIBLE, WITHOUT_TEXT, budget_for, choices, x_height
from inference.media.prepared import fit

WORDS = "The quick brown fox jumps over the lazy dog, and pays 1,204.50 for it. Möwe, Straße. "
GROUNDS = {
    "black on white": ((20, 20, 30), (255, 255, 255)),
    "grey on black": ((150, 155, 160), (23, 25, 29)),
    "pale grey on white": ((150, 150, 150), (255, 255, 255)),
}


def page(
    pixels: int, face: str = "DejaVuSans", ground: str = "black on white", size: tuple[int, int] = (900, 600)
) -> Image.Image:
    """Lines of text in a font of `pixels`, set as on a screen."""
    ink, paper = GROUNDS[ground]
    picture, font = Image.new("RGB", size, paper), ImageFont.truetype(f"{face}.ttf", pixels)
    draw = ImageDraw.Draw(picture)
    for number, top in enumerate(range(10, size[1] - 2 * pixels, round(pixels * 1.35))):
        line = (WORDS * 4)[7 * number % 60 :][: int(size[0] / (pixels * 0.62))]
        draw.text((12, top), line, font=font, fill=ink)
    return picture


def pixels_of(picture: Image.Image) -> NDArray[np.uint8]:
    return np.asarray(picture)


def x_of(pixels: int, face: str) -> int:
    """The height of an x as the font itself says it."""
    left_top_right_bottom = ImageFont.truetype(f"{face}.ttf", pixels).getbbox("x")
    return round(left_top_right_bottom[3] - left_top_right_bottom[1])


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("face", ["DejaVuSans", "DejaVuSansMono", "DejaVuSerif"])
@pytest.mark.parametrize("pixels", [9, 11, 13, 16, 20, 28])
def test_height_of_an_x_is_the_fonts_own(pixels: int, face: str, ground: str) -> None:
    measured = x_height(pixels_of(page(pixels, face, ground)))
    assert measured is not None
    assert abs(measured - x_of(pixels, face)) <= max(1, 0.1 * pixels)


def test_smaller_text_decides_where_there_is_enough_of_it() -> None:
    picture = page(28, size=(900, 900))
    picture.paste(page(11, size=(900, 400)), (0, 500))
    assert x_height(pixels_of(picture)) == x_height(pixels_of(page(11)))
    few = page(20, size=(900, 900))
    few.paste(page(9, size=(120, 40)), (700, 840))  # a clock in a corner
    assert x_height(pixels_of(few)) == x_height(pixels_of(page(20)))


def test_frames_and_rules_are_no_text() -> None:
    framed = page(14)
    draw = ImageDraw.Draw(framed)
    for left in range(5, 900, 63):
        draw.line((left, 0, left, 600), fill=(0, 0, 0))
    draw.rectangle((2, 2, 897, 597), outline=(90, 90, 90), width=3)
    assert x_height(pixels_of(framed)) == x_height(pixels_of(page(14)))


def noise() -> Image.Image:
    grain = np.random.default_rng(1).integers(0, 255, (400, 600, 3), dtype=np.uint8)
    return Image.fromarray(grain)


@pytest.mark.parametrize(
    "picture",
    [
        Image.new("RGB", (600, 400), (200, 30, 60)),
        Image.linear_gradient("L").resize((600, 400)).convert("RGB"),
        noise(),
        Image.eval(noise().filter(ImageFilter.GaussianBlur(4)), lambda value: max(0, min(255, (value - 128) * 6 + 128))),
        Image.new("RGB", (1, 1)),
        Image.new("RGB", (3, 900), "white"),
    ],
    ids=["plain", "gradient", "noise", "blobs", "one pixel", "strip"],
)
def test_no_text_is_none(picture: Image.Image) -> None:
    assert x_height(pixels_of(picture)) is None


@pytest.mark.parametrize("size", [(1920, 1080), (3840, 2160), (300, 200), (60, 900), (1, 4000)])
@pytest.mark.parametrize("height", [4.0, 7.0, 12.0, 40.0])
def test_budget_is_the_smallest_that_stays_legible(size: tuple[int, int], height: float) -> None:
    offered = choices(*size, height)
    assert [choice.budget for choice in offered] == list(IMAGE_BUDGETS)
    for choice in offered:
        width, rows = fit(*size, budget=choice.budget, patch=48, positions=1120)
        assert choice.tokens == width * rows // 48**2
        assert choice.x_height is not None
        assert choice.x_height == pytest.approx(height * min(width / size[0], rows / size[1]))
        assert choice.legible == (choice.x_height >= LEGIBLE)
    budget = budget_for(*size, height)
    legible = [choice.budget for choice in offered if choice.legible]
    assert budget == (min(legible) if legible else IMAGE_BUDGETS[-1])


def test_budgets_of_usual_screenshots() -> None:
    """A part of a window, a window, a whole screen, in the 13-pixel text of most desktops."""
    small = x_height(pixels_of(page(13)))
    assert [budget_for(*size, small) for size in ((420, 180), (1000, 700), (1920, 1080))] == [70, 280, 560]


@pytest.mark.parametrize(("size", "budget"), [((64, 64), 70), ((640, 480), 140), ((1920, 1080), WITHOUT_TEXT)])
def test_picture_without_text_gets_no_more_than_it_has(size: tuple[int, int], budget: int) -> None:
    assert budget_for(*size, None) == budget
    assert all(choice.legible for choice in choices(*size, None))


def test_measuring_survives_resizing() -> None:
    """What is predicted of the resized picture is what is measured on it."""
    picture = page(20, size=(1200, 800))
    height = x_height(pixels_of(picture))
    assert height is not None
    size = fit(1200, 800, budget=280, patch=48, positions=1120)
    again = x_height(pixels_of(picture.resize(size, Image.Resampling.BICUBIC)))
    predicted = next(choice.x_height for choice in choices(1200, 800, height) if choice.budget == 280)
    assert again == pytest.approx(predicted, abs=1.1)
