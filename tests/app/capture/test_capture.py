"""From the wish to the attachment: the real screen, the real overlay and a hand on the mouse; and the portal's way."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.capture.box import Box
from app.capture.capturing import CaptureController
from app.capture.overlay import Overlay
from app.capture.pane import Pane
from app.capture.screen import grab, places
from app.capture.shot import offer, shot
from inference.media.prepared import fit

if sys.platform.startswith("linux"):
    from tests.app.capture.hand import Hand, Pattern

Wait = Callable[..., None]
AT = Box(300, 200, 320, 240)

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the events come from an X server")


class Heard:
    """A controller, and everything it said, in order."""

    def __init__(self, own_windows: Callable[[], list[Pattern]]) -> None:
        self.controller = CaptureController(Overlay, own_windows=own_windows)
        self.said: list[tuple[Any, ...]] = []
        for name in ("captured", "offered", "tiled", "cancelled", "failed"):
            getattr(self.controller, name).connect(lambda *what, name=name: self.said.append((name, *what)))

    @property
    def words(self) -> list[str]:
        return [said[0] for said in self.said]


@pytest.fixture
def hand(display: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hand]:
    monkeypatch.setenv("XDG_SESSION_TYPE", "x11")
    hand = Hand(display)
    yield hand
    hand.close()


@pytest.fixture
def behind(app: QApplication, hand: Hand, wait_until: Wait) -> Iterator[Pattern]:
    """Another program's window, as it were."""
    window = Pattern(AT.width, AT.height)
    window.move(AT.left, AT.top)
    window.show()
    wait_until(lambda: grab(places()).cut(AT) == window.image)
    hand.move(5, 795)
    yield window
    window.close()


@pytest.fixture
def ours(behind: Pattern, wait_until: Wait) -> Iterator[Pattern]:
    """Our window, over the other."""
    window = Pattern(200, 150, blue=99)
    window.move(AT.left + 60, AT.top + 40)
    window.show()
    wait_until(lambda: grab(places()).cut(Box(AT.left + 60, AT.top + 40, 200, 150)) == window.image)
    yield window
    window.close()


@pytest.fixture
def heard(ours: Pattern) -> Iterator[Heard]:
    heard = Heard(lambda: [ours])
    yield heard
    heard.controller.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # pyright: ignore[reportArgumentType]


def panes() -> list[Pane]:
    return [window for window in QApplication.topLevelWidgets() if isinstance(window, Pane) and window.isVisible()]


def open_panes(wait_until: Wait) -> None:
    wait_until(lambda: panes() and panes()[0].isActiveWindow())


def test_region_becomes_a_png_of_exactly_those_pixels(
    heard: Heard, behind: Pattern, ours: Pattern, hand: Hand, wait_until: Wait
) -> None:
    heard.controller.capture(hide=True)
    assert not ours.isVisible()
    heard.controller.capture()  # while one is under way: nothing
    open_panes(wait_until)
    hand.drag((AT.left + 10, AT.top + 20), (AT.left + 209, AT.top + 119))
    wait_until(lambda: not heard.controller.busy)
    ((word, name, png, budget),) = heard.said
    assert word == "captured"
    assert re.fullmatch(r"Screenshot \d\d\.\d\d\.\d\d\.png", name)
    assert (Image.open(io.BytesIO(png)).mode, budget) == ("RGB", 70)
    assert QImage.fromData(png).convertToFormat(QImage.Format.Format_RGB32) == behind.image.copy(10, 20, 200, 100)
    assert ours.isVisible()
    assert not panes()


def test_our_windows_stay_where_not_asked_to_go(heard: Heard, ours: Pattern, hand: Hand, wait_until: Wait) -> None:
    heard.controller.capture()
    open_panes(wait_until)
    assert ours.isVisible()
    hand.click(AT.left + 100, AT.top + 100)
    wait_until(lambda: heard.said)
    assert QImage.fromData(heard.said[0][2]).convertToFormat(QImage.Format.Format_RGB32) == ours.image


def test_cancelled_and_taken_again(heard: Heard, ours: Pattern, hand: Hand, wait_until: Wait) -> None:
    heard.controller.capture(hide=True)
    open_panes(wait_until)
    hand.keys("Escape")
    wait_until(lambda: heard.said)
    assert (heard.words, ours.isVisible(), heard.controller.busy) == (["cancelled"], True, False)
    heard.controller.capture()
    heard.controller.cancel()  # before there is anything to see
    assert heard.words == ["cancelled"] * 2
    heard.controller.capture()
    open_panes(wait_until)
    hand.keys("Return")
    wait_until(lambda: len(heard.said) == 3)
    assert Image.open(io.BytesIO(heard.said[2][2])).size == (1280, 800)


def test_screen_that_cannot_be_had_is_one_sentence(
    heard: Heard, ours: Pattern, monkeypatch: pytest.MonkeyPatch, wait_until: Wait
) -> None:
    monkeypatch.setenv("DISPLAY", ":987")
    heard.controller.capture(hide=True)
    wait_until(lambda: heard.said)
    assert heard.words == ["failed"]
    assert "drop it" in str(heard.said[0][1])
    assert ours.isVisible()


@pytest.mark.parametrize(("way", "word"), [("picture", "captured"), ("cancelled", "cancelled"), ("denied", "failed")])
def test_on_wayland_the_desktop_is_asked(
    heard: Heard, way: str, word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wait_until: Wait
) -> None:
    from tests.app.capture.message_bus import session_bus
    from tests.app.capture.test_portal import mock_portal

    picked = tmp_path / "picked.png"
    Image.new("RGB", (300, 200), (1, 2, 3)).save(picked)
    png = picked.read_bytes()
    monkeypatch.setenv("XDG_SESSION_TYPE", "wayland")
    with session_bus(tmp_path) as bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus)
        with mock_portal(bus, way, picked):
            heard.controller.capture(hide=True)
            assert heard.controller.busy
            wait_until(lambda: heard.said)
    assert heard.words == [word]
    assert not panes()
    if word == "captured":
        assert heard.said[0][2:] == (png, 70)


def test_file_of_the_desktop_that_is_no_picture_fails(
    heard: Heard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wait_until: Wait
) -> None:
    from tests.app.capture.message_bus import session_bus
    from tests.app.capture.test_portal import mock_portal

    picked = tmp_path / "picked.png"
    picked.write_bytes(b"\x89PNG\r\n\x1a\n and no more")
    monkeypatch.setenv("XDG_SESSION_TYPE", "wayland")
    with session_bus(tmp_path) as bus, mock_portal(bus, "picture", picked):
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus)
        heard.controller.capture()
        wait_until(lambda: heard.said)
    assert heard.words == ["failed"]
    assert "cannot be decoded" in str(heard.said[0][1])


def dense() -> Image.Image:
    """A large screen full of small text."""
    picture, font = Image.new("RGB", (2560, 1440), "white"), ImageFont.truetype("DejaVuSans.ttf", 9)
    draw = ImageDraw.Draw(picture)
    for top in range(4, 1424, 13):
        draw.text((8, top), "the quick brown fox jumps over the lazy dog and away " * 9, font=font, fill="black")
    return picture


def test_dense_screenshot_is_offered_as_tiles(heard: Heard, wait_until: Wait) -> None:
    file, drawn = io.BytesIO(), dense()
    drawn.save(file, "PNG", compress_level=1)
    taken = shot("Screenshot.png", QImage.fromData(file.getvalue()), file.getvalue())
    assert (taken.budget, taken.x_height) == (1120, 5)
    heard.controller._hand_over(taken)
    assert heard.words == ["captured", "offered"]
    offered = heard.said[1][1]
    sentence = str(offered.sentence())
    assert f"{offered.tokens:,} tokens" in sentence
    assert f"{len(offered.tiling.tiles)} parts" in sentence
    assert f"{offered.tiling.tokens:,} tokens" in sentence
    heard.controller.cut(offered)
    wait_until(lambda: "tiled" in heard.words)
    whole, pieces = heard.said[2][1:]
    assert whole is offered
    assert pieces[0].name == f"Screenshot, part 1 of {len(pieces)}.png"
    first, tile = np.asarray(Image.open(io.BytesIO(pieces[0].png))), offered.tiling.tiles[0]
    assert (first == np.asarray(drawn)[: tile.height, : tile.width]).all()
    assert [piece.budget for piece in pieces] == [tile.budget for tile in offered.tiling.tiles]
    assert all(offer(piece) is None for piece in pieces)


def test_offers_count_in_the_patches_of_the_model_that_is_to_look() -> None:
    picture = QImage(dense().tobytes(), 2560, 1440, QImage.Format.Format_RGB888)
    for patch in (24, 48):
        offered = offer(shot("Screenshot.png", picture, patch=patch))
        assert offered is not None
        assert offered.tokens <= 1120
        tile = offered.tiling.tiles[0]
        width, height = fit(tile.width, tile.height, budget=tile.budget, patch=patch, positions=1120)
        assert tile.tokens == width * height // patch**2
