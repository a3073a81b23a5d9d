"""From the very first version to this one, and never a half-made file."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from inference.history import migrations
from inference.history.messages import INTERRUPTED
from inference.history.migrations import MIGRATIONS, VERSION, Migration, migrate
from inference.history.store import History
from inference.history.values import Facts

FIRST = Path(__file__).with_name("first_version.sql")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "history.db"
    connection = sqlite3.connect(path)
    connection.executescript(FIRST.read_text("utf-8"))
    connection.close()
    return path


def shape(connection: sqlite3.Connection) -> list[tuple[str, str, str]]:
    """Tables, indices and triggers, as they are declared."""
    rows = connection.execute("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")
    return [(kind, name, " ".join(sql.split())) for kind, name, sql in rows]


def test_first_version_is_brought_up_to_date(old: Path, tmp_path: Path) -> None:
    history = History(old)
    (chat,) = history.chats.list()
    assert (chat.title, chat.pinned) == ("Where is Basel?", True)
    path = history.messages.path(chat.id)
    assert [message.text for message in path] == ["Where is Basel?", "On the Rhine.", "And this?", "It is a"]
    assert (path[1].cost.reply_tokens, path[1].thought) == (4, "A city.")
    assert (path[3].state, path[3].note) == ("stopped", INTERRUPTED)
    assert path[2].attachments[0].facts == Facts(width=640, height=480)
    assert history.search("rhine")[0].message == 2
    assert history.search("map")[0].where == "attachment"
    assert history.memos.list() == ()
    history.close()
    History(tmp_path / "new.db").close()
    with sqlite3.connect(old) as grown, sqlite3.connect(tmp_path / "new.db") as made:
        assert shape(grown) == shape(made)
    grown.close()
    made.close()


def test_first_version_is_what_the_first_step_makes(old: Path, tmp_path: Path) -> None:
    """The step was not changed after it was released."""
    made = sqlite3.connect(tmp_path / "one.db", isolation_level=None)
    migrate(made, MIGRATIONS[:1])
    then = sqlite3.connect(old)
    assert shape(made) == shape(then)
    made.close()
    then.close()


@pytest.mark.parametrize("version", range(1, VERSION))
def test_every_version_grows_up(tmp_path: Path, version: int) -> None:
    connection = sqlite3.connect(tmp_path / "history.db", isolation_level=None)
    migrate(connection, MIGRATIONS[:version])
    connection.close()
    history = History(tmp_path / "history.db")
    history.messages.ask("Hello")
    assert history.search("hello")
    history.close()


def test_step_that_fails_leaves_the_version_before(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Migration("broken", ("CREATE TABLE half (id INTEGER)", "INSERT INTO nowhere VALUES (1)"))
    connection = sqlite3.connect(old, isolation_level=None)
    with pytest.raises(sqlite3.OperationalError):
        migrate(connection, (*MIGRATIONS, broken))
    assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
    assert "half" not in {name for _kind, name, _sql in shape(connection)}
    connection.close()
    monkeypatch.setattr(migrations, "MIGRATIONS", MIGRATIONS)
    history = History(old)
    assert history.search("rhine")
    history.close()
