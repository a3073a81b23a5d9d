"""What is exported can be written and read anywhere: names no system refuses, fences that are closed."""

from __future__ import annotations

from pathlib import Path

import pytest

from inference.conversation import DocumentPart
from inference.file_names import safe_name
from inference.history.store import History
from inference.history.values import New


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("CON", "CON_"),
        ("con.txt", "con_.txt"),
        ("NUL.tar.gz", "NUL_.tar.gz"),
        ("com1", "com1_"),
        ("LPT\u00b9.doc", "LPT\u00b9_.doc"),
        ("CON .txt", "CON_.txt"),
        ("aux..", "aux_"),
        ("CONIN$", "CONIN$_"),
        ("console.txt", "console.txt"),
        ("COM10", "COM10"),
        ("name. . .", "name"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("a\\b:c*?.txt", "a_b_c__.txt"),
        ("half \ud83d an emoji.txt", "half _ an emoji.txt"),
        ("\u202egpj.exe", "gpj.exe"),
        ("...", "otherwise"),
        ("", "otherwise"),
    ],
)
def test_name_suits_every_file_system(name: str, safe: str) -> None:
    assert safe_name(name, "otherwise") == safe


@pytest.mark.parametrize("letter", ["x", "ä", "東", "👩"])
def test_name_that_is_too_long_keeps_its_ending(letter: str) -> None:
    safe = safe_name(letter * 400 + ".pdf", "otherwise")
    assert safe.endswith(f"{letter}.pdf")
    assert len(safe.encode()) <= 200


def test_devices_names_are_no_names_of_files(history: History, tmp_path: Path) -> None:
    turn = history.messages.ask("?", [New(DocumentPart("CON", b"one")), New(DocumentPart("nul.txt", b"two"))])
    history.export(turn.chat.id, tmp_path / "out" / "Chat.md", "markdown")
    assert sorted(path.name for path in (tmp_path / "out" / "Chat files").iterdir()) == ["CON_", "nul_.txt"]


@pytest.mark.parametrize(
    ("answer", "closed"),
    [
        ("Code:\n```python\nx = 1", "Code:\n```python\nx = 1\n```"),
        ("~~~~\n```\nx", "~~~~\n```\nx\n~~~~"),
        ("```\nx\n```\ny", "```\nx\n```\ny"),
        ("- item\n  ```\n  x", "- item\n  ```\n  x\n  ```"),
        ("````\n```\nx\n```", "````\n```\nx\n```\n````"),
        ("a ``` b", "a ``` b"),
    ],
)
def test_open_fence_is_closed(history: History, tmp_path: Path, answer: str, closed: str) -> None:
    turn = history.messages.ask("?")
    history.messages.end(turn.answer, "stopped", text=answer)
    history.messages.ask("And now?", chat=turn.chat.id, parent=turn.answer)
    history.export(turn.chat.id, tmp_path / "Chat.md", "markdown")
    assert f"\n\n{closed}\n\n## You\n\nAnd now?" in (tmp_path / "Chat.md").read_text("utf-8")


def test_half_an_emoji_is_left_out(history: History) -> None:
    turn = history.messages.ask("An emoji \ud83d of which half is missing")
    history.chats.rename(turn.chat.id, "Half \ude00")
    assert history.messages.path(turn.chat.id)[0].text == "An emoji  of which half is missing"
    assert history.chats.get(turn.chat.id).title == "Half "
