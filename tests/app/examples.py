"""Makes the examples of the empty window, resources/examples: python -m tests.app.examples [FOLDER]

Drawn and spoken by code, so that they are ours. Wants espeak-ng and the DejaVu fonts, as the starter's training does.
"""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import soundfile
import soxr
from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parents[2]
SIGN, NUMBER = "Platform 4", "four zero seven"
MEMO = "Remember to buy bread, butter and two lemons."
ORDER = "name: Maria Keller\ncity: Basel\nitem: two lamps\ntotal: 48.20\ndue: 3 May\n"
RATE = 16_000


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sign.png").write_bytes(sign(SIGN))
    (folder / "number.flac").write_bytes(spoken(NUMBER))
    (folder / "memo.flac").write_bytes(spoken(MEMO, "-v", "en-us", "-s", "140"))
    (folder / "order.txt").write_text(ORDER, "utf-8")


def sign(text: str) -> bytes:
    """One line of dark text on light ground."""
    image = Image.new("RGB", (192, 72), (250, 250, 246))
    ImageDraw.Draw(image).text((96, 36), text, font=ImageFont.truetype("DejaVuSans.ttf", 28), fill=(20, 20, 30), anchor="mm")
    data = io.BytesIO()
    image.quantize(32).save(data, "PNG", optimize=True)
    return data.getvalue()


def spoken(words: str, *how: str) -> bytes:
    """Said by espeak-ng, with a little silence around it."""
    said = subprocess.run(["espeak-ng", *how, "--stdout", words], check=True, capture_output=True).stdout
    samples, rate = soundfile.read(io.BytesIO(said), dtype="float32")
    loud = np.flatnonzero(np.abs(samples) > 0.01)
    samples = np.pad(samples[loud[0] : loud[-1]], rate // 5)
    data = io.BytesIO()
    soundfile.write(data, soxr.resample(samples, rate, RATE), RATE, format="FLAC", subtype="PCM_16")
    return data.getvalue()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "resources" / "examples")
