"""What was deleted and emptied is nowhere on the disk any more: not in the rows, the index, the log, the files or their names."""

from __future__ import annotations

import json
import random
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from inference.conversation import AudioPart, DocumentPart, ImagePart
from inference.history.store import History, open_history
from inference.history.values import New, Recognised, Refused
from tests.inference.history.leftovers import find_left

ROOT = Path(__file__).resolve().parents[3]
SECRET = "Zwetschgenquark4711"
STAYS = "Bundesgartenschau0815"


def fill(history: History, word: str, *, dice: random.Random) -> tuple[int, int]:
    """A chat that holds `word` wherever a word can be, among others that do not; and a memo of its own. Their ids."""
    picture = ImagePart(f"{word}.png", f"picture of {word}".encode())
    sound, paper = AudioPart(f"{word}.wav", f"sound {word}".encode()), DocumentPart(f"{word}.txt", f"text {word}".encode())
    attached = [New(picture, preview=f"preview {word}".encode()), New(sound), New(paper)]
    filler = " ".join(f"word{dice.randrange(3000)}" for _ in range(dice.choice((3, 400, 2_000))))
    turn = history.messages.ask(f"Question {word}? {filler}", attached, refused=[Refused(f"{word}.bin", "no")])
    history.messages.write(turn.answer, text=f"Par {word}", thought=f"Hm {word}")
    history.messages.end(turn.answer, "done", text=f"{filler} {word}", thought=f"Hm {word}", note=word, model=word)
    history.messages.tell(turn.question, dropped=False, summary=f"Summary {word}")
    history.chats.rename(turn.chat.id, f"Title {word}")
    history.recognised.keep([Recognised(one.digest, 0, "reader", f"read {word}", json.dumps({"seen": word}))
                             for one in (picture, sound, paper)])  # fmt: skip
    history.drafts.keep(turn.chat.id, f"Draft {word}", [New(paper)])
    history.queue.add(f"Queued {word}", [New(paper)], chat=turn.chat.id)
    spoken = AudioPart(f"alone {word}.wav", f"alone {word}".encode())
    history.recognised.keep([Recognised(spoken.digest, 0, "reader", f"spoken {word}", "{}")])
    return turn.chat.id, history.memos.keep(spoken, seconds=1.0, text=f"memo {word}").id


def fill_many(history: History) -> tuple[int, int]:
    """Many chats that stay, around one that is to go; its id and that of its memo."""
    dice = random.Random(17)
    with history.transaction():
        for _ in range(12):
            fill(history, STAYS, dice=dice)
        gone = fill(history, SECRET, dice=dice)
        for _ in range(12):
            fill(history, STAYS, dice=dice)
    return gone


def test_what_is_looked_for_is_there_at_first(history: History, tmp_path: Path) -> None:
    fill_many(history)
    assert {found.rpartition(": ")[2] for found in find_left(SECRET, tmp_path)} == {"utf-8"}


def test_a_chat_and_a_memo_leave_nothing(history: History, tmp_path: Path) -> None:
    chat, memo = fill_many(history)
    history.chats.delete(chat)
    history.forget_memo(memo)
    assert find_left(SECRET, tmp_path), "a deleted chat can be brought back"
    history.clear_out(chat)
    assert find_left(SECRET, tmp_path) == []
    assert len(history.chats.list()) == 24
    assert history.search(STAYS)


def test_a_memo_alone_leaves_nothing(history: History, tmp_path: Path) -> None:
    spoken = AudioPart("memo.wav", SECRET.encode())
    history.recognised.keep([Recognised(spoken.digest, 0, "reader", SECRET, "{}")])
    memo = history.memos.keep(spoken, seconds=1.0)
    assert memo.text == SECRET
    history.forget_memo(memo.id)
    assert find_left(SECRET, tmp_path) == []


def test_a_withdrawn_question_leaves_nothing(history: History, tmp_path: Path) -> None:
    waiting = history.queue.add(SECRET, [New(DocumentPart("a.txt", SECRET.encode()))])
    history.queue.remove(waiting.id)
    assert find_left(SECRET, tmp_path)
    history.forget(waiting.id)
    assert find_left(SECRET, tmp_path) == []


def test_a_message_taken_back_leaves_nothing_once_its_files_are_cleared_out(history: History, tmp_path: Path) -> None:
    before = history.messages.ask("Stays")
    turn = history.messages.ask(SECRET, [New(DocumentPart("a.txt", SECRET.encode()))], chat=before.chat.id, parent=before.answer)
    assert history.take_back(turn.question) == history.chats.get(before.chat.id)
    assert [path.read_text() for path in tmp_path.glob("*.files/*/*")] == [SECRET], "it comes back as a draft"
    history.clear_out()
    assert find_left(SECRET, tmp_path) == []


def test_what_is_written_over_leaves_nothing(history: History, tmp_path: Path) -> None:
    """A draft that was typed and emptied, an answer that was replaced, a name that was changed."""
    turn = history.messages.ask("Stays")
    history.drafts.keep(turn.chat.id, SECRET, [New(DocumentPart(f"{SECRET}.txt", SECRET.encode()))])
    history.drafts.keep(turn.chat.id, "")
    history.chats.rename(turn.chat.id, SECRET)
    history.chats.rename(turn.chat.id, "Other")
    history.clear_out()
    assert find_left(SECRET, tmp_path) == []


@pytest.mark.parametrize("seed", range(2))
def test_nothing_is_left_wherever_the_rows_lay(tmp_path: Path, seed: int) -> None:
    """Chats of many sizes, deleted and emptied in any order: no page keeps what was moved or merged."""
    dice = random.Random(seed)
    history = History(tmp_path / "history.db")
    left = {f"secret{number:03}of{seed}": 0 for number in range(40)}
    with history.transaction():
        for word in left:
            left[word], _memo = fill(history, word, dice=dice)
    for memo in history.memos.list():
        if memo.message is None:
            history.forget_memo(memo.id)
    gone = dice.sample(sorted(left), 25)
    for word in gone:
        history.chats.delete(left[word])
        if dice.random() < 0.2:
            history.clear_out(left[word])
    history.clear_out()
    assert [found for word in gone for found in find_left(word, tmp_path)] == []
    history.close()
    assert [found for word in gone for found in find_left(word, tmp_path)] == []


DELETING = """
import os, signal, sys
from pathlib import Path
from inference.history.store import open_history
from inference.history.database import Database
from inference.history.attachments import AttachmentFiles

history = open_history(Path(sys.argv[1])).history
history.chats.delete(int(sys.argv[2]))
if sys.argv[3] != "deleted":
    kind, name = {"emptied": (Database, "empty_log"), "erased": (AttachmentFiles, "collect")}[sys.argv[3]]
    setattr(kind, name, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
    history.clear_out(int(sys.argv[2]))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("killed", ["deleted", "emptied", "erased"])
def test_a_kill_in_between_leaves_nothing_after_the_next_start(tmp_path: Path, killed: str) -> None:
    history = History(tmp_path / "history.db")
    chat, memo = fill_many(history)
    history.forget_memo(memo)
    history.close()
    child = subprocess.run([sys.executable, "-c", DELETING, str(tmp_path), str(chat), killed], cwd=ROOT, check=False)
    assert child.returncode == -signal.SIGKILL
    assert find_left(SECRET, tmp_path)
    again = open_history(tmp_path).history
    again.clear_out()
    assert find_left(SECRET, tmp_path) == []
    assert len(again.chats.list()) == 24
    again.close()
    with sqlite3.connect(tmp_path / "history.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
