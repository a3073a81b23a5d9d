"""Markdown in blocks: what each is, and that it does not matter how the text came."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.conversation.transcript.blocks import Block, Blocks, complete, has_markup
from tests.app.whole_text import blocks_of

LINES = [
    "A word and another",
    "",
    "  ",
    "# Title",
    "#42",
    "- item",
    "* star",
    "  - nested",
    "  more of it",
    "1. first",
    "2. second",
    "   ```python",
    "   x = 1",
    "```",
    "~~~",
    "````c++",
    "``",
    "> said",
    "| a | b |",
    "|---|--:|",
    "A | B",
    "---",
    "***",
    "<b>x</b>",
    "    far in",
    "**bold** `code`",
    "\tTab",
    "end\r",
    "é 😀 שלום",
]
texts = st.lists(st.sampled_from(LINES), max_size=14).map("\n".join) | st.text(alphabet="`~#-*> |:1.\n ab\r", max_size=60)


@given(texts, st.data())
def test_any_split_of_the_text_ends_in_the_same_blocks(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=12)))
    streamed = Blocks()
    for begin, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        streamed.feed(text[begin:end])
    assert streamed.blocks == blocks_of(text)


@given(texts)
def test_settled_blocks_never_change_and_feed_says_where_to_look(text: str) -> None:
    blocks, before = Blocks(), []
    for letter in text:
        settled = blocks.settled
        first = blocks.feed(letter)
        after = blocks.blocks
        assert first == settled
        assert after[:settled] == before[:settled]
        assert blocks.since(first) == after[first:]
        before = after


@given(texts)
def test_no_word_is_lost(text: str) -> None:
    shown = "".join(block.text + block.language for block in blocks_of(text))
    for letter in "abAtfsxWé😀ש":
        outside_fences = sum(line.count(letter) for line in text.split("\n") if "```" not in line and "~~~" not in line)
        assert shown.count(letter) >= outside_fences


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("One\ntwo\n\nthree", ["paragraph", "paragraph"]),
        ("# Title\ntext\n---\n## Next", ["heading", "paragraph", "rule", "heading"]),
        ("Two:\n- one\n- two\n\n- three\n\nafter", ["paragraph", "item", "item", "item", "paragraph"]),
        ("1. one\n   - nested\n2. two", ["item", "item"]),
        ("It was in\n1986. A great year", ["paragraph"]),
        ("> a\n> b\n\ntext", ["quote", "paragraph"]),
        ("Words\n| a | b |\n|---|---|\n| 1 | 2 |\n\nafter", ["paragraph", "table", "paragraph"]),
        ("A | B", ["paragraph"]),
        ("```\ncode", ["code"]),
        ("a\n```\n# no heading\n\n- no item\n```\nb", ["paragraph", "code", "paragraph"]),
        ("#42\n-5\n2 * 3", ["paragraph"]),
        ("", []),
        ("\n\n", []),
    ],
)
def test_kinds(text: str, kinds: list[str]) -> None:
    assert [block.kind for block in blocks_of(text)] == kinds


def test_code_in_a_list_item_is_a_block_of_its_own_and_the_item_goes_on() -> None:
    text = "1. Run\n\n   ```sh\n   make\n     test\n   ```\n\n   and wait.\n2. Done"
    assert blocks_of(text) == [
        Block("item", "1. Run"),
        Block("code", "make\n  test", "sh", 3),
        Block("paragraph", "and wait.", indent=3),
        Block("item", "2. Done"),
    ]


def test_code_is_kept_to_the_letter() -> None:
    code = "def f():\n\n    return '``'  # | > -\n\t\n"
    assert blocks_of(f"```python title=x\n{code}\n```") == [Block("code", code, "python")]


def test_longer_fence_holds_shorter_ones() -> None:
    assert blocks_of("````md\n```\nx\n```\n````") == [Block("code", "```\nx\n```", "md")]


@pytest.mark.parametrize(
    "text", ["A_B*C_D", "__init__", "2 * 3 * 4", "#42", "<b>x</b>", "-5", "A | B", "2**10 and 3**4", "f(x)[0]"]
)
def test_what_was_read_off_a_picture_stays_as_it_is(text: str) -> None:
    assert [block.kind for block in blocks_of(text)] == ["paragraph"]
    assert not has_markup(text)


@pytest.mark.parametrize(
    "text", ["**b**", "a *b* c", "`x`", "[t](http://a.b)", "![p](p.png)", "~~no~~", "see https://a.b", "so [p. 3]."]
)
def test_markup_is_found(text: str) -> None:
    assert has_markup(text)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("a **bo", "a **bo**"),
        ("a **bold*", "a **bold**"),
        ("a **bold**", "a **bold**"),
        ("a `co", "a `co`"),
        ("a `", "a "),
        ("`**` and **b", "`**` and **b**"),
        ("2 ** 3", "2 ** 3"),
        ("plain", "plain"),
    ],
)
def test_marks_still_open_are_closed_for_show(written: str, shown: str) -> None:
    assert complete(written) == shown
