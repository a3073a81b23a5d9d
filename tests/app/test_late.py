"""What comes late: a file that is read, a branch, a draft, a model's name, after the person went on to something else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.conversation.unsent import DraftRead, KeepDraft, ReadDraft
from app.values import ModelChoice
from app.worker.engine import Generate, Load
from app.worker.history import HistoryWorker
from app.worker.lane import ignore
from app.worker.media import Prepare
from inference.errors import EngineFault
from inference.events import Cancelled, Failed, Loaded, TextDelta
from inference.sentences import Sentence
from tests.app.conftest import CAPABLE
from tests.app.place import Place, drafts_on_disk, past_of, send_at_once
from tests.app.test_going_on import DONE, PICTURE, counting, held, newest, number, press


def all_told(place: Place, kept: HistoryWorker) -> None:
    """What was asked of the history until now is done, and what was asked because of that."""
    for _ in range(3):
        done: list[DraftRead] = []
        kept.submit(ReadDraft(None), done.append, ignore)
        place.wait(lambda done=done: done)


def test_a_first_question_is_sent_when_its_file_is_read_though_its_chat_was_left(place: Place) -> None:
    place.answered("What is rye?", "A grain.")
    place.desk.chat.new_chat()
    place.desk.drafts.attach_bytes("a.png", b"a")
    send_at_once(place, "And this?")
    assert place.desk.draft.sends_itself
    place.click("What is rye?")
    place.wait(lambda: place.shown()[-1:] == [("A grain.", "done")])
    before = place.generates
    place.prompter.say(Prepare, PICTURE)
    place.wait(lambda: place.generates > before)
    assert [type(part).__name__ for part in newest(place).messages[-1].parts] == ["ImagePart", "TextPart"]
    assert place.shown()[-1] == ("A grain.", "done")
    place.prompter.say(Generate, TextDelta("A dot."), DONE)
    place.desk.chat.new_chat()
    assert (place.desk.draft.text, place.desk.draft.chips) == ("", ())
    place.click("a.png: And this?")
    place.wait(lambda: place.shown() == [("And this?", "sent"), ("A dot.", "done")])
    assert drafts_on_disk(place) == {}


def test_what_is_sent_before_a_new_chat_has_its_number_is_of_that_chat_though_it_is_left(place: Place) -> None:
    counting(place)
    place.desk.chat.new_chat()
    send_at_once(place, "One?")
    send_at_once(place, "Two?")
    place.desk.chat.new_chat()
    place.wait(lambda: held(place) == ["One?", "Two?"])
    assert {waiting.chat for waiting in place.desk.waiting.waiting} == {number(place, "One?")}
    assert (place.desk.keeper.chat, place.shown()) == (None, [])


def test_what_is_typed_before_a_new_chat_has_its_number_is_its_draft_though_it_is_left(place: Place) -> None:
    place.answered("What is rye?", "A grain.")
    place.desk.chat.new_chat()
    before = place.generates
    send_at_once(place, "One?")
    place.desk.drafts.set_text("more")
    place.desk.chat.new_chat()
    place.wait(lambda: place.generates > before)
    place.wait(lambda: place.desk.keeper.chat is None)
    assert place.desk.draft.text == ""
    place.wait(lambda: drafts_on_disk(place) == {number(place, "One?"): "more"})


@pytest.mark.parametrize("busy", [False, True])
def test_a_branch_that_is_read_after_its_chat_was_left_is_not_shown(place: Place, kept: HistoryWorker, busy: bool) -> None:
    place.answered("One?", "1")
    place.desk.chat.regenerate()
    place.wait(lambda: place.generates == 2)
    place.prompter.say(Generate, TextDelta("eins"), *[DONE][busy:])
    place.desk.chat.show_branch(1, 0)
    place.desk.chat.new_chat()
    if busy:
        place.prompter.say(Generate, Cancelled("eins", ""))
    all_told(place, kept)
    assert (place.desk.keeper.chat, place.shown(), place.desk.notice.text) == (None, [], "")
    place.click("One?")
    place.wait(lambda: place.shown() == [("One?", "sent"), ("1", "done")])


def test_two_branches_asked_for_at_once_end_at_the_second(place: Place, kept: HistoryWorker) -> None:
    place.answered("One?", "1")
    for text in ("eins", "un"):
        before = place.generates
        place.desk.chat.regenerate()
        place.wait(lambda before=before: place.generates > before)
        place.prompter.say(Generate, TextDelta(text), DONE)
    place.desk.chat.show_branch(1, 0)
    place.desk.chat.show_branch(1, 1)
    all_told(place, kept)
    assert place.shown() == [("One?", "sent"), ("eins", "done")]
    assert place.on_disk()["One?"][-1].text == "eins"


def test_a_chat_that_is_read_after_a_new_one_was_begun_does_not_take_its_place(place: Place, kept: HistoryWorker) -> None:
    place.answered("What is rye?", "A grain.")
    place.desk.chat.new_chat()
    past_of(place.desk).chats.open(number(place, "What is rye?"))
    place.desk.chat.new_chat()
    all_told(place, kept)
    assert (place.desk.keeper.chat, place.shown()) == (None, [])
    past_of(place.desk).chats.open(number(place, "What is rye?"))
    past_of(place.desk).chats.delete(number(place, "What is rye?"))
    all_told(place, kept)
    assert (place.desk.keeper.chat, place.shown()) == (None, [])


def test_a_chat_whose_question_is_edited_does_not_take_the_place_of_a_new_one(place: Place, kept: HistoryWorker) -> None:
    counting(place)
    place.send("And wheat?")
    place.wait(lambda: held(place) == ["And wheat?"])
    place.click("Count.")
    place.wait(lambda: place.desk.activity.phase == "writing")
    press(place, 0, "edit")
    place.desk.chat.new_chat()
    place.wait(lambda: held(place) == [])
    all_told(place, kept)
    assert (place.desk.keeper.chat, place.shown()) == (None, [])
    place.click("What is rye?")
    place.wait(lambda: place.desk.draft.text == "And wheat?")


@pytest.mark.parametrize("left", [False, True])
def test_what_is_typed_while_a_question_is_taken_back_to_be_edited_stays(place: Place, kept: HistoryWorker, left: bool) -> None:
    counting(place)
    place.send("And wheat?")
    place.wait(lambda: held(place) == ["And wheat?"])
    place.desk.drafts.set_text("half")
    press(place, 0, "edit")
    place.desk.drafts.set_text("half a thought")
    place.desk.drafts.attach_bytes("a.png", b"a")
    if left:
        place.desk.chat.new_chat()
        assert place.desk.draft.text == ""
    all_told(place, kept)
    if left:
        place.click("What is rye?")
    place.wait(lambda: place.desk.draft.text == "And wheat?\nhalf a thought")
    assert [chip.pending for chip in place.desk.draft.chips] == [True]
    place.wait(lambda: drafts_on_disk(place) == {number(place, "What is rye?"): "And wheat?\nhalf a thought"})


def test_a_question_to_be_edited_is_not_lost_with_a_draft_that_is_rubbed_out_meanwhile(place: Place, kept: HistoryWorker) -> None:
    counting(place)
    place.send("And wheat?")
    place.wait(lambda: held(place) == ["And wheat?"])
    place.desk.drafts.set_text("half")
    press(place, 0, "edit")
    place.desk.drafts.set_text("")
    place.desk.chat.new_chat()
    all_told(place, kept)
    assert drafts_on_disk(place) == {number(place, "What is rye?"): "And wheat?"}
    place.click("What is rye?")
    place.wait(lambda: place.desk.draft.text == "And wheat?")


@pytest.mark.parametrize("typed", ["", "x"])
def test_a_draft_that_is_not_read_yet_is_not_lost_to_the_end_of_the_program(
    place: Place, kept: HistoryWorker, typed: str
) -> None:
    place.answered("What is rye?", "A grain.")
    rye = number(place, "What is rye?")
    place.desk.chat.new_chat()
    kept.submit(KeepDraft(rye, "old"), ignore, ignore)
    assert place.desk.turns is not None
    past_of(place.desk).chats.opened.connect(lambda _opened: place.desk.drafts.set_text(typed))
    past_of(place.desk).chats.opened.connect(lambda _opened: place.desk.chat.close())
    past_of(place.desk).chats.open(rye)
    all_told(place, kept)
    assert drafts_on_disk(place) == {rye: "\n".join(filter(None, ("old", typed)))}
    assert place.desk.draft.text == "\n".join(filter(None, ("old", typed)))


def test_an_answer_that_fails_before_its_first_word_is_of_the_model_that_was_asked(place: Place) -> None:
    place.asked("One?")
    place.desk.models.load(ModelChoice(Path("other.gguf")))
    place.prompter.say(Generate, Failed(EngineFault(Sentence("llama.cpp stumbled."))))
    place.wait(lambda: place.on_disk()["One?"][-1].state == "failed")
    assert place.on_disk()["One?"][-1].model == "Model"


@pytest.mark.parametrize("loaded", [False, True])
def test_an_answer_that_was_asked_of_a_model_still_loading_is_of_that_one(place: Place, loaded: bool) -> None:
    place.desk.models.load(ModelChoice(Path("slow.gguf")))
    place.asked("One?")
    if loaded:
        place.prompter.say(Load, Loaded(replace(CAPABLE, name="Slow and Sure"), 1.0))
    else:
        place.prompter.say(Load, Failed(EngineFault(Sentence("It cannot be read."))))
    place.prompter.say(Generate, Failed(EngineFault(Sentence("llama.cpp stumbled."))))
    place.wait(lambda: place.on_disk()["One?"][-1].state == "failed")
    assert place.on_disk()["One?"][-1].model == ("Slow and Sure" if loaded else "slow")


def test_what_there_is_of_an_answer_at_the_end_of_the_program_is_of_the_model_that_wrote_it(place: Place) -> None:
    place.asked("One?")
    place.prompter.say(Generate, TextDelta("1"))
    place.wait(lambda: (place.on_disk()["One?"][-1].text, place.on_disk()["One?"][-1].model) == ("1", "Model"))
    place.desk.models.load(ModelChoice(Path("other.gguf")))
    place.desk.chat.close()
    place.wait(lambda: place.on_disk()["One?"][-1].note == "Stopped")
    assert place.on_disk()["One?"][-1].model == "Model"


@pytest.mark.parametrize("for_good", [False, True])
def test_what_is_read_for_a_chat_that_was_deleted_is_not_complained_of_and_comes_back_with_it(
    place: Place, kept: HistoryWorker, for_good: bool
) -> None:
    place.answered("What is rye?", "A grain.")
    place.desk.drafts.attach_bytes("a.png", b"a")
    send_at_once(place, "And this?")
    place.desk.chat.new_chat()
    past_of(place.desk).chats.delete(number(place, "What is rye?"))
    if for_good:
        past_of(place.desk).chats.forget_deleted()
    place.prompter.say(Prepare, PICTURE)
    all_told(place, kept)
    assert (place.desk.notice.text, held(place), place.generates) == ("", [], 1)
    if not for_good:
        past_of(place.desk).chats.undo()
        place.wait(lambda: place.list.chats)
        place.click("What is rye?")
        place.wait(lambda: place.desk.draft.text == "And this?")
        assert [chip.name for chip in place.desk.draft.chips] == ["a.png"]
