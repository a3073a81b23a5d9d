"""The documents of the draft and the conversation, and the page that is drawn of one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.building import build, wind_down
from app.conversation.asked import OpenPage
from app.desk import Desk
from app.values import Attached, PageShown
from app.worker import Worker
from app.worker.history import HistoryWorker
from app.worker.media import FindPassage, Prepare, ShowPage
from inference.citation import address_of, read_address
from inference.conversation import DocumentPart, ImagePart
from inference.errors import MediaError
from inference.events import Failed
from inference.history.store import open_history
from inference.history.values import Facts, New
from inference.sentences import Sentence
from tests.factories import encrypted_pdf, make_pdf

Wait = Callable[..., None]
NOTES = Attached(DocumentPart("notes.pdf", b"%PDF-notes"), pages=3)


def names(desk: Desk) -> list[str]:
    return [document.name for document in desk.documents.shown.documents]


def attach(desk: Desk, prompter: Any, seen: Attached, wait_until: Wait) -> None:
    desk.drafts.attach_bytes(seen.part.name, seen.part.data)
    prompter.say(Prepare, seen)
    wait_until(lambda: seen.part.name in names(desk))


def pages_asked(prompter: Any) -> list[tuple[int, int]]:
    return [(job.number, job.width) for job in prompter.jobs if isinstance(job, ShowPage)]


def test_documents_of_the_draft_and_of_what_was_sent_are_listed_once(scripted: Desk, prompter: Any, wait_until: Wait) -> None:
    attach(scripted, prompter, NOTES, wait_until)
    attach(scripted, prompter, Attached(DocumentPart("list.txt", b"a: b"), pages=1), wait_until)
    assert names(scripted) == ["notes.pdf", "list.txt"]
    text, sent, _refused = scripted.drafts.take()
    scripted.transcript.ask(text, (*sent, Attached(ImagePart("a.png", b"a"))))
    attach(scripted, prompter, NOTES, wait_until)
    wait_until(lambda: names(scripted) == ["list.txt", "notes.pdf"])
    scripted.transcript.clear()
    scripted.drafts.clear()
    wait_until(lambda: names(scripted) == [])


def test_pages_are_drawn_while_there_is_room_to_show_them_and_only_once(scripted: Desk, prompter: Any, wait_until: Wait) -> None:
    documents = scripted.documents
    attach(scripted, prompter, NOTES, wait_until)
    assert pages_asked(prompter) == []
    documents.controller.set_width(300)
    documents.controller.turn(-1)
    documents.controller.turn(1)
    documents.controller.set_width(300)
    assert pages_asked(prompter) == [(1, 300), (2, 300)]
    prompter.say(ShowPage, PageShown(2, text="two"))
    assert documents.shown.page == PageShown(2, text="two")
    documents.controller.go_to(99)
    prompter.say(ShowPage, Failed(MediaError(Sentence("Page 3 has no size.", "Print it anew."))))
    assert documents.shown.problem == "Page 3 has no size. Print it anew."
    assert documents.shown.page is None


def test_page_that_was_left_is_not_heard_of(scripted: Desk, prompter: Any, wait_until: Wait) -> None:
    attach(scripted, prompter, NOTES, wait_until)
    scripted.documents.controller.set_width(300)
    first = len(prompter.jobs)
    scripted.documents.controller.turn(1)
    assert first in prompter.forgotten
    prompter.say_of(first, PageShown(1, text="late"))
    assert scripted.documents.shown.page is None


def ask(desk: Desk, *documents: Attached) -> int:
    """A question with documents that was answered; the number of the answer."""
    desk.transcript.ask("?", documents)
    desk.transcript.write("So it is.")
    desk.transcript.end("done")
    return len(desk.transcript.entries) - 1


def pdf(name: str, *pages: str) -> Attached:
    return Attached(DocumentPart(name, make_pdf(*pages)), pages=len(pages))


def looked_at(desk: Desk) -> tuple[str, int] | None:
    shown = desk.documents.shown
    return (shown.current.name, shown.number) if shown.current is not None else None


def opened(desk: Desk, answer: int, label: str, passage: str = "") -> bool:
    asked = read_address(address_of(label, passage))
    assert asked is not None
    return desk.documents.controller.open_cited(OpenPage(answer, asked))


def test_citation_opens_its_page_or_says_what_is_wrong(scripted: Desk, wait_until: Wait) -> None:
    answer = ask(scripted, NOTES, Attached(DocumentPart("other.pdf", b"%PDF-other"), pages=1))
    wait_until(lambda: len(names(scripted)) == 2)
    assert opened(scripted, answer, "notes.pdf, p. 3")
    assert looked_at(scripted) == ("notes.pdf", 3)
    assert opened(scripted, answer, "p. 2")
    assert looked_at(scripted) == ("notes.pdf", 2)
    assert not opened(scripted, answer, "notes.pdf, p. 7")
    assert scripted.notice.text == "“notes.pdf” has 3 pages: the model named page 7, which does not exist."
    assert not opened(scripted, answer, "pp. 7-8")
    assert scripted.notice.text == (
        "The model named pages 7–8, which no document of this question has: “notes.pdf” has 3 pages, “other.pdf” has 1 page."
    )
    assert not opened(scripted, answer, "gone.pdf, p. 1")
    assert scripted.notice.text.startswith("“gone.pdf” is not in this chat any more.")
    assert looked_at(scripted) == ("notes.pdf", 2)


def test_citation_is_of_the_documents_of_its_question_whatever_is_looked_at(scripted: Desk, wait_until: Wait) -> None:
    """A text of one page that came with a PDF, or that is looked at, does not make page 2 a lie."""
    list_txt, later = Attached(DocumentPart("list.txt", b"a: b"), pages=1), Attached(DocumentPart("later.pdf", b"%PDF"), pages=9)
    first = ask(scripted, NOTES, list_txt)
    follow_up = ask(scripted)
    second = ask(scripted, later)
    wait_until(lambda: len(names(scripted)) == 3)
    for answer in (first, follow_up):
        for document in scripted.documents.shown.documents:
            scripted.documents.shown.choose(document)
            assert opened(scripted, answer, "p. 2")
            assert looked_at(scripted) == ("notes.pdf", 2)
    assert not opened(scripted, follow_up, "p. 9")
    assert "later.pdf" not in scripted.notice.text
    assert not opened(scripted, first, "later.pdf, p. 9")
    assert scripted.notice.text == "The model named “later.pdf”, which this answer was not written from."
    assert opened(scripted, second, "p. 9")
    assert looked_at(scripted) == ("later.pdf", 9)


def test_page_that_was_given_comes_before_one_that_was_not(scripted: Desk, wait_until: Wait) -> None:
    some = Attached(DocumentPart("some.pdf", b"%PDF-some", pages=(4, 5)), pages=9)
    answer = ask(scripted, some, NOTES)
    wait_until(lambda: len(names(scripted)) == 2)
    for label, place in (("p. 2", ("notes.pdf", 2)), ("p. 4", ("some.pdf", 4)), ("p. 6", ("some.pdf", 6))):
        assert opened(scripted, answer, label)
        assert looked_at(scripted) == place


def test_citation_opens_the_document_that_holds_what_was_cited(desk: Desk, wait_until: Wait) -> None:
    rent, deposit = pdf("a.pdf", "cover", "The rent is 500 euros"), pdf("b.pdf", "cover", "The deposit is 900 euros")
    text = Attached(DocumentPart("c.txt", b"rent 500, deposit 900"), pages=1)
    answer = ask(desk, rent, deposit, text)
    wait_until(lambda: len(names(desk)) == 3)
    for passage, place in (("Rent is 500", ("a.pdf", 2)), ("Deposit: 900", ("b.pdf", 2)), ("500 of rent", ("a.pdf", 2))):
        assert opened(desk, answer, "p. 2", passage)
        wait_until(lambda wanted=place: looked_at(desk) == wanted)
    assert opened(desk, answer, "b.pdf, p. 1-2", "Deposit: 900")
    wait_until(lambda: looked_at(desk) == ("b.pdf", 2))


def test_person_who_turns_the_page_is_not_taken_back(scripted: Desk, prompter: Any, wait_until: Wait) -> None:
    answer = ask(scripted, NOTES, pdf("b.pdf", "one", "two", "three"))
    wait_until(lambda: len(names(scripted)) == 2)
    assert opened(scripted, answer, "p. 2", "what?")
    scripted.documents.controller.turn(1)
    prompter.say(FindPassage, 1)
    assert looked_at(scripted) == ("notes.pdf", 3)
    assert opened(scripted, answer, "p. 2", "what?")
    prompter.say(FindPassage, 1)
    assert looked_at(scripted) == ("b.pdf", 2)


def test_choice_to_hide_documents_is_there_at_the_next_start(worker: Worker, tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    desk = build(worker, settings=path)
    assert desk.documents.shown.wanted
    desk.documents.controller.want(False)
    assert not desk.documents.shown.wanted
    wind_down(desk)
    again = build(worker, settings=path)
    assert not again.documents.shown.wanted
    wind_down(again)


@pytest.mark.parametrize(
    ("data", "says"),
    [(encrypted_pdf(), "is locked with a password."), (b"%PDF-1.4 torn", "is damaged or incomplete."), (b"", "is empty.")],
    ids=["locked", "broken", "gone"],
)
def test_document_that_cannot_be_shown_says_so(desk: Desk, data: bytes, says: str, wait_until: Wait) -> None:
    """Such as one of a chat of before, whose file was spoilt since."""
    desk.transcript.ask("Why?", (Attached(DocumentPart("notes.pdf", data), pages=3),))
    desk.documents.controller.set_width(300)
    wait_until(lambda: desk.documents.shown.problem)
    assert says in desk.documents.shown.problem


def test_broken_pdf_in_the_draft_is_listed_with_its_problem(desk: Desk, wait_until: Wait) -> None:
    desk.drafts.attach_bytes("torn.pdf", b"%PDF-1.4 torn")
    wait_until(lambda: names(desk) == ["torn.pdf"])
    assert "is damaged or incomplete" in desk.documents.shown.problem


def test_text_is_shown_as_it_is_and_a_page_as_wide_as_asked(desk: Desk, wait_until: Wait) -> None:
    documents = desk.documents
    documents.controller.set_width(250)
    desk.drafts.attach_bytes("a.txt", "größer\nas read".encode())
    wait_until(lambda: documents.shown.page)
    assert documents.shown.page == PageShown(1, text="größer\nas read")
    desk.drafts.attach_bytes("a.pdf", make_pdf("one", "two"))
    wait_until(lambda: documents.shown.page is not None and documents.shown.page.picture is not None)
    assert documents.shown.page is not None
    assert documents.shown.page.picture is not None
    assert abs(documents.shown.page.picture.width - 250) <= 1


def test_document_of_a_chat_of_before_that_is_gone_says_so_until_a_new_chat(
    worker: Worker, tmp_path: Path, wait_until: Wait
) -> None:
    """Its file was taken away from under the chat, as a person who tidies up might do."""
    kept = open_history(tmp_path).history
    turn = kept.messages.ask("Why?", [New(NOTES.part, Facts(pages=3))])
    kept.messages.end(turn.answer, "done", text="Because.")
    kept.close()
    files = [path for path in tmp_path.rglob("*") if NOTES.part.digest in path.name]
    assert files
    for file in files:
        file.unlink()
    history = HistoryWorker(tmp_path)
    desk = build(worker, history)
    assert desk.past is not None
    desk.past.chats.start()
    wait_until(lambda: desk.past is not None and desk.past.shown.chats)
    desk.past.chats.open(turn.chat.id)
    wait_until(lambda: desk.documents.shown.problem)
    assert names(desk) == ["notes.pdf"]
    assert "notes.pdf" in desk.documents.shown.problem
    desk.chat.new_chat()
    wait_until(lambda: names(desk) == [])
    wind_down(desk)
    assert history.close(), "a thread did not end"
