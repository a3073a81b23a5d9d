"""The side bar with real keys, a real list and a real history."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QStyleOptionViewItem

from app.chats.asked import OfBar
from app.chats.chat_rows import Index, RowDelegate
from app.chats.chats_controller import file_name
from app.chats.marks import draw_marked
from app.conversation.work import KeepTurn
from app.look import theme
from app.look.style import style_sheet
from app.worker.lane import ignore
from tests.app.chats.side import Side, select
from tests.app.history import DAY, filled

Wait = Callable[..., None]
Key = Qt.Key


def test_chats_of_before_are_there_and_open_by_click_and_enter(side: Side, wait_until: Wait) -> None:
    assert side.titles() == ["Heating plant", "Budget", "Exit sign", "Bread with rye"]
    number = select(side, "Exit sign")
    QTest.keyClick(side.bar.rows, Key.Key_Return)
    wait_until(lambda: side.opened)
    assert (side.opened[0].chat.id, side.opened[0].messages[1].text) == (number, "It is warm.")
    assert side.chats.current == number
    place = side.bar.rows.visualRect(side.chats.place_of(select(side, "Budget")))
    QTest.mouseClick(side.bar.rows.viewport(), Qt.MouseButton.LeftButton, pos=place.center() - QPoint(60, 0))
    wait_until(lambda: len(side.opened) == 2)
    assert side.opened[1].chat.title == "Budget"


def test_arrow_keys_pass_over_headings(side: Side) -> None:
    select(side, "Budget")
    QTest.keyClick(side.bar.rows, Key.Key_Down)
    assert side.bar.rows.currentIndex().data() == "Exit sign"
    QTest.keyClick(side.bar.rows, Key.Key_Up)
    QTest.keyClick(side.bar.rows, Key.Key_Up)
    assert side.bar.rows.currentIndex().data() == "Heating plant"
    QTest.keyClick(side.bar.rows, Key.Key_Up)
    assert side.bar.search.hasFocus()
    QTest.keyClick(side.bar.search, Key.Key_Down)
    assert side.bar.rows.hasFocus()


def test_search_by_key_shows_where_it_was_said_and_opens(side: Side, wait_until: Wait) -> None:
    asked: list[object] = []
    side.bar.asked.connect(asked.append)
    side.bar.search.take_focus()  # by the window: Ctrl+F
    assert side.bar.search.hasFocus()
    QTest.keyClicks(side.bar.search, "bread")
    wait_until(lambda: side.chats.words == "bread")
    assert side.titles() == ["Bread with rye"]
    QTest.keyClick(side.bar.search, Key.Key_Return)
    wait_until(lambda: side.opened)
    QTest.keyClick(side.bar.search, Key.Key_Escape)
    wait_until(lambda: not side.chats.words)
    assert len(side.titles()) == 4
    QTest.keyClick(side.bar.search, Key.Key_Escape)
    assert asked == [OfBar.LEAVE]
    QTest.keyClicks(side.bar.search, "warm")
    wait_until(lambda: side.chats.words == "warm")
    assert len(side.titles()) == 4
    assert side.chats.rows[0].snippet == "It is warm."
    QTest.keyClicks(side.bar.search, " zebra")
    wait_until(lambda: side.chats.words == "warm zebra")
    assert side.bar.blank.isVisible()
    assert side.bar.blank.text() == "No chat says “warm zebra”."


def test_hit_in_a_title_stands_out(side: Side, wait_until: Wait) -> None:
    """The same row, found by one word and by another, does not look the same."""
    looks = []
    for words in ("bread", "rye"):
        side.bar.search.setText(words)
        wait_until(lambda words=words: side.chats.words == words and side.titles() == ["Bread with rye"])
        side.bar.grab()  # places the rows
        looks.append(side.bar.rows.grab(side.bar.rows.visualRect(side.chats.index(0))).toImage())
    assert looks[0].size() == looks[1].size()
    assert looks[0] != looks[1]


@pytest.mark.parametrize("words", ["and so on " * 12 + "zebra", "unbroken" * 12 + "zebra", "😀 zebra", "zebra" * 30, "zebra"])
def test_first_hit_is_in_view_and_stands_out_however_long_the_line_is(app: QApplication, words: str) -> None:
    drawn = []
    for marks in ((), ((words.index("zebra"), words.index("zebra") + 5),)):
        image = QImage(160, 20, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        draw_marked(painter, image.rect(), words, marks)
        painter.end()
        drawn.append(image)
    assert drawn[0] != drawn[1]


def test_rename_in_place(side: Side, wait_until: Wait) -> None:
    number = select(side, "Budget")
    QTest.keyClick(side.bar.rows, Key.Key_F2)
    editor = side.bar.rows.findChild(QLineEdit, "rename")
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, "Money of 2026")
    QTest.keyClick(editor, Key.Key_Return)
    wait_until(lambda: "Money of 2026" in side.titles())
    assert side.chats.place_of(number).row() == side.bar.rows.currentIndex().row()


def test_menu_pins_and_exports(side: Side, wait_until: Wait, tmp_path: Path) -> None:
    number = select(side, "Bread with rye")
    menu = side.bar.menu_of(number)
    words = [action.text() for action in menu.actions() if action.text()]
    assert words == ["Rename", "Pin", "Export as Markdown…", "Export as JSON…", "Delete"]
    menu.actions()[1].trigger()
    wait_until(lambda: side.titles()[0] == "Bread with rye")
    assert side.chats.rows[0].text == "Pinned"
    assert side.bar.menu_of(number).actions()[1].text() == "Unpin"
    written: list[Path] = []
    side.controller.exported.connect(written.append)
    side.controller.export(number, tmp_path / "chat.md", "markdown")
    side.controller.export(number, tmp_path / "chat.json", "json")
    wait_until(lambda: len(written) == 2)
    assert "It is warm." in written[0].read_text("utf-8")
    assert json.loads(written[1].read_text("utf-8"))["title"] == "Bread with rye"


def test_menu_comes_by_key(side: Side, wait_until: Wait) -> None:
    select(side, "Budget")
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), side.bar.mapToGlobal(QPoint(5, 5)))
    QApplication.sendEvent(side.bar.rows.viewport(), event)
    wait_until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert menu is not None
    menu.close()


def test_failure_is_said(side: Side, wait_until: Wait, tmp_path: Path) -> None:
    side.controller.export(select(side, "Budget"), tmp_path / "no" / "chat.md", "markdown")
    wait_until(lambda: side.notice.text)
    assert "cannot be written to" in side.notice.text


def test_first_start_says_that_chats_will_be_here(made: Callable[[Path], Side], tmp_path: Path, wait_until: Wait) -> None:
    side = made(tmp_path)
    assert side.bar.blank.isVisible()
    assert "will be here" in side.bar.blank.text()
    side.history.submit(KeepTurn("Hello"), ignore, ignore)
    wait_until(lambda: side.titles() == ["Hello"])
    assert not side.bar.blank.isVisible()


def test_damaged_history_is_said_and_the_bar_works_on(made: Callable[[Path], Side], tmp_path: Path, wait_until: Wait) -> None:
    (tmp_path / "history.db").write_text("no database")
    side = made(tmp_path)
    assert "history.db" in side.notice.text
    assert "A copy is beside it" in side.notice.text
    side.history.submit(KeepTurn("Hello"), ignore, ignore)
    wait_until(lambda: side.titles() == ["Hello"])


def test_history_that_cannot_be_kept_is_said(made: Callable[[Path], Side], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    side = made(tmp_path / "file")
    assert side.chats.phase == "closed"
    assert "cannot be kept" in side.notice.text
    assert "not being kept" in side.bar.blank.text()
    assert not side.bar.search.isEnabled()


def test_thousands_of_chats_are_drawn_as_ten(made: Callable[[Path], Side], tmp_path: Path) -> None:
    """Only what is in view is painted, whatever the number: no widget for a row, no layout of all rows for one change."""
    filled(tmp_path, [(f"Question number {number}", number / 10) for number in range(2000)])
    side = made(tmp_path)
    side.bar.grab()
    assert len(side.titles()) == 2000
    assert len(side.bar.rows.viewport().children()) == 0
    painted: list[int] = []

    class Counted(RowDelegate):
        def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
            painted.append(index.row())
            super().paint(painter, option, index)

    side.bar.rows.setItemDelegate(Counted(side.chats, side.bar.rows))
    most = side.bar.rows.verticalScrollBar().maximum()
    assert most > 50_000
    for place in range(0, most, most // 8):
        painted.clear()
        side.bar.rows.verticalScrollBar().setValue(place)
        side.bar.rows.grab()
        assert 0 < len(set(painted)) < 40


def test_everything_has_a_name_and_both_themes_are_drawn(side: Side, app: QApplication) -> None:
    for part in (side.bar, side.bar.search, side.bar.new, side.bar.rows):
        assert part.accessibleName()
    lightness = {}
    for name in ("light", "dark"):
        app.setProperty("theme", name)
        app.setStyleSheet(style_sheet(theme.current()))
        lightness[name] = side.bar.grab().toImage().pixelColor(4, 300).lightness()
    app.setProperty("theme", "")
    app.setStyleSheet("")
    assert lightness["light"] > 200
    assert lightness["dark"] < 60


def test_a_search_of_a_book_finds_nothing_and_does_not_stall(side: Side, wait_until: Wait) -> None:
    QApplication.clipboard().setText("a" * 50_001)
    side.bar.search.take_focus()
    started = time.monotonic()
    side.bar.search.paste()
    wait_until(side.bar.blank.isVisible)
    assert time.monotonic() - started < 2
    assert side.bar.blank.text() == f"No chat says “{'a' * 59}…”."


def test_file_names_suit_every_file_system() -> None:
    assert file_name('What is "a/b"?\n', "md") == "What is a b.md"
    assert file_name("...", "json") == "Chat.json"
    assert file_name("CON", "md") == "CON_.md"
    assert file_name("Kündigung 旅行", "md") == "Kündigung 旅行.md"


def test_at_midnight_today_becomes_yesterday(side: Side, monkeypatch: pytest.MonkeyPatch) -> None:
    assert 0 < side.controller._midnight.remainingTime() <= 86_402_000
    assert side.chats.rows[0].text == "Today"
    now = time.time()
    monkeypatch.setattr("app.chats.chat_list.time.time", lambda: now + DAY)
    side.controller._midnight.timeout.emit()
    assert side.chats.rows[0].text == "Yesterday"
    assert side.controller._midnight.isActive()
