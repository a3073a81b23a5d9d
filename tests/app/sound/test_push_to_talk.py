"""The talk key: what every sequence of presses may and may not do, whatever the timing."""

from __future__ import annotations

import itertools
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sound.push_to_talk import BOUNCE_S, GUARD_S, STUCK_S, TAP_S, Action, Mode, PushToTalk

Event = Literal["press", "release", "cancel", "toggle"]
Timed = tuple[float, Event]
LIMIT = 60.0
LATE = 0.001
"""A timer fires a little late."""

modes = st.sampled_from(("auto", "hold", "toggle"))
gaps = st.one_of(
    st.sampled_from((0.0, BOUNCE_S, TAP_S, GUARD_S, STUCK_S, LIMIT)),  # the edges
    st.floats(0, 1),
    st.floats(0, 2 * LIMIT),
)
events = st.lists(st.tuples(gaps, st.sampled_from(("press", "release", "cancel", "toggle"))), max_size=40)


def run(steps: list[Timed], mode: Mode = "auto", *, limit: float = LIMIT) -> list[tuple[float, Action]]:
    """The actions and when they came, with `advance` called a little after every deadline, as a timer would."""
    key = PushToTalk(limit_s=limit)
    done: list[tuple[float, Action]] = []

    def wait(until: float) -> None:
        while key.deadline is not None and key.deadline + LATE < until:
            at = key.deadline + LATE
            done.extend((at, action) for action in key.advance(at))

    for at, event in steps:
        wait(at)
        if event == "press":
            done.extend((at, action) for action in key.press(at, mode))
        else:
            done.extend((at, action) for action in getattr(key, event)(at))
    wait(float("inf"))
    return done


def timed(steps: list[tuple[float, Event]]) -> list[Timed]:
    return list(zip(itertools.accumulate(gap for gap, _ in steps), (event for _, event in steps), strict=True))


def held(*spans: tuple[float, float]) -> list[Timed]:
    steps: list[Timed] = []
    for down, up in spans:
        steps.append((down, "press"))
        steps.append((up, "release"))
    return steps


def actions(steps: list[Timed], mode: Mode = "auto") -> list[Action]:
    return [action for _, action in run(steps, mode)]


def test_hold_talks_and_release_sends() -> None:
    (began, start), (ended, send) = run(held((1, 3)))
    assert (start, send) == ("start", "send")
    assert began == 1
    assert 3 <= ended <= 3 + BOUNCE_S + 2 * LATE


def test_tap_starts_and_the_next_press_sends_at_once() -> None:
    assert run(held((1, 1.1), (5, 5.1))) == [(1, "start"), (5, "send")]


def test_hold_only_takes_a_tap_for_a_slip() -> None:
    assert actions(held((1, 1.1)), "hold") == ["start", "slip"]
    assert actions(held((1, 1.1), (2, 4)), "hold") == ["start", "slip", "start", "send"]


def test_toggle_only_does_not_mind_how_long_the_key_is_held() -> None:
    assert run(held((1, 4), (6, 9)), "toggle") == [(1, "start"), (6, "send")]


@pytest.mark.parametrize("mode", ["auto", "toggle"])
def test_double_press_by_habit_starts_once(mode: Mode) -> None:
    assert actions(held((1, 1.08), (1.2, 1.28), (6, 6.1)), mode) == ["start", "send"]


def test_double_press_to_end_does_not_start_again() -> None:
    assert actions(held((1, 1.1), (5, 5.08), (5.2, 5.28))) == ["start", "send"]


def test_escape_drops_and_the_release_that_follows_sends_nothing() -> None:
    assert actions([(1, "press"), (2, "cancel"), (3, "release")]) == ["start", "drop"]


def test_a_stuck_key_is_kept_at_the_limit_and_never_sent() -> None:
    repeats: list[Timed] = [(1 + 0.03 * n, "press") for n in range(round(2 * LIMIT / 0.03))]
    assert [action for _, action in run(repeats)] == ["start", "keep"]
    assert run([(1, "press")]) == [(1, "start"), (1 + LIMIT + LATE, "keep")]


def test_a_lost_release_does_not_lock_the_key() -> None:
    """The press that cannot be a repeat ends it at once, and the key works as before."""
    assert run([(1, "press"), (8, "press")])[-1] == (8, "send")
    assert actions([(1, "press"), (8, "press"), (8.1, "release"), *held((20, 22))]) == ["start", "send"] * 2


def test_a_worn_switch_does_not_end_a_long_recording() -> None:
    assert [round(at) for at, _ in run([(1, "press"), (8, "release"), (8.01, "press"), (12, "release")])] == [1, 12]


@pytest.mark.parametrize(("length", "expected"), [(0.29, ["start", "keep"]), (0.31, ["start", "send"])])
def test_what_a_tap_is(length: float, expected: list[Action]) -> None:
    assert actions(held((1, 1 + length))) == expected


def test_verbs_of_another_process_toggle() -> None:
    assert actions([(1, "toggle"), (1.1, "toggle"), (4, "toggle")]) == ["start", "send"]
    assert actions([(1, "press"), (1.1, "release"), (4, "toggle")]) == ["start", "send"]


@given(events, modes)
def test_starts_and_ends_alternate_and_nothing_outlives_the_limit(steps: list[tuple[float, Event]], mode: Mode) -> None:
    done = run(timed(steps), mode)
    assert [action == "start" for _, action in done] == [index % 2 == 0 for index in range(len(done))]
    assert len(done) % 2 == 0, "something records for ever"
    for (began, _), (ended, action) in zip(done[::2], done[1::2], strict=True):
        assert ended - began <= LIMIT + 2 * LATE
        if action == "keep":
            assert ended - began >= LIMIT - 1e-6


@given(events, modes, gaps)
def test_cancel_always_ends_idle(steps: list[tuple[float, Event]], mode: Mode, gap: float) -> None:
    moments = timed(steps)
    key = PushToTalk(limit_s=LIMIT)
    for at, event in moments:
        key.press(at, mode) if event == "press" else getattr(key, event)(at)
    recording = key.phase != "idle"
    at = (moments[-1][0] if moments else 0.0) + gap
    last = key.cancel(at)
    assert key.phase == "idle"
    assert len(last) == recording, "what records ends exactly once"
    assert not key.advance(at + 2 * LIMIT)


@given(
    st.lists(st.tuples(st.floats(0.4, 20), st.floats(0.06, 2.0)), min_size=1, max_size=8),
    modes,
    st.sampled_from(("presses", "pairs")),
)
def test_auto_repeat_changes_nothing(spans: list[tuple[float, float]], mode: Mode, kind: str) -> None:
    """With repeats in either form that systems send them, the same things happen at the same times."""
    clean: list[Timed] = []
    noisy: list[Timed] = []
    at = 0.0
    for pause, length in spans:
        down, at = at + pause, at + pause + length
        clean += held((down, at))
        noisy.append((down, "press"))
        for n in range(1, int(length / 0.04)):
            if kind == "pairs":
                noisy.append((down + 0.04 * n, "release"))
            noisy.append((down + 0.04 * n + (0.001 if kind == "pairs" else 0), "press"))
        noisy.append((at, "release"))
    assert [action for _, action in run(noisy, mode)] == [action for _, action in run(clean, mode)]
    assert [moment for moment, _ in run(noisy, mode)] == pytest.approx([moment for moment, _ in run(clean, mode)])


@given(events, modes)
def test_a_late_timer_changes_what_happens_only_by_its_lateness(steps: list[tuple[float, Event]], mode: Mode) -> None:
    """Without any timer, the next event catches up: the same actions in the same order."""
    moments = timed(steps)
    if not moments:
        return
    moments.append((moments[-1][0] + 3 * LIMIT, "release"))
    key = PushToTalk(limit_s=LIMIT)
    lazy = [action for at, event in moments for action in (key.press(at, mode) if event == "press" else getattr(key, event)(at))]
    assert lazy == [action for _, action in run(moments, mode)]
