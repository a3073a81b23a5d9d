"""Writing a memo down, with a worker that says what the test says: stored, stopped, failed; and the chat on screen left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.building import wind_down
from app.memos.work import ListMemos
from app.sound.sound import Sound
from app.worker.engine import Generate
from app.worker.history import HistoryWorker
from inference.conversation import AudioPart, Message, Request, Sampling, TextPart
from inference.errors import ContextFull, EngineFault
from inference.events import Cancelled, Cost, Failed, Finished, PartPrice, Priced, PromptProgress, TextDelta
from inference.prompt.intent import sampling_for, transcription_request
from inference.sentences import Sentence
from tests.app.voice_memos import Memos

Wait = Callable[..., None]


@pytest.fixture
def memos(prompter: Any, history: HistoryWorker, sound: Sound, wait_until: Wait) -> Iterator[Memos]:
    memos = Memos(prompter, history, sound, wait_until)
    memos.load()
    yield memos
    wind_down(memos.desk)


@pytest.fixture
def begun(memos: Memos) -> Memos:
    """One memo, which is being written down."""
    memos.keep(0.3, asked="What do I need?")
    memos.open()
    memos.read()
    memos.page.write_down()
    return memos


def on_disk(memos: Memos, words: str) -> list[str]:
    return [memo.text for memo in memos.asked(ListMemos(words))]


def test_request_is_the_recording_with_a_question_that_is_read_exactly() -> None:
    part = AudioPart("memo.wav", b"RIFF")
    request = transcription_request(part, seconds=10)
    (message,) = request.messages
    assert part in message.parts
    assert request.sampling == Sampling.exact() == sampling_for(message, Sampling())
    assert (request.thinking, request.max_tokens) == (False, 64 + 120)


def test_memo_is_written_down_kept_and_found(begun: Memos) -> None:
    (job,) = begun.generates
    assert begun.shown.heard is not None
    assert job.request == transcription_request(begun.shown.heard.part, seconds=0.3)  # type: ignore[arg-type]
    assert begun.desk.activity.phase == "transcribing"
    assert begun.titles() == ["Writing it down…"]
    begun.prompter.say(Generate, PromptProgress(5, 10, 0, 2.0))
    assert begun.desk.activity.progress is not None
    begun.prompter.say(Generate, TextDelta("Buy "), TextDelta("milk"))
    assert begun.shown.text == "Buy milk"
    begun.prompter.say(Generate, Finished("Buy milk\n", "", Cost()))
    assert (begun.shown.text, begun.shown.problem, begun.titles()) == ("Buy milk", "", ["Buy milk"])
    assert not begun.desk.activity.busy
    assert on_disk(begun, "milk") == ["Buy milk"]
    assert on_disk(begun, "need") == ["Buy milk"], "found by what was typed as well"
    assert begun.desk.transcript.entries == []


def test_stop_gives_it_up_and_changes_nothing(begun: Memos) -> None:
    begun.prompter.say(Generate, TextDelta("Buy m"))
    begun.page.stop()
    assert begun.desk.activity.phase == "stopping"
    assert begun.prompter.stopped == [begun.prompter.jobs.index(begun.generates[0]) + 1]
    begun.prompter.say(Generate, TextDelta("il"))
    assert begun.shown.text == "Buy m"
    begun.prompter.say(Generate, Cancelled("Buy mil", ""))
    assert (begun.shown.text, begun.shown.problem, begun.desk.activity.busy) == ("", "", False)
    assert on_disk(begun, "") == [""]


def test_stop_of_the_window_stops_it_too(begun: Memos) -> None:
    begun.desk.chat.stop()
    assert begun.shown.writing is not None
    assert begun.shown.writing.phase == "stopping"
    begun.prompter.say(Generate, Cancelled("", ""))
    assert begun.shown.writing is None


@pytest.mark.parametrize(
    ("outcome", "says"),
    [
        (
            Failed(EngineFault(Sentence("llama.cpp stumbled.", "Try again."))),
            "A fault of Hush, not yours: llama.cpp stumbled. Try again.",
        ),
        (Failed(ContextFull(7500, 4096)), "This recording needs 7,500 tokens and the context holds 4,096."),
        (Finished("  ", "", Cost()), "The model wrote nothing."),
        (Finished("la la la", "", Cost(), "loop"), "The model began to repeat itself"),
    ],
)
def test_what_failed_is_said_and_what_it_said_before_stays(memos: Memos, outcome: object, says: str) -> None:
    memos.keep(0.3, text="Old words")
    memos.open()
    memos.read()
    memos.page.write_down()
    memos.prompter.say(Generate, outcome)
    assert memos.shown.problem.startswith(says)
    assert (memos.shown.text, memos.desk.activity.busy) == ("Old words", False)
    memos.page.write_down()
    assert (memos.shown.problem, len(memos.generates)) == ("", 2)
    assert on_disk(memos, "") == ["Old words"]


def test_what_ended_early_is_kept_and_said(begun: Memos) -> None:
    begun.prompter.say(Generate, Finished("Buy milk and", "", Cost(), "length"))
    assert begun.shown.text == "Buy milk and"
    assert begun.shown.problem.startswith("This may not be all that is said")


def test_what_is_asked_while_it_is_written_waits_for_its_end(begun: Memos) -> None:
    begun.desk.drafts.set_text("And now?")
    begun.desk.chat.send()
    begun.wait(lambda: begun.desk.waiting.waiting)
    assert [waiting.text for waiting in begun.desk.waiting.waiting] == ["And now?"]
    assert len(begun.generates) == 1
    begun.prompter.say(Generate, Finished("Buy milk", "", Cost()))
    begun.wait(lambda: len(begun.generates) == 2)
    assert begun.generates[1].request.messages == (Message.text("user", "And now?"),)
    assert on_disk(begun, "milk") == ["Buy milk"]
    begun.wait(lambda: begun.desk.transcript.entries)
    assert begun.desk.transcript.entries[0].text == "And now?"


def test_other_chats_can_be_begun_meanwhile(begun: Memos) -> None:
    begun.desk.chat.new_chat()
    assert begun.desk.activity.phase == "transcribing"
    begun.page.stop()
    begun.desk.chat.new_chat()
    assert begun.desk.activity.phase == "stopping"
    begun.prompter.say(Generate, Cancelled("", ""))
    assert not begun.desk.activity.busy


def test_page_that_is_closed_meanwhile_loses_nothing(begun: Memos) -> None:
    begun.page.close()
    begun.prompter.say(Generate, Finished("Buy milk", "", Cost()))
    assert on_disk(begun, "milk") == ["Buy milk"]
    begun.open()
    assert begun.shown.text == "Buy milk"


def test_failure_after_the_page_was_closed_is_said_in_the_window(begun: Memos) -> None:
    begun.page.close()
    begun.prompter.say(Generate, Failed(EngineFault(Sentence("It broke."))))
    assert begun.desk.notice.text == "A fault of Hush, not yours: It broke."


def test_memo_that_is_deleted_is_written_down_no_further(begun: Memos) -> None:
    begun.page.delete()
    assert begun.desk.activity.phase == "stopping"
    begun.prompter.say(Generate, Cancelled("", ""))
    begun.page.close()
    assert on_disk(begun, "") == []


def test_meter_knows_that_the_cache_holds_the_memo_and_not_the_chat(memos: Memos) -> None:
    desk, say = memos.desk, memos.prompter.say
    desk.drafts.set_text("one")
    desk.chat.send()
    memos.wait(lambda: memos.generates)
    say(Generate, Priced((PartPrice("text", "user", 10, 0),), 10), TextDelta("1"), Finished("1", "", Cost()))
    asked = Request((*desk.transcript.messages(), Message.text("user", "next")))
    prices = Priced(tuple(PartPrice("text", "user", 10, index) for index in range(3)), 30)
    assert desk.reading.count_fresh(asked, prices) == (0, 0, 10)
    memos.keep(0.3)
    memos.open()
    heard = memos.read()
    memos.page.write_down()
    say(Generate, TextDelta("Milk"), Finished("Milk", "", Cost()))
    assert desk.reading.count_fresh(asked, prices) == (10, 10, 10)
    again = transcription_request(heard.part, seconds=0.3)  # type: ignore[arg-type]
    assert any(isinstance(part, TextPart) for part in again.messages[0].parts)
    assert desk.reading.count_fresh(again, Priced((PartPrice("audio", "memo", 10, 0),), 10)) == (0,)
    assert [entry.text for entry in desk.transcript.entries] == ["one", "1"]
