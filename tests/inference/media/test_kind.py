"""What a file is, by its bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from inference.conversation import AudioPart, DocumentPart, ImagePart
from inference.errors import MediaError
from inference.media import encoding, ffmpeg, heif
from inference.media.kind import kind_of
from tests.factories import make_pdf, picture_bytes, sound_bytes, tone
from tests.opened import part_at, part_of


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "ICO", "AVIF"])
def test_pictures_are_known_by_their_bytes(kind: str) -> None:
    assert kind_of(picture_bytes(kind=kind)) == "image"


@pytest.mark.parametrize("kind", ["WAV", "FLAC", "OGG", "MP3", "AIFF", "AU", "CAF", "RF64"])
def test_recordings_are_known_by_their_bytes(kind: str) -> None:
    assert kind_of(sound_bytes(kind=kind)) == "audio"


def test_a_pdf_may_have_bytes_before_its_header() -> None:
    assert kind_of(make_pdf("hello")) == "pdf"
    assert kind_of(b"\n\n" + make_pdf("hello")) == "pdf"


@pytest.mark.parametrize(
    "data",
    [
        b"name: value\r\n",
        "naïve 日本語 🙂".encode(),
        "﻿with a mark".encode(),
        "both ways".encode("utf-16"),
        b"\xfe\xff" + "both ways".encode("utf-16-be"),
        b"MZ is how this sentence begins.",
        b"GGUF is a file format.",
        b"ID3 tags, explained",
        b"caffeine",
        b"BMW builds cars in Munich and elsewhere",
    ],
)
def test_text_is_utf8_or_utf16(data: bytes) -> None:
    assert kind_of(data) == "text"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"   \n\t ", "blank space"),
        (b"PK\x03\x04" + bytes(60), "office document"),
        (b"GGUF\x03\0\0\0" + bytes(60), "a model file"),
        (b"\0\0\0\x18ftypM4A \0\0\0\0", "M4A"),
        (b"\0\0\0\x18ftypisom\0\0\0\0", "video"),
        (b"RIFF\x10\0\0\0AVI LIST", "video"),
        (b"\xff\xf1\x50\x80\x01\x1f\xfc", "AAC"),
        (bytes(range(1, 200)), "no kind"),
        (b"\x7fELF\x02\x01\x01" + bytes(50), "program"),
    ],
)
def test_anything_else_is_refused_by_name(data: bytes, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ffmpeg, "find", lambda: None)
    with pytest.raises(MediaError, match=says) as caught:
        kind_of(data, "odd.bin")
    assert '"odd.bin"' in caught.value.what
    assert caught.value.advice


def test_an_mp3_without_tags_is_known_by_its_frames() -> None:
    data = sound_bytes(tone(1.0), kind="MP3")
    start = data.index(b"\xff", 0)
    assert kind_of(data[start:]) == "audio"


def test_parts_follow_the_bytes_not_the_name() -> None:
    assert isinstance(part_of("song.mp3", picture_bytes()), ImagePart)
    assert isinstance(part_of("photo.png", sound_bytes()), AudioPart)
    assert isinstance(part_of("photo.png", make_pdf("x")), DocumentPart)
    assert isinstance(part_of("photo.png", b"words"), DocumentPart)


def test_a_part_from_disk_carries_the_file_name(tmp_path: Path) -> None:
    (tmp_path / "cat.png").write_bytes(picture_bytes())
    part = part_at(tmp_path / "cat.png")
    assert isinstance(part, ImagePart)
    assert part.name == "cat.png"


def test_folders_and_absent_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="is a folder"):
        part_at(tmp_path)
    with pytest.raises(MediaError, match="There is no file"):
        part_at(tmp_path / "absent.png")


@pytest.mark.parametrize(
    ("data", "text", "guess"),
    [
        ("Müller schuldet 450 € – „dringend“, größer als gedacht.".encode("cp1252"), None, "Windows-1252"),
        ("Räksmörgås på Åland, coördinatie, naïve: 45 kr".encode("cp1252"), None, "Windows-1252"),
        ("Árvíztűrő tükörfúrógép, összesen 4521 forint".encode("cp1250"), None, "CP1250"),
        ("Привет, как дела? Сегодня хорошая погода, и мы пойдём гулять.".encode("cp1251"), None, "CP1251"),
        ("The quick brown fox, größer".encode("utf-16-le"), "The quick brown fox, größer", ""),
        ("The quick brown fox, größer".encode("utf-16-be"), "The quick brown fox, größer", ""),
        ("The quick brown fox, größer".encode("utf-32"), "The quick brown fox, größer", ""),
        ("The quick brown fox, größer!".encode("utf-32-le"), "The quick brown fox, größer!", ""),
        (b"one\x07\ntwo\n\x1a", "one\x07\ntwo\n\x1a", ""),
        (b"text with a \0 in it", "text with a \0 in it", ""),
    ],
)
def test_text_is_read_in_whatever_encoding_it_is(data: bytes, text: str | None, guess: str) -> None:
    assert kind_of(data) == "text"
    read = encoding.decode(data, "notes.txt")
    assert read.guess == guess
    assert read.text == (text if text is not None else data.decode(guess))
    assert bool(read.remark("notes.txt")) == bool(guess)


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ('<meta charset="windows-1251">', "cp1251"),
        ("<META http-equiv=Content-Type content='text/html; charset=iso-8859-1'>", "cp1252"),
        ("<?xml version='1.0' encoding='ISO-8859-2'?>", "iso8859-2"),
    ],
)
def test_a_page_that_says_its_encoding_is_believed(declared: str, encoding: str) -> None:
    words = "Привет, гулять" if encoding == "cp1251" else "größer als – “so”" if encoding == "cp1252" else "Łódź, ő"
    text = f"{declared}<p>{words}</p>"
    assert encoding_of(text, encoding) == (text, "", 0)


def encoding_of(text: str, name: str) -> encoding.Read:
    return encoding.decode(text.encode(name), "page.html")


@pytest.mark.parametrize(
    "declared", ["<meta charset=utf-8>", "<meta charset=no-such>", "<meta charset=rot13>", "<meta charset=utf-16>"]
)
def test_a_page_that_says_a_wrong_encoding_is_guessed(declared: str) -> None:
    words = "Müller schuldet 450 € – „dringend“, größer als gedacht."
    read = encoding.decode(f"<meta charset={declared}><p>{words}".encode("cp1252"), "page.html")
    assert read.guess == "Windows-1252"
    assert "Müller schuldet 450 €" in read.text


def test_one_bad_byte_in_a_long_text_costs_one_character() -> None:
    read = encoding.decode("größer als ".encode() * 400 + b"\xff" + b"gedacht" * 400, "long.txt")
    assert (read.guess, read.lost) == ("", 1)
    assert "1 characters" in read.remark("long.txt")


@pytest.mark.parametrize(
    "data",
    [
        b"# PDFs\nThe first bytes are `%PDF-1.7`.\n",
        b'<h1 align="center">Hush</h1>\n\n## Use\n\n- one\n- two\n<br>',
        b"<p>In a letter a paragraph may begin so, and go on without.",
        b"<html><?php echo 1; ?></html>",
        b"<div>{{ user.name }}</div>",
        b'<div className="x">{y}</div>',
        b"<template><p>x</p></template>",
        b"<note><to>x</to></note>",
        b"<!-- one of many -->" * 40,
    ],
)
def test_a_text_that_speaks_of_another_kind_is_a_text(data: bytes) -> None:
    assert kind_of(data) == "text"


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE html><p>x",
        b"\xef\xbb\xbf\n<!-- saved from a site --><HTML lang=en>x</HTML>",
        b"<?xml version='1.0'?><html><svg></svg></html>",
        b"<table><tr><td>1</td></tr></table>\n",
        "<html>größer</html>".encode("utf-16"),
        b"<!-- one of many -->\n" * 40 + b"<html>x</html>",
    ],
)
def test_a_web_page_is_known_by_its_bytes(data: bytes) -> None:
    assert kind_of(data) == "web"


def test_an_avif_that_calls_itself_a_heif_is_a_picture() -> None:
    data = b"\0\0\0\x1cftypmif1\0\0\0\0mif1avif" + bytes(20)
    assert kind_of(data) == "image"
    assert heif.is_avif(data)
    assert not heif.is_heif(data)


@pytest.mark.parametrize(
    ("data", "says"), [(b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"), (b"<?xml version='1.0'?><svg></svg>", "SVG")]
)
def test_where_there_is_no_package_for_a_kind_it_is_named(data: bytes, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert kind_of(data) == "image"
    for room in ("inference.media.heif.find_spec", "inference.media.kind.find_spec"):
        monkeypatch.setattr(room, lambda _name: None)
    with pytest.raises(MediaError, match=says) as caught:
        kind_of(data, "odd.bin")
    assert "PNG" in caught.value.advice
