"""The overlay on the tests' display, driven by real mouse and key events; what it shows is read back from the X server."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.capture.box import Box
from app.capture.overlay import Overlay
from app.capture.pane import Pane
from app.capture.screen import Desktop, grab, places
from tests.app.capture.hand import Hand, Pattern

Wait = Callable[..., None]
BACK, FRONT = Box(200, 150, 400, 300), Box(400, 250, 256, 180)
WHOLE = Box(0, 0, 1280, 800)

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the events come from an X server")


class Opened:
    """An overlay that is open, and what came of it."""

    def __init__(self, desktop: Desktop) -> None:
        self.overlay, self.desktop = Overlay(desktop), desktop
        self.taken: list[Box] = []
        self.cancelled = 0
        self.overlay.taken.connect(self.taken.append)
        self.overlay.cancelled.connect(self._cancel)
        self.overlay.open()

    def _cancel(self) -> None:
        self.cancelled += 1

    @property
    def over(self) -> bool:
        return bool(self.taken or self.cancelled)


@pytest.fixture
def patterns(app: QApplication, hand: Hand, wait_until: Wait) -> Iterator[list[Pattern]]:
    """Two windows of known pixels, the second in front."""
    made = []
    for number, box in enumerate((BACK, FRONT)):
        window = Pattern(box.width, box.height, blue=200 * number)
        window.move(box.left, box.top)
        window.show()
        made.append(window)
    wait_until(lambda: grab(places()).cut(FRONT) == made[1].image)
    hand.move(5, 795)
    yield made
    for window in made:
        window.close()


@pytest.fixture
def opened(patterns: list[Pattern], wait_until: Wait) -> Iterator[Opened]:
    opened = Opened(grab(places()))
    pane = opened.overlay.panes[0]
    wait_until(lambda: pane.isActiveWindow() and pane.hasFocus())
    yield opened
    opened.overlay.cancel()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # pyright: ignore[reportArgumentType]


def seen() -> QImage:
    """The screen as it is now, overlay included."""
    return grab(places()).monitors[0].picture


def test_dragged_region_is_taken_to_the_pixel(opened: Opened, hand: Hand, patterns: list[Pattern], wait_until: Wait) -> None:
    hand.drag((210, 160), (309, 229))
    wait_until(lambda: opened.over)
    assert opened.taken == [Box(210, 160, 100, 70)]
    assert opened.desktop.cut(opened.taken[0]) == patterns[0].image.copy(10, 10, 100, 70)
    assert not any(isinstance(window, Pane) and window.isVisible() for window in QApplication.topLevelWidgets())


def test_region_is_bright_and_the_rest_dimmed(opened: Opened, hand: Hand, patterns: list[Pattern], wait_until: Wait) -> None:
    hand.press(210, 160)
    hand.move(260, 200)
    hand.move(309, 229)
    wait_until(lambda: seen().copy(210, 160, 100, 70) == patterns[0].image.copy(10, 10, 100, 70))
    dimmed = opened.desktop.monitors[0].dimmed
    assert seen().copy(450, 300, 100, 100) == dimmed.copy(450, 300, 100, 100)
    assert "100 × 70 px" in opened.overlay.panes[0].accessibleDescription()
    hand.move(230, 170)
    wait_until(lambda: seen().copy(330, 180, 50, 60) == dimmed.copy(330, 180, 50, 60))  # given back when the region shrinks
    hand.release(230, 170)
    wait_until(lambda: opened.taken == [Box(210, 160, 21, 11)])


def test_window_under_the_pointer_is_marked_and_a_click_takes_it(
    opened: Opened, hand: Hand, patterns: list[Pattern], wait_until: Wait
) -> None:
    hand.move(500, 300)
    wait_until(lambda: seen().copy(*_rect(FRONT)) == patterns[1].image)
    hand.move(220, 400)
    wait_until(lambda: seen().copy(200, 150, 190, 300) == patterns[0].image.copy(0, 0, 190, 300))
    hand.click(500, 300)
    wait_until(lambda: opened.over)
    assert opened.taken == [FRONT]
    assert opened.desktop.cut(FRONT) == patterns[1].image


def test_click_beside_every_window_takes_nothing(opened: Opened, hand: Hand, wait_until: Wait) -> None:
    hand.click(900, 700)
    wait_until(opened.overlay._click.isActive)
    wait_until(lambda: not opened.overlay._click.isActive())
    assert not opened.over


def test_double_click_takes_the_whole_screen(opened: Opened, hand: Hand, wait_until: Wait) -> None:
    hand.double_click(500, 300)
    wait_until(lambda: opened.over)
    assert (opened.taken, opened.cancelled) == ([WHOLE], 0)


@pytest.mark.parametrize("keys", [("Return",), ("KP_Enter",), ("Control_L", "a")])
def test_keys_take_the_whole_screen(opened: Opened, hand: Hand, keys: tuple[str, ...], wait_until: Wait) -> None:
    hand.keys(*keys)
    wait_until(lambda: opened.over)
    assert opened.taken == [WHOLE]


def test_escape_cancels_once(opened: Opened, hand: Hand, wait_until: Wait) -> None:
    hand.keys("Escape")
    wait_until(lambda: opened.over)
    opened.overlay.cancel()
    assert (opened.taken, opened.cancelled) == ([], 1)


@pytest.mark.parametrize("dragging", [False, True])
def test_right_click_cancels(opened: Opened, hand: Hand, dragging: bool, wait_until: Wait) -> None:
    if dragging:
        hand.press(210, 160)
        hand.move(300, 200)
    hand.press(300, 200, button=3)
    wait_until(lambda: opened.over)
    hand.release(300, 200, button=3)
    hand.release(300, 200)
    assert (opened.taken, opened.cancelled) == ([], 1)


def test_shift_keeps_the_region_for_its_handles_and_keys(opened: Opened, hand: Hand, wait_until: Wait) -> None:
    hand.hold("Shift_L", down=True)
    hand.drag((210, 160), (309, 229))
    hand.hold("Shift_L", down=False)
    selection = opened.overlay.selection
    wait_until(lambda: selection.region == Box(210, 160, 100, 70) and not selection.grip)
    assert not opened.over
    hand.drag((309, 229), (329, 239))  # the handle at its foot
    wait_until(lambda: selection.region == Box(210, 160, 120, 80))
    hand.drag((260, 200), (250, 205))  # all of it
    wait_until(lambda: selection.region == Box(200, 165, 120, 80))
    hand.keys("Right")
    hand.keys("Control_L", "Down")
    hand.keys("Shift_L", "Left")
    wait_until(lambda: selection.region == Box(201, 175, 119, 80))
    hand.keys("Return")
    wait_until(lambda: opened.over)
    assert opened.taken == [Box(201, 175, 119, 80)]


def test_click_beside_a_kept_region_gives_it_up(opened: Opened, hand: Hand, wait_until: Wait) -> None:
    hand.keys("Left")
    wait_until(lambda: opened.overlay.selection.region)
    hand.click(20, 700)
    wait_until(lambda: opened.overlay.selection.region is None)
    assert not opened.over


def test_windows_can_be_taken_with_the_keyboard_alone(opened: Opened, hand: Hand, wait_until: Wait) -> None:
    hand.keys("Tab")
    hand.keys("Tab")
    wait_until(lambda: opened.overlay.selection.marked == BACK)
    hand.keys("space")
    wait_until(lambda: opened.over)
    assert opened.taken == [BACK]


def test_pane_closed_by_something_else_cancels(opened: Opened) -> None:
    opened.overlay.panes[0].close()
    assert (opened.taken, opened.cancelled) == ([], 1)


def test_hint_says_only_what_works_and_makes_way_for_the_pointer(opened: Opened, hand: Hand, wait_until: Wait) -> None:
    pane = opened.overlay.panes[0]
    assert "Click a window" in pane.accessibleDescription()
    assert "Ctrl+A" not in pane.accessibleDescription()  # one screen: all of them is this one
    above = pane._hint_place()
    hand.move(640, 30)
    wait_until(lambda: pane._hint_place().top() > 600)
    assert above.top() < 100


def _rect(box: Box) -> tuple[int, int, int, int]:
    return box.left, box.top, box.width, box.height
