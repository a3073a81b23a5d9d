"""Under an answer stands what of it was not found in what was read; nothing where the answer may have it from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.desk import Desk
from app.values import Attached
from app.worker.engine import Generate
from app.worker.media import Price
from app.worker.recognising import ReadPicture
from inference.conversation import DocumentPart
from inference.events import Cost, Finished, Priced, TextDelta
from tests.app.recognition.test_recognition import PICTURE, SEEING, asked, attach, load, read_of

Wait = Callable[..., None]
BILL = ("Invoice 2026-114", "Maria Keller", "Total: 1,299.00 EUR", "Due: 14 December 2026")


def answered(desk: Desk, prompter: Any, wait_until: Wait, question: str, text: str) -> str:
    """The note under the answer `text` to a question about the bill."""
    attach(desk, prompter, Attached(PICTURE))
    prompter.say(ReadPicture, read_of(PICTURE, *BILL))
    desk.drafts.set_text(question)
    desk.chat.send()
    wait_until(lambda: asked(prompter, Generate) or asked(prompter, Price))
    if not asked(prompter, Generate):  # it is not sure to fit, so it is counted first
        prompter.say(Price, Priced((), 20))
    wait_until(lambda: asked(prompter, Generate))
    prompter.say(Generate, TextDelta(text), Finished(text, "", Cost()))
    return desk.transcript.entries[-1].note


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


def test_a_document_with_a_text_of_its_own_is_not_looked_into_here(scripted: Desk, prompter: Any, wait_until: Wait) -> None:
    load(scripted, prompter, SEEING)
    attach(scripted, prompter, Attached(DocumentPart("notes.txt", b"total 1,399"), pages=1))
    assert answered(scripted, prompter, wait_until, "What is the total?", "It is 1,399.") == ""
