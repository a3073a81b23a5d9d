"""`hush read` and questions that need no model, as a shell runs them."""

from __future__ import annotations

import io
import json
import signal
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.cli import main
from app.commands.console import Console
from inference.conversation import DocumentPart
from inference.evaluation.speech import SAMPLE_RATE, Voice, wav
from inference.evaluation.speech import say as speak
from inference.recognition.readers import Readers
from inference.recognition.taken import Reader
from inference.recognition.text import PictureText
from inference.stop import StopFlag
from tests.app.recognition.test_reading import drawn
from tests.factories import make_pdf

pytestmark = pytest.mark.usefixtures("recognisers")


@pytest.fixture
def bill(tmp_path: Path) -> Path:
    path = tmp_path / "bill.png"
    path.write_bytes(drawn("Invoice 2026-114", "Total: 1,299.00 EUR"))
    return path


def scanned(*pages: str) -> bytes:
    """A PDF of pictures, one with each text."""
    drawn_pages = [Image.open(io.BytesIO(drawn(text))) for text in pages]
    kept = io.BytesIO()
    drawn_pages[0].save(kept, "PDF", save_all=True, append_images=drawn_pages[1:])
    return kept.getvalue()


def test_a_picture_is_read_as_text_and_as_json(bill: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(bill)]) == 0
    assert capsys.readouterr().out == "Invoice 2026-114\nTotal: 1,299.00 EUR\n"
    assert main(["read", "--json", str(bill)]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["kind"] == "picture"
    assert said["pictures"] == [{"width": 640, "height": 140, "text": "Invoice 2026-114\nTotal: 1,299.00 EUR"}]
    assert (said["pages"], said["words"], said["seconds"]) == ([], [], None)


def test_several_files_are_a_list_and_pages_keep_their_numbers(
    bill: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(make_pdf("First page: a text of its own", None))
    assert main(["read", "--json", str(bill), str(scan)]) == 0
    picture, document = json.loads(capsys.readouterr().out)
    assert (picture["kind"], document["kind"]) == ("picture", "document")
    assert [(page["number"], page["looked_at"]) for page in document["pages"]] == [(1, False), (2, True)]
    assert document["pages"][1]["why"]
    assert document["notes"]


def test_a_file_of_no_use_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04" + b"\0" * 40)
    assert main(["read", str(tmp_path / "a.zip")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_reading_needs_no_model_where_it_could_not_see(bill: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "none.gguf").write_bytes(b"GGUF")
    assert main(["ask", "-m", str(tmp_path / "none.gguf"), "--image", str(bill), "--json", "What does it say?"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["model"] == "Hush's reader"
    assert said["answer"] == "Invoice 2026-114\nTotal: 1,299.00 EUR"


@pytest.fixture
def interrupted_at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Ctrl+C comes when this is told of how far it is."""

    def at(progress: str) -> None:
        def show(_console: Console, line: str) -> None:
            if line.startswith(progress):
                signal.raise_signal(signal.SIGINT)

        monkeypatch.setattr(Console, "show_progress", show)

    return at


def test_an_interrupted_scan_keeps_the_pages_that_were_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], interrupted_at: Callable[[str], None]
) -> None:
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(scanned("Page one of the scan", "Page two of the scan", "Page three of the scan"))
    interrupted_at("Reading page 3 of 3")
    assert main(["read", str(scan)]) == 130
    said = capsys.readouterr()
    assert said.out == "-- 1\nPage one of the scan\n-- 2\nPage two of the scan\n"
    assert "Stopped: 2 of 3 scanned pages are read, the others are not here." in said.err
    assert main(["read", "--json", str(scan), str(scan)]) == 130
    (only,) = json.loads(capsys.readouterr().out)
    assert [page["number"] for page in only["pages"]] == [1, 2]


def test_an_interrupted_recording_keeps_what_was_written_down(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], interrupted_at: Callable[[str], None]
) -> None:
    voice, rest = Voice("en-us", 150), np.zeros(61 * SAMPLE_RATE, np.float32)
    sentences = [speak(text, voice) for text in ("Please call me tomorrow morning.", "The meeting begins at ten.")]
    path = tmp_path / "memo.wav"
    path.write_bytes(wav(np.concatenate([sentences[0], rest, sentences[1], rest])))
    interrupted_at("Writing down")
    assert main(["read", str(path)]) == 130
    said = capsys.readouterr()
    assert said.out.lower().strip(" .\n") == "please call me tomorrow morning"
    assert "Stopped: the first " in said.err
    (tmp_path / "none.gguf").write_bytes(b"GGUF")
    assert main(["ask", "-m", str(tmp_path / "none.gguf"), "--audio", str(path), "Transcribe it"]) == 130
    said = capsys.readouterr()
    assert said.out.lower().strip(" .\n") == "please call me tomorrow morning"
    assert "Stopped: the first " in said.err


def test_an_interrupted_picture_leaves_nothing_half(
    bill: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Readers.read

    def interrupted(self: Readers, data: bytes, name: str, *, stop: StopFlag | None = None) -> PictureText:
        signal.raise_signal(signal.SIGINT)
        return read(self, data, name, stop=stop)

    monkeypatch.setattr(Readers, "read", interrupted)
    assert main(["read", str(bill)]) == 130
    assert capsys.readouterr().out == ""


def test_a_long_scan_is_read_in_part_for_a_question(tmp_path: Path) -> None:
    """As in the window; what follows is not given to the model as if it were blank, and that is said."""
    with closing(Reader(StopFlag(), print)) as reader:
        taken = reader.take(DocumentPart("scan.pdf", scanned("Page one", "Page two", "Page three")), most=2)
    assert [page.text for page in taken.pages] == ["Page one", "Page two"]
    assert taken.left_out.startswith('"scan.pdf" has 3 scanned pages. The first 2 are read')
    assert taken.whole
