"""A question that is answered once more or written anew."""

from __future__ import annotations

from typing import Any

import pytest

from app.desk import Desk
from app.worker.engine import Generate
from inference.conversation import Message
from inference.errors import EngineFault
from inference.events import Cancelled, Cost, Failed, Finished, TextDelta
from inference.sentences import Sentence
from tests.app.conversation.test_chat import ask, load


def answered(desk: Desk, prompter: Any, *questions: str) -> None:
    for question in questions:
        ask(desk, question)
        prompter.say(Generate, TextDelta(f"to {question}"), Finished("", "", Cost()))


def said(desk: Desk) -> list[str]:
    return [entry.text for entry in desk.transcript.entries]


def test_newest_question_is_answered_once_more(scripted: Desk, prompter: Any) -> None:
    load(scripted, prompter)
    answered(scripted, prompter, "one", "two")
    scripted.chat.regenerate()
    assert prompter.jobs[-1].request.messages[-1] == Message.text("user", "two")
    assert len(prompter.jobs[-1].request.messages) == 3
    prompter.say(Generate, TextDelta("otherwise"), Finished("", "", Cost()))
    assert said(scripted) == ["one", "to one", "two", "otherwise"]


@pytest.mark.parametrize("outcome", [Cancelled("", ""), Failed(EngineFault(Sentence("llama.cpp stumbled.")))])
def test_answer_comes_back_when_nothing_is_written_in_its_place(scripted: Desk, prompter: Any, outcome: object) -> None:
    load(scripted, prompter)
    answered(scripted, prompter, "one")
    scripted.chat.regenerate()
    prompter.say(Generate, outcome)
    assert said(scripted) == ["one", "to one"]
    assert scripted.draft.text == ""


def test_question_is_written_anew_and_what_followed_gives_way_when_it_is_sent(scripted: Desk, prompter: Any) -> None:
    load(scripted, prompter)
    answered(scripted, prompter, "one", "two", "three")
    scripted.chat.edit(2)
    assert scripted.draft.text == "two"
    assert len(said(scripted)) == 6
    ask(scripted, "zwei")
    assert prompter.jobs[-1].request.messages == (
        Message.text("user", "one"),
        Message.text("assistant", "to one"),
        Message.text("user", "zwei"),
    )
    prompter.say(Generate, TextDelta("neu"), Finished("", "", Cost()))
    assert said(scripted) == ["one", "to one", "zwei", "neu"]


def test_question_written_anew_can_be_left_as_it_was(scripted: Desk, prompter: Any) -> None:
    load(scripted, prompter)
    answered(scripted, prompter, "one", "two")
    scripted.chat.edit(0)
    scripted.chat.end_edit()
    assert scripted.draft.empty
    answered(scripted, prompter, "three")
    assert said(scripted) == ["one", "to one", "two", "to two", "three", "to three"]


def test_stop_before_the_first_word_of_an_edited_question_brings_everything_back(scripted: Desk, prompter: Any) -> None:
    load(scripted, prompter)
    answered(scripted, prompter, "one", "two")
    scripted.chat.edit(0)
    ask(scripted, "eins")
    prompter.say(Generate, Cancelled("", ""))
    assert said(scripted) == ["one", "to one", "two", "to two"]
    assert (scripted.draft.text, scripted.transcript.editing) == ("eins", 0)


def test_nothing_branches_while_an_answer_is_under_way_where_nothing_can_wait(scripted: Desk, prompter: Any) -> None:
    load(scripted, prompter)
    answered(scripted, prompter, "one")
    ask(scripted, "two")
    scripted.chat.regenerate()
    scripted.chat.edit(0)
    scripted.chat.show_branch(0, 1)
    assert (len(said(scripted)), scripted.transcript.editing, prompter.stopped) == (4, None, [])
