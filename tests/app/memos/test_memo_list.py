"""The list of voice memos: rows, what is looked at, and what is being written down."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from app.memos.memo_list import ROW, MemoList, Writing, moment, title_of
from inference.history.values import Memo

TODAY = date(2026, 11, 20)  # a Friday


def at(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def memo(number: int, text: str = "", *, asked: str = "", seconds: float = 7.0) -> Memo:
    return Memo(number, "Voice memo 14:03.wav", "0" * 64, seconds, text, at("2026-11-20T14:03"), message=1, chat=1, asked=asked)


@pytest.fixture
def memos(app: QApplication) -> MemoList:
    memos = MemoList()
    QAbstractItemModelTester(memos, QAbstractItemModelTester.FailureReportingMode.Warning, memos)
    memos.begin()
    return memos


def titles(memos: MemoList) -> list[str]:
    return [row.title for row in memos.rows]


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("2026-11-20T14:03", "Today, 14:03"),
        ("2026-11-19T09:00", "Yesterday, 09:00"),
        ("2026-11-16T23:59", "Monday, 23:59"),
        ("2026-11-13T08:00", "13 November 2026, 08:00"),
        ("2025-03-02T08:00", "2 March 2025, 08:00"),
    ],
)
def test_moments_are_said_as_people_say_them(when: str, said: str) -> None:
    assert moment(at(when), TODAY) == said


def test_row_says_what_it_says_else_what_was_typed_else_that_it_is_not_written_down(memos: MemoList) -> None:
    memos.show("", (memo(3, "Buy\nmilk", asked="What?"), memo(2, asked="What do I need?"), memo(1)))
    assert titles(memos) == ["Buy milk", "What do I need?", "Not written down yet"]
    assert [row.said for row in memos.rows] == [True, True, False]
    assert memos.rows[0].facts.endswith("14:03  ·  0:07")
    spoken = memos.data(memos.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == f"Buy milk, {memos.rows[0].facts}"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Buy milk\nand bread. And call the dentist.", "Buy milk and bread."),
        ("Yes. Call the dentist. Then go.", "Yes. Call the dentist."),
        ("It is 3.5 metres, e.g. this one. Or not.", "It is 3.5 metres, e.g. this one."),
        ("牛乳を買う。パンも買う。", "牛乳を買う。"),
        ("407", "407"),
        ("", ""),
    ],
)
def test_title_is_the_first_sentence(text: str, title: str) -> None:
    assert title_of(text) == title


def test_long_title_ends_between_words() -> None:
    title = title_of("and so on, " * 30)
    assert len(title) <= 71
    assert title.endswith(("on…", "and…", "so…"))


def test_nothing_is_said_of_an_empty_list_before_it_is_known(memos: MemoList) -> None:
    assert memos.blank == ""
    memos.show("", ())
    assert memos.blank.startswith("What you say to Hush is kept here.")
    memos.show("milk", ())
    assert memos.blank == "No memo says “milk”."
    memos.show("milk", (memo(1, "milk"),))
    assert memos.blank == ""


def test_memo_that_is_written_down_says_so_and_its_text_grows(memos: MemoList) -> None:
    memos.show("", (memo(2), memo(1, "Old")))
    memos.look_at(memos.memo(1))
    assert memos.text == "Old"
    memos.show_writing(Writing(1, "writing", "New w"))
    assert titles(memos) == ["Not written down yet", "Writing it down…"]
    assert (memos.text, memos.writing_current) == ("New w", True)
    memos.look_at(memos.memo(2))
    assert (memos.text, memos.writing_current) == ("", False)
    memos.look_at(memos.memo(1))
    memos.write(1, "New words")
    memos.show_writing(None)
    assert (memos.text, titles(memos)) == ("New words", ["Not written down yet", "New words"])


def test_rows_stay_where_the_same_memos_are_listed_again(memos: MemoList) -> None:
    memos.show("", (memo(2), memo(1)))
    resets, changed = [], []
    memos.modelReset.connect(lambda: resets.append(True))
    memos.dataChanged.connect(lambda first, _last: changed.append(first.row()))
    memos.look_at(memos.memo(1))
    memos.show("", (memo(2), memo(1, "Milk")))
    assert (resets, changed) == ([], [1])
    assert memos.current is not None
    assert memos.current.text == "Milk"


def test_deleted_memo_is_out_of_sight_until_it_is_brought_back_or_gone(memos: MemoList) -> None:
    three = (memo(3, "c"), memo(2, "b"), memo(1, "a"))
    memos.show("", three)
    removed: list[int] = []
    memos.rowsRemoved.connect(lambda _parent, first, _last: removed.append(first))
    beside = [memos.find_beside(number) for number in (3, 2, 1, 9)]
    assert [one.id if one else None for one in beside] == [2, 1, 2, None]
    memos.take(three[1])
    assert (titles(memos), removed) == (["c", "a"], [1])
    memos.show("", three)  # it is in the history still
    assert titles(memos) == ["c", "a"]
    memos.bring_back()
    assert titles(memos) == ["c", "b", "a"]
    memos.take(three[1])
    memos.write(2, "written meanwhile")
    memos.forget_deleted()
    memos.show_writing(None)
    assert (titles(memos), memos.deleted) == (["c", "a"], None)


def test_what_is_not_there_has_no_place(memos: MemoList) -> None:
    assert not memos.place_of(1).isValid()
    assert memos.data(QModelIndex(), ROW) is None
    assert memos.memo(1) is None
