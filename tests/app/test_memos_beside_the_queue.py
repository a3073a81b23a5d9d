"""Voice memos beside answers in other chats and questions that wait."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.building import build, wind_down
from app.desk import VoiceMemos
from app.memos.work import ListMemos
from app.sound.sound import Sound
from app.values import Attached, ModelChoice
from app.window.window import Window
from app.worker.engine import Generate, Load
from app.worker.history import HistoryWorker
from app.worker.media import Prepare
from inference.conversation import AudioPart
from inference.events import Cancelled, Cost, Finished, Loaded, TextDelta
from inference.history.values import Memo
from tests.app.conftest import CAPABLE, Prompter
from tests.app.history import Asked
from tests.app.place import Place, opened_place, past_of
from tests.app.test_beside_the_queue import STUMBLED, Wait
from tests.app.test_going_on import DONE, counting, held, newest, number, press, words
from tests.app.test_late import all_told
from tests.app.voice_memos import recording


@pytest.fixture
def heard(
    kept: HistoryWorker, prompter: Prompter, sound: Sound, shown: Callable[..., Window], tmp_path: Path, wait_until: Wait
) -> Iterator[Place]:
    """A place where memos are kept."""
    with opened_place(build(prompter, kept, sound), prompter, shown, tmp_path, wait_until) as place:  # type: ignore[arg-type]
        yield place


def memos(place: Place) -> VoiceMemos:
    assert place.desk.memos is not None
    return place.desk.memos


def on_disk(place: Place, kept: HistoryWorker) -> list[Memo]:
    return list(Asked(kept, place.wait)(ListMemos()))


def said(place: Place, seconds: float = 0.3) -> None:
    """A voice question is in the draft: the recorder has given it to the message, and it is read."""
    assert place.desk.senses is not None
    spoken = recording(seconds)
    assert isinstance(spoken.part, AudioPart)
    place.desk.drafts.attach_recording(spoken.part.name, Path(spoken.part.name))
    job = next(job for job in reversed(place.prompter.jobs) if isinstance(job, Prepare))
    place.prompter.say(Prepare, replace(spoken, recorded=job.recorded))


def looked_at(place: Place, kept: HistoryWorker) -> Attached:
    """A memo was kept, the page of memos is open and its recording is read."""
    said(place)
    place.desk.chat.send()
    place.wait(lambda: place.desk.answers.now is not None)
    place.prompter.say(Generate, TextDelta("Heard."), DONE)
    page, shown = memos(place).page, memos(place).shown
    page.open()
    place.wait(lambda: shown.rows)
    place.wait(lambda: page._preparing.live)
    heard = recording(0.3)
    place.prompter.say(Prepare, heard)
    assert shown.heard is heard
    return heard


@pytest.mark.parametrize("left", [False, True])
def test_a_voice_question_that_waited_is_a_memo_when_it_is_asked(heard: Place, kept: HistoryWorker, left: bool) -> None:
    counting(heard)
    said(heard)
    heard.send("What do I need?")
    heard.wait(lambda: held(heard) == ["What do I need?"])
    assert on_disk(heard, kept) == []
    if left:
        heard.desk.chat.new_chat()
    before = heard.generates
    heard.prompter.say(Generate, DONE)
    heard.wait(lambda: heard.generates > before)
    (memo,) = on_disk(heard, kept)
    assert (memo.asked, memo.chat) == ("What do I need?", number(heard, "What is rye?"))


def test_a_voice_question_that_is_taken_back_is_no_memo_and_is_one_when_it_is_sent_again(
    heard: Place, kept: HistoryWorker
) -> None:
    said(heard)
    heard.asked("What do I need?")
    heard.desk.chat.stop()
    heard.prompter.say(Generate, Cancelled("", ""))
    assert on_disk(heard, kept) == []
    assert [chip.name for chip in heard.desk.draft.chips] == ["Voice memo 14:03.wav"]
    heard.asked(" Now?")
    assert [memo.asked for memo in on_disk(heard, kept)] == [heard.desk.transcript.entries[0].text]


def test_a_voice_question_that_waited_or_was_written_before_a_restart_is_a_memo(
    heard: Place, kept: HistoryWorker, prompter: Prompter
) -> None:
    counting(heard)
    said(heard)
    heard.send("What do I need?")
    heard.wait(lambda: held(heard) == ["What do I need?"])
    said(heard, 0.4)
    wind_down(heard.desk)
    all_told(heard, kept)
    shutil.copytree(heard.folder, heard.folder.parent / "again")
    history = HistoryWorker(heard.folder.parent / "again")
    desk = build(prompter, history)  # type: ignore[arg-type]
    past_of(desk).chats.start()
    desk.models.load(ModelChoice(Path("m.gguf")))
    prompter.say(Load, Loaded(CAPABLE, 1.0))
    heard.wait(lambda: desk.waiting.waiting)
    past_of(desk).chats.open(desk.waiting.waiting[0].chat)
    heard.wait(lambda: desk.draft.chips)
    desk.chat.send()
    heard.wait(lambda: desk.answers.now is not None)
    assert len(on_disk(heard, history)) == 1
    prompter.say(Generate, TextDelta("Milk."), DONE)
    assert desk.queue is not None
    desk.queue.send(desk.waiting.waiting[0].id)
    heard.wait(lambda: len(on_disk(heard, history)) == 2)
    wind_down(desk)
    assert history.close()


def test_no_memo_is_written_down_while_another_chat_is_answered_and_that_is_said(heard: Place, kept: HistoryWorker) -> None:
    looked_at(heard, kept)
    heard.desk.chat.new_chat()
    heard.asked("Count.")
    heard.desk.chat.new_chat()
    assert not heard.desk.activity.busy
    before = heard.generates
    assert "busy with an answer" in memos(heard).shown.refusal
    memos(heard).page.write_down()
    assert heard.generates == before
    heard.prompter.say(Generate, TextDelta("1"), DONE)
    assert memos(heard).shown.refusal == ""
    memos(heard).page.write_down()
    assert heard.desk.activity.phase == "transcribing"


@pytest.mark.parametrize("outcome", [Cancelled("Buy", ""), STUMBLED, Finished("Buy milk", "", Cost())])
def test_a_question_waits_for_a_memo_and_begins_whatever_became_of_it(heard: Place, kept: HistoryWorker, outcome: object) -> None:
    looked_at(heard, kept)
    memos(heard).page.write_down()
    heard.desk.chat.new_chat()
    heard.send("Count.")
    heard.wait(lambda: held(heard) == ["Count."])
    heard.send("Withdrawn?")
    heard.wait(lambda: len(held(heard)) == 2)
    press(heard, 1, "move up")
    heard.wait(lambda: held(heard) == ["Withdrawn?", "Count."])
    press(heard, 0, "withdraw")
    heard.wait(lambda: held(heard) == ["Count."])
    assert heard.desk.activity.phase == "transcribing"
    before = heard.generates
    if isinstance(outcome, Cancelled):
        heard.desk.chat.stop()
    heard.prompter.say(Generate, outcome)
    heard.wait(lambda: heard.generates > before)
    assert words(heard) == ["Count."]
    assert [memo.text for memo in on_disk(heard, kept)] == ["Buy milk" if isinstance(outcome, Finished) else ""]


def test_a_memo_that_was_written_down_when_it_was_deleted_is_not_complained_of(heard: Place, kept: HistoryWorker) -> None:
    looked_at(heard, kept)
    memos(heard).page.write_down()
    memos(heard).page.delete()
    memos(heard).page.close()
    heard.prompter.say(Generate, Finished("Buy milk", "", Cost()))
    all_told(heard, kept)
    assert on_disk(heard, kept) == []
    assert heard.desk.notice.text == ""


def test_the_chat_of_a_memo_is_opened_on_the_branch_that_is_answered_or_waits(heard: Place, kept: HistoryWorker) -> None:
    looked_at(heard, kept)
    heard.desk.chat.edit(0)
    heard.desk.drafts.clear()
    heard.desk.transcript.edit(0)
    heard.asked("Another?")
    heard.desk.chat.new_chat()
    memos(heard).page.open_chat()
    heard.wait(lambda: heard.desk.keeper.chat is not None)
    assert heard.shown() == [("Another?", "sent"), ("", "waiting")]
    assert heard.desk.activity.phase == "waiting"


def test_branches_and_edits_go_on_while_a_memo_is_written_down(heard: Place, kept: HistoryWorker) -> None:
    looked_at(heard, kept)
    heard.desk.chat.new_chat()
    heard.answered("One?", "1")
    heard.desk.chat.regenerate()
    before = heard.generates
    heard.wait(lambda: heard.generates > before)
    heard.prompter.say(Generate, TextDelta("eins"), DONE)
    memos(heard).page.write_down()
    heard.desk.chat.show_branch(1, 0)
    heard.wait(lambda: heard.shown() == [("One?", "sent"), ("1", "done")])
    heard.desk.chat.edit(0)
    assert (heard.desk.draft.text, heard.desk.transcript.editing) == ("One?", 0)
    assert heard.desk.activity.phase == "transcribing"
    assert newest(heard).sampling is not None, "the memo is what was asked last"


def test_a_memo_that_went_with_its_chat_while_it_was_written_down_is_not_complained_of(heard: Place, kept: HistoryWorker) -> None:
    looked_at(heard, kept)
    memos(heard).page.write_down()
    past_of(heard.desk).chats.delete(heard.list.chats[0].id)
    past_of(heard.desk).chats.forget_deleted()
    heard.prompter.say(Generate, Finished("Buy milk", "", Cost()))
    all_told(heard, kept)
    assert on_disk(heard, kept) == []
    assert (heard.desk.notice.text, memos(heard).shown.problem) == ("", "")
