"""Where searched words stand in a title."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.chats.marks import marks_of


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("Which bread keeps longest?", "BREAD", ["bread"]),
        ("Bread, breadth and rye", "rye bread", ["Bread", "bread", "rye"]),
        ("Bread, breadth", "read bread", ["Bread", "bread"]),
        ("banana", "ana nan", ["anan"]),
        ("Große Straße", "strasse", ["Straße"]),
        ("😀 Basel", "basel", ["Basel"]),
        ("İstanbul", "stan", ["stan"]),
        ("Heating plant", "bread", []),
        ("Heating plant", " ", []),
    ],
)
def test_every_word_is_marked_where_it_stands(text: str, words: str, marked: list[str]) -> None:
    assert [text[begin:end] for begin, end in marks_of(text, words)] == marked


@given(st.text("abßS İ", max_size=12), st.text("abßS ", max_size=6))
def test_marks_are_in_order_apart_and_within_and_there_when_the_history_finds_the_title(text: str, words: str) -> None:
    marks = marks_of(text, words)
    edges = [edge for mark in marks for edge in mark]
    assert edges == sorted(set(edges))
    assert all(0 <= edge <= len(text) for edge in edges)
    assert bool(marks) == any(word in text.casefold() for word in words.casefold().split())
