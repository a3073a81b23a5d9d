"""Asking, stopping and failing, with a worker that says what the test says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.desk import Desk
from app.values import Attached, ModelChoice
from app.worker.engine import Generate, Load
from app.worker.media import Prepare, Price
from inference.conversation import ImagePart, Message, TextPart
from inference.errors import ContextFull, EngineFault, InputError, MediaError, ModelFileError
from inference.events import (
    Cancelled,
    Capabilities,
    Cost,
    Failed,
    Finished,
    Loaded,
    PartPrice,
    Priced,
    PromptProgress,
    TextDelta,
    Thought,
)
from inference.history.values import Refused
from inference.sentences import Sentence

Wait = Callable[..., None]
PICTURE = Attached(ImagePart("a.png", b"a"), width=48, height=48)


def capable(**changes: Any) -> Capabilities:
    values = {"name": "Model", "vision": True, "audio": True, "thinking": True, "context": 2000, "image_tokens": 280}
    return Capabilities(**{**values, "image_tokens_max": 280, "is_starter": False, **changes})


def load(desk: Desk, prompter: Any, **changes: Any) -> None:
    desk.models.load(ModelChoice(Path("m.gguf")))
    prompter.say(Load, Loaded(capable(**changes), 1.0))


def ask(desk: Desk, text: str = "What?", *, picture: bool = False) -> None:
    if picture:
        desk.drafts.give_back("", (PICTURE,))
    desk.drafts.set_text(text)
    desk.chat.send()


def test_answer_streams_into_the_transcript(scripted: Desk, prompter: Any) -> None:
    load(scripted, prompter)
    ask(scripted, picture=True)
    assert scripted.draft.empty
    assert scripted.activity.phase == "waiting"
    prompter.say(Generate, PromptProgress(5, 10, 2, 1.0))
    assert scripted.activity.phase == "reading"
    prompter.say(Generate, Thought("hm"), TextDelta("An "), TextDelta("answer"))
    assert scripted.activity.phase == "writing"
    prompter.say(Generate, Finished("An answer", "hm", Cost(reply_tokens=2)))
    answer = scripted.transcript.entries[-1]
    assert (answer.text, answer.thought, answer.state, answer.cost.reply_tokens) == ("An answer", "hm", "done", 2)
    assert not scripted.activity.busy


def test_request_carries_the_conversation(scripted: Desk, prompter: Any) -> None:
    load(scripted, prompter)
    ask(scripted, "one", picture=True)
    prompter.say(Generate, TextDelta("1"), Finished("1", "", Cost()))
    scripted.chat.think(True)
    ask(scripted, "two")
    request = prompter.jobs[-1].request
    assert request.messages == (
        Message("user", (PICTURE.part, TextPart("one"))),
        Message.text("assistant", "1"),
        Message.text("user", "two"),
    )
    assert request.max_tokens == 500
    assert request.thinking


def test_stop_keeps_what_was_written(scripted: Desk, prompter: Any) -> None:
    load(scripted, prompter)
    ask(scripted)
    prompter.say(Generate, TextDelta("Half an"))
    scripted.chat.stop()
    assert scripted.activity.phase == "stopping"
    prompter.say(Generate, TextDelta(" ans"))
    assert scripted.activity.phase == "stopping"
    prompter.say(Generate, Cancelled("Half an ans", ""))
    answer = scripted.transcript.entries[-1]
    assert (answer.text, answer.state, answer.note) == ("Half an ans", "stopped", "Stopped")
    assert prompter.stopped == [prompter.jobs.index(next(job for job in prompter.jobs if isinstance(job, Generate))) + 1]


def test_stop_before_the_first_word_brings_the_draft_back(scripted: Desk, prompter: Any) -> None:
    load(scripted, prompter)
    ask(scripted, "Long question", picture=True)
    scripted.chat.stop()
    prompter.say(Generate, Cancelled("", ""))
    assert scripted.draft.text == "Long question"
    assert scripted.draft.usable == (PICTURE,)
    assert scripted.transcript.entries == []


def test_failure_gives_everything_back_and_says_whose_fault_it_was(scripted: Desk, prompter: Any) -> None:
    load(scripted, prompter)
    ask(scripted, "First", picture=True)
    scripted.drafts.set_text("written meanwhile")
    prompter.say(Generate, Failed(EngineFault(Sentence("llama.cpp stumbled.", "Try again."))))
    assert scripted.draft.text == "First\nwritten meanwhile"
    assert scripted.draft.usable == (PICTURE,)
    assert scripted.transcript.entries == []
    assert scripted.notice.text == "A fault of Hush, not yours: llama.cpp stumbled. Try again."


def test_failure_in_mid_answer_keeps_the_answer_too(scripted: Desk, prompter: Any) -> None:
    load(scripted, prompter)
    ask(scripted, "First")
    prompter.say(Generate, TextDelta("Half"), Failed(EngineFault(Sentence("llama.cpp stumbled."))))
    assert scripted.draft.text == "First"
    assert (scripted.transcript.entries[-1].text, scripted.transcript.entries[-1].state) == ("Half", "failed")
    assert scripted.transcript.messages() == ()


def test_late_events_of_a_forgotten_answer_change_nothing(scripted: Desk, prompter: Any) -> None:
    load(scripted, prompter)
    ask(scripted)
    scripted.chat.new_chat()
    assert prompter.jobs.index(next(job for job in prompter.jobs if isinstance(job, Generate))) + 1 in prompter.forgotten
    assert not scripted.activity.busy


def test_why_there_is_no_model_is_not_overwritten_by_what_follows_from_it(scripted: Desk, prompter: Any) -> None:
    scripted.models.load(ModelChoice(Path("m.gguf")))
    ask(scripted, "Asked while it loads")
    prompter.say(Load, Failed(ModelFileError(Sentence("m.gguf is cut off.", "Download it again."))))
    prompter.say(Generate, Failed(InputError(Sentence("No model is loaded."))))
    assert scripted.notice.text == "m.gguf is cut off. Download it again."
    assert scripted.draft.text == "Asked while it loads"


@pytest.mark.parametrize("thinking", [True, False])
def test_model_that_cannot_think_is_not_asked_to(scripted: Desk, prompter: Any, thinking: bool) -> None:
    load(scripted, prompter, thinking=thinking)
    scripted.chat.think(True)
    ask(scripted)
    assert prompter.jobs[-1].request.thinking is thinking


def test_nothing_is_sent_without_a_model_or_without_words(scripted: Desk, prompter: Any) -> None:
    ask(scripted, "Anyone there?")
    assert "No model" in scripted.notice.text
    assert scripted.draft.text == "Anyone there?"
    load(scripted, prompter)
    ask(scripted, "   ")
    assert not any(isinstance(job, Generate) for job in prompter.jobs)


def test_what_does_not_fit_is_said_before_it_is_sent(scripted: Desk, prompter: Any, wait_until: Wait) -> None:
    load(scripted, prompter)
    scripted.drafts.set_text("very long")
    wait_until(lambda: isinstance(prompter.jobs[-1], Price))
    prompter.say(Price, Priced((PartPrice("text", "user", 2000, 0),), 2000))
    scripted.chat.send()
    assert not any(isinstance(job, Generate) for job in prompter.jobs)
    assert scripted.choices.open
    assert scripted.choices.too_long
    assert scripted.draft.text == "very long"


def test_what_may_not_fit_is_priced_before_it_is_sent(scripted: Desk, prompter: Any) -> None:
    load(scripted, prompter)
    for tokens, sent in ((2000, False), (700, True)):
        scripted.drafts.set_text("x" * (900 + tokens))
        scripted.chat.send()
        assert isinstance(prompter.jobs[-1], Price)
        prompter.say(Price, Priced((PartPrice("text", "user", tokens, 0),), tokens))
        assert any(isinstance(job, Generate) for job in prompter.jobs) is sent


def test_what_cannot_be_priced_is_left_to_the_engine_to_judge(scripted: Desk, prompter: Any) -> None:
    load(scripted, prompter)
    ask(scripted, "x" * 3000)
    prompter.say(Price, Failed(InputError(Sentence("A picture of 1120 tokens does not fit."))))
    assert isinstance(prompter.jobs[-1], Generate)


def test_what_the_engine_finds_too_long_comes_back_with_the_panel(scripted: Desk, prompter: Any) -> None:
    scripted.models.load(ModelChoice(Path("m.gguf")))
    ask(scripted, "Asked while it loads")
    prompter.say(Load, Loaded(capable(), 1.0))
    prompter.say(Generate, Failed(ContextFull(1200, 1000)))
    assert scripted.draft.text == "Asked while it loads"
    assert scripted.notice.text == ""
    assert scripted.choices.open


def test_file_that_is_still_read_is_waited_for(scripted: Desk, prompter: Any) -> None:
    load(scripted, prompter)
    scripted.drafts.attach_bytes("a.png", b"a")
    scripted.drafts.set_text("What?")
    scripted.chat.send()
    assert not any(isinstance(job, Generate) for job in prompter.jobs)
    prompter.say(Prepare, PICTURE)
    assert prompter.jobs[-1].request.messages[-1].parts == (PICTURE.part, TextPart("What?"))


def test_a_file_that_failed_does_not_swallow_the_question_and_stays_visible_with_it(scripted: Desk, prompter: Any) -> None:
    load(scripted, prompter)
    scripted.drafts.attach_bytes("a.png", b"a")
    scripted.drafts.set_text("What?")
    scripted.chat.send()
    prompter.say(Prepare, Failed(MediaError(Sentence('"a.png" is damaged.'))))
    assert prompter.jobs[-1].request.messages == (Message.text("user", "What?"),)
    assert scripted.draft.chips == ()
    assert scripted.transcript.entries[0].refused == (Refused("a.png", '"a.png" is damaged.'),)


def test_only_a_file_that_failed_is_no_question(scripted: Desk, prompter: Any) -> None:
    load(scripted, prompter)
    scripted.drafts.attach_bytes("a.png", b"a")
    scripted.chat.send()
    prompter.say(Prepare, Failed(MediaError(Sentence('"a.png" is damaged.'))))
    assert not any(isinstance(job, Generate) for job in prompter.jobs)
    assert scripted.draft.chips[0].problem == '"a.png" is damaged.'
