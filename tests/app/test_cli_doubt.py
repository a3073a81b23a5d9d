"""What the window says beneath an answer `hush ask` says on stderr, and with --json in a field of its own."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from app import cli
from app.commands.answered import find_doubt
from inference.conversation import AudioPart, DocumentPart, ImagePart, Message, Sampling, TextPart
from inference.decoding.decoder import Decoder
from inference.doubt import Doubt
from inference.events import Cost, Finished
from inference.gguf.model_info import read_model
from inference.prompt import manner
from inference.prompt.manner import Manner
from tests.factories import make_pdf
from tests.other_models import text_model

NOTE = DocumentPart("note.txt", b"Rent: 900. The flat is let by Ingrid Solheim.")
FIRST = Message("user", (NOTE, TextPart("What is the rent?")))


@pytest.mark.parametrize(
    ("question", "answer", "unsure", "doubt"),
    [
        ("What is the rent?", "900", 0.5, "The model was not sure of this answer."),
        ("What is the rent?", "900", -1.0, ""),
        ("What is the rent?", "It is 950.", -1.0, "Not found in the document: “950”."),
        ("Who is the caretaker?", "Ingrid Solheim", -1.0, "Not found in the document, though your question has it: “caretaker”."),
        ("Who is the caretaker?", "Ingrid Solheim", None, ""),
    ],
)
def test_an_answer_is_doubted(question: str, answer: str, unsure: float | None, doubt: str) -> None:
    outcome = Finished(answer, "", Cost(unsure=unsure))
    alone = Message("user", (NOTE, TextPart(question)))
    later = (FIRST, Message.text("assistant", "900"), Message.text("user", question))
    for messages in ((alone,), later):
        said = find_doubt(outcome, messages)
        assert said.startswith(doubt)
        assert bool(said) is bool(doubt)


def test_nothing_is_looked_up_where_there_is_nothing_to_look_into() -> None:
    outcome = Finished("It is 950.", "", Cost())
    assert find_doubt(outcome, (Message.text("user", "What is the rent?"),)) == ""
    unread = DocumentPart("scan.pdf", make_pdf("Rent", None))
    for part in (ImagePart("p.png", b"p"), AudioPart("a.wav", b"a"), unread, DocumentPart("no.pdf", b"%PDF-")):
        assert find_doubt(outcome, (Message("user", (part, TextPart("What is the rent?"))),)) == ""
    seen = ImagePart("p.png", b"p", text="Rent 900")
    assert "“950”" in find_doubt(outcome, (Message("user", (seen, TextPart("What is the rent?"))),))


def test_an_answer_stands_where_its_document_cannot_be_opened_now(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    paper = DocumentPart("other.txt", b"Rent: 800.")
    outcome, messages = Finished("It is 950.", "", Cost()), (Message("user", (paper, TextPart("What is the rent?"))),)
    with monkeypatch.context() as patch:
        patch.setattr("inference.decoding.decoder.decoder", Decoder)
        patch.setattr(sys, "executable", str(tmp_path / "no such program"))
        assert find_doubt(outcome, messages) == ""
    assert "“950”" in find_doubt(outcome, messages)


def test_it_is_said_beside_the_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    model, note = text_model(tmp_path / "tiny.gguf", endless=True), tmp_path / "note.txt"
    note.write_bytes(NOTE.data)
    info = read_model(model)

    def ask(unsure: float, *more: str) -> tuple[str, list[str]]:
        measured = Manner(sampling=Sampling.exact(), doubt=Doubt("T", weight=0, slope=0, offset=unsure))
        monkeypatch.setitem(manner._MEASURED, (info.name, info.file_bytes), measured)
        words = ("ask", "--model", model, "--context", 1024, "--document", note, "--max-tokens", 4, *more, "What is the rent?")
        assert cli.main([str(word) for word in words]) == 0
        told = capsys.readouterr()
        return told.out, told.err.splitlines()

    answer, lines = ask(-100)
    doubted, (*rest, line) = ask(100)
    assert (doubted, rest) == (answer, lines)
    assert line.endswith("before you rely on it.")
    assert [json.loads(ask(unsure, "--json")[0])["doubt"] for unsure in (-100, 100)] == ["", line]
