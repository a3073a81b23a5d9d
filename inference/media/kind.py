"""What a file is, decided by its bytes and never by its name.

Promises a Kind for every file Hush can use and, for every other, a MediaError that says what the file looks like
and which format would work.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from inference.conversation import AudioPart, DocumentPart, ImagePart
from inference.errors import MediaError
from inference.media import ffmpeg, heif
from inference.media.encoding import require_text
from inference.media.foreign import foreign
from inference.media.svg_kind import is_svg
from inference.media.tiff_frames import frames
from inference.media.web.kind import is_web_page
from inference.regular import NotAFile, read_regular
from inference.sentences import say
from inference.shown import clean_name

__all__ = ["MAX_BYTES", "Kind", "as_part", "kind_of", "read_file"]

Kind = Literal["image", "audio", "pdf", "pages", "web", "text"]
"""`pages` are a TIFF of several, `web` is a web page."""

MAX_BYTES = 2 * 1024**3
"""A larger file is refused before it is read: the whole file is held in memory."""

_HEAD, _TAIL = 8192, 128
"""Characters of a text that say whether it is a web page."""

_SIGNATURES: dict[Kind, tuple[bytes, ...]] = {
    "image": (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+",
              b"\0\0\1\0", b"qoif",
              b"\0\0\0\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51"),
    "audio": (b"fLaC", b"OggS\0", b"ID3\2", b"ID3\3", b"ID3\4", b".snd\0", b"caff\0", b"riff\x2e\x91\xcf\x11"),
    "pdf": (b"%PDF-",),
}  # fmt: skip

_REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"GGUF", "is-model"),
    (b"PK\x03\x04", "is-zip"),
    (b"\xd0\xcf\x11\xe0", "is-old-office"),
    (b"{\\rtf", "is-rich-text"),
    (b"%!PS", "is-postscript"),
    (b"8BPS", "is-photoshop"),
    (b"\x1f\x8b", "is-gzip"),
    (b"7z\xbc\xaf\x27\x1c", "is-7-zip"),
    (b"Rar!", "is-rar"),
    (b"\x7fELF", "is-program"),
    (b"MZ", "is-windows-program"),
    (b"SQLite format 3\0", "is-database"),
)

_ALSO_WORDS = (b"GGUF", b"MZ", b"Rar!", b"8BPS")
"""Signatures a text may begin with as well: without a NUL nearby it is text."""


def kind_of(data: bytes, name: str = "") -> Kind:
    """What `data` is. Raises MediaError, naming `name`, for anything Hush cannot use."""
    if not data:
        raise MediaError("attached-empty", name=_quote(name))
    for kind, signatures in _SIGNATURES.items():
        if data.startswith(signatures):
            return "pages" if kind == "image" and len(frames(data)) > 1 else kind
    if (kind := _container(data, name)) is not None:
        return kind
    for signature, refused in _REFUSED:
        if data.startswith(signature) and not (signature in _ALSO_WORDS and b"\0" not in data[:512]):
            raise MediaError(refused, name=_quote(name))
    if b"%PDF-" in data[:1024] and b"endobj" in data:  # readers accept a PDF behind some leading bytes; a text may speak of one
        return "pdf"
    if _is_mpeg_audio(data):
        return "audio"
    if is_svg(data):
        if find_spec("resvg_py") is None:
            raise MediaError("is-svg", name=_quote(name))
        return "image"
    text = require_text(data, _quote(name))
    return "web" if is_web_page(text[:_HEAD], text[-_TAIL:]) else "text"


def as_part(kind: Kind, name: str, data: bytes) -> ImagePart | AudioPart | DocumentPart:
    """`data`, which is of that kind, as the part of a message."""
    name = clean_name(name)
    match kind:
        case "image":
            return ImagePart(name, data)
        case "audio":
            return AudioPart(name, data)
        case "pdf" | "pages" | "web" | "text":
            return DocumentPart(name, data)


def read_file(path: Path) -> tuple[str, bytes]:
    """The last component of `path`, and what stands in the file. Raises MediaError if it cannot be read."""
    name = clean_name(path.name or str(path))
    try:
        size = path.stat().st_size
        data = b"" if size > MAX_BYTES else read_regular(path, MAX_BYTES)
        if (size := max(size, len(data))) > MAX_BYTES:
            raise MediaError("attached-too-large", name=_quote(name), size=size / 1e9, most=MAX_BYTES / 1e9)
    except FileNotFoundError as error:
        raise MediaError("no-such-file", path=path) from error
    except IsADirectoryError as error:
        raise MediaError("attached-folder", name=_quote(name)) from error
    except NotAFile as error:
        raise MediaError("is-device", name=_quote(name)) from error
    except OSError as error:
        raise MediaError("file-unreadable", name=_quote(name), reason=error.strerror or str(error)) from error
    return name, data


def _quote(name: str) -> str:
    return f'"{name}"' if name else str(say("this-file"))


def _container(data: bytes, name: str) -> Kind | None:
    """Formats whose first four bytes name only a container; None if it is none of them."""
    inner = data[8:12]
    if data.startswith((b"RIFF", b"RIFX", b"RF64")):
        if inner == b"WAVE":
            return "audio"
        if inner == b"WEBP":
            return "image"
    if data.startswith(b"FORM") and inner in (b"AIFF", b"AIFC"):
        return "audio"
    if data.startswith(b"BM") and len(data) > 18 and int.from_bytes(data[14:18], "little") in (12, 40, 52, 56, 64, 108, 124):
        return "image"
    if heif.is_avif(data):
        return "image"
    if heif.is_heif(data):
        if not heif.can_read():
            raise MediaError("is-heic", name=_quote(name))
        return "image"
    if (found := foreign(data)) is not None:
        ffmpeg.require(found, _quote(name))
        return "audio"
    return None


def _is_mpeg_audio(data: bytes) -> bool:
    """An MPEG audio frame header, layer II or III. Layer I is left out: it begins as a UTF-16 byte order mark does."""
    if len(data) < 4 or data[0] != 0xFF or data[1] & 0xE0 != 0xE0:
        return False
    version, layer = data[1] >> 3 & 3, data[1] >> 1 & 3
    bitrate, rate = data[2] >> 4, data[2] >> 2 & 3
    return version != 1 and layer in (1, 2) and bitrate != 15 and rate != 3
