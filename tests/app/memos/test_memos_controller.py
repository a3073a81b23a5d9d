"""The page of voice memos on a real history: found, read, deleted and brought back, and its chat opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.building import wind_down
from app.conversation.work import OpenChat
from app.memos.work import ListMemos
from app.sound.sound import Sound
from app.values import ModelChoice
from app.worker.engine import Load
from app.worker.history import HistoryWorker
from app.worker.lane import IDLE, Job, ignore
from app.worker.media import Prepare
from inference.errors import MediaError
from inference.events import Capabilities, Failed
from inference.sentences import Sentence
from tests.app.voice_memos import Memos

Wait = Callable[..., None]
DEAF = Capabilities("Deaf", True, False, False, 1000, 280, 280, False)


@pytest.fixture
def memos(prompter: Any, history: HistoryWorker, sound: Sound, wait_until: Wait) -> Iterator[Memos]:
    memos = Memos(prompter, history, sound, wait_until)
    yield memos
    wind_down(memos.desk)


def on_disk(memos: Memos) -> list[int]:
    return [memo.id for memo in memos.asked(ListMemos())]


def test_newest_is_first_and_looked_at(memos: Memos) -> None:
    memos.keep(0.3, asked="What do I need?")
    newest = memos.keep(0.4)
    memos.open()
    assert memos.titles() == ["Not written down yet", "What do I need?"]
    assert memos.shown.current == newest
    assert memos.read().seconds == 0.4


def test_memos_are_found_by_what_they_say_and_what_was_typed(memos: Memos) -> None:
    memos.keep(0.3, asked="What do I need?", text="Buy milk")
    memos.keep(0.4, text="Call the dentist")
    memos.open()
    for words, found in (("mil", ["Buy milk"]), ("need", ["Buy milk"]), ("rye", []), ("", ["Call the dentist", "Buy milk"])):
        memos.page.search(words)
        memos.wait(lambda words=words: memos.shown.words == words)
        assert memos.titles() == found
    assert memos.shown.current is not None


def test_memo_that_is_kept_meanwhile_appears(memos: Memos) -> None:
    memos.keep(0.3, text="First")
    memos.open()
    looked_at = memos.shown.current
    memos.keep(0.4, text="Second")
    memos.wait(lambda: memos.titles() == ["Second", "First"])
    assert memos.shown.current == looked_at


def test_recording_that_is_gone_or_broken_is_said(memos: Memos) -> None:
    memo = memos.keep(0.3)
    memos.open()
    memos.wait(lambda: memos.page._preparing.live)
    memos.prompter.say(Prepare, Failed(MediaError(Sentence("It is broken.", "Record it again."))))
    assert memos.shown.problem == "It is broken. Record it again."
    memos.page.choose(None)
    folder = memos.database.parent / "history.files"
    (folder / memo.sha256[:2] / memo.sha256).unlink()
    memos.page.choose(memo.id)
    memos.wait(lambda: memos.shown.problem)
    assert f"“{memo.name}”" in memos.shown.problem or f'"{memo.name}"' in memos.shown.problem
    memos.load()
    memos.page.write_down()
    assert memos.generates == []


def test_deleted_memo_comes_back_or_goes_and_its_message_stays(memos: Memos) -> None:
    first, second = memos.keep(0.3, asked="One"), memos.keep(0.4, asked="Two")
    memos.open()
    memos.page.delete()
    assert (memos.titles(), memos.shown.current) == (["One"], first)
    memos.page.undo()
    assert (memos.titles(), memos.shown.current) == (["Two", "One"], second)
    assert on_disk(memos) == [second.id, first.id]
    memos.page.delete()
    memos.page.delete()
    assert (memos.titles(), memos.shown.current) == ([], None)
    assert on_disk(memos) == [first.id], "a deletion that another follows is done"
    memos.page.close()
    assert on_disk(memos) == []
    assert second.chat is not None
    opened: Any = memos.asked(OpenChat(second.chat))
    assert opened.messages[0].attachments[0].sha256 == second.sha256


def test_deletion_is_done_when_the_program_ends(memos: Memos) -> None:
    memos.keep(0.3)
    memos.open()
    memos.page.delete()
    wind_down(memos.desk)
    assert on_disk(memos) == []


def test_chat_of_a_memo_is_opened_on_its_branch(memos: Memos) -> None:
    from app.conversation.work import KeepTurn

    memo = memos.keep(0.3, asked="With a memo")
    memos.asked(KeepTurn("Another branch", chat=memo.chat))
    memos.open()
    memos.page.open_chat()
    memos.wait(lambda: memos.desk.transcript.entries)
    assert memos.desk.transcript.entries[0].text == "With a memo"


def test_why_nothing_can_be_written_down_is_said(memos: Memos) -> None:
    memos.keep(0.3)
    memos.open()
    assert memos.shown.refusal.startswith("No model is loaded.")
    memos.desk.models.load(ModelChoice(Path("m.gguf")))
    assert memos.shown.refusal == "The model is still loading."
    memos.load(DEAF)
    assert memos.shown.refusal.startswith("Deaf cannot hear recordings as it is loaded.")
    memos.load()
    assert memos.shown.refusal == ""
    memos.desk.activity.show("writing")
    assert memos.shown.refusal.startswith("The model is busy with an answer.")
    memos.read()
    memos.page.write_down()
    assert memos.generates == []
    memos.desk.activity.show("idle")
    memos.page.write_down()
    assert memos.shown.refusal.startswith("Another memo is being written down.")
    assert not isinstance(memos.prompter.jobs[-1], Load)


def test_another_memo_is_quiet_once_it_is_not_looked_at(memos: Memos) -> None:
    first, _second = memos.keep(0.3), memos.keep(0.4)
    memos.open()
    assert memos.desk.senses is not None
    playback = memos.desk.senses.playback
    forgotten: list[bool] = []
    playback.part, playback._job = memos.read().part, Job(ignore, ignore, ignore, forgotten.append)  # type: ignore[assignment]
    memos.page.choose(first.id)
    assert forgotten == [False], "it is stopped, and where it stopped is still heard of"
    playback._job = IDLE
