"""The list of chats, and a chat as a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inference.conversation import DocumentPart, ImagePart
from inference.errors import HistoryError
from inference.history.chats import TITLE, title_of
from inference.history.store import History
from inference.history.values import New, Refused
from tests.factories import picture_bytes


def titles(history: History) -> list[str]:
    return [chat.title for chat in history.chats.list()]


def test_pinned_first_then_the_one_last_spoken_in(history: History) -> None:
    turns = {name: history.messages.ask(name) for name in ("one", "two", "three")}
    assert titles(history) == ["three", "two", "one"]
    history.messages.end(turns["one"].answer, "done", text="1")
    assert titles(history) == ["one", "three", "two"]
    history.chats.pin(turns["two"].chat.id, pinned=True)
    history.chats.rename(turns["three"].chat.id, "  3\n ")
    assert titles(history) == ["two", "one", "3"]
    history.chats.pin(turns["two"].chat.id, pinned=False)
    assert titles(history) == ["one", "3", "two"]


def test_deleted_is_out_of_sight_and_comes_back(history: History) -> None:
    turn = history.messages.ask("one")
    history.chats.delete(turn.chat.id)
    assert titles(history) == []
    with pytest.raises(HistoryError):
        history.chats.get(turn.chat.id)
    assert history.chats.bring_back(turn.chat.id) == turn.chat
    history.chats.delete(turn.chat.id)
    assert history.chats.purge() == 1
    with pytest.raises(HistoryError, match="no longer there"):
        history.chats.bring_back(turn.chat.id)


def test_title_is_kept_when_the_new_one_is_blank(history: History) -> None:
    turn = history.messages.ask("one")
    assert history.chats.rename(turn.chat.id, " \n").title == "one"


@pytest.mark.parametrize(
    ("text", "names", "title"),
    [
        ("What does it say?\nPlease.", [], "What does it say?"),
        ("\n\n   two   words \n", [], "two words"),
        ("", ["a.png", "b.pdf"], "a.png, b.pdf"),
        ("What does it say?", ["a.png"], "a.png: What does it say?"),
        ("What is the ferritin value?", ["report.pdf"], "What is the ferritin value?"),
        ("Summarise this in two sentences:\n\nThe plumber came.", [], "The plumber came."),
        ("Only this:", [], "Only this:"),
        ("", [], "New chat"),
        ("word " * 40, [], "word " * 10 + "word…"),
        ("x" * 100, [], "x" * (TITLE - 1) + "…"),
    ],
)
def test_title_comes_from_the_question(text: str, names: list[str], title: str) -> None:
    assert title_of(text, names) == title
    assert len(title) <= TITLE


def test_markdown_has_the_branch_that_is_shown(history: History, tmp_path: Path) -> None:
    picture = picture_bytes()
    turn = history.messages.ask("Raed", [New(ImagePart("my [one].png", picture)), New(DocumentPart("a/b.txt", b"text"))])
    edited = history.messages.ask("Read *it*", history.messages.path(turn.chat.id)[0].attachments, chat=turn.chat.id)
    history.messages.end(edited.answer, "stopped", text="```\ncode\n```", thought="secret", note="Stopped")
    history.chats.rename(turn.chat.id, "A title")
    target = tmp_path / "out" / "chat.md"
    target.parent.mkdir()
    history.export(turn.chat.id, target, "markdown")
    text = target.read_text("utf-8")
    assert text.startswith("# A title\n\n*20")
    assert "## You\n\n![my (one).png](chat%20files/my%20%5Bone%5D.png)\n\n[a/b.txt](chat%20files/a_b.txt)\n\nRead *it*" in text
    assert text.endswith("## Hush\n\n```\ncode\n```\n\n*Stopped*\n")
    assert "Raed" not in text
    assert (target.parent / "chat files" / "my [one].png").read_bytes() == picture
    assert (target.parent / "chat files" / "a_b.txt").read_bytes() == b"text"
    assert {one.name for one in target.parent.iterdir()} == {target.name, "chat files"}


def test_json_has_the_whole_tree(history: History, tmp_path: Path) -> None:
    first, second = DocumentPart("a.txt", b"one"), DocumentPart("A.txt", b"two")
    turn = history.messages.ask("One", [New(first), New(second)])
    history.messages.answer_again(turn.question)
    target = tmp_path / "chat.json"
    history.export(turn.chat.id, target, "json")
    found = json.loads(target.read_text("utf-8"))
    assert (found["format"], found["version"], found["title"]) == ("hush-chat", 1, "a.txt, A.txt: One")
    assert [message["parent"] for message in found["messages"]] == [None, turn.question, turn.question]
    for attachment, data in zip(found["messages"][0]["attachments"], (b"one", b"two"), strict=True):
        assert (tmp_path / attachment["file"]).read_bytes() == data


def test_what_was_refused_and_who_answered_are_exported(history: History, tmp_path: Path) -> None:
    turn = history.messages.ask("One", refused=[Refused("b.pdf", '"b.pdf" has a password.')])
    history.messages.end(turn.answer, "done", text="1", model="gemma.gguf")
    history.export(turn.chat.id, tmp_path / "chat.json", "json")
    question, answer = json.loads((tmp_path / "chat.json").read_text("utf-8"))["messages"]
    assert (question["refused"], question["model"]) == ([{"name": "b.pdf", "sentence": '"b.pdf" has a password.'}], "")
    assert (answer["refused"], answer["model"]) == ([], "gemma.gguf")
    history.export(turn.chat.id, tmp_path / "chat.md", "markdown")
    assert '## You\n\n*"b.pdf" has a password.*\n\nOne\n' in (tmp_path / "chat.md").read_text("utf-8")


def test_export_where_one_may_not_write(history: History, tmp_path: Path) -> None:
    turn = history.messages.ask("One")
    with pytest.raises(HistoryError, match="cannot be written to"):
        history.export(turn.chat.id, tmp_path / "no" / "chat.md", "markdown")
    with pytest.raises(HistoryError, match="no longer there"):
        history.export(99, tmp_path / "chat.md", "markdown")
