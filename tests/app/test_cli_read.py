"""`hush read` and questions that need no model, as a shell runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import main
from tests.app.recognition.test_reading import drawn
from tests.factories import make_pdf

pytestmark = pytest.mark.usefixtures("recognisers")


@pytest.fixture
def bill(tmp_path: Path) -> Path:
    path = tmp_path / "bill.png"
    path.write_bytes(drawn("Invoice 2026-114", "Total: 1,299.00 EUR"))
    return path


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
