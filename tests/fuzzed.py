"""Small valid files of every kind, and what becomes of them when bytes are changed, lost, doubled or swapped. Seeded."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator
from functools import cache

from PIL import Image

from tests.factories import make_pdf, picture, picture_bytes, sound_bytes, tone

__all__ = ["KINDS", "mutations"]


def _pages(kind: str) -> bytes:
    buffer = io.BytesIO()
    picture().save(buffer, kind, save_all=True, append_images=[picture(), picture()])
    return buffer.getvalue()


def _deep() -> bytes:
    return picture_bytes(Image.linear_gradient("L").resize((40, 40)).convert("I;16"), "PNG")


KINDS: dict[str, Callable[[], bytes]] = {
    "a.png": picture_bytes,
    "deep.png": _deep,
    "a.jpg": lambda: picture_bytes(kind="JPEG"),
    "scans.jpg": lambda: picture_bytes(kind="JPEG", progressive=True),
    "a.gif": lambda: _pages("GIF"),
    "a.webp": lambda: picture_bytes(kind="WEBP", lossless=True),
    "a.bmp": lambda: picture_bytes(kind="BMP"),
    "a.tif": lambda: picture_bytes(kind="TIFF", compression="tiff_lzw"),
    "pages.tif": lambda: _pages("TIFF"),
    "a.ico": lambda: picture_bytes(kind="ICO"),
    "a.jp2": lambda: picture_bytes(kind="JPEG2000"),
    "a.avif": lambda: picture_bytes(kind="AVIF"),
    "a.svg": lambda: b'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><rect width="30" height="20"/></svg>',
    "a.wav": lambda: sound_bytes(tone(0.05)),
    "a.flac": lambda: sound_bytes(tone(0.05), kind="FLAC"),
    "a.ogg": lambda: sound_bytes(tone(0.05), kind="OGG"),
    "a.mp3": lambda: sound_bytes(tone(0.05), kind="MP3"),
    "a.pdf": lambda: make_pdf("A page", None, "Number 12"),
    "a.txt": lambda: "Grüße aus Łódź\tund 東京\n".encode() * 20,
}
"""By a name of its kind."""


@cache
def _whole(name: str) -> bytes:
    return KINDS[name]()


def mutations(name: str, count: int, seed: int = 17) -> Iterator[bytes]:
    """`count` damaged copies of the file `name`, always the same ones for the same seed."""
    chance = random.Random(f"{seed} {name}")
    for _ in range(count):
        data = bytearray(_whole(name))
        for _ in range(chance.choice((1, 1, 2, 5, 20))):
            chance.choice(_WAYS)(data, chance)
        yield bytes(data)


def _change(data: bytearray, chance: random.Random) -> None:
    data[chance.randrange(len(data))] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)))


def _flip(data: bytearray, chance: random.Random) -> None:
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _claim(data: bytearray, chance: random.Random) -> None:
    """A number of two or four bytes that is larger, or smaller, than it was."""
    size = chance.choice((2, 4))
    at = chance.randrange(max(1, len(data) - size))
    data[at : at + size] = chance.choice((0, 1, 2**15, 2**16 - 1, 2**31 - 1, 2**31, 2**32 - 1)).to_bytes(8, "little")[:size]


def _lose(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    if len(data) > 64:
        del data[at : at + chance.choice((1, 2, 16, len(data) // 3))]


def _double(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    if len(data) < 100_000:
        data[at:at] = data[at : at + chance.choice((1, 4, 64, 1_000))]


def _end(data: bytearray, chance: random.Random) -> None:
    del data[max(16, chance.randrange(len(data))) :]


_WAYS = (_change, _flip, _claim, _claim, _lose, _double, _end)
