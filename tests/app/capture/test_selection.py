"""What presses, moves and keys make of a selection: pure geometry, in device pixels."""

from __future__ import annotations

import pytest

from app.capture.box import Box
from app.capture.selection import HANDLES, Grip, Selection

DESKTOP = Box(0, 0, 1000, 800)
FRONT, BACK = Box(100, 100, 200, 150), Box(50, 50, 600, 500)


@pytest.fixture
def selection() -> Selection:
    return Selection(DESKTOP, [FRONT, BACK])


def drag(selection: Selection, start: tuple[int, int], end: tuple[int, int]) -> None:
    selection.press(*start)
    selection.move(*end)
    selection.release()


def test_drawn_region_holds_both_pixels(selection: Selection) -> None:
    drag(selection, (10, 20), (109, 69))
    assert selection.region == Box(10, 20, 100, 50)
    drag(selection, (700, 600), (650, 590))  # beside the region: a new one, drawn backwards
    assert selection.region == Box(650, 590, 51, 11)


@pytest.mark.parametrize(
    ("end", "region"), [((5000, 5000), Box(900, 700, 100, 100)), ((-5000, 700), Box(0, 700, 901, 1)), ((903, 703), None)]
)
def test_region_stays_on_the_desktop_and_a_slip_is_none(selection: Selection, end: tuple[int, int], region: Box | None) -> None:
    drag(selection, (900, 700), end)
    assert selection.region == region


def test_topmost_window_under_the_pointer_is_marked(selection: Selection) -> None:
    marks = []
    for at in ((120, 120), (400, 400), (900, 20)):
        selection.hover(*at)
        marks.append(selection.marked)
    assert marks == [FRONT, BACK, None]


@pytest.mark.parametrize(
    ("handle", "to", "region"),
    [
        ("nw", (190, 180), Box(190, 180, 210, 170)),
        ("n", (999, 150), Box(200, 150, 200, 200)),
        ("ne", (449, 150), Box(200, 150, 250, 200)),
        ("e", (449, 0), Box(200, 200, 250, 150)),
        ("se", (449, 449), Box(200, 200, 250, 250)),
        ("s", (0, 399), Box(200, 200, 200, 200)),
        ("sw", (150, 399), Box(150, 200, 250, 200)),
        ("w", (150, 0), Box(150, 200, 250, 150)),
        ("w", (449, 0), Box(399, 200, 51, 150)),  # over the opposite side
    ],
)
def test_handles_stretch_their_sides(selection: Selection, handle: Grip, to: tuple[int, int], region: Box) -> None:
    selection.region = Box(200, 200, 200, 150)
    held = selection.handle(handle)
    assert selection.grip_at(held[0] + 3, held[1] - 3) == handle
    drag(selection, held, to)
    assert selection.region == region


def test_region_is_moved_whole_and_stops_at_the_edge(selection: Selection) -> None:
    selection.region = Box(200, 200, 200, 150)
    drag(selection, (300, 260), (310, 240))
    assert selection.region == Box(210, 180, 200, 150)
    drag(selection, (300, 260), (-9000, 9000))
    assert selection.region == Box(0, 650, 200, 150)


def test_every_handle_can_be_held_in_a_tiny_region(selection: Selection) -> None:
    selection.region = Box(500, 500, 1, 1)
    assert {selection.handle(handle) for handle in HANDLES} == {(500, 500)}
    assert selection.grip_at(500, 500) in HANDLES


def test_keys_begin_with_the_window_then_move_and_stretch(selection: Selection) -> None:
    selection.hover(120, 120)
    selection.nudge(1, 0)
    assert selection.region == FRONT.moved(1, 0)
    selection.stretch(-10, 10)
    assert selection.region == Box(101, 100, 190, 160)
    selection.stretch(-9000, -9000)
    assert selection.region == Box(101, 100, 1, 1)
    selection.stretch(9000, 9000)
    assert selection.region == Box(101, 100, 899, 700)


def test_keys_begin_in_the_middle_where_there_is_no_window() -> None:
    selection = Selection(DESKTOP)
    selection.nudge(0, 0)
    assert selection.region == Box(250, 200, 500, 400)
    selection.next_window(1)
    assert selection.region == Box(250, 200, 500, 400)


def test_windows_are_stepped_through_in_a_circle(selection: Selection) -> None:
    seen = []
    for step in (1, 1, 1, -1, -1):
        selection.next_window(step)
        seen.append(selection.marked)
    assert seen == [FRONT, BACK, FRONT, BACK, FRONT]
