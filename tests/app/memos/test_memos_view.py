"""The page of voice memos in the window, by real clicks and keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from app.building import wind_down
from app.desk import Desk
from app.memos.memos_view import MemosDialog
from app.sound.sound import Sound
from app.window.window import Window
from app.worker.engine import Generate
from app.worker.history import HistoryWorker
from inference.events import Cancelled, Cost, Finished, PromptProgress, TextDelta
from tests.app.voice_memos import Memos
from tests.inference.history.leftovers import find_left

Wait = Callable[..., None]
Key, CONTROL, LEFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.MouseButton.LeftButton


class Page(Memos):
    """The same with its window."""

    window: Window

    def dialog(self) -> MemosDialog:
        (dialog,) = self.window.findChildren(MemosDialog)
        return dialog

    def show(self) -> MemosDialog:
        """Opened with the button in the window's header."""
        self.click(self.window.header.memos)
        dialog = self.dialog()
        self.wait(lambda: self.shown.phase == "ready" and dialog.isVisible())
        dialog.activateWindow()
        self.wait(dialog.isActiveWindow)
        return dialog

    def click(self, widget: QWidget) -> None:
        self.wait(lambda: widget.isVisible() and widget.isEnabled())
        QTest.mouseClick(widget, LEFT)

    def pick(self, title: str) -> None:
        """With the mouse, in the list."""
        rows = self.dialog().rows
        place = self.shown.index(self.titles().index(title))
        QTest.mouseClick(rows.viewport(), LEFT, pos=rows.visualRect(place).center())


@pytest.fixture
def page(
    prompter: Any, history: HistoryWorker, sound: Sound, shown: Callable[[Desk], Window], wait_until: Wait
) -> Iterator[Page]:
    page = Page(prompter, history, sound, wait_until)
    page.load()
    page.window = shown(page.desk)
    wait_until(page.window.isActiveWindow)
    yield page
    for dialog in page.window.findChildren(MemosDialog):
        dialog.close()
    wind_down(page.desk)


def test_without_memos_it_says_how_to_make_one(page: Page) -> None:
    dialog = page.show()
    assert dialog.blank.isVisible()
    assert "Hold the talk key" in dialog.blank.text()
    assert not dialog.pane.isVisible()


def test_memo_is_found_looked_at_and_written_down(page: Page) -> None:
    page.keep(0.3, text="Buy milk", asked="What do I need?")
    page.keep(0.4)
    dialog = page.show()
    page.read()
    assert dialog.pane.words.toPlainText() == ""
    assert not dialog.pane.copy.isEnabled()
    page.click(dialog.pane.write)
    assert not dialog.pane.write.isVisible()
    page.prompter.say(Generate, PromptProgress(5, 10, 0, 2.0))
    assert "5 of 10 tokens" in dialog.pane.refusal.text()
    page.prompter.say(Generate, TextDelta("Call the "), TextDelta("dentist"))
    assert dialog.pane.words.toPlainText() == "Call the dentist"
    page.pick("Buy milk")
    assert dialog.pane.words.toPlainText() == "Buy milk"
    assert dialog.pane.typed.text() == "You wrote with it: “What do I need?”"
    assert dialog.pane.write.toolTip().startswith("Another memo is being written down.")
    page.prompter.say(Generate, Finished("Call the dentist", "", Cost()))
    page.read()
    assert dialog.pane.write.isEnabled()
    assert dialog.pane.write.text() == "The model’s own reading again"
    QTest.keyClicks(dialog.search, "denti")
    page.wait(lambda: page.titles() == ["Call the dentist"])
    assert dialog.pane.words.toPlainText() == "Call the dentist"
    page.click(dialog.pane.copy)
    assert QGuiApplication.clipboard().text() == "Call the dentist"
    assert dialog.pane.copy.text() == "Copied"


def test_writing_is_stopped_with_its_button(page: Page) -> None:
    page.keep(0.3)
    dialog = page.show()
    page.read()
    page.click(dialog.pane.write)
    page.click(dialog.pane.stop)
    assert dialog.pane.refusal.text() == "Stopping…"
    page.prompter.say(Generate, Cancelled("", ""))
    assert dialog.pane.write.isVisible()
    assert not dialog.pane.stop.isVisible()
    assert dialog.pane.words.toPlainText() == ""


def test_why_it_cannot_be_written_down_is_shown(page: Page) -> None:
    page.keep(0.3)
    page.desk.activity.show("writing")
    dialog = page.show()
    page.read()
    assert not dialog.pane.write.isEnabled()
    assert dialog.pane.write.toolTip() == dialog.pane.refusal.text() != ""
    page.desk.activity.show("idle")
    assert dialog.pane.write.isEnabled()
    assert not dialog.pane.refusal.isVisible()


def test_keys_go_through_the_page(page: Page) -> None:
    page.keep(0.3, text="One")
    page.keep(0.4, text="Two")
    QTest.keyClick(page.window, Key.Key_M, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    dialog = page.dialog()
    page.wait(lambda: page.shown.phase == "ready")
    dialog.activateWindow()
    page.wait(lambda: dialog.isActiveWindow() and dialog.search.hasFocus())
    QTest.keyClick(dialog.search, Key.Key_Down)
    assert dialog.rows.hasFocus()
    assert dialog.pane.words.toPlainText() == "Two"
    QTest.keyClick(dialog.rows, Key.Key_Down)
    assert dialog.pane.words.toPlainText() == "One"
    QTest.keyClick(dialog.rows, Key.Key_Delete)
    assert page.titles() == ["Two"]
    assert dialog.undo_bar.isVisible()
    QTest.keyClick(dialog.rows, Key.Key_Z, CONTROL)
    assert page.titles() == ["Two", "One"]
    assert dialog.pane.words.toPlainText() == "One"
    assert dialog.rows.currentIndex().row() == 1
    QTest.keyClick(dialog.rows, Key.Key_Up)
    QTest.keyClick(dialog.rows, Key.Key_Up)
    assert dialog.search.hasFocus()
    QTest.keyClick(dialog.search, Key.Key_Escape)
    page.wait(lambda: not page.window.findChildren(MemosDialog))


def test_deleted_memo_can_be_removed_for_good_at_once(page: Page, tmp_path_factory: pytest.TempPathFactory) -> None:
    word, folders = "Zahnarzttermin9", lambda: tmp_path_factory.getbasetemp().glob("chats*")
    page.keep(0.3, text="Stays")
    page.keep(0.4, text=word)
    dialog = page.show()
    QTest.keyClick(dialog.rows, Key.Key_Delete)
    assert page.titles() == ["Stays"]
    assert find_left(word, *folders())
    QTest.mouseClick(dialog.undo_bar.forget, LEFT)
    assert not dialog.undo_bar.isVisible()
    page.wait(lambda: find_left(word, *folders()) == [])
    assert page.titles() == ["Stays"]


def test_search_that_finds_nothing_says_so_and_is_taken_back(page: Page) -> None:
    page.keep(0.3, text="One")
    page.keep(0.4, text="Two")
    dialog = page.show()
    QTest.mouseClick(dialog.rows.viewport(), LEFT, pos=dialog.rows.visualRect(page.shown.index(1)).center())
    QTest.keyClicks(dialog.search, "zebra")
    page.wait(dialog.blank.isVisible)
    assert dialog.blank.text() == "No memo says “zebra”."
    assert not dialog.pane.isVisible()
    QTest.keyClick(dialog.search, Key.Key_Escape)
    page.wait(lambda: page.titles() == ["Two", "One"])
    assert dialog.isVisible()
    assert dialog.pane.words.toPlainText() == "Two"
    assert dialog.rows.selectionModel().isSelected(page.shown.index(0))


def test_chat_of_a_memo_is_opened(page: Page) -> None:
    page.keep(0.3, asked="What do I need?")
    dialog = page.show()
    page.click(dialog.pane.chat)
    page.wait(lambda: page.desk.transcript.entries)
    assert page.desk.transcript.entries[0].text == "What do I need?"
    page.wait(lambda: not page.window.findChildren(MemosDialog))


def test_enter_plays_and_the_next_memo_is_quiet(page: Page) -> None:
    page.keep(0.3, text="One")
    page.keep(0.4, text="Two")
    dialog = page.show()
    heard = page.read()
    assert page.desk.senses is not None
    played: list[tuple[object, float]] = []
    page.desk.senses.playback.play = lambda part, at: played.append((part, at))  # type: ignore[method-assign]
    QTest.keyClick(dialog.rows, Key.Key_Return)
    assert played == [(heard.part, 0.0)]
    page.pick("One")
    assert dialog.pane.recorded is None


def test_every_button_has_a_name_of_its_own(page: Page) -> None:
    page.keep(0.3, text="One")
    dialog = page.show()
    page.read()
    buttons = [button for button in dialog.findChildren(QPushButton) if button.isVisible()]
    names = [button.accessibleName() or button.text() for button in buttons]
    assert len(names) == 3
    assert len({*names, dialog.pane.delete.accessibleName()}) == 4
    assert all(button.toolTip() for button in (*buttons, dialog.pane.delete))
