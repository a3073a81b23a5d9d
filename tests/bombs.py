"""Small files that unfold to far more than they are, made here: what each is, and the words it is refused with."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

from PIL import Image

from tests.factories import pdf_file

__all__ = ["BOMBS", "deep_png", "large_jpeg", "many_scans", "nested_forms", "small_webp", "tiff_of_nothing", "tiling"]


def small_webp(width: int = 16_383, height: int = 6_104) -> bytes:
    """Some 36 bytes of one colour, which says that it is 100 megapixels large: each pixel takes no bit."""
    buffer = io.BytesIO()
    Image.new("RGB", (16, 16), (200, 30, 30)).save(buffer, "WEBP", lossless=True)
    data = bytearray(buffer.getvalue())
    at = data.index(b"VP8L") + 9  # behind the tag, the length and 0x2f
    packed = int.from_bytes(data[at : at + 4], "little") & ~0x0FFFFFFF
    data[at : at + 4] = (packed | (width - 1) | (height - 1) << 14).to_bytes(4, "little")
    return bytes(data)


def deep_png(width: int = 10_000, height: int = 10_000) -> bytes:
    """Grey of 16 bits, all zeros."""
    packer, rows = zlib.compressobj(1), bytes(1 + 2 * width)
    packed = b"".join(packer.compress(rows * 100) for _ in range(height // 100)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 16, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", packed), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + tag + body + struct.pack(">I", zlib.crc32(tag + body)) for tag, body in chunks
    )


def large_jpeg(width: int = 20_000, height: int = 10_000) -> bytes:
    buffer = io.BytesIO()
    Image.new("L", (width, height), 200).save(buffer, "JPEG", quality=30)
    return buffer.getvalue()


def many_scans(count: int = 200, side: int = 64) -> bytes:
    """A progressive JPEG whose last scan comes so often."""
    buffer = io.BytesIO()
    Image.effect_noise((side, side), 40).save(buffer, "JPEG", progressive=True, quality=20)
    data = buffer.getvalue()
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * count + data[-2:]


def nested_forms(deep: int = 12, wide: int = 10) -> bytes:
    """Each form draws the next one ten times: 10 ** 12 of the innermost."""
    first = 5
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>",
        b"<</Length 5>>stream\n/X Do\nendstream",
    ]
    form = b"<</Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</XObject<</X %d 0 R>>>>/Length %d>>stream\n%s\nendstream"
    objects += [form % (number + 1, 6 * wide, b"/X Do " * wide) for number in range(first, first + deep)]
    objects.append(
        b"<</Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<<>>/Length 21>>stream\n0 0 1 rg 0 0 9 9 re f\nendstream"
    )
    return pdf_file(objects)


def tiling() -> bytes:
    """A page filled with tiles of a thousandth of a point."""
    return pdf_file(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Pattern<</P 5 0 R>>>>>>",
            b"<</Length 35>>stream\n/Pattern cs /P scn 0 0 612 792 re f\nendstream",
            (
                b"<</Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep .001/YStep .001/Resources<<>>"
                b"/Length 23>>stream\n1 0 0 rg 0 0 .5 .5 re f\nendstream"
            ),
        ]
    )


def tiff_of_nothing(side: int = 30_000) -> bytes:
    """A header of 900 megapixels, and a byte."""
    tags = ((256, side), (257, side), (258, 8), (259, 5), (262, 1), (273, 8), (277, 1), (278, side), (279, 1))
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return b"II*\0" + struct.pack("<I", 12) + b"\0\0\0\0" + struct.pack("<H", len(tags)) + entries + b"\0\0\0\0"


BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "small.webp": (small_webp, "of 16,383 x 6,104 pixels is too large. Pictures up to 40 megapixels"),
    "scans.jpg": (many_scans, r"is drawn over 2\d\d times"),
    "forms.pdf": (nested_forms, "unfolds to more than|takes longer than"),
    "tiles.pdf": (tiling, "takes longer than|unfolds to more than"),
    "nothing.tif": (tiff_of_nothing, "is too large"),
}
"""A maker, and the words of the sentence that it is refused with."""
