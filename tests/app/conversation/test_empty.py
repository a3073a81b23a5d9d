"""The empty window's examples: one click each, through the real engine, to a right answer of the starter."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

import resources
from app.conversation.asked import Try
from app.conversation.empty import EmptyState, ExampleCard
from app.conversation.examples import MEMO, NUMBER, ORDER, SIGN, Example
from app.desk import Desk
from app.window.window import Window

Wait = Callable[..., None]
EXAMPLES = (SIGN, NUMBER, ORDER)  # of the starter
ANSWERS = {
    "sign.png": "Platform 4",
    "number.flac": "407",
    "order.txt": "48.20 [p. 1]",
    "memo.flac": "bread, butter and two lemons",
}


@pytest.fixture
def window(desk: Desk, shown: Callable[[Desk], Window]) -> Window:
    return shown(desk)


@pytest.fixture
def empty(window: Window) -> EmptyState:
    return window.empty


def tried(card: ExampleCard) -> Example:
    """What a click on it asks."""
    assert isinstance(card.card.wish, Try)
    return card.card.wish.example


def test_each_example_is_answered_right_after_one_click(empty: EmptyState, desk: Desk, wait_until: Wait) -> None:
    """While the model still loads, too: a first answer is one action away from an open window."""
    desk.models.load_starter()
    for card in empty.cards:
        desk.chat.new_chat()
        QTest.mouseClick(card, Qt.MouseButton.LeftButton)
        wait_until(lambda: desk.transcript.entries and desk.transcript.entries[-1].state == "done", 60)
        question, answer = desk.transcript.entries
        assert question.text == tried(card).question
        assert answer.text.strip() == ANSWERS[tried(card).file]
        wait_until(lambda: not desk.activity.busy)


def test_it_works_with_the_keyboard(empty: EmptyState, desk: Desk, wait_until: Wait) -> None:
    desk.models.load_starter()
    empty.cards[2].setFocus()
    QTest.keyClick(empty.cards[2], Qt.Key.Key_Space)
    wait_until(lambda: desk.transcript.entries and desk.transcript.entries[-1].state == "done", 60)
    assert desk.transcript.entries[-1].text.strip() == ANSWERS["order.txt"]
    wait_until(lambda: not desk.activity.busy)


def test_what_is_written_already_is_not_sent(empty: EmptyState, desk: Desk, wait_until: Wait) -> None:
    desk.models.load_starter()
    wait_until(lambda: desk.model.phase == "ready", 60)
    desk.drafts.set_text("Dear")
    QTest.mouseClick(empty.cards[0], Qt.MouseButton.LeftButton)
    wait_until(lambda: not desk.draft.pending)
    assert desk.draft.text == "Dear"
    assert [chip.name for chip in desk.draft.chips] == ["sign.png"]
    assert desk.transcript.entries == []


def test_cards_say_what_they_do_and_make_room_in_a_small_window(window: Window, empty: EmptyState, wait_until: Wait) -> None:
    assert [card.accessibleName() for card in empty.cards] == [
        f"{title}. Try one: {example.question}"
        for title, example in zip(("A picture", "A recording", "A document"), (SIGN, MEMO, ORDER), strict=True)
    ]
    wait_until(lambda: all(card.isVisible() for card in empty.cards))
    window.resize(window.minimumSize())
    wait_until(lambda: not any(card.isVisible() for card in empty.cards))


def test_cards_are_as_high_as_their_words(empty: EmptyState, wait_until: Wait) -> None:
    for card in empty.cards:
        layout = card.layout()
        assert layout is not None
        assert card.height() >= layout.totalHeightForWidth(card.width())


def test_examples_are_small_and_their_card_tells_the_answers() -> None:
    card = resources.example("card.md").read_text("utf-8")
    for example in (*EXAMPLES, MEMO):
        path = resources.example(example.file)
        assert path.stat().st_size < 64 * 1024
        line = next(line for line in card.splitlines() if f"`{example.file}`" in line)
        assert line.endswith(f"| {example.question} | {ANSWERS[example.file]} |")


def test_they_are_made_by_the_code_that_is_kept(tmp_path: Path) -> None:
    from tests.app.examples import ORDER, main

    main(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {example.file for example in (*EXAMPLES, MEMO)}
    # Another version of FreeType or zlib draws and packs a little differently; what is seen is the same.
    made, kept = (
        np.asarray(Image.open(path).convert("L"), np.float32) for path in (tmp_path / "sign.png", resources.example("sign.png"))
    )
    assert made.shape == kept.shape
    assert np.abs(made - kept).mean() < 9  # a pixel to the side is 8, an empty picture 13
    assert resources.example("order.txt").read_text("utf-8") == ORDER
