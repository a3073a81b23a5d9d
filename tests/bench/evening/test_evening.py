"""The evening's materials are whole, and its scoring tells right answers from wrong ones and refusals from inventions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.evening.materials import Memo, Question, Screen, memos, papers, screens
from tests.bench.evening.scoring import holds, invented_numbers, is_right, lost, refuses, summary_facts

RENT = Question("What is the rent?", (("1,140.00", "1,140"),))


def test_there_are_ten_of_each() -> None:
    assert [len(each) for each in (screens(), papers(), memos())] == [10, 10, 10]
    assert all(one.path.is_file() for one in (*screens(), *papers()))
    assert all([question.answerable for question in one.questions] == [True, True] for one in screens())
    assert all([question.answerable for question in one.questions] == [True, True, False] for one in papers())
    assert all(len(memo.facts) == 4 and all(holds(memo.text, forms) for forms in memo.facts) for memo in memos())


@pytest.mark.parametrize("answer", ["It is 1,140 euros.", "**1,140.00**", "Rent: 1,140."])
def test_a_right_answer(answer: str) -> None:
    assert is_right(RENT, answer)


@pytest.mark.parametrize("answer", ["It is 11,140.", "It is 1,140.50.", "1,1400", "140", f"{'word ' * 70}1,140"])
def test_a_wrong_answer(answer: str) -> None:
    assert not is_right(RENT, answer)


@pytest.mark.parametrize(
    "answer",
    [
        "That is not in the text.",
        "The lease doesn’t mention it.",
        "There is no information about pets.",
        "I cannot determine it.",
    ],
)
def test_a_refusal(answer: str) -> None:
    assert refuses(answer)


@pytest.mark.parametrize("answer", ["Pets are not allowed.", "It costs 40.", "The landlord is Qwen.", "He does not like dogs."])
def test_no_refusal(answer: str) -> None:
    assert not refuses(answer)


def test_a_reading_is_compared_both_ways() -> None:
    screen = Screen(Path("a.png"), "a", ("Total 126.10", "Track the parcel"), ("half covered",), ())
    assert lost(screen, "Track the parcel\tX\nTotal\t126.10\nhalf covered") == (0, 0)
    assert lost(screen, "Track the parcel") == (pytest.approx(10 / 28), 1), "two letters are in order there as well"
    assert lost(screen, "Track the parcel\nTotal 126.10 invented words")[0] > 0.15


def test_a_summary() -> None:
    memo = Memo("m", "He comes on Friday at half past nine, it costs 285.", (("Friday",), ("285",)))
    assert summary_facts(memo, "On Friday, for 285.") == 2
    assert invented_numbers("1. Friday, 9:30, 285 and 12.", memo.text) == ["12"]
