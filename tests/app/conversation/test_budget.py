"""The meter's arithmetic."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import wording
from app.conversation.context.budget_model import Rates, budget, price_of, reserve_for
from inference.events import PartPrice, Priced
from inference.pace import Pace


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
    assert price_of(CHAT, "memo.wav", draft=2, rates=Rates()) == (100, None)
    assert price_of(CHAT, "old.png", draft=2, rates=Rates()) is None
    pages = priced(
        PartPrice("image", "a.pdf, p. 1", 70, 0), PartPrice("document", "a.pdf", 5, 0), PartPrice("image", "a.pdfx", 9, 0)
    )
    rates = Rates(Pace(0.5, 0.0, 0.01, 0.0, 10))
    assert price_of(pages, "a.pdf", draft=0, rates=rates) == (75, pytest.approx(0.5 + 0.7 + 0.5 + 0.05))


def test_only_what_is_new_costs_seconds() -> None:
    fresh = (0, 0, 0, 400, 20, 100, 5)
    seen = budget(CHAT, 8192, draft=2, fresh=fresh, rates=Rates(Pace(0.0, 0.0, 0.01, 0.0, 128), 1024.0))
    rows = {row.kind: (row.tokens, row.kept, row.time, row.memory) for row in seen.rows()}
    assert rows["conversation"] == ("60", "60", "none", "0.06 MiB")
    assert rows["documents"] == ("400", "", "about 4 s", "0.39 MiB")
    assert rows["instructions"] == ("15", "10", "less than 1 s", "0.01 MiB")
    assert rows["reserve"] == ("1,024", "", "", "1.0 MiB")
    assert rows["prompt"] == ("875", "350", "about 5 s", "0.85 MiB")
    assert seen.fresh == 525
    assert seen.summary() == "875 of 8,192 tokens  ·  11 %  ·  about 5 s to read"


def test_speed_that_was_never_measured_is_not_made_up() -> None:
    seen = budget(CHAT, 8192, draft=2)
    assert {row.time for row in seen.rows() if row.kind not in ("reserve", "free")} == {"not measured yet"}
    assert {row.memory for row in seen.rows()} == {""}
    assert seen.summary() == "875 of 8,192 tokens  ·  11 %"


@given(st.lists(st.integers(0, 5000), min_size=6, max_size=6), st.integers(1, 9000))
def test_rows_add_up_to_the_context_or_to_what_is_too_much(tokens: list[int], context: int) -> None:
    kinds = ("instructions", "text", "image", "audio", "document", "template")
    parts = [PartPrice(kind, "", count, index % 2) for index, (kind, count) in enumerate(zip(kinds, tokens, strict=True))]
    seen = budget(priced(*parts), context, draft=1)
    shown = sum(int(row.tokens.replace(",", "")) for row in seen.rows() if row.kind != "prompt")
    assert shown == max(context, seen.prompt)
    assert sum(seen.widths()) <= 1 + 1e-9


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.0, "none"),
        (0.4, "less than 1 s"),
        (7.4, "about 7 s"),
        (89.0, "about 89 s"),
        (120.0, "about 2 min"),
        (5400.0, "about 90 min"),
    ],
)
def test_predictions_have_no_digits_nobody_could_keep(seconds: float, words: str) -> None:
    assert wording.about(seconds) == words
