"""The meter's arithmetic."""

from __future__ import annotations

import pytest

from app.viewmodels.budget import budget, price_of, reserve_for
from inference.events import PartPrice, Priced


def priced(*parts: PartPrice) -> Priced:
    return Priced(parts, sum(part.tokens for part in parts))


CHAT = priced(
    PartPrice("image", "old.png", 280, 0),
    PartPrice("text", "user", 10, 0),
    PartPrice("text", "assistant", 50, 1),
    PartPrice("document", "a.pdf", 400, 2),
    PartPrice("text", "user", 20, 2),
    PartPrice("audio", "memo.wav", 100, 2),
    PartPrice("template", "chat template", 15),
)


def test_parts_are_sorted_into_segments() -> None:
    seen = budget(CHAT, 8192, draft=2)
    assert {segment.kind: segment.tokens for segment in seen.segments} == {
        "instructions": 15,
        "conversation": 60,
        "pictures": 280,
        "sound": 100,
        "documents": 400,
        "draft": 20,
        "reserve": 1024,
    }
    assert seen.prompt == 875
    assert seen.free == 8192 - 875 - 1024
    assert sum(seen.widths()) == pytest.approx((875 + 1024) / 8192)


@pytest.mark.parametrize(
    ("tokens", "level"), [(0, "calm"), (649, "calm"), (650, "amber"), (849, "amber"), (850, "red"), (1000, "red"), (5000, "red")]
)
def test_levels(tokens: int, level: str) -> None:
    assert budget(priced(PartPrice("text", "user", tokens, 0)), 1000, draft=0).level == level


@pytest.mark.parametrize("tokens", [0, 500, 968, 969, 1000, 1001, 40_000])
def test_bar_is_never_fuller_than_full(tokens: int) -> None:
    seen = budget(priced(PartPrice("text", "user", tokens, 0)), 1000, draft=0)
    assert sum(seen.widths()) <= 1 + 1e-9
    assert seen.share <= 1
    assert seen.free >= 0
    assert seen.fits == (tokens <= 968)


def test_it_says_in_words_what_does_not_fit() -> None:
    assert budget(priced(PartPrice("text", "user", 600, 0)), 1000, draft=0).sentence() == ""
    assert "Only 200 tokens are left" in budget(priced(PartPrice("text", "user", 800, 0)), 1000, draft=0).sentence()
    assert (
        "Too long by 132 tokens: this needs 1,100" in budget(priced(PartPrice("text", "user", 1100, 0)), 1000, draft=0).sentence()
    )


def test_empty_draft_costs_nothing_and_the_answer_before_it_is_conversation() -> None:
    seen = budget(priced(PartPrice("text", "user", 5, 0), PartPrice("text", "assistant", 7, 1)), 1000, draft=2)
    assert {segment.kind: segment.tokens for segment in seen.segments} == {"conversation": 12, "reserve": 250}


def test_reserve_is_at_most_a_quarter() -> None:
    assert (reserve_for(1000), reserve_for(4096), reserve_for(131_072)) == (250, 1024, 1024)


def test_price_of_an_attachment_is_that_of_the_newest_message() -> None:
    assert price_of(CHAT, "memo.wav", draft=2) == 100
    assert price_of(CHAT, "old.png", draft=2) is None
    pages = priced(
        PartPrice("image", "a.pdf, p. 1", 70, 0), PartPrice("document", "a.pdf", 5, 0), PartPrice("image", "a.pdfx", 9, 0)
    )
    assert price_of(pages, "a.pdf", draft=0) == 75
