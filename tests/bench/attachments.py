"""From a dropped file to its chip: a hundred everyday attachments, one after the other, as the window reads them.

In seconds, and in processor seconds of this process and the child that opens files. The first one finds the child ready, as a
person's does.
"""

from __future__ import annotations

import io
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import numpy as np
import psutil
import soundfile  # pyright: ignore[reportMissingTypeStubs]
from PIL import Image, ImageDraw

from app.worker.preparing import prepare
from inference.decoding.decoder import decoder
from inference.loading import ModelFiles
from tests.bench.figures import Figure
from tests.factories import make_pdf

__all__ = ["figures"]

ROUNDS = 5
"""Each of twenty files is attached so often."""


def figures(_files: ModelFiles) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="hush-bench-") as folder:
        files = []
        for name, data in _everyday():
            Path(folder, name).write_bytes(data)
            files.append(Path(folder, name))
        decoder().warm()  # as the window does before anybody drops a file
        prepare(files[0].name, files[0])
        taken, worked = list[float](), list[float]()
        for path in files * ROUNDS:
            began, before = time.perf_counter(), _processor_seconds()
            prepare(path.name, path)
            taken.append(time.perf_counter() - began)
            worked.append(_processor_seconds() - before)
    return [
        Figure("attachment to chip, middle", 1000 * median(taken), "ms"),
        Figure("attachment to chip, 95 of 100 within", 1000 * quantiles(taken, n=20)[-1], "ms"),
        Figure("of a processor, middle", 1000 * median(worked), "ms"),
        Figure("of a processor, 95 of 100 within", 1000 * quantiles(worked, n=20)[-1], "ms"),
    ]


def _processor_seconds() -> float:
    me = psutil.Process()
    every = [one.cpu_times() for one in (me, *me.children())]
    return sum(times.user + times.system for times in every)


def _everyday() -> Iterator[tuple[str, bytes]]:
    """Screens, photographs, pages, recordings and texts."""
    for number, size in enumerate(((1280, 800), (1920, 1080), (2560, 1440), (800, 600), (1920, 1080))):
        yield f"screen {number}.png", _picture(_screen(size), "PNG")
    for number, size in enumerate(((4000, 3000), (3000, 4000), (1600, 1200))):
        yield f"photo {number}.jpg", _picture(_photograph(size), "JPEG")
    yield "web.webp", _picture(_photograph((1200, 800)), "WEBP")
    yield "old.gif", _picture(_screen((640, 480)).quantize(64), "GIF")
    lines = "\n".join(f"Line {number}: an amount of {number * 17:,} euros" for number in range(30))
    for pages in (1, 2, 5, 12):
        yield f"letter {pages}.pdf", make_pdf(*[lines] * pages)
    yield "drawing.pdf", make_pdf(None)
    for number, (seconds, kind) in enumerate(((8, "WAV"), (60, "FLAC"), (90, "MP3"))):
        yield f"memo {number}.{kind.lower()}", _sound(seconds, kind)
    yield "notes.txt", (lines * 20).encode()
    yield "old notes.txt", ("Größe, Übung, Äpfel und Öl. " * 200).encode("cp1252")


def _screen(size: tuple[int, int]) -> Image.Image:
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    for top in range(10, size[1] - 20, 22):
        draw.text((20, top), f"{top}: settings, names and numbers {top * 37} " * 4, fill=(30, 30, 30 + top % 120))
    return image


def _photograph(size: tuple[int, int]) -> Image.Image:
    """As much detail as a camera's: a JPEG of a quarter byte a pixel."""
    noise = Image.effect_noise((size[0] // 4, size[1] // 4), 60).resize(size, Image.Resampling.BICUBIC)
    return Image.merge("RGB", (noise, noise.transpose(Image.Transpose.FLIP_LEFT_RIGHT), Image.linear_gradient("L").resize(size)))


def _picture(image: Image.Image, kind: str) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind)
    return buffer.getvalue()


def _sound(seconds: int, kind: str) -> bytes:
    rate = 16_000 if kind == "WAV" else 44_100
    voice = np.random.default_rng(17).normal(0, 0.1, seconds * rate).astype(np.float32)
    buffer = io.BytesIO()
    soundfile.write(buffer, voice, rate, format=kind)
    return buffer.getvalue()
