"""Three hundred broken files, the same at every run: what people drop on a window when a download failed or a disk did.

Cut short, bits flipped, sizes that lie, empty, of the wrong type, a picture of 50,000 x 50,000 pixels, a locked PDF. Models
and projectors are made from the starter where it is there, otherwise from a tiny model of the same architecture. A flip
that leaves a file readable breaks nothing: another is drawn instead.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np

from inference.conversation import AudioPart, DocumentPart, ImagePart
from inference.errors import HushError
from inference.gguf.check import problems
from inference.gguf.header import read_header
from inference.media import document, image
from tests.factories import encrypted_pdf, huge_png, make_pdf, picture, picture_bytes, sound_bytes
from tests.gguf_files import model_bytes, projector_bytes
from tests.opened import part_of, prepare_pixels, prepare_sound

__all__ = ["BrokenFile", "broken_files", "read_as_given", "starter_bytes"]

Kind = Literal["model", "projector", "image", "audio", "document"]
_STARTER = Path(__file__).parent.parent / "resources" / "starter"
_SEED = 20_260_923
_HUGE = (2**31, 2**32 - 1)


@dataclass(frozen=True)
class BrokenFile:
    """A file as it would lie on a disk: `kind` is what it is given as, `how` it was broken."""

    name: str
    kind: Kind
    how: str
    data: bytes = field(repr=False)

    def __str__(self) -> str:
        return f"{self.name} ({self.how})"


@dataclass(frozen=True)
class _Whole:
    """A good file to break. Flips fall on its first `fragile` bytes: beyond lies payload that holds no structure."""

    stem: str
    suffix: str
    kind: Kind
    data: bytes
    fragile: int
    cuts: int
    flips: int
    special: tuple[tuple[str, bytes], ...] = ()


def broken_files(scratch: Path) -> Iterator[BrokenFile]:
    """The 300 files. `scratch` is a folder for trying whether a flip broke anything."""
    for number, whole in enumerate(_wholes(scratch)):
        rng = random.Random(_SEED + number)
        for how, data in _variants(whole, rng, scratch):
            yield BrokenFile(f"{whole.stem}-{how.replace(' ', '-')}{whole.suffix}", whole.kind, how, data)


def starter_bytes() -> tuple[bytes, bytes]:
    """Model and projector to break: the starter, or a tiny pair of its architecture."""
    model, mmproj = _STARTER / "hush-starter.gguf", _STARTER / "hush-starter-mmproj.gguf"
    if model.exists() and mmproj.exists():
        return model.read_bytes(), mmproj.read_bytes()
    return model_bytes(), projector_bytes()


def read_as_given(file: BrokenFile, scratch: Path) -> None:
    """Read `file` as Hush would. Raises HushError if it cannot be used, anything else if Hush is at fault."""
    if file.kind in ("model", "projector"):
        path = scratch / file.name
        path.write_bytes(file.data)
        errors = [problem for problem in problems(path) if problem.severity == "error"]
        path.unlink()
        if errors:
            raise HushError(errors[0].sentence)
        return
    match part_of(file.name, file.data):
        case ImagePart() as part:
            prepare_pixels(image.decode(part.data, part.name), part.name, budget=70, patch=48, positions=1120)
        case AudioPart() as part:
            prepare_sound(part)
        case DocumentPart() as part:
            for page in document.read(part):
                assert page.text is not None or document.draw(part, page.number)


def _variants(whole: _Whole, rng: random.Random, scratch: Path) -> Iterator[tuple[str, bytes]]:
    yield "empty", b""
    yield "program", b"\x7fELF\x02\x01\x01" + rng.randbytes(400)
    yield "noise", b"\0" + rng.randbytes(400)
    yield from whole.special
    shares = np.linspace(0.002, 0.97, whole.cuts)
    yield from _distinct(
        whole, scratch, [("cut", lambda share=share: whole.data[: int(len(whole.data) * share)]) for share in shares]
    )
    yield from _distinct(whole, scratch, [("flip", lambda: _flipped(whole, rng)) for _ in range(whole.flips)])


def _distinct(whole: _Whole, scratch: Path, makers: list[tuple[str, Callable[[], bytes]]]) -> Iterator[tuple[str, bytes]]:
    """Numbered results of `makers`, each asked again until what it makes is broken."""
    for number, (how, make) in enumerate(makers):
        data = make()
        for _ in range(200):
            if not _is_readable(BrokenFile(f"trial{whole.suffix}", whole.kind, how, data), scratch):
                break
            data = make() if how == "flip" else data[: len(data) * 3 // 4]
        yield f"{how} {number}", data


def _is_readable(file: BrokenFile, scratch: Path) -> bool:
    try:
        read_as_given(file, scratch)
    except Exception:  # noqa: BLE001 - whatever it is, the file is broken, and the tests look at it
        return False
    return True


def _flipped(whole: _Whole, rng: random.Random) -> bytes:
    data = bytearray(whole.data)
    for _ in range(rng.choice((1, 1, 2, 4))):
        data[rng.randrange(whole.fragile)] ^= 1 << rng.randrange(8)
    return bytes(data)


def _wholes(scratch: Path) -> Iterator[_Whole]:
    for stem, kind, data in zip(("model", "mmproj"), ("model", "projector"), starter_bytes(), strict=True):
        (scratch / "whole.gguf").write_bytes(data)
        start = read_header(scratch / "whole.gguf").data_start
        special = tuple(_lying_gguf(data))
        yield _Whole(stem, ".gguf", kind, data, start, 15, 57 - 18 - len(special), special)
    png, jpeg = picture_bytes(picture(160, 120)), picture_bytes(picture(160, 120), "JPEG")
    noise = np.random.default_rng(_SEED).uniform(-0.5, 0.5, 8000).astype(np.float32)
    wav, flac = sound_bytes(noise), sound_bytes(noise, kind="FLAC")
    pdf = make_pdf("name: value", "colour: green")
    bombs = (("50000 x 50000", huge_png()), ("20000 x 20000", huge_png(20_000, 20_000)))
    yield _Whole("picture", ".png", "image", png, 45, 12, 23, (*bombs, *_lying_png(png)))
    yield _Whole("photo", ".jpg", "image", jpeg, 620, 12, 20, tuple(_lying_jpeg(jpeg)))
    yield _Whole("memo", ".wav", "audio", wav, 44, 12, 18, tuple(_lying_wav(wav)))
    yield _Whole("voice", ".flac", "audio", flac, 42, 12, 18, tuple(_lying_flac(flac)))
    yield _Whole("paper", ".pdf", "document", pdf, len(pdf), 8, 15, (("locked", encrypted_pdf()), ("no pages", make_pdf())))


def _replaced(data: bytes, at: int, new: bytes) -> bytes:
    return data[:at] + new + data[at + len(new) :]


def _lying_gguf(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Counts, lengths and dimensions far beyond the file."""
    for number, value in enumerate((2**62, 2**32, 10**6)):
        yield f"tensor count {number}", _replaced(data, 8, struct.pack("<Q", value))
        yield f"value count {number}", _replaced(data, 16, struct.pack("<Q", value))
        yield f"key length {number}", _replaced(data, 24, struct.pack("<Q", value))
    yield "version 9", _replaced(data, 4, struct.pack("<I", 9))
    yield "big-endian", _replaced(data, 4, struct.pack(">IQQ", 3, *struct.unpack_from("<QQ", data, 8)))
    at = data.index(b".weight") + len(b".weight") + 4
    yield "dimension", _replaced(data, at, struct.pack("<Q", 2**40))
    yield "dimensions", _replaced(data, at - 4, struct.pack("<I", 200))


def _lying_png(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Sizes without a matching checksum, and a first chunk longer than the file."""
    for number, value in enumerate(_HUGE):
        yield f"width {number}", _replaced(data, 16, struct.pack(">I", value))
    yield "height 0", _replaced(data, 20, bytes(4))
    yield "chunk length", _replaced(data, 8, struct.pack(">I", 2**31 - 1))


def _lying_jpeg(data: bytes) -> Iterator[tuple[str, bytes]]:
    at = data.index(b"\xff\xc0") + 5  # height and width in the frame header
    yield "50000 x 50000", _replaced(data, at, struct.pack(">HH", 50_000, 50_000))
    yield "no width", _replaced(data, at + 2, bytes(2))
    yield "no components", _replaced(data, at + 4, b"\0")


def _lying_wav(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Not with the lengths that stand for one not known: those recordings are read to the end of their file."""
    at = data.index(b"data") + 4
    for number, value in enumerate((2**30, 2**31 + 2**20, len(data) * 2)):
        yield f"data size {number}", _replaced(data, at, struct.pack("<I", value))
    yield "no data", _replaced(data, at, bytes(4))[: at + 4]
    yield "no channels", _replaced(data, 22, bytes(2))
    yield "rate 0", _replaced(data, 24, bytes(4))


def _lying_flac(data: bytes) -> Iterator[tuple[str, bytes]]:
    yield "2^36 samples", _replaced(data, 21, bytes([data[21] | 0x0F]) + b"\xff" * 4)
    yield "twice the samples", _replaced(data, 22, struct.pack(">I", 16_000))
    yield "rate 0", _replaced(data, 18, bytes(2) + bytes([data[20] & 0x0F]))
    yield "block length", _replaced(data, 5, b"\xff\xff\xff")
