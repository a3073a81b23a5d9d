"""What the benchmarks ask about: a picture of 1,120 soft tokens, half a minute of sound, text of any length."""

from __future__ import annotations

import io
from functools import cache

import numpy as np
import soundfile
from PIL import Image

from inference.conversation import AudioPart, ImagePart, Message, Part, TextPart

__all__ = ["IMAGE_TOKENS", "long_text", "picture", "question", "sound"]

IMAGE_TOKENS = 1120
_COLUMNS, _ROWS = 40, 28
"""1,120 patches exactly, at any patch size."""


@cache
def picture() -> ImagePart:
    """1920 x 1344 pixels, as a screenshot would be: large even areas with some detail."""
    rng = np.random.default_rng(0)
    tiles = rng.integers(0, 256, (_ROWS, _COLUMNS, 3), dtype=np.uint8)
    image = Image.fromarray(tiles).resize((_COLUMNS * 48, _ROWS * 48), Image.Resampling.NEAREST)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return ImagePart("screen.png", buffer.getvalue())


@cache
def sound(seconds: int = 30) -> AudioPart:
    """A rising tone, 16 kHz mono."""
    time = np.arange(seconds * 16_000, dtype=np.float32) / 16_000
    buffer = io.BytesIO()
    soundfile.write(buffer, 0.3 * np.sin(2 * np.pi * (200 + 10 * time) * time), 16_000, format="WAV")
    return AudioPart("memo.wav", buffer.getvalue())


def question(text: str, *parts: Part) -> Message:
    return Message("user", (*parts, TextPart(text)))


def long_text(words: int) -> str:
    """At least `words` tokens in any vocabulary, and no two lines alike."""
    return "\n".join(f"line {number}: {number * 7919 % 10007}" for number in range(words // 2))
