"""Every broken file ends as one clear sentence, at once, in this very process; nothing of it is printed."""

from __future__ import annotations

import random
import time
from collections import Counter
from pathlib import Path

import pytest

from inference.errors import HushError
from tests.broken import BrokenFile, broken_files, read_as_given
from tests.factories import make_pdf, picture_bytes, sound_bytes


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> list[BrokenFile]:
    return list(broken_files(tmp_path_factory.mktemp("trials")))


def test_there_are_300_different_ones_of_every_kind(corpus: list[BrokenFile]) -> None:
    assert len(corpus) == len({file.name for file in corpus}) == 300
    counted = Counter(file.kind for file in corpus)
    assert min(counted[kind] for kind in ("model", "projector", "image", "audio", "document")) >= 28


def test_each_is_refused_in_one_line_naming_it(
    corpus: list[BrokenFile], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for file in corpus:
        started = time.monotonic()
        with pytest.raises(HushError) as caught:
            read_as_given(file, tmp_path)
        assert time.monotonic() - started < 2, file
        line = str(caught.value)
        assert file.name in line, file
        assert "\n" not in line, file
        assert caught.value.what.endswith("."), file
        assert caught.value.advice, file
    out, err = capfd.readouterr()
    assert (out, err) == ("", "")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "AVIF", "ICO"])
def test_flips_anywhere_in_a_picture_end_well(kind: str, tmp_path: Path) -> None:
    _flip_everywhere(picture_bytes(kind=kind), f"x.{kind}", tmp_path, 60)


@pytest.mark.parametrize("kind", ["WAV", "FLAC", "OGG", "MP3", "AIFF", "CAF"])
def test_flips_anywhere_in_a_recording_end_well(kind: str, tmp_path: Path) -> None:
    _flip_everywhere(sound_bytes(kind=kind), f"x.{kind}", tmp_path, 60)


def test_flips_anywhere_in_a_pdf_end_well(tmp_path: Path) -> None:
    _flip_everywhere(make_pdf("words", None), "x.pdf", tmp_path, 60)


def _flip_everywhere(whole: bytes, name: str, folder: Path, count: int) -> None:
    """A refusal or a normal result: no third outcome."""
    rng = random.Random(name)
    for _ in range(count):
        data = bytearray(whole)
        for _ in range(rng.choice((1, 3, 10))):
            data[rng.randrange(len(data))] = rng.randrange(256)
        try:
            read_as_given(BrokenFile(name, "image", "flip", bytes(data)), folder)
        except HushError as error:
            assert "\n" not in str(error)  # noqa: PT017
