"""Which document and page are looked at, whatever comes and goes; and which an answer was written from."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.conversation.transcript.transcript import Entry
from app.documents.open_documents import Document, Documents, list_read
from app.values import Attached, PageShown
from inference.conversation import DocumentPart


def paper(name: str, pages: int = 3, used: tuple[int, ...] | None = None) -> Document:
    return Document(name, Attached(DocumentPart(name, name.encode(), used), pages=pages))


def test_newest_document_is_looked_at_from_the_first_page_used() -> None:
    shown = Documents()
    shown.show((paper("a"),))
    shown.show((paper("a"), paper("b", 9, used=(4, 5))))
    assert shown.current is not None
    assert (shown.current.name, shown.number) == ("b", 4)
    assert shown.current.facts == "Pages 4–5 of 9"


def test_page_stays_in_view_when_prices_come_or_an_older_document_does() -> None:
    shown = Documents()
    one = paper("a")
    shown.show((one,))
    shown.choose(one, 2)
    shown.show_page(PageShown(2, text="two"))
    shown.show((paper("older"), replace(one, tokens=40)))
    assert shown.current is not None
    assert (shown.number, shown.current.tokens, shown.page) == (2, 40, PageShown(2, text="two"))
    assert shown.current.facts == "3 pages  ·  40 tokens"


def test_document_that_goes_leaves_the_one_before_it_or_nothing() -> None:
    shown = Documents()
    shown.show((paper("a"), paper("b")))
    shown.show_page(PageShown(1, text="b"))
    shown.show((paper("a"),))
    assert shown.current is not None
    assert (shown.current.name, shown.page) == ("a", None)
    shown.show(())
    assert (shown.current, shown.documents, shown.number) == (None, (), 1)


def test_document_that_cannot_be_used_says_why() -> None:
    shown = Documents()
    shown.show((Document("locked.pdf", problem="It is locked."),))
    assert shown.problem == "It is locked."
    assert shown.documents[0].facts == "Cannot be read"


@pytest.mark.parametrize("number", [0, 1, 3, 4])
def test_page_is_one_of_those_there_are(number: int) -> None:
    shown = Documents()
    shown.choose(paper("a"), number)
    assert shown.number == min(max(1, number), 3)


def turn(*names: str, state: str = "done", left_out: bool = False) -> list[Entry]:
    seen = tuple(found for name in names if (found := paper(name).attached) is not None)
    return [Entry("user", "?", seen, left_out=left_out), Entry("assistant", "!", state=state, left_out=left_out)]  # type: ignore[arg-type]


def test_answer_was_written_from_the_documents_up_to_its_own_question_newest_first() -> None:
    entries = [*turn("a", "b"), *turn("c"), *turn(), *turn("d")]
    read = [[one.name for one in list_read(entries, index)] for index in range(8)]
    assert read == [["a", "b"]] * 2 + [["c", "a", "b"]] * 4 + [["d", "c", "a", "b"]] * 2


def test_answer_was_not_written_from_what_failed_and_less_likely_from_what_is_left_out() -> None:
    entries = [*turn("old"), *turn("gone", left_out=True), *turn("failed", state="failed"), *turn("own", state="writing")]
    assert [one.name for one in list_read(entries, 7)] == ["own", "old", "gone"]
    assert [one.name for one in list_read(entries, 5)] == ["failed", "old", "gone"]
