"""Held-out requests that the starter cannot meet, worded as its training words none of them, and pictures without text.

The right answer to each is `world.PLACE`.
"""

from __future__ import annotations

import random

import numpy as np
from PIL import Image, ImageDraw

from inference.evaluation.documents.papers import random_paper
from inference.evaluation.world import lists

__all__ = ["random_request", "random_scene", "random_scene_question"]

_LISTS = lists("declined")


def random_request(rng: random.Random) -> str:
    """The text of a request, with a document's text before it one time in eight."""
    if rng.random() < 0.125:
        paper = random_paper(rng)
        return paper.prompt.removesuffix(paper.question) + _filled(rng, rng.choice(_LISTS["after_paper"]))
    if rng.random() < 0.08:
        return " ".join(_filled(rng, rng.choice(_LISTS["alone"])) for _ in range(2))
    return _filled(rng, rng.choice(_LISTS["alone"]))


def random_scene_question(rng: random.Random) -> str:
    """A question about a picture that has no text in it."""
    return _filled(rng, rng.choice(_LISTS["about_scene"]))


def random_scene(rng: random.Random, width: int, height: int) -> Image.Image:
    """An RGB picture without any text: hills before a sky, perhaps a sun, and grain."""
    grain = np.random.default_rng(rng.getrandbits(32))
    sky, ground = ([rng.uniform(20, 235) for _ in range(3)] for _ in range(2))
    fade = np.linspace(rng.uniform(0.5, 1), rng.uniform(0.8, 1.3), height)[:, None, None]
    pixels = np.clip(np.broadcast_to(np.array(sky) * fade, (height, width, 3)), 0, 255).astype(np.uint8)
    image = Image.fromarray(np.ascontiguousarray(pixels))
    draw = ImageDraw.Draw(image)
    side = min(width, height)
    if rng.random() < 0.5:
        x, y, r = rng.uniform(0, width), rng.uniform(0, height / 2), side * rng.uniform(0.1, 0.25)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=(rng.randint(180, 255), rng.randint(120, 240), rng.randint(40, 200)))
    hills = rng.randint(1, 4)
    for hill in range(hills):
        top, swing = height * (hill + 1) / (hills + 1), side * rng.uniform(0.03, 0.2)
        waves, start = rng.uniform(0.5, 3), rng.uniform(0, 6)
        across = np.linspace(0, width, 40)
        ridge = top + swing * np.sin(across / width * waves * 6.28 + start)
        shade = tuple(round(value * (1 - 0.6 * hill / hills)) for value in ground)
        points = [(float(x), float(y)) for x, y in zip(across, ridge, strict=True)]
        draw.polygon([*points, (width, height), (0, height)], fill=shade)
    noisy = np.asarray(image, np.float32) + grain.standard_normal((height, width, 1), np.float32) * rng.uniform(1, 12)
    return Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))


def _filled(rng: random.Random, template: str) -> str:
    """`template` with something of the lists in each of its slots."""
    while "{" in template:
        start, rest = template.split("{", 1)
        slot, end = rest.split("}", 1)
        template = start + rng.choice(_LISTS["fill"][slot]) + end
    return template
