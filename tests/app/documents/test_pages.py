"""Pages as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.pages import choose_pages, pages_text
from inference.errors import InputError


@pytest.mark.parametrize(
    ("words", "pages"),
    [
        ("", None),
        (" all ", None),
        ("3", (3,)),
        ("3-5", (3, 4, 5)),
        ("3 – 5, 9", (3, 4, 5, 9)),
        ("9; 2 4-5", (2, 4, 5, 9)),
        ("10-", (10, 11, 12)),
        ("-2", (1, 2)),
        ("1-12", None),
        ("5, 5, 4-6", (4, 5, 6)),
    ],
)
def test_words_name_pages(words: str, pages: tuple[int, ...] | None) -> None:
    assert choose_pages(words, 12) == pages


@pytest.mark.parametrize("words", ["0", "13", "3-13", "5-3", "a", "-", "1.5", "1-2-3", "²"])
def test_what_names_no_page_is_refused_in_words(words: str) -> None:
    with pytest.raises(InputError, match="pages"):
        choose_pages(words, 12)


@given(st.sets(st.integers(1, 40), min_size=1).filter(lambda pages: len(pages) < 40))
def test_pages_are_read_back_as_they_are_written(pages: set[int]) -> None:
    assert choose_pages(pages_text(sorted(pages)), 40) == tuple(sorted(pages))


def test_runs_are_joined() -> None:
    assert pages_text((1, 2, 3, 7, 9, 10)) == "1–3, 7, 9–10"
