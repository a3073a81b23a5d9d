"""What opens a person's files: the same values as without a child, and nothing that happens to one file touches another."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest

from inference.conversation import AudioPart, DocumentPart, ImagePart
from inference.decoding.decoder import Decoder, Look, Wanted, may_go_on
from inference.errors import HushError, MediaError, MemoryShort
from inference.media import document, image
from inference.stop import StopFlag
from tests.bombs import tiling
from tests.factories import make_pdf, picture, picture_bytes, sound_bytes, tone
from tests.opened import prepare_pixels, prepare_sound

WANTED = Wanted(70, 48, 1120)
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals are another matter there")


@pytest.fixture
def opener() -> Iterator[Decoder]:
    made = Decoder()
    yield made
    made.close()
    assert made.pids == ()


@pytest.fixture(scope="module")
def shared() -> Iterator[Decoder]:
    made = Decoder()
    yield made
    made.close()


def look(opener: Decoder, name: str, data: bytes, stop: StopFlag | None = None) -> Look:
    return opener.look(name, data, side=480, peaks=48, stop=stop)


def soon(condition: Callable[[], object], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        time.sleep(0.02)
    assert condition()


class Opening(threading.Thread):
    """Opens a file beside the test."""

    def __init__(self, opener: Decoder, name: str, data: bytes) -> None:
        super().__init__()
        self._call, self.stop, self.outcome = (opener, name, data), StopFlag(), object()
        self.start()

    def run(self) -> None:
        opener, name, data = self._call
        try:
            self.outcome = look(opener, name, data, self.stop)
        except HushError as error:
            self.outcome = error


def test_picture_is_what_a_model_would_get(shared: Decoder) -> None:
    part = ImagePart("a.jpg", picture_bytes(picture(700, 300), "JPEG"))
    prepared, size = shared.prepare(part, WANTED)
    own = prepare_pixels(image.decode(part.data, "a.jpg"), "a.jpg", budget=70, patch=48, positions=1120)
    assert (prepared.digest, prepared.tokens, prepared.name) == (own.digest, own.tokens, "a.jpg")
    assert prepared.pixels.flags.c_contiguous
    assert not prepared.pixels.flags.writeable
    assert size == shared.size(part) == (700, 300)
    whole, _ = shared.prepare(part, replace(WANTED, patch=None))
    assert whole.pixels.shape == (300, 700, 3)


def test_recording_is_what_a_model_would_get(shared: Decoder) -> None:
    part = AudioPart("a.flac", sound_bytes(tone(35.0, 22_050), 22_050, "FLAC"))
    heard, own = shared.hear(part), prepare_sound(part)
    assert [(piece.digest, piece.start_s) for piece in heard] == [(piece.digest, piece.start_s) for piece in own]
    assert heard[0].samples.dtype == np.float32


def test_document_is_what_a_model_would_get(shared: Decoder) -> None:
    part = DocumentPart("a.pdf", make_pdf("First page", None, "Third"), pages=(1, 2))
    shares: list[float] = []
    pages = shared.pages(part, tell=shares.append)
    assert pages == document.read(part)
    drawn = shared.prepare_page(part, 2, "a.pdf, p. 2", WANTED)
    own = prepare_pixels(document.draw(part, 2), "a.pdf, p. 2", budget=70, patch=48, positions=1120)
    assert (drawn.digest, drawn.name) == (own.digest, own.name)
    shown = shared.show_page(part, 2, 300)
    assert not isinstance(shown, str)
    assert (shown.width, len(shown.rgb)) == (300, 300 * shown.height * 3)
    assert shared.show_page(DocumentPart("a.txt", b"Words alone"), 1, 300) == "Words alone"


def test_refusal_comes_through_the_pipe(shared: Decoder) -> None:
    with pytest.raises(MediaError, match="page 4") as refused:
        shared.pages(DocumentPart("a.pdf", make_pdf("one"), pages=(4,)))
    assert refused.value.advice


def test_begun_early_it_is_the_one_that_reads(opener: Decoder) -> None:
    opener.warm()
    (pid,) = opener.pids
    opener.warm()
    look(opener, "a.png", picture_bytes())
    assert opener.pids == (pid,)


def test_who_stops_waits_no_longer_and_the_next_file_is_read(opener: Decoder) -> None:
    bomb = Opening(opener, "tiles.pdf", tiling())
    soon(lambda: opener.pids)
    time.sleep(0.5)
    began = time.monotonic()
    bomb.stop.set()
    bomb.join(10)
    assert not bomb.is_alive()
    assert isinstance(bomb.outcome, MediaError)
    assert "was stopped" in str(bomb.outcome)
    assert look(opener, "a.png", picture_bytes()).width == 60
    assert time.monotonic() - began < 15


def test_a_file_that_hangs_holds_up_nobody_else(opener: Decoder) -> None:
    """Not even a third one, where both children hang: who waits for one of them can stop."""
    bombs = [Opening(opener, "tiles.pdf", tiling())]
    soon(lambda: len(opener.pids) == 1)
    assert look(opener, "a.png", picture_bytes()).width == 60
    assert bombs[0].is_alive()
    bombs.append(Opening(opener, "more tiles.pdf", tiling()))
    soon(lambda: len(opener.pids) == 2)
    time.sleep(0.2)
    waiting = Opening(opener, "b.png", picture_bytes())
    time.sleep(0.2)
    waiting.stop.set()
    waiting.join(5)
    assert not waiting.is_alive()
    assert "was stopped" in str(waiting.outcome)
    for bomb in bombs:
        bomb.stop.set()
        bomb.join(10)


@posix
@pytest.mark.parametrize(
    ("name", "error", "words"), [("SIGKILL", MemoryShort, "memory ran out"), ("SIGSEGV", MediaError, "breaks what opens it")]
)
def test_a_child_that_ends_is_one_sentence(opener: Decoder, name: str, error: type[HushError], words: str) -> None:
    """One that crashed is tried once more, alone: an earlier file may have been at fault."""
    bomb = Opening(opener, "tiles.pdf", tiling())
    ended = set[int]()
    until = time.monotonic() + 60
    while bomb.is_alive() and time.monotonic() < until:
        for pid in opener.pids:
            time.sleep(0.5)  # until it works: while it begins it is another sentence
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, getattr(signal, name))
                ended.add(pid)
        time.sleep(0.02)
    bomb.join(5)
    assert isinstance(bomb.outcome, error)
    assert words in str(bomb.outcome)
    assert len(ended) >= (1 if name == "SIGKILL" else 2)
    assert look(opener, "a.png", picture_bytes()).width == 60


@pytest.mark.parametrize(
    ("taken", "worked", "share", "heard", "goes_on"),
    [
        (21, 21, 0.0, 0, False),  # nothing was heard of it
        (21, 21, 0.3, 20, True),  # it will take about a minute
        (21, 21, 0.1, 20, False),  # and this one more than three
        (21, 21, 1.0, 0.5, False),  # all was read long ago: what comes after it hangs
        (45, 45, 0.6, 24, False),  # it has stopped halfway
        (59, 12, 0.0, 0, True),  # others have the processors
        (61, 12, 0.0, 0, False),
    ],
)
def test_a_file_may_take_longer_where_its_end_is_in_sight(
    taken: float, worked: float, share: float, heard: float, goes_on: bool
) -> None:
    assert may_go_on(taken, worked, share=share, heard=heard, limit=20) is goes_on


def test_how_far_a_long_file_is_is_told(shared: Decoder) -> None:
    shares: list[float] = []
    part = DocumentPart("book.pdf", make_pdf(*["\n".join(["A line of words"] * 40)] * 150))
    assert len(shared.pages(part, tell=shares.append)) == 150
    assert shares
    assert shares == sorted(shares)
