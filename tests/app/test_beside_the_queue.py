"""Summaries of old turns beside answers in other chats and questions that wait."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.building import wind_down
from app.values import ModelChoice, Offered
from app.worker.engine import Generate, Load
from app.worker.media import Offer, Price
from inference.errors import EngineFault
from inference.events import Cancelled, Cost, Failed, Finished, Loaded, PartPrice, Priced, TextDelta
from inference.prompt.budget import Choice
from inference.prompt.changes import Summarise
from inference.sentences import Sentence
from tests.app.conftest import CAPABLE
from tests.app.place import Place, past_of
from tests.app.test_going_on import DONE, counting, held, number, words

Wait = Callable[..., None]
STUMBLED = Failed(EngineFault(Sentence("llama.cpp stumbled.")))
SUMMARISE = Choice("summary", (Summarise((0, 1), 100),), Priced((), 500), 600, fits=True, exact=False)
SUMMARY = Finished("They counted.", "", Cost())


def offered(place: Place) -> None:
    """The conversation on screen is too long, and a summary of its older turns is offered."""
    place.desk.drafts.prices.now()
    place.prompter.say(Price, Priced((PartPrice("text", "user", 700, 4),), 700))
    place.desk.room.open()
    request = next(job.request for job in reversed(place.prompter.jobs) if isinstance(job, Offer))
    place.prompter.say(Offer, Offered(request, (SUMMARISE,)))
    assert len(place.desk.choices.lines) == 1


def summarising(place: Place) -> None:
    """Two turns were answered, and the first is being summarised."""
    place.answered("One?", "1")
    place.answered("Two?", "2")
    offered(place)
    place.desk.room.choose(place.desk.choices.lines[0].choice)
    assert place.desk.activity.phase == "summarising"


def test_a_question_that_waited_for_a_summary_is_asked_with_it(place: Place) -> None:
    summarising(place)
    place.send("Three?")
    place.wait(lambda: held(place) == ["Three?"])
    before = place.generates
    place.prompter.say(Generate, TextDelta("They counted."), SUMMARY)
    place.wait(lambda: place.generates > before)
    assert "One?" not in words(place)
    assert any("They counted." in part for part in words(place))
    assert words(place)[-3:] == ["Two?", "2", "Three?"]


@pytest.mark.parametrize("outcome", [Cancelled("They", ""), STUMBLED, Finished("", "", Cost())])
def test_a_question_that_waited_for_a_summary_is_asked_also_when_there_is_none(place: Place, outcome: object) -> None:
    summarising(place)
    place.send("Three?")
    place.wait(lambda: held(place) == ["Three?"])
    before = place.generates
    if isinstance(outcome, Cancelled):
        place.desk.chat.stop()
    place.prompter.say(Generate, outcome)
    place.wait(lambda: place.generates > before)
    assert words(place) == ["One?", "1", "Two?", "2", "Three?"]
    assert bool(place.desk.notice.text) == (not isinstance(outcome, Cancelled))


def test_a_summary_that_had_ended_when_it_was_stopped_changes_nothing(place: Place) -> None:
    summarising(place)
    place.desk.chat.stop()
    place.prompter.say(Generate, SUMMARY)
    assert [entry.summary for entry in place.desk.transcript.entries] == [None] * 4
    assert not place.desk.activity.busy


def test_no_summary_begins_while_another_chat_is_answered_and_that_is_said(place: Place) -> None:
    counting(place)
    offered(place)
    before = place.generates
    place.desk.room.choose(place.desk.choices.lines[0].choice)
    assert place.generates == before
    assert "busy with an answer" in place.desk.notice.text
    assert not place.desk.activity.busy
    place.prompter.say(Generate, DONE)
    place.desk.room.choose(place.desk.choices.lines[0].choice)
    assert place.desk.activity.phase == "summarising"


@pytest.mark.parametrize("how", ["new", "open", "delete", "branch"])
def test_a_summary_ends_with_its_conversation_and_what_waits_elsewhere_begins(place: Place, how: str) -> None:
    place.answered("What is rye?", "A grain.")
    place.desk.chat.new_chat()
    place.answered("One?", "0")
    place.desk.chat.regenerate()
    place.wait(lambda: place.generates == 3)
    place.prompter.say(Generate, TextDelta("1"), DONE)
    place.answered("Two?", "2")
    offered(place)
    place.desk.room.choose(place.desk.choices.lines[0].choice)
    place.send("Three?")
    place.wait(lambda: held(place) == ["Three?"])
    before = place.generates
    if how == "new":
        place.desk.chat.new_chat()
    elif how == "open":
        place.click("What is rye?")
    elif how == "delete":
        past_of(place.desk).chats.delete(number(place, "One?"))
    else:
        place.desk.chat.show_branch(1, 0)
    place.wait(lambda: place.desk.activity.phase != "summarising")
    assert place.prompter.forgotten[-1:] == [max(n for n, job in enumerate(place.prompter.jobs, 1) if job is summary(place))]
    if how == "delete":
        place.wait(lambda: held(place) == [])
        past_of(place.desk).chats.undo()
    place.wait(lambda: place.generates > before)
    assert words(place) == (["One?", "0", "Three?"] if how == "branch" else ["One?", "1", "Two?", "2", "Three?"])


def summary(place: Place) -> Generate:
    """The newest request that was for a summary."""
    found = (job for job in reversed(place.prompter.jobs) if isinstance(job, Generate))
    return next(job for job in found if job.request.sampling is not None)


def test_a_question_is_edited_while_a_summary_is_written_and_the_summary_is_not_lost_in_silence(place: Place) -> None:
    summarising(place)
    place.desk.chat.edit(2)
    assert (place.desk.draft.text, place.desk.transcript.editing) == ("Two?", 2)
    place.prompter.say(Generate, SUMMARY)
    assert "was changed meanwhile" in place.desk.notice.text


def test_another_model_ends_a_summary_and_what_waits_is_asked_of_it(place: Place) -> None:
    summarising(place)
    place.send("Three?")
    place.wait(lambda: held(place) == ["Three?"])
    place.desk.models.load(ModelChoice(Path("other.gguf")))
    before = place.generates
    place.prompter.say(Generate, Cancelled("They", ""))
    place.wait(lambda: place.generates > before)
    place.prompter.say(Load, Loaded(replace(CAPABLE, name="Other"), 1.0))
    place.prompter.say(Generate, TextDelta("3"), DONE)
    place.wait(lambda: place.on_disk()["One?"][-1].state == "done")
    assert (place.on_disk()["One?"][-1].text, place.on_disk()["One?"][-1].model) == ("3", "Other")


def test_what_waits_for_a_summary_when_the_program_ends_is_there_again_and_nothing_of_the_summary(place: Place) -> None:
    summarising(place)
    place.send("Three?")
    place.wait(lambda: held(place) == ["Three?"])
    wind_down(place.desk)
    before = place.generates
    place.prompter.say(Generate, Cancelled("", ""))
    assert place.generates == before
    assert all(message.summary is None for message in place.on_disk()["One?"])
