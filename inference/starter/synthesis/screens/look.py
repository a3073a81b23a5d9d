"""The colours of a made-up screen: light or dark, grey or tinted, every text readable on what is under it."""

from __future__ import annotations

import random
from dataclasses import dataclass

from inference.starter.drawing import Colour, contrast

__all__ = ["LEAST", "Look", "against", "random_look"]

LEAST = 60
"""Of 255: the least contrast between a text and what it is written on."""


@dataclass(frozen=True)
class Look:
    """Colours by what they are for. `backdrop` lies behind the panel, `ground` is the panel; `field` is where one types.

    ink, muted: text on `ground` (and `field`); accent: what is selected, with `on_accent` on it; edge: rules and frames.
    """

    dark: bool
    backdrop: Colour
    ground: Colour
    field: Colour
    ink: Colour
    muted: Colour
    accent: Colour
    on_accent: Colour
    edge: Colour


def random_look(rng: random.Random, *, dark: float = 0.4) -> Look:
    """`dark`: how likely the theme is dark."""
    is_dark = rng.random() < dark
    ground = _ground(rng, dark=is_dark)
    field = _mixed(ground, (255, 255, 255), rng.choice((0, 0.06, 0.12)) if is_dark else rng.choice((0.3, 0.7, 1)))
    ink = _ink(rng, ground, field, dark=is_dark)
    muted = _mixed(ink, ground, rng.uniform(0.1, 0.45))
    if min(contrast(muted, ground), contrast(muted, field)) < LEAST + 10:
        muted = ink
    accent = _accent(rng, ground)
    return Look(
        dark=is_dark,
        backdrop=_mixed(ground, _random(rng), rng.uniform(0.1, 0.9)) if rng.random() < 0.7 else _random(rng),
        ground=ground,
        field=field,
        ink=ink,
        muted=muted,
        accent=accent,
        on_accent=_on(rng, accent),
        edge=_mixed(ground, ink, rng.uniform(0.12, 0.5)),
    )


def against(rng: random.Random, ground: Colour, *, least: float = LEAST + 20) -> Colour:
    """A colour of any hue that can be read on `ground`."""
    for _ in range(40):
        colour = _random(rng)
        if contrast(colour, ground) >= least:
            return colour
    return _on(rng, ground)


def _random(rng: random.Random) -> Colour:
    return rng.randrange(256), rng.randrange(256), rng.randrange(256)


def _mixed(a: Colour, b: Colour, share: float) -> Colour:
    """`a` with `share` of `b` in it."""
    return tuple(round(x + share * (y - x)) for x, y in zip(a, b, strict=True))  # pyright: ignore[reportReturnType]


def _ground(rng: random.Random, *, dark: bool) -> Colour:
    if rng.random() < 0.35:
        return rng.choice(((0, 0, 0), (30, 30, 30), (18, 18, 24))) if dark else (255, 255, 255)
    light = rng.randint(0, 75) if dark else rng.randint(200, 255)
    if rng.random() < 0.5:
        return light, light, light
    return tuple(min(255, max(0, light + rng.randint(-28, 28))) for _ in range(3))  # pyright: ignore[reportReturnType]


def _ink(rng: random.Random, ground: Colour, field: Colour, *, dark: bool) -> Colour:
    plain = (255, 255, 255) if dark else (0, 0, 0)
    if rng.random() < 0.35:
        return plain
    wanted = rng.choice((90, 110, 130, 150))
    for _ in range(20):
        ink = against(rng, ground, least=wanted) if rng.random() < 0.4 else _mixed(plain, ground, rng.uniform(0, 0.45))
        if min(contrast(ink, ground), contrast(ink, field)) >= wanted:
            return ink
    return plain


def _accent(rng: random.Random, ground: Colour) -> Colour:
    """A colour that stands out from the ground, mostly a blue, as systems have it."""
    for _ in range(30):
        colour = _random(rng) if rng.random() < 0.6 else (rng.randint(0, 60), rng.randint(80, 140), rng.randint(180, 255))
        if contrast(colour, ground) > 45 and max(colour) - min(colour) > 60:
            return colour
    return (30, 110, 220) if contrast((30, 110, 220), ground) > 45 else _on(rng, ground)


def _on(rng: random.Random, ground: Colour) -> Colour:
    """Black or white, or nearly, whichever can be read better."""
    light, dark = rng.randint(240, 255), rng.randint(0, 20)
    grey = light if contrast((255, 255, 255), ground) >= contrast((0, 0, 0), ground) else dark
    return grey, grey, grey
