"""Whatever files, names and models say, a terminal is not steered; with --json every letter of it is told."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from app import cli
from tests.app.command_line import hush

STEERED = "be\x1b[31mfore\x1b]0;owned\x07 \u202eafter\x9b2J \u2066x\x00"
NAME = "a\x1b[2Jb\u202egpj.txt"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / NAME
    path.write_text(STEERED.replace("\0", ""), "utf-8")
    return path


def is_plain(told: str) -> bool:
    return all(letter in "\n\t" or letter.isprintable() for letter in told)


def test_read_strips_and_json_is_exact(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["read", str(file)]) == 0
    said = capsys.readouterr()
    assert "after" in said.out
    assert is_plain(said.out)
    assert said.err == ""
    assert cli.main(["read", "--json", str(file)]) == 0
    told = capsys.readouterr().out
    assert is_plain(told)
    assert "\\u202e" in told
    assert "\u202eafter" in json.loads(told)["pages"][0]["text"]


@pytest.mark.parametrize(
    "words",
    [
        ["read"],
        ["inspect"],
        ["ask", "x", "--document"],
        ["ask", "x", "--image"],
        ["price", "x", "--audio"],
        ["chat", "--script"],
        ["plan", "--model"],
        ["ask", "x", "--model"],
        ["no such verb"],
        ["ask", "x", "--temperature"],
    ],
)
def test_no_verb_s_complaint_steers(words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    named = tmp_path / f"missing{NAME}"
    try:
        status = cli.main([*words, str(named)])
    except SystemExit as left:  # argparse's way
        status = int(str(left.code))
    said = capsys.readouterr()
    assert status == 2
    assert said.err
    assert is_plain(said.err), said.err.encode()
    assert is_plain(said.out)


def test_an_unreadable_name_does_not_end_it_and_json_tells_it(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.gguf")
    path.write_bytes(b"GGUF")
    ended = hush("inspect", path, "--json")
    assert ended.status == 2
    assert json.loads(ended.out)["files"][0]["file"].startswith(f"{tmp_path}/caf")
