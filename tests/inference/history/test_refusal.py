"""Files that cannot be trusted: a sentence, a copy, not a byte changed, and the program goes on with a fresh one."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from inference.conversation import DocumentPart
from inference.errors import HistoryError, HistoryRefused
from inference.history.store import History, open_history
from inference.history.values import New, Turn

ROOT = Path(__file__).resolve().parents[3]


def filled(folder: Path) -> Path:
    """A sound history of a few hundred messages."""
    history = open_history(folder).history
    turn = history.messages.ask("Remember the milk", [New(DocumentPart("list.txt", b"milk"))])
    for number in range(150):
        turn = history.messages.ask(f"question {number} " * 20, chat=turn.chat.id, parent=turn.answer)
    history.close()
    return folder / "history.db"


def scribbled(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for place in range(4096 * 2, len(data), 4096):
        data[place : place + 64] = random.Random(place).randbytes(64)
    path.write_bytes(data)


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def emptied(path: Path) -> None:
    os.truncate(path, 0)


def without_its_head(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(bytes(100))


def something_else(path: Path) -> None:
    path.write_text("Dear diary")


def of_another_program(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE theirs (id INTEGER)")
        connection.commit()


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")


BROKEN: list[tuple[Callable[[Path], None], str]] = [
    (scribbled, "is damaged"),
    (cut, "is damaged"),
    (emptied, "is empty"),
    (without_its_head, "is damaged"),
    (something_else, "is damaged, or is none of Hush's"),
    (of_another_program, "is none of Hush's"),
    (newer, "was written by a newer Hush (its format is 99"),
]


@pytest.mark.parametrize(("spoil", "words"), BROKEN, ids=[spoil.__name__ for spoil, _words in BROKEN])
def test_refused_with_a_sentence_and_a_copy(tmp_path: Path, spoil: Callable[[Path], None], words: str) -> None:
    path = filled(tmp_path)
    spoil(path)
    before = path.read_bytes()
    with pytest.raises(HistoryRefused) as caught:
        History(path)
    assert words in caught.value.what
    assert path.read_bytes() == before
    assert caught.value.backup is not None
    assert caught.value.backup.read_bytes() == before
    assert str(caught.value.backup) in caught.value.advice


def test_program_goes_on_with_a_fresh_one(tmp_path: Path) -> None:
    path = filled(tmp_path)
    attached = sorted((tmp_path / "history.files").rglob("*"))
    scribbled(path)
    opened = open_history(tmp_path)
    assert [str(refused.backup) for refused in opened.refused]
    assert opened.history.path.name == "history-2.db"
    turn = opened.history.messages.ask("Hello")
    opened.history.clear_out()
    opened.history.close()
    assert sorted((tmp_path / "history.files").rglob("*")) == attached, "what a refused history names is not collected"
    again = open_history(tmp_path)
    assert len(again.refused) == 1
    assert again.history.messages.path(turn.chat.id)[0].text == "Hello"
    again.history.close()
    assert len(list(tmp_path.glob("history.refused-*.db"))) == 1, "the same file is copied once"


def test_what_is_only_in_the_log_is_copied_too(tmp_path: Path) -> None:
    """A killed newer Hush: its last words are in the write-ahead log, and neither file may be touched."""
    script = (
        "import os, sys, sqlite3; from pathlib import Path; from inference.history.store import open_history\n"
        "history = open_history(Path(sys.argv[1])).history; history._database.rows('PRAGMA user_version = 99')\n"
        "history.messages.ask('last words'); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, check=False)
    path, log = tmp_path / "history.db", tmp_path / "history.db-wal"
    before = path.read_bytes(), log.read_bytes()
    assert b"last words" in before[1]
    with pytest.raises(HistoryRefused, match="newer Hush") as caught:
        History(path)
    assert (path.read_bytes(), log.read_bytes()) == before
    backup = caught.value.backup
    assert backup is not None
    assert (backup.read_bytes(), backup.with_name(backup.name + "-wal").read_bytes()) == before
    with closing(sqlite3.connect(backup)) as copy:
        assert copy.execute("SELECT text FROM messages WHERE role = 'user'").fetchone() == ("last words",)


@pytest.mark.parametrize("seed", range(8))
def test_scribble_anywhere_never_raises_anything_else(tmp_path: Path, seed: int) -> None:
    """It opens or is refused, and what is called afterwards works or says why: there is no third way."""
    path = filled(tmp_path)
    dice = random.Random(seed)
    data = bytearray(path.read_bytes())
    for _ in range(dice.choice((1, 3, 30))):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    path.write_bytes(data)
    if (history := opened_or_refused(path)) is None:
        assert list(tmp_path.glob("history.refused-*.db"))
        return
    for act in (history.chats.list, lambda: history.messages.all(1), lambda: history.search("milk"), history.clear_out):
        with suppress(HistoryError):
            act()
    history.close()


def opened_or_refused(path: Path) -> History | None:
    try:
        return History(path)
    except HistoryRefused:
        return None


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_folder_that_may_not_be_written_to(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(HistoryError, match="Check that you may write"):
        open_history(tmp_path)
    tmp_path.chmod(0o700)


def test_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "place").write_text("x")
    with pytest.raises(HistoryError, match="Check that you may write"):
        open_history(tmp_path / "place")


def test_full_disk_is_said_and_nothing_is_half_kept(history: History) -> None:
    """SQLite's own limit on the pages of a file, which it reports as a full disk."""
    turn = history.messages.ask("Before")
    history._database.rows("PRAGMA max_page_count = 60")
    with pytest.raises(HistoryError, match="The disk is full"):
        fill(history, turn)
    kept = history.messages.all(turn.chat.id)
    assert len(kept) % 2 == 0, "no question without its answer"
    history._database.rows("PRAGMA max_page_count = 100000")
    assert history.messages.ask("After", chat=turn.chat.id, parent=turn.answer)


def fill(history: History, turn: Turn) -> None:
    for _ in range(1000):
        history.messages.ask("word " * 1000, chat=turn.chat.id, parent=turn.answer)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_chats_are_for_their_owner_only(tmp_path: Path) -> None:
    path = filled(tmp_path / "private")
    for file in [path, path.parent, *path.parent.rglob("*")]:
        assert file.stat().st_mode & 0o077 == 0, file
