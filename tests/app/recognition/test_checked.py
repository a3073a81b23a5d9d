"""An answer's words are marked that were not found in what was read; nothing is where it may have them from elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.building import build, wind_down
from app.conversation.asked import HearFrom, OpenPage, OpenPicture
from app.conversation.transcript.answer import Answer
from app.conversation.transcript.remarks import Checked
from app.desk import Desk
from app.recognition.looked_up import Paper, Read, Wanted, look_up
from app.recognition.picture_viewer import PictureViewer
from app.settings import Settings
from app.settings.settings_model import SettingsModel
from app.values import Attached
from app.window.window import Window
from app.worker import Worker
from app.worker.engine import Generate
from app.worker.history import HistoryWorker
from app.worker.media import Price
from app.worker.recognising import ReadPicture
from inference.checking.values import Source
from inference.citation import Citation
from inference.conversation import AudioPart, DocumentPart, ImagePart
from inference.events import Cost, Finished, Priced, TextDelta
from inference.history.store import open_history
from inference.history.values import Facts, New
from inference.recognition.speech import Speech, Word
from tests.app.recognition.test_recognition import PICTURE, SEEING, asked, attach, load, read_of
from tests.factories import make_pdf
from tests.inference.recognition.drawn import as_file, page

Wait = Callable[..., None]
MEMO = AudioPart("memo.wav", b"m")
SCAN = DocumentPart("scan.pdf", b"%PDF-")
BILL = ("Invoice 2026-114", "Maria Keller", "Total: 1,299.00 EUR", "Due: 14 December 2026")


def answered(desk: Desk, prompter: Any, wait_until: Wait, question: str, text: str, *, unsure: float | None = None) -> str:
    """What stands under the answer `text` to a question about the bill."""
    attach(desk, prompter, Attached(PICTURE))
    prompter.say(ReadPicture, read_of(PICTURE, *BILL))
    desk.drafts.set_text(question)
    desk.chat.send()
    wait_until(lambda: asked(prompter, Generate) or asked(prompter, Price))
    if not asked(prompter, Generate):  # it is not sure to fit, so it is counted first
        prompter.say(Price, Priced((), 20))
    wait_until(lambda: asked(prompter, Generate))
    prompter.say(Generate, TextDelta(text), Finished(text, "", Cost(unsure=unsure)))
    wait_until(lambda: not desk.checked.busy)
    return desk.transcript.entries[-1].checked.unfound


def test_what_stands_there_is_not_remarked_upon(scripted: Desk, prompter: Any, wait_until: Wait) -> None:
    load(scripted, prompter, SEEING)
    said = "Maria Keller has to pay 1299 EUR by 14/12/2026."
    assert answered(scripted, prompter, wait_until, "Who has to pay what, and when?", said) == ""


@pytest.mark.parametrize(
    ("said", "wrong"), [("The total is 1,399.00 EUR.", "1,399.00"), ("It is made out to Martin Kessler.", "Martin Kessler")]
)
def test_what_was_not_found_is_named(scripted: Desk, prompter: Any, wait_until: Wait, said: str, wrong: str) -> None:
    load(scripted, prompter, SEEING)
    note = answered(scripted, prompter, wait_until, "What is the total, and who pays it?", said)
    assert note.startswith("Not found in the picture: ")
    assert wrong in note


@pytest.mark.parametrize(
    ("question", "said", "unsure", "doubt"),
    [
        ("Who is Maria?", "Maria Keller.", 3.0, "The model was not sure of this answer."),
        ("What is the postage?", "1,299.00 EUR", 0.0, "Not found in the picture, though your question has it: “postage”."),
        ("What does Aurora cost?", "1,299.00 EUR", -2.0, "Not found in the picture, though your question has it: “Aurora”."),
        ("How many litres?", "2026", 0.0, "Not found in the picture, though your question has it: “litres”."),
        ("What is the total?", "1,299.00 EUR", -2.0, ""),
        ("What is the postage?", "1,299.00 EUR", None, ""),
    ],
)
def test_an_answer_is_doubted_by_the_question_and_the_model(
    scripted: Desk, prompter: Any, wait_until: Wait, question: str, said: str, unsure: float | None, doubt: str
) -> None:
    load(scripted, prompter, SEEING)
    note = answered(scripted, prompter, wait_until, question, said, unsure=unsure)
    assert note.startswith(doubt)
    assert bool(note) is bool(doubt)
    scripted.checked.follow(SettingsModel(Settings(check_answers=False)))
    wait_until(lambda: not scripted.checked.busy)
    assert scripted.transcript.entries[-1].checked.unfound == ""


def test_what_was_not_found_is_said_in_place_of_a_doubt(scripted: Desk, prompter: Any, wait_until: Wait) -> None:
    load(scripted, prompter, SEEING)
    note = answered(scripted, prompter, wait_until, "What is the total?", "It is 1,399.00 EUR.", unsure=0.5)
    assert note.startswith("Not found in the picture: “1,399.00")


@pytest.mark.parametrize(
    ("said", "note"),
    [("It is 1,399.", ""), ("It is 1,388.", "Not found in the files: “1,388”. Look there before you rely on it.")],
)
def test_a_document_with_a_text_of_its_own_is_looked_into(
    scripted: Desk, prompter: Any, wait_until: Wait, said: str, note: str
) -> None:
    load(scripted, prompter, SEEING)
    attach(scripted, prompter, Attached(DocumentPart("notes.txt", b"total 1,399"), pages=1))
    assert answered(scripted, prompter, wait_until, "What is the total?", said) == note


def test_what_a_document_says_is_told_with_its_page() -> None:
    data = make_pdf("The rent is 1,240", "The deposit is 2,480")
    answer = "A deposit of 2,480, a rent of 1,250."
    said = look_up(Wanted(1, answer, ("",), (Paper(DocumentPart("lease.pdf", data), asked=True, has_pages=True),)))
    assert words_of(said, answer) == {
        "2,480": "On page 2 of lease.pdf: “The deposit is 2,480”",
        "1,250": "Not found in the document",
    }
    assert said.remarks[0].wish == OpenPage(1, Citation("lease.pdf", (2,), "2,480"))


@pytest.mark.parametrize("part", [DocumentPart("broken.pdf", b"%PDF-"), DocumentPart("scan.pdf", make_pdf("One 1", None))])
def test_nothing_is_said_where_a_document_was_not_read_whole(part: DocumentPart) -> None:
    wanted = Wanted(1, "It is 77.", ("",), (Paper(part, asked=True, has_pages=True),))
    assert look_up(wanted) == Checked()


def test_a_later_question_may_be_about_what_came_before(scripted: Desk, prompter: Any, wait_until: Wait) -> None:
    load(scripted, prompter, SEEING)
    assert answered(scripted, prompter, wait_until, "What is the total?", "1,299 EUR") == ""
    for said, note in (("It is due on 14 December.", ""), ("By Otto Brandt.", "Otto Brandt")):
        scripted.drafts.set_text("And then?")
        scripted.chat.send()
        wait_until(lambda: asked(prompter, Generate) or asked(prompter, Price))
        if not asked(prompter, Generate):
            prompter.say(Price, Priced((), 20))
        wait_until(lambda: asked(prompter, Generate))
        prompter.say(Generate, TextDelta(said), Finished(said, "", Cost()))
        wait_until(lambda: not scripted.checked.busy)
        assert note in scripted.transcript.entries[-1].checked.unfound
        assert bool(note) == bool(scripted.transcript.entries[-1].checked.unfound)


def test_a_click_on_what_was_found_opens_the_picture_there(
    scripted: Desk, prompter: Any, shown: Callable[[Desk], Window], wait_until: Wait
) -> None:
    window = shown(scripted)
    load(scripted, prompter, SEEING)
    assert answered(scripted, prompter, wait_until, "What is the total?", "It is **1,299** EUR.") == ""
    wait_until(lambda: window.transcript.settled)
    row = window.transcript.row(1)
    assert isinstance(row, Answer)
    piece = row.body._pieces[0]
    QTest.mouseClick(row.body, Qt.MouseButton.LeftButton, pos=piece.areas(6, 11)[0].center().toPoint())
    (viewer,) = window.findChildren(PictureViewer)
    assert viewer.layer.selected == "1,299.00"
    QTest.keyClick(viewer, Qt.Key.Key_Escape)


def words_of(checked: Checked, answer: str) -> dict[str, str]:
    """What is said of each piece of an answer."""
    return {answer[remark.start : remark.stop]: remark.words for remark in checked.remarks}


def test_each_piece_says_where_it_is_from() -> None:
    speech = Speech(
        (Word(0.5, 1.0, "Call"), Word(61.0, 61.5, "Bob"), Word(62.0, 63.0, "at"), Word(63.0, 64.0, "14:30.")), "en", 70
    )
    scan = "Dear Ms Lindqvist\n", "the rent rises to 1,240 from\nnext month on"
    read = (
        Read(Source("bill.png", "picture", "Coffee 12\nCake 30\nMaria Keller"), Attached(PICTURE)),
        Read(Source("memo.wav", "recording", speech.text), Attached(MEMO), detail=json.dumps(speech.as_json())),
        Read(Source("scan.pdf", "scan", "\n".join(scan)), Attached(SCAN, pages=4), ((2, 0), (4, len(scan[0]) + 1))),
        Read(Source("old.png", "picture", "Platform 77", asked=False), Attached(ImagePart("old.png", b"o"))),
    )
    answer = "1. Coffee and cake: 12 + 30 = 42.\n2. Bob at 2:30 pm, rent 1,240, platform 77, 55 seats for **Maria Keller**."
    said = look_up(Wanted(3, answer, ("What of seat 9?",), read))
    assert words_of(said, answer) == {
        "Coffee": "In bill.png: “Coffee 12”",
        "12": "In bill.png: “Coffee 12”",
        "30": "In bill.png: “Cake 30”",
        "42": "Worked out: 12 + 30 = 42",
        "Bob": "In memo.wav, at 1:01: “Call Bob at 14:30.”",
        "2:30 pm": "In memo.wav, at 1:03: “Call Bob at 14:30.” (in another form)",
        "1,240": "On page 4 of scan.pdf: “the rent rises to 1,240 from”",
        "77": "In old.png: “Platform 77” (another file)",
        "55": "Not found in the files",
        "Maria Keller": "In bill.png: “Maria Keller”",
    }
    assert said.unfound == "Not found in the files: “55”. Look there before you rely on it."
    wishes = {answer[remark.start : remark.stop]: remark.wish for remark in said.remarks if remark.wish is not None}
    assert wishes["Maria Keller"] == OpenPicture(Attached(PICTURE), 18, 30)
    assert wishes["1,240"] == OpenPage(3, Citation("scan.pdf", (4,), "1,240"))
    assert wishes["Bob"] == HearFrom(Attached(MEMO), 61.0)


def test_a_long_line_is_cut_between_words() -> None:
    text = " ".join(f"word{number}" for number in range(40)) + " 1966 " + " ".join(f"end{number}" for number in range(40))
    said = look_up(Wanted(1, "In 1966.", ("",), (Read(Source("a.png", "picture", text), Attached(PICTURE)),)))
    near = "…word35 word36 word37 word38 word39 1966 end0 end1 end2 end3 end4 end5 end6…"
    assert words_of(said, "In 1966.")["1966"] == f"In a.png: “{near}”"


def remember(folder: Path) -> int:
    """A chat of before, of two turns: a question about the bill, and one about nothing. Its number."""
    history = open_history(folder).history
    bill = ImagePart("bill.png", as_file(page(width=640)))
    first = history.messages.ask("What is the total?", [New(bill, Facts(width=640, height=192))], chat=None, parent=None)
    history.messages.end(first.answer, "done", text="The total is **1,399.00** EUR.")
    second = history.messages.ask("And in 1999?", [], chat=first.chat.id, parent=first.answer)
    history.messages.end(second.answer, "done", text="Nobody knows what was in 1998.")
    history.recognised.keep((read_of(bill, *BILL),))
    history.close()
    return first.chat.id


def test_a_chat_of_before_has_its_marks_until_they_are_turned_off(
    app: QApplication, shown: Callable[[Desk], Window], tmp_path: Path, wait_until: Wait
) -> None:
    number = remember(tmp_path)
    worker, history = Worker(), HistoryWorker(tmp_path)
    desk = build(worker, history, settings=tmp_path / "settings.json")
    window = shown(desk)
    assert desk.past is not None
    assert desk.settings is not None
    past, settings = desk.past.chats, desk.settings.controller
    past.start()
    past.open(number)
    wait_until(lambda: any(entry.checked.remarks for entry in desk.transcript.entries))
    wait_until(lambda: not desk.checked.busy and window.transcript.settled)
    row, other = window.transcript.row(1), window.transcript.row(3)
    assert isinstance(row, Answer)
    assert isinstance(other, Answer)
    assert row.unfound is not None
    assert "“1,399.00”" in row.unfound.text()
    answer = row.entry.text
    assert [answer[one.remark.start : one.remark.stop] for one in row.body._placed if one.remark.missing] == ["1,399.00"]
    assert other.unfound is not None, "it may be about the bill as well"
    assert "“1998”" in other.unfound.text()
    settings.set("check_answers", False)
    wait_until(lambda: row.unfound is None)
    assert row.body._placed == []
    settings.set("check_answers", True)
    wait_until(lambda: row.unfound is not None)
    wind_down(desk)
    assert history.close()
    assert worker.close()
