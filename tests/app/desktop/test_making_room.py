"""Too long for the context: what is offered is taken with the mouse, the question sent by its key, and answered right."""

from __future__ import annotations

import pytest

from app.conversation.context.choices_panel import ChoiceButton
from tests.app.desktop.room import Room

REST = "room: 508\nday: Sunday\ncode: W8-3RM\ntime: 18:05\nshop: Kiosk 4\nstreet: Long Lane\nowner: Eva\nunit: km"
LISTS = (
    (f"name: Ada\ncolour: red\nfruit: plum\nprice: $12.50\n{REST}\n\nWhat is the colour?", "red"),
    (f"name: Tom\ncolour: blue\nfruit: pear\nprice: $8.20\n{REST}\n\nWhat is the fruit?", "pear"),
    (f"name: Mia\ncity: Basel\ncolour: green\nprice: $47.10\n{REST}\n\nWhat is the city?", "Basel"),
)
"""About 175 tokens each, and what the starter answers."""


@pytest.fixture
def context() -> int:
    """Tokens: room for two of them and the reply, and not for three."""
    return 512


def settled(room: Room) -> bool:
    """Everything on the screen is of what is written now."""
    return room.desk.drafts.prices.current and not room.desk.choices.waiting


def buttons(room: Room) -> list[ChoiceButton]:
    return room.window.choices.list.buttons


def test_offer_is_taken_and_the_question_is_answered(room: Room) -> None:
    for number, (question, right) in enumerate(LISTS[:2], 1):
        room.paste(question)
        room.hand.keys("Return")
        assert room.answered(2 * number)[1] == right
    question, right = LISTS[2]
    room.paste(question)
    room.wait(lambda: buttons(room) and settled(room), 30)
    room.hand.keys("Return")
    room.wait(lambda: room.window.choices.isVisible() and buttons(room) and settled(room), 30)
    assert "too long" in room.window.choices.heading.text()
    assert len(room.desk.transcript.entries) == 4, "it was sent although it does not fit"
    offer = next(button for button in buttons(room) if button.line.choice.kind == "turns" and button.line.choice.fits)
    promised = offer.line.choice.priced.prompt_tokens
    room.click(offer)
    room.wait(lambda: settled(room) and room.desk.meter.budget and room.desk.meter.budget.prompt == promised, 30)
    room.click(room.window.composer.field.viewport())
    room.hand.keys("Return")
    assert room.answered(6)[1] == right
    assert room.desk.transcript.entries[-1].cost.prompt_tokens == promised
    assert room.desk.transcript.entries[0].left_out
    assert not room.window.choices.isVisible()
