"""Recordings and videos that libsndfile does not read: which they are, by their bytes, and what ffmpeg calls their kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from inference.sentences import say

__all__ = ["Foreign", "foreign"]

_SEARCHED = 1 << 20
"""Bytes at the beginning of a Matroska file in which its tracks are looked for."""


@dataclass(frozen=True)
class Foreign:
    """`demuxer` is ffmpeg's name for what takes it apart, `what` the id of the sentence that names it."""

    demuxer: str
    what: str

    @property
    def called(self) -> str:
        """What a person calls it."""
        what = self.what
        return str(say(what))

    @property
    def is_video(self) -> bool:
        return self.what.endswith("video")

    @property
    def says_its_length(self) -> bool:
        """Whether its header knows how long its sound is: a video's is as long as its pictures."""
        return self.demuxer in ("mov", "matroska", "asf") and not self.is_video


_BY_BEGINNING = (
    (b"#!AMR", Foreign("amr", "an-amr")),
    (b"ADIF", Foreign("aac", "an-aac")),
    (b"\xff\xf1", Foreign("aac", "an-aac")),
    (b"\xff\xf9", Foreign("aac", "an-aac")),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", Foreign("asf", "a-windows-media")),
    (b"FLV\1", Foreign("flv", "a-video")),
    (b"\0\0\1\xba", Foreign("mpeg", "a-video")),
    (b"wvpk", Foreign("wv", "a-wavpack")),
    (b"MAC ", Foreign("ape", "an-ape")),
)
_MATROSKA = b"\x1aE\xdf\xa3"
_VIDEO_TRACK = b"\x83\x81\x01"
"""TrackType of one byte, 1."""
_TS, _TS_PACKET = 0x47, 188


def foreign(data: bytes) -> Foreign | None:
    """None for every other kind. Pictures of the same family are none of them."""
    if data[4:8] == b"ftyp" or data[4:8] in (b"moov", b"mdat", b"wide"):
        return _iso_media(data)
    if data.startswith(_MATROSKA):
        tracks = data[:_SEARCHED]
        return Foreign("matroska", "a-matroska-video" if _VIDEO_TRACK in tracks else "a-matroska")
    if data.startswith((b"RIFF", b"RIFX")) and data[8:12] == b"AVI ":
        return Foreign("avi", "a-video")
    if len(data) > 4 * _TS_PACKET and all(data[at] == _TS for at in range(0, 4 * _TS_PACKET, _TS_PACKET)):
        return Foreign("mpegts", "a-video")
    return next((found for beginning, found in _BY_BEGINNING if data.startswith(beginning)), None)


def _iso_media(data: bytes) -> Foreign:
    """A file of the MPEG-4 family, by its tracks, and by its brand where they are not found."""
    kinds = {data[at + 16 : at + 20] for at in _boxes(data, b"hdlr")}
    brand = data[8:12]
    if b"vide" in kinds or (b"soun" not in kinds and not brand.startswith((b"M4A", b"M4B"))):
        return Foreign("mov", "a-video")
    return Foreign("mov", "a-3gp" if brand.startswith(b"3g") else "an-m4a")


def _boxes(data: bytes, wanted: bytes) -> Iterator[int]:
    """Where the length of each box of that name in the box of the tracks stands. ISO 14496-12, 4.2."""
    at = 0
    while at + 8 <= len(data):
        size, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        if name == b"moov":
            end = len(data) if size == 0 else at + size
            place = data.find(wanted, at, end)
            while place >= 0:
                yield place - 4
                place = data.find(wanted, place + 4, end)
        if size < 8:
            return
        at += size
