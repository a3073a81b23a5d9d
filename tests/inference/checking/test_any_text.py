"""Any text at all: nothing is raised, what is said holds together, and time stays in proportion."""

from __future__ import annotations

import random
import time

import pytest

from inference.checking.check import check
from inference.checking.values import Source

PIECES = (
    *"1 a A ( ) ` \" ' * [ ] _ | - / \\ . , : ; @ # € % = + \n \t \ud800 \x00 \x1f \u0301 １ ½ ² ٣ 一 é ß ﬁ İ".split(" "),
    " ",
    "12:30 ",
    "14.12.2026 ",
    "two ",
    "1,299.00 ",
    "1. ",
    "```\n",
    "http://",
    "Aa-",
    "A.B",
    "14 Dec ",
    "Dec 2026 ",
    "about 5 ",
    "halb vier ",
    "Clara Moreau ",
    "zweihundert",
    "“Aaa bbb” ",
    "[a, p. 1]",
    "[a](b)",
    "total 3 of 4. ",
    "1+1=2. ",
    "Q3 ",
    "5 h 3 min ",
    "l0l ",
    "Monday ",
    "x@y.de ",
    "a/b.pdf ",
    "is the sum. ",
    "2 pounds 15 ",
    "DE64 1522 1930 ",
    "the twenty-first of May ",
    "@@",
    "«",
    "»",
    "3%",
    "$",
)
SOURCE = 'Total 1,298.00 by Else Becker "foo bar" 13:45 on 14 May. Sum 12 + 3 = 16, about 5 h.'


def mixed(rng: random.Random, length: int) -> str:
    return "".join(rng.choice(PIECES) for _ in range(length))


@pytest.mark.parametrize("seed", range(6))
def test_whatever_it_is(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(60):
        answer, text, question = (mixed(rng, rng.randint(0, 60)) for _ in range(3))
        end = 0
        for claim in check(answer, [Source(question[:8], "picture", text), Source("b.wav", "recording", SOURCE)], question):
            assert end <= claim.start < claim.stop <= len(answer)
            assert answer[claim.start : claim.stop] == claim.text
            end = claim.stop
            if claim.source is not None:
                assert claim.begin is not None
                assert claim.end is not None
                assert 0 <= claim.begin < claim.end <= len((text, SOURCE)[claim.source])
            assert (claim.source is None) == (claim.begin is None) == (claim.end is None)
            assert claim.verdict in ("found", "elsewhere", "reckoned", "not found")


def test_copied_whole_everything_is_there() -> None:
    """What is written off the page word for word is never marked."""
    text = "Invoice 417 for Ilse Lindqvist, 14 December 2026 at 15:30, room B12: 1,299.00 EUR, see C:\\data\\plan.pdf"
    assert {claim.verdict for claim in check(text, [Source("a.png", "picture", text)])} == {"found"}


def took(answer: str, text: str) -> float:
    started = time.process_time()
    check(answer, [Source("a.png", "picture", text)], "what?")
    return time.process_time() - started


@pytest.mark.parametrize(
    "piece",
    ["1", "1 ", "a", "A", "Aa ", "1,", "12:30 ", "14 Dec ", "two ", "“a", "'a ", "A.B", "1-", "a/", "1+1=2. ", "(1) ", "|"],
)
def test_time_in_proportion(piece: str) -> None:
    """Ten times the text takes about ten times as long: an hour, were any step quadratic."""
    long = piece * (200_000 // len(piece))
    short = long[: len(long) // 10]
    for answer, text, less in ((long, SOURCE, (short, SOURCE)), (SOURCE, long, (SOURCE, short))):
        assert took(answer, text) < 40 * took(*less) + 1


def test_time_of_a_mixture() -> None:
    rng = random.Random(7)
    long = mixed(rng, 80_000)[:200_000]
    assert took(long, long) < 40 * took(long[:20_000], long[:20_000]) + 1
