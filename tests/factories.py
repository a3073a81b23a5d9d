"""Tiny real files of every kind Hush takes, made when a test asks for them."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import soundfile
from numpy.typing import NDArray
from PIL import Image, ImageDraw

__all__ = [
    "encrypted_pdf",
    "huge_png",
    "make_pdf",
    "picture",
    "picture_bytes",
    "sound_bytes",
    "tone",
]


def picture(width: int = 60, height: int = 40) -> Image.Image:
    """RGB: red, green, blue and white quarters, and a line of text."""
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width // 2 - 1, height // 2 - 1), fill="red")
    draw.rectangle((width // 2, 0, width, height // 2 - 1), fill="lime")
    draw.rectangle((0, height // 2, width // 2 - 1, height), fill="blue")
    draw.text((width // 2, height // 2), "Hush", fill="black")
    return image


def picture_bytes(image: Image.Image | None = None, kind: str = "PNG", **options: object) -> bytes:
    buffer = io.BytesIO()
    (image or picture()).save(buffer, kind, **options)
    return buffer.getvalue()


def huge_png(width: int = 50_000, height: int = 50_000) -> bytes:
    """A valid header and one short row: a decompression bomb of a few hundred bytes."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(3 * width + 1))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(tag, body) for tag, body in ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    )


def _chunk(tag: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + tag + body + struct.pack(">I", zlib.crc32(tag + body))


def tone(seconds: float = 0.5, rate: int = 16_000, hertz: float = 440.0, level: float = 0.5) -> NDArray[np.float32]:
    """float32 [seconds * rate]."""
    return (level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


def sound_bytes(
    samples: NDArray[np.float32] | None = None, rate: int = 16_000, kind: str = "WAV", subtype: str | None = None
) -> bytes:
    buffer = io.BytesIO()
    soundfile.write(buffer, tone(rate=rate) if samples is None else samples, rate, format=kind, subtype=subtype)
    return buffer.getvalue()


def make_pdf(*pages: str | None, size: tuple[float, float] = (595, 842), encrypt: str = "") -> bytes:
    """A PDF with one page for each text; None draws a shape instead of text, "" leaves the page blank.

    `encrypt` is the body of an encryption dictionary; the file's contents stay as they are.
    """
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids: list[str] = []
    for text in pages:
        content = _page_content(text)
        kids.append(f"{len(objects) + 1} 0 R")
        box = f"[0 0 {size[0]} {size[1]}]"
        contents = f"{len(objects) + 2} 0 R"
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Contents {contents} /Resources << /Font << /F1 3 0 R >> >> >>"
        objects.append(page.encode())
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    extra = ""
    if encrypt:
        objects.append(encrypt.encode())
        extra = f" /Encrypt {len(objects)} 0 R /ID [<{'00' * 16}> <{'00' * 16}>]"
    return pdf_file(objects, extra)


def encrypted_pdf() -> bytes:
    """A PDF that no empty password opens (standard security handler, revision 3)."""
    locked = f"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <{'41' * 32}> /U <{'42' * 32}> >>"
    return make_pdf("secret", encrypt=locked)


def _page_content(text: str | None) -> bytes:
    if text is None:
        return b"0 0 1 rg 100 100 300 300 re f"
    if not text:
        return b""
    lines = " ".join(f"({line}) Tj 0 -20 Td" for line in text.split("\n"))
    return f"BT /F1 14 Tf 72 700 Td {lines} ET".encode("latin-1")


def pdf_file(objects: list[bytes], extra: str = "") -> bytes:
    """A PDF of objects numbered from 1, of which the first is the catalog; `extra` is more of its trailer."""
    out = bytearray(b"%PDF-1.4\n")
    offsets: list[int] = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R{extra} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
