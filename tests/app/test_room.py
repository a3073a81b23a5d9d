"""Too long, on the real window and the starter: refused with choices, chosen by mouse and keys, taken back, sent, answered."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.conversation.composer.chip_options import PageField, SizeButton
from app.conversation.context.choices_panel import ChoiceButton
from app.desk import Desk
from app.window.window import Window
from inference.conversation import DocumentPart, ImagePart, TextPart
from inference.prompt import changes
from inference.prompt.changes import ASK_FOR_SUMMARY
from tests.factories import make_pdf, picture, picture_bytes

Wait = Callable[..., None]
CONTEXT = 512


@pytest.fixture
def window(desk: Desk, shown: Callable[[Desk], Window], wait_until: Wait) -> Window:
    """The real window with the starter in a small context."""
    window = shown(desk)
    desk.models.load_starter(context=CONTEXT)
    wait_until(lambda: desk.model.phase == "ready", 60)
    return window


def settled(desk: Desk) -> bool:
    """Everything on the screen is of what is written now."""
    return desk.drafts.prices.current and not desk.choices.waiting


def ask(window: Window, desk: Desk, question: str, wait_until: Wait) -> None:
    window.composer.field.setPlainText(question)
    QTest.keyClick(window.composer.field, Qt.Key.Key_Return)
    wait_until(lambda: desk.transcript.entries and not desk.activity.busy and desk.draft.text == "", 60)


def conversation(window: Window, desk: Desk, wait_until: Wait) -> None:
    """Two turns that were answered."""
    for line in ("colour: red. What is the colour?", "colour: blue. What is the colour?"):
        ask(window, desk, line, wait_until)
    assert all(entry.text for entry in desk.transcript.entries), "the starter answered nothing"


def press(button: ChoiceButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def promised(desk: Desk, button: ChoiceButton, wait_until: Wait) -> None:
    """Presses the choice; the price that follows is the one it named."""
    choice = button.line.choice
    press(button)
    wait_until(lambda: settled(desk) and desk.meter.budget and desk.meter.budget.prompt == choice.priced.prompt_tokens)


def test_long_paste_sent_at_once_is_refused_with_choices_and_not_by_the_engine(
    window: Window, desk: Desk, wait_until: Wait
) -> None:
    conversation(window, desk, wait_until)
    entries = len(desk.transcript.entries)
    window.composer.field.setPlainText("word " * 100)
    QTest.keyClick(window.composer.field, Qt.Key.Key_Return)  # before it could be priced
    wait_until(lambda: desk.choices.lines)
    assert window.choices.isVisible()
    assert "too long" in window.choices.heading.text()
    assert len(desk.transcript.entries) == entries
    assert not desk.notice.text
    assert window.meter.count.property("role") == "red"


def test_turns_left_out_make_it_fit_and_it_is_answered(window: Window, desk: Desk, wait_until: Wait) -> None:
    conversation(window, desk, wait_until)
    window.composer.field.setPlainText("city: Basel. " + "word " * 76 + "What is the city?")  # too long after any two answers
    wait_until(lambda: desk.choices.lines and settled(desk))
    button = window.choices.list.buttons[0]
    assert button.line.choice.kind == "turns"
    promised(desk, button, wait_until)
    assert all(entry.left_out for entry in desk.transcript.entries)
    prompt = desk.meter.budget.prompt if desk.meter.budget else 0
    QTest.keyClick(window.composer.field, Qt.Key.Key_Return)
    wait_until(lambda: len(desk.transcript.entries) == 6 and not desk.activity.busy, 60)
    assert desk.transcript.entries[-1].cost.prompt_tokens == prompt
    assert not window.choices.isVisible()


def test_undo_brings_back_what_was_left_out(window: Window, desk: Desk, wait_until: Wait) -> None:
    conversation(window, desk, wait_until)
    before = desk.transcript.messages()
    wait_until(lambda: settled(desk))
    prompt = desk.meter.budget.prompt if desk.meter.budget else 0
    QTest.mouseClick(window.meter.bar, Qt.MouseButton.LeftButton)
    wait_until(lambda: desk.choices.lines)
    promised(desk, window.choices.list.buttons[0], wait_until)
    assert desk.transcript.messages() != before
    assert window.choices.undo.text() == "Undo leaving turns out"
    QTest.mouseClick(window.choices.undo, Qt.MouseButton.LeftButton)
    wait_until(lambda: settled(desk) and desk.meter.budget and desk.meter.budget.prompt == prompt)
    assert desk.transcript.messages() == before
    assert not window.choices.undo.isVisible()


def test_summary_is_written_by_the_starter_and_takes_the_place_of_the_turns(
    window: Window, desk: Desk, wait_until: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The starter cannot summarise, but it finds a line in what was said before.
    monkeypatch.setattr(changes, "HOW_TO_SUMMARISE", "What is the city?")
    ask(window, desk, "city: Basel. " + "word " * 16 + "What is the city?", wait_until)
    window.composer.field.setPlainText("word " * 16)
    wait_until(lambda: settled(desk))
    QTest.mouseClick(window.meter.bar, Qt.MouseButton.LeftButton)
    wait_until(lambda: any(line.choice.kind == "summary" for line in desk.choices.lines))
    button = next(button for button in window.choices.list.buttons if button.line.choice.kind == "summary")
    press(button)
    assert desk.activity.phase == "summarising"
    assert "Summarising" in window.activity.words.text()
    wait_until(lambda: not desk.activity.busy, 60)
    summary = desk.transcript.entries[1].summary
    assert summary is not None, desk.notice.text
    assert summary.text
    assert [part.text for said in desk.transcript.messages() for part in said.parts if isinstance(part, TextPart)] == [
        ASK_FOR_SUMMARY,
        summary.text,
    ]
    wait_until(lambda: settled(desk))
    assert desk.meter.budget is not None
    assert desk.meter.budget.prompt <= button.line.choice.priced.prompt_tokens


def test_panel_is_worked_with_the_keyboard_and_closed_with_esc(window: Window, desk: Desk, wait_until: Wait) -> None:
    conversation(window, desk, wait_until)
    wait_until(lambda: settled(desk))
    window.meter.bar.setFocus()
    QTest.keyClick(window.meter.bar, Qt.Key.Key_Space)
    wait_until(lambda: desk.choices.lines)
    first = window.choices.list.buttons[0]
    first.setFocus()
    assert first.accessibleName() == desk.choices.lines[0].title
    QTest.keyClick(first, Qt.Key.Key_Escape)
    assert not window.choices.isVisible()
    assert not desk.activity.busy
    QTest.keyClick(window.meter.bar, Qt.Key.Key_Space)
    wait_until(lambda: desk.choices.lines and settled(desk))
    QTest.keyClick(window.choices.list.buttons[0], Qt.Key.Key_Space)
    assert desk.choices.undo


def test_meter_shows_seconds_memory_and_what_was_read_before(window: Window, desk: Desk, wait_until: Wait) -> None:
    conversation(window, desk, wait_until)
    wait_until(lambda: settled(desk))
    QTest.mouseClick(window.meter.count, Qt.MouseButton.LeftButton)
    popup, table = window.meter.popup, window.meter.popup.table
    assert popup.isVisible()
    assert table.hasFocus()
    rows = [[table.model().index(row, column).data() for column in range(5)] for row in range(table.rowCount())]
    shown = {label: figures for label, *figures in rows}
    tokens, kept, time, _memory = shown["Conversation"]
    assert tokens == kept
    assert time == "none"
    assert {"Instructions", "Kept for the reply", "Free", "The whole prompt"} <= set(shown)
    QTest.keyClick(table, Qt.Key.Key_Escape)
    assert not popup.isVisible()


def attach(desk: Desk, name: str, data: bytes, wait_until: Wait) -> None:
    desk.drafts.attach_bytes(name, data)
    wait_until(lambda: desk.draft.chips and desk.draft.chips[-1].tokens)


def test_size_of_a_picture_is_chosen_on_its_chip(window: Window, desk: Desk, wait_until: Wait) -> None:
    attach(desk, "p.png", picture_bytes(picture(900, 700)), wait_until)
    before = desk.draft.chips[0].tokens
    (button,) = window.composer.chips.findChildren(SizeButton)
    actions = {action.data(): action for action in button.menu().actions()}
    assert [size for size, action in actions.items() if not action.isEnabled()] == [
        size for size in actions if desk.model.capabilities and size > desk.model.capabilities.image_tokens_max
    ]
    assert all("load with larger pictures" in action.text() for action in actions.values() if not action.isEnabled())
    actions[140].trigger()
    wait_until(lambda: desk.draft.chips[0].tokens not in (None, before))
    assert isinstance(desk.draft.usable[0].part, ImagePart)
    assert desk.draft.usable[0].part.tokens == 140
    (button,) = [button for button in window.composer.chips.findChildren(SizeButton) if button.isVisible()]
    assert button.text() == "Up to 140 tokens"


def test_pages_of_a_document_are_chosen_on_its_chip(window: Window, desk: Desk, app: QApplication, wait_until: Wait) -> None:
    attach(desk, "d.pdf", make_pdf(*[f"page {number}: what it says" for number in range(1, 8)]), wait_until)
    every = desk.draft.chips[0].tokens
    (field,) = window.composer.chips.findChildren(PageField)
    field.setFocus()
    QTest.keyClicks(field, "3-9")
    assert field.property("wrong") is True
    assert "7 pages" in field.toolTip()
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert desk.draft.chips[0].tokens == every
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    QTest.keyClicks(field, "5")
    QTest.keyClick(field, Qt.Key.Key_Return)
    wait_until(lambda: desk.draft.chips[0].tokens not in (None, every))
    part = desk.draft.usable[0].part
    assert isinstance(part, DocumentPart)
    assert part.pages == (3, 4, 5)
    assert desk.draft.chips[0].facts.startswith("Pages 3–5 of 7")
    focused = app.focusWidget()
    assert isinstance(focused, PageField)
    assert focused.text() == "3-5"
