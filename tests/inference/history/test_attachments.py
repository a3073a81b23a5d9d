"""Attachments: once on the disk for all chats, gone with the last message that names them, never half written."""

from __future__ import annotations

from pathlib import Path

import pytest

from inference.conversation import AudioPart, DocumentPart, ImagePart
from inference.errors import HistoryError
from inference.history.store import History
from inference.history.values import Kept, New


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "history.files").rglob("*") if path.is_file())


def test_same_content_is_kept_once(history: History, tmp_path: Path) -> None:
    part = DocumentPart("a.txt", b"same")
    one = history.messages.ask("One", [New(part), New(DocumentPart("b.txt", b"same"))])
    history.messages.ask("Two", [New(part)])
    assert files(tmp_path) == [part.digest]
    kept = history.messages.path(one.chat.id)[0].attachments
    assert [attachment.name for attachment in kept] == ["a.txt", "b.txt"]


def test_file_goes_with_the_last_message_that_names_it(history: History, tmp_path: Path) -> None:
    shared, own = DocumentPart("shared.txt", b"shared"), DocumentPart("own.txt", b"own")
    one = history.messages.ask("One", [New(shared), New(own)])
    two = history.messages.ask("Two", [New(shared)])
    history.chats.delete(one.chat.id)
    history.chats.bring_back(one.chat.id)
    assert history.clear_out() == 0
    history.chats.delete(one.chat.id)
    assert len(files(tmp_path)) == 2, "a deletion can still be undone"
    assert history.clear_out() == 1
    assert files(tmp_path) == [shared.digest]
    assert history.part(history.messages.path(two.chat.id)[0].attachments[0]) == shared
    history.messages.remove(two.question)
    assert history.clear_out() == 1
    assert files(tmp_path) == []


def test_edited_question_takes_its_attachments_along(history: History) -> None:
    turn = history.messages.ask("Raed", [New(ImagePart("a.png", b"\x89PNG", tokens=70))])
    kept = history.messages.path(turn.chat.id)[0].attachments
    edited = history.messages.ask("Read", kept, chat=turn.chat.id)
    history.messages.remove(turn.question)
    history.clear_out()
    assert history.messages.path(turn.chat.id)[0].attachments == kept
    assert history.part(kept[0]) == ImagePart("a.png", b"\x89PNG", tokens=70)
    assert edited.chat == history.chats.get(turn.chat.id)


def test_what_a_kill_left_is_cleared_out(history: History, tmp_path: Path) -> None:
    part = DocumentPart("a.txt", b"kept")
    history.messages.ask("One", [New(part)])
    history.files.keep(b"no message came to name it", DocumentPart("", b"no message came to name it").digest)
    history.files.path(part.digest).with_name("ab.partial").write_bytes(b"ha")
    assert history.clear_out() == 2
    assert files(tmp_path) == [part.digest]


def test_file_cut_short_by_a_power_cut_is_written_again(history: History) -> None:
    part = AudioPart("a.wav", b"RIFF" * 100)
    turn = history.messages.ask("", [New(part)])
    history.files.path(part.digest).write_bytes(b"RI")
    (kept,) = history.messages.path(turn.chat.id)[0].attachments
    with pytest.raises(HistoryError, match=r'"a\.wav" is not what it was'):
        history.part(kept)
    history.messages.ask("Again", [New(part)])
    assert history.part(kept) == part


def test_missing_file_is_said_by_name(history: History) -> None:
    part = DocumentPart("a.txt", b"kept")
    turn = history.messages.ask("One", [New(part)])
    history.files.path(part.digest).unlink()
    with pytest.raises(HistoryError, match=r'"a\.txt" is no longer there'):
        history.part(history.messages.path(turn.chat.id)[0].attachments[0])


def test_attachment_that_cannot_be_kept_keeps_no_message(history: History, tmp_path: Path) -> None:
    (tmp_path / "history.files").write_text("in the way")
    with pytest.raises(HistoryError, match="cannot be kept"):
        history.messages.ask("One", [New(DocumentPart("a.txt", b"x"))])
    assert history.chats.list() == ()
    assert isinstance(history.messages.ask("Two").question, int)


def test_kept_is_a_plain_value(history: History) -> None:
    turn = history.messages.ask("One", [New(DocumentPart("a.txt", b"x"))])
    assert history.messages.path(turn.chat.id)[0].attachments == (Kept("a.txt", DocumentPart("", b"x").digest, "document"),)
