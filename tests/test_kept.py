"""Data folders and settings of before, kept in tests/kept: whoever has them finds everything in this version."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from app.settings.settings_file import read as read_settings
from app.settings.settings_file import write as write_settings
from inference.errors import HistoryRefused
from inference.history.messages import INTERRUPTED
from inference.history.migrations import VERSION
from inference.history.store import History
from tests.kept.write import plain

KEPT = sorted(path.parent for path in Path(__file__).with_name("kept").glob("*/said.json"))


@pytest.fixture(params=KEPT, ids=[path.name for path in KEPT])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy: what is kept is never opened itself."""
    return Path(shutil.copytree(request.param, tmp_path / "hush"))


@pytest.fixture
def said(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "said.json").read_text("utf-8"))


@pytest.fixture
def opened(folder: Path) -> Iterator[History]:
    history = History(folder / "data" / "history.db")
    yield history
    history.close()


def missing(told: object, found: object, where: str = "") -> list[str]:
    """Where `found` differs from what was told then. Fields that were added since do not count."""
    if isinstance(told, dict) and isinstance(found, dict):
        return [line for key in told for line in missing(told[key], found.get(key), f"{where}.{key}")]
    if isinstance(told, list) and isinstance(found, list) and len(told) == len(found):
        pairs = enumerate(zip(told, found, strict=True))
        return [line for number, (one, other) in pairs for line in missing(one, other, f"{where}[{number}]")]
    return [] if told == found else [f"{where}: {told!r} became {found!r}"]


def as_told(value: object) -> Any:
    return json.loads(json.dumps(value, default=plain))


def test_every_chat_has_its_tree(opened: History, said: dict[str, Any]) -> None:
    listed = [chat.id for chat in opened.chats.list()]
    assert sorted(listed) == sorted(chat["id"] for chat in said["chats"] if "deleted" not in chat)
    for told in said["chats"]:
        if told.pop("deleted", False):
            opened.chats.bring_back(told["id"])
        for message in told["messages"]:
            if message["state"] == "waiting":
                message |= {"state": "stopped", "note": INTERRUPTED}
        messages = opened.messages.all(told["id"])
        found = asdict(opened.chats.get(told["id"])) | {
            "path": [message.id for message in opened.messages.path(told["id"])],
            "messages": [asdict(message) for message in messages],
        }
        assert missing(told, as_told(found)) == []


def test_every_attachment_and_memo_has_its_bytes(opened: History, said: dict[str, Any]) -> None:
    for told in said["chats"]:
        kept = [one for message in opened.messages.all(told["id"]) for one in message.attachments]
        assert [opened.part(one).digest for one in kept] == [one.sha256 for one in kept]
    memos = opened.memos.list()
    assert missing(said["memos"], as_told([asdict(memo) for memo in memos])) == []
    for memo in memos:
        assert opened.files.read(memo.sha256, memo.name)
    assert {one["kind"] for chat in said["chats"] for message in chat["messages"] for one in message["attachments"]} == {
        *("image", "audio", "document")
    }


def test_clearing_out_takes_only_what_was_deleted(opened: History, said: dict[str, Any]) -> None:
    gone = [chat for chat in said["chats"] if "deleted" in chat]
    assert opened.clear_out() == sum(len(message["attachments"]) for chat in gone for message in chat["messages"])
    for told in said["chats"]:
        for message in opened.messages.all(told["id"]):
            assert all(opened.part(one) for one in message.attachments)
    assert opened.search("dentist")[0].where == "memo"
    assert opened.search("zanzibar") == ()


def test_settings_are_as_they_were_chosen(folder: Path, said: dict[str, Any]) -> None:
    path = folder / "settings.json"
    found = read_settings(path)
    assert found.problems == ()
    assert missing(said["settings"], as_told(asdict(found.settings))) == []
    before = json.loads(path.read_bytes())
    assert write_settings(path, {"theme": "light"}) is None
    assert json.loads(path.read_bytes()) == before | {"theme": "light"}


def test_next_format_is_refused_and_untouched(folder: Path) -> None:
    path = folder / "data" / "history.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    with pytest.raises(HistoryRefused, match=f"newer Hush .its format is {VERSION + 1}, this one knows {VERSION}") as caught:
        History(path)
    assert {file: file.read_bytes() for file in before} == before
    assert caught.value.backup is not None
    assert caught.value.backup.read_bytes() == before[path]
