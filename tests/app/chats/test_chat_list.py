"""The list of chats as rows: by day, found, and changed no more than needed."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from app.chats.chat_list import ROW, ChatList, day_of, rows_by_day
from inference.history.values import Chat, Hit

TODAY = date(2026, 11, 20)  # a Friday


def at(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def chat(number: int, when: str = "2026-11-20T10:00", *, pinned: bool = False, title: str = "") -> Chat:
    return Chat(number, title or f"chat {number}", pinned, at(when), at(when))


@pytest.mark.parametrize(
    ("when", "called"),
    [
        ("2026-11-20T00:00", "Today"),
        ("2026-11-21T09:00", "Today"),  # a clock that was wrong
        ("2026-11-19T23:59", "Yesterday"),
        ("2026-11-18T12:00", "Wednesday"),
        ("2026-11-14T12:00", "Saturday"),
        ("2026-11-13T12:00", "Earlier in November"),
        ("2026-10-31T12:00", "October 2026"),
        ("2025-11-20T12:00", "November 2025"),
    ],
)
def test_days_have_the_names_people_use(when: str, called: str) -> None:
    assert day_of(at(when), TODAY) == called


def test_pinned_first_then_by_day() -> None:
    chats = [
        chat(1, "2026-11-01T10:00", pinned=True),
        chat(2, "2026-11-20T09:00"),
        chat(3, "2026-11-20T10:00"),
        chat(4, "2026-11-19T10:00"),
    ]
    assert [row.text for row in rows_by_day(chats, TODAY)] == [
        *("Pinned", "chat 1"),
        *("Today", "chat 3", "chat 2"),
        *("Yesterday", "chat 4"),
    ]


MOMENTS = st.floats(at("2020-01-01T00:00"), at("2026-11-20T23:00"))
CHATS = st.dictionaries(st.integers(1, 30), st.tuples(st.booleans(), MOMENTS, st.sampled_from("abc")), max_size=12)


@given(before=CHATS, after=CHATS)
def test_rows_become_right_whatever_changes(before: dict, after: dict) -> None:
    """Taking out and putting in only what differs gives the same as starting anew, and Qt finds no fault with it."""
    shown, fresh = ChatList(), ChatList()
    QAbstractItemModelTester(shown, QAbstractItemModelTester.FailureReportingMode.Warning)
    for chats in (before, after):
        shown.show(Chat(number, title, pinned, 0.0, when) for number, (pinned, when, title) in chats.items())
    fresh.show(Chat(number, title, pinned, 0.0, when) for number, (pinned, when, title) in after.items())
    assert list(shown.rows) == list(fresh.rows)
    assert shown.rowCount() == len(after) + len({row.text for row in shown.rows if row.chat is None})


def test_renamed_chat_keeps_its_row(app: QApplication) -> None:
    chats = ChatList()
    chats.show([chat(1), chat(2)])
    removed, changed = [], []
    chats.rowsRemoved.connect(lambda *place: removed.append(place))
    chats.dataChanged.connect(lambda *place: changed.append(place[0].row()))
    chats.put(chat(1, title="other"))
    assert (removed, changed) == ([], [2])


def test_headings_are_passed_over_and_names_are_written_in_place() -> None:
    chats, named = ChatList(), []
    chats.renamed.connect(lambda number, name: named.append((number, name)))
    chats.show([chat(1, pinned=True)])
    heading, row = chats.index(0), chats.index(1)
    assert chats.flags(heading) == Qt.ItemFlag.NoItemFlags
    assert chats.flags(row) & Qt.ItemFlag.ItemIsEditable
    for name, taken in (("  new\tname ", True), ("", False), ("  ", False), ("chat 1", False)):
        assert chats.setData(row, name) is taken
    assert not chats.setData(heading, "no")
    assert named == [(1, "new name")]


def test_screen_reader_hears_what_is_seen() -> None:
    chats = ChatList()
    chats.show([chat(1, pinned=True), chat(2)])
    chats.set_current(2)
    spoken = [chats.data(chats.index(n), Qt.ItemDataRole.AccessibleTextRole) for n in range(4)]
    assert spoken == ["Pinned", "chat 1, pinned", day_of(chat(2).changed, datetime.now().astimezone().date()), "chat 2, open"]


def test_what_was_found_in_a_title_is_marked_there() -> None:
    chats = ChatList()
    chats.show([chat(1, title="Bread with rye"), chat(2, title="Renamed since")])
    chats.show_found("rye br", (Hit(chat(1, title="Bread with rye"), "title"), Hit(chat(2, title="Rye bread"), "title")))
    marked = [[row.text[begin:end] for begin, end in row.text_marks] for row in chats.rows]
    assert marked == [["Br", "rye"], []]


def test_what_a_search_found_has_the_names_of_now_and_leaves_with_its_chat() -> None:
    chats = ChatList()
    chats.show([chat(1, title="new name"), chat(2)])
    hits = (Hit(chat(1, title="old name"), "memo", "buy milk", ((4, 8),)), Hit(chat(2), "title"), Hit(chat(9), "title"))
    chats.show_found("milk", hits)
    rows = [chats.index(place).data(ROW) for place in range(chats.rowCount())]
    assert [(row.text, row.snippet) for row in rows] == [("new name", "Recorded: buy milk"), ("chat 2", "")]
    assert [rows[0].snippet[begin:end] for begin, end in rows[0].marks] == ["milk"]
    assert rows[0].text_marks == ()
    chats.take(1)
    assert [row.text for row in chats.rows] == ["chat 2"]
    chats.show_found("", ())
    assert len(chats.rows) == 2
