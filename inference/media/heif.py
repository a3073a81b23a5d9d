"""The pictures of the HEIF family: AVIF, which Pillow reads itself, and HEIC, which phones write and pi-heif reads."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec

__all__ = ["can_read", "is_avif", "is_heif", "register"]

_AVIF = (b"avif", b"avis")
_HEIF = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")


def is_avif(data: bytes) -> bool:
    """By its brands: an AVIF may call itself mif1, as any HEIF may."""
    brand, others = _brands(data)
    return brand in _AVIF or (brand in _HEIF and any(other in _AVIF for other in others))


def is_heif(data: bytes) -> bool:
    """Any other of the family."""
    brand, _ = _brands(data)
    return brand in _HEIF and not is_avif(data)


def can_read() -> bool:
    """Whether there is a pi-heif for this system."""
    return find_spec("pi_heif") is not None


@cache
def register() -> None:
    """Have Pillow read HEIC from now on. The smaller pictures within one are left alone."""
    from pi_heif import register_heif_opener  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType]

    register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=2)


def _brands(data: bytes) -> tuple[bytes, set[bytes]]:
    if data[4:8] != b"ftyp":
        return b"", set()
    others = data[16 : min(256, int.from_bytes(data[:4], "big"))]
    return data[8:12], {others[at : at + 4] for at in range(0, len(others), 4)}
