"""Joining of events: nothing is lost, order is kept, and at most about thirty text events a second get through."""

from __future__ import annotations

from app.worker.engine import Joiner
from inference.events import Cost, Event, Finished, LoadProgress, PromptProgress, TextDelta, Thought


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def joined(*timed: tuple[float, Event]) -> list[Event]:
    """What goes through when each event comes that many seconds after the one before."""
    clock, sent = Clock(), list[Event]()
    joiner = Joiner(sent.append, rate=30, clock=clock)
    for seconds, event in timed:
        clock.now += seconds
        joiner(event)
    return sent


def test_quick_text_is_joined_and_the_first_goes_at_once() -> None:
    end = Finished("abcde", "", Cost())
    assert joined(
        (0, TextDelta("a")),
        (0.01, TextDelta("b")),
        (0.01, TextDelta("c")),
        (0.02, TextDelta("d")),
        (0.001, TextDelta("e")),
        (0, end),
    ) == [TextDelta("a"), TextDelta("bcd"), TextDelta("e"), end]


def test_slow_text_is_not_held_back() -> None:
    assert joined((0, TextDelta("a")), (0.5, TextDelta("b")), (0.5, TextDelta("c"))) == [TextDelta(c) for c in "abc"]


def test_thought_and_text_stay_in_order() -> None:
    sent = joined((0, Thought("t")), (0.001, Thought("u")), (0.001, TextDelta("a")), (0.001, TextDelta("b")), (1, TextDelta("c")))
    assert sent == [Thought("t"), Thought("u"), TextDelta("abc")]


def test_of_progress_only_the_newest_is_kept() -> None:
    steps = [PromptProgress(done, 100, 0, None) for done in (1, 2, 3, 4)]
    sent = joined((0, steps[0]), (0.001, steps[1]), (0.001, steps[2]), (0.001, steps[3]), (0.001, TextDelta("a")))
    assert sent == [steps[0], steps[3]]
    assert joined((0, LoadProgress(0.1)), (0.001, LoadProgress(0.2)), (0.1, LoadProgress(0.3))) == [
        LoadProgress(0.1),
        LoadProgress(0.3),
    ]


def test_a_thousand_tokens_a_second_become_thirty() -> None:
    sent = joined(*((0.001, TextDelta("x")) for _ in range(1000)))
    assert 28 <= len(sent) <= 31
    assert sum(len(event.text) for event in sent if isinstance(event, TextDelta)) >= 960
