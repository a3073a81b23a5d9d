"""Choosing what gives way, taking it back, and summaries; with a worker that says what the test says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.conversation.transcript.transcript import Summary
from app.desk import Desk
from app.values import Attached, ModelChoice, Offered
from app.worker.engine import Generate, Load
from app.worker.media import Offer, Price
from inference.conversation import ImagePart, Sampling, TextPart
from inference.errors import EngineFault, InputError
from inference.events import Cancelled, Capabilities, Cost, Failed, Finished, Loaded, PartPrice, Priced, PromptProgress, TextDelta
from inference.prompt.budget import Choice
from inference.prompt.changes import LeaveOut, Place, Shrink, Summarise
from inference.sentences import Sentence

Wait = Callable[..., None]
ABLE = Capabilities("M", True, True, False, 1000, 280, 280, False)
PICTURE = Attached(ImagePart("a.png", b"a"), width=48, height=48)


@pytest.fixture
def desk(scripted: Desk, prompter: Any) -> Desk:
    """Two turns were answered."""
    scripted.models.load(ModelChoice(Path("m.gguf")))
    prompter.say(Load, Loaded(ABLE, 1.0))
    for text in ("one", "two"):
        scripted.drafts.set_text(text)
        scripted.chat.send()
        prompter.say(Generate, TextDelta(f"{text}!"), Finished(f"{text}!", "", Cost()))
    return scripted


def price(desk: Desk, prompter: Any, tokens: int) -> None:
    """What is written now costs `tokens`."""
    desk.drafts.prices.now()
    prompter.say(Price, Priced((PartPrice("text", "user", tokens, 4),), tokens))


def offer(prompter: Any, *choices: Choice) -> None:
    prompter.say(Offer, Offered(newest(prompter, Offer).request, choices))


def newest(prompter: Any, kind: type) -> Any:
    return next(job for job in reversed(prompter.jobs) if isinstance(job, kind))


def leave_out(*messages: int) -> Choice:
    return Choice("turns", (LeaveOut(messages),), Priced((), 500), 600, fits=True)


SUMMARISE = Choice("summary", (Summarise((0, 1), 100),), Priced((), 500), 600, fits=True, exact=False)


def sent(desk: Desk) -> list[str]:
    return [part.text for message in desk.transcript.messages() for part in message.parts if isinstance(part, TextPart)]


def test_panel_opens_by_itself_when_something_does_not_fit(desk: Desk, prompter: Any) -> None:
    price(desk, prompter, 900)
    assert not desk.choices.open
    price(desk, prompter, 1100)
    assert desk.choices.open
    assert desk.choices.too_long
    limits = newest(prompter, Offer).limits
    assert (limits.context, limits.reserve, limits.goal, limits.summary) == (1000, 250, 750, 125)
    offer(prompter, leave_out(0, 1))
    assert [line.title for line in desk.choices.lines] == ["Leave out the oldest question and its answer"]
    price(desk, prompter, 500)
    assert not desk.choices.open


def test_closed_panel_stays_closed_until_it_is_sent_or_fits_again(desk: Desk, prompter: Any) -> None:
    desk.drafts.set_text("much")
    price(desk, prompter, 1100)
    desk.room.close()
    price(desk, prompter, 1101)
    assert not desk.choices.open
    desk.chat.send()
    assert desk.choices.open
    desk.room.close()
    price(desk, prompter, 500)
    price(desk, prompter, 1100)
    assert desk.choices.open


@pytest.mark.parametrize(("prompt", "goal"), [(900, 750), (700, 649), (400, 200)])
def test_room_can_be_asked_for_before_it_must_be_made(desk: Desk, prompter: Any, prompt: int, goal: int) -> None:
    price(desk, prompter, prompt)
    desk.room.open()
    assert desk.choices.open
    assert newest(prompter, Offer).limits.goal == goal


def test_turns_that_are_left_out_can_be_taken_back(desk: Desk, prompter: Any) -> None:
    price(desk, prompter, 1100)
    offer(prompter, leave_out(0, 1))
    desk.room.choose(desk.choices.lines[0].choice)
    assert sent(desk) == ["two", "two!"]
    assert [entry.left_out for entry in desk.transcript.entries] == [True, True, False, False]
    assert desk.choices.undo == "leaving turns out"
    assert newest(prompter, Price).request.messages[:-1] == desk.transcript.messages()
    desk.room.undo()
    assert sent(desk) == ["one", "one!", "two", "two!"]
    assert desk.choices.undo == ""


def test_single_turn_can_be_brought_back(desk: Desk, prompter: Any) -> None:
    price(desk, prompter, 1100)
    desk.room.choose(leave_out(0, 1, 2, 3))
    desk.room.bring_back(1)
    assert sent(desk) == ["one", "one!"]
    desk.room.undo()
    assert sent(desk) == []


def test_smaller_picture_of_the_draft_is_on_its_chip_and_can_be_taken_back(desk: Desk, prompter: Any) -> None:
    desk.drafts.give_back("look", (PICTURE,))
    price(desk, prompter, 1100)
    desk.room.choose(Choice("pictures", (Shrink(Place(4, 0), 70, 260, 60),), Priced((), 900), 200, fits=False))
    assert desk.draft.usable[0].part == ImagePart("a.png", b"a", 70)
    desk.room.undo()
    assert desk.draft.usable == (PICTURE,)


def test_choices_come_undone_the_last_one_first(desk: Desk, prompter: Any) -> None:
    price(desk, prompter, 1100)
    desk.room.choose(leave_out(0, 1))
    price(desk, prompter, 1100)
    desk.room.choose(leave_out(0, 1))
    assert sent(desk) == []
    desk.room.undo()
    assert sent(desk) == ["two", "two!"]
    desk.room.undo()
    assert sent(desk) == ["one", "one!", "two", "two!"]


def test_choice_for_a_conversation_that_has_changed_does_nothing(desk: Desk, prompter: Any) -> None:
    price(desk, prompter, 1100)
    desk.transcript.take_back()
    desk.room.choose(leave_out(0, 1))
    assert sent(desk) == ["one", "one!"]


def test_another_conversation_begins_without_what_was_chosen_in_the_last(desk: Desk, prompter: Any) -> None:
    price(desk, prompter, 1100)
    desk.room.choose(leave_out(0, 1))
    desk.chat.new_chat()
    assert (desk.choices.open, desk.choices.undo) == (False, "")
    desk.room.undo()


def test_summary_is_written_by_the_model_and_stands_in_for_the_turns(desk: Desk, prompter: Any) -> None:
    price(desk, prompter, 1100)
    desk.room.choose(SUMMARISE)
    asked = newest(prompter, Generate).request
    assert desk.activity.phase == "summarising"
    assert asked.messages[:2] == desk.transcript.messages()[:2]
    assert (len(asked.messages), asked.max_tokens, asked.sampling) == (3, 100, Sampling.exact())
    prompter.say(Generate, PromptProgress(5, 10, 2, None), TextDelta("Of "))
    assert sent(desk) == ["one", "one!", "two", "two!"]
    prompter.say(Generate, Finished(" Of one. ", "", Cost()))
    assert sent(desk)[1:] == ["Of one.", "two", "two!"]
    assert desk.transcript.entries[1].summary == Summary("Of one.")
    assert [entry.left_out for entry in desk.transcript.entries] == [True, True, False, False]
    assert not desk.activity.busy
    desk.room.undo()
    assert sent(desk) == ["one", "one!", "two", "two!"]


@pytest.mark.parametrize(
    "outcome",
    [
        Cancelled("Of o", ""),
        Failed(EngineFault(Sentence("It broke."))),
        Finished("  ", "", Cost()),
        Finished("Of o o o", "", Cost(), "loop"),
    ],
    ids=["stopped", "failed", "empty", "repeating"],
)
def test_summary_that_was_not_written_leaves_everything_as_it_was(desk: Desk, prompter: Any, outcome: object) -> None:
    desk.drafts.set_text("my draft")
    price(desk, prompter, 1100)
    before = [entry.told for entry in desk.transcript.entries]
    desk.room.choose(SUMMARISE)
    prompter.say(Generate, outcome)
    assert [entry.told for entry in desk.transcript.entries] == before
    assert (desk.draft.text, desk.activity.busy, desk.choices.undo) == ("my draft", False, "")
    assert bool(desk.notice.text) == (not isinstance(outcome, Cancelled))


def test_stop_stops_the_summary(desk: Desk, prompter: Any) -> None:
    price(desk, prompter, 1100)
    desk.room.choose(SUMMARISE)
    number = len(prompter.jobs)
    assert isinstance(prompter.jobs[-1], Generate)
    desk.chat.stop()
    assert number in prompter.stopped
    assert desk.activity.phase == "stopping"
    prompter.say(Generate, PromptProgress(5, 10, 2, None), Cancelled("", ""))
    assert not desk.activity.busy


def test_summary_of_a_conversation_that_was_closed_is_not_waited_for(desk: Desk, prompter: Any) -> None:
    price(desk, prompter, 1100)
    desk.room.choose(SUMMARISE)
    number = len(prompter.jobs)
    desk.chat.new_chat()
    assert number in prompter.forgotten
    assert not desk.activity.busy


def test_nothing_is_summarised_while_an_answer_is_written(desk: Desk, prompter: Any) -> None:
    price(desk, prompter, 1100)
    desk.activity.show("writing")
    jobs = len(prompter.jobs)
    desk.room.choose(SUMMARISE)
    assert len(prompter.jobs) == jobs


def test_pictures_that_another_load_cannot_evaluate_can_be_made_smaller(desk: Desk, prompter: Any) -> None:
    large = replace(PICTURE, part=ImagePart("a.png", b"a", 1120))
    desk.transcript.tell({0: replace(desk.transcript.entries[0].told, attachments=(large,))})
    desk.drafts.give_back("look", (replace(large, part=ImagePart("b.png", b"b", 560)), PICTURE))
    desk.drafts.prices.now()
    prompter.say(Price, Failed(InputError(Sentence("A picture of 1120 tokens does not fit."))))
    (line,) = desk.choices.lines
    assert line.title == "2 pictures at up to 280 tokens each"
    assert "cannot look at pictures this closely" in desk.choices.heading
    desk.room.choose(line.choice)
    assert desk.transcript.entries[0].attachments[0].part == ImagePart("a.png", b"a", 280)
    assert [seen.part for seen in desk.draft.usable] == [ImagePart("b.png", b"b", 280), PICTURE.part]
    prompter.say(Price, Priced((PartPrice("text", "user", 500, 0),), 500))
    assert "cannot" not in desk.choices.heading
