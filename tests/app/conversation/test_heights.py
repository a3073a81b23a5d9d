"""Running sums of heights, beside the sums computed anew each time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.conversation.transcript.heights import Heights

heights = st.lists(st.integers(1, 1000), max_size=60)
changes = st.lists(
    st.tuples(st.sampled_from(["change", "append", "cut"]), st.integers(0, 100), st.integers(1, 1000)), max_size=40
)


@given(heights, changes)
def test_sums_are_those_of_the_list(begin: list[int], done: list[tuple[str, int, int]]) -> None:
    kept, plain = Heights(begin), list(begin)
    for what, number, height in done:
        if what == "append":
            kept.append(height)
            plain.append(height)
        elif what == "cut":
            kept.cut(number % (len(plain) + 1))
            del plain[number % (len(plain) + 1) :]
        elif plain:
            kept.change(number % len(plain), height)
            plain[number % len(plain)] = height
    assert [kept[index] for index in range(len(kept))] == plain
    assert [kept.before(index) for index in range(len(plain) + 1)] == [sum(plain[:index]) for index in range(len(plain) + 1)]
    assert kept.total == sum(plain)


@given(st.lists(st.integers(1, 50), min_size=1, max_size=40), st.integers(0, 2000))
def test_what_is_at_a_height(begin: list[int], height: int) -> None:
    covering = [index for index in range(len(begin)) if sum(begin[:index]) <= height < sum(begin[: index + 1])]
    assert Heights(begin).at(height) == (covering[0] if covering else len(begin) - 1)


def test_nothing_is_at_any_height_of_nothing() -> None:
    with pytest.raises(IndexError):
        Heights().at(0)
