"""What happens in between: before a question is on the disk, before a draft is read, while an answer is being stopped."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.conversation.unsent import AddWaiting, KeepDraft
from app.values import ModelChoice
from app.worker.engine import Generate
from app.worker.history import HistoryWorker
from app.worker.lane import ignore
from app.worker.media import Prepare
from inference.errors import HistoryError, MediaError
from inference.events import Cancelled, Failed, TextDelta
from inference.history.store import History
from tests.app.place import Place, drafts_on_disk, past_of, send_at_once
from tests.app.test_going_on import DONE, PICTURE, counting, held, number, press, waiting_words, words


def test_a_first_question_that_was_stopped_is_a_draft_that_stays(place: Place) -> None:
    place.answered("What is rye?", "A grain.")
    place.desk.chat.new_chat()
    place.asked("Lost?")
    place.desk.chat.stop()
    place.prompter.say(Generate, Cancelled("", ""))
    place.wait(lambda: drafts_on_disk(place) == {None: "Lost?"})
    place.click("What is rye?")
    place.wait(lambda: place.shown()[-1:] == [("A grain.", "done")])
    place.desk.chat.new_chat()
    place.wait(lambda: place.desk.draft.text == "Lost?")


def test_a_question_that_waits_is_edited_before_the_draft_that_was_left_in_its_chat(place: Place) -> None:
    counting(place)
    place.send("And wheat?")
    place.wait(lambda: held(place) == ["And wheat?"])
    place.desk.drafts.set_text("half")
    place.desk.chat.new_chat()
    press(place, 0, "edit")
    place.wait(lambda: place.desk.draft.text == "And wheat?\nhalf")
    place.wait(lambda: "And wheat?\nhalf" in drafts_on_disk(place).values())


@pytest.mark.parametrize("busy", [False, True])
def test_two_questions_at_once_in_a_new_chat_are_in_one_chat(place: Place, busy: bool) -> None:
    if busy:
        counting(place)
        place.desk.chat.new_chat()
    send_at_once(place, "One?")
    send_at_once(place, "Two?")
    place.wait(lambda: held(place) == ["One?", "Two?"][not busy :])
    assert {waiting.chat for waiting in place.desk.waiting.waiting} == {number(place, "One?")}
    assert place.desk.keeper.chat == number(place, "One?")
    assert not any(chat.title == "Two?" for chat in place.list.chats)


def test_what_is_typed_while_a_new_chat_gets_its_number_is_the_draft_of_that_chat_only(place: Place) -> None:
    send_at_once(place, "One?")
    place.desk.drafts.set_text("more")
    assert place.desk.turns is not None
    place.desk.turns.close()  # which keeps it at once
    place.wait(lambda: drafts_on_disk(place) == {number(place, "One?"): "more"} if place.list.chats else False)


def test_a_file_that_is_refused_does_not_send_what_is_written_after_it(place: Place) -> None:
    place.desk.drafts.attach_bytes("b.png", b"b")
    place.desk.chat.send()
    assert place.desk.draft.sends_itself
    place.prompter.say(Prepare, Failed(MediaError("picture-damaged", name="b.png")))
    assert not place.desk.draft.sends_itself
    QTest.keyClicks(place.window.composer.field, "What")
    place.desk.drafts.settled.emit()
    assert place.desk.draft.text == "What"


def test_what_waits_in_a_chat_that_is_deleted_holds_nothing_up(place: Place) -> None:
    place.answered("What is rye?", "A grain.")
    place.desk.chat.new_chat()
    place.asked("Count.")
    place.prompter.say(Generate, TextDelta("one"))
    place.send("And then?")
    place.wait(lambda: held(place) == ["And then?"])
    place.click("What is rye?")
    place.wait(lambda: place.shown()[-1:] == [("A grain.", "done")])
    place.send("And wheat?")
    place.wait(lambda: len(held(place)) == 2)
    before = place.generates
    past_of(place.desk).chats.delete(number(place, "Count."))
    place.prompter.say(Generate, Cancelled("one", ""))
    place.wait(lambda: place.generates > before)
    assert words(place)[-1] == "And wheat?"
    assert place.desk.notice.text == ""


@pytest.mark.parametrize("wish", ["withdraw", "edit"])
def test_a_question_is_withdrawn_or_edited_just_as_its_turn_comes(place: Place, wish: str) -> None:
    counting(place)
    for text in ("First?", "Second?"):
        place.send(text)
        place.wait(lambda text=text: text in held(place))
    before = place.generates
    press(place, 0, wish)
    place.prompter.say(Generate, DONE)
    place.wait(lambda: place.generates > before)
    assert words(place)[-1] == "Second?"
    assert place.desk.notice.action == ("Undo" if wish == "withdraw" else "")


def test_a_question_that_waits_no_more_cannot_be_moved_and_that_is_said(place: Place) -> None:
    counting(place)
    place.send("First?")
    place.wait(lambda: held(place) == ["First?"])
    first = place.desk.waiting.waiting[0].id
    assert place.desk.queue is not None
    place.desk.queue.withdraw(first)
    place.desk.queue.move_up(first)
    place.wait(lambda: "no longer waits" in place.desk.notice.text)


def test_a_picture_without_words_waits_to_be_answered_once_more(place: Place) -> None:
    place.desk.drafts.give_back("", (PICTURE,))
    place.desk.chat.send()
    place.wait(lambda: place.generates == 1)
    place.prompter.say(Generate, TextDelta("A dot."), DONE)
    place.desk.chat.new_chat()
    place.asked("Count.")
    place.prompter.say(Generate, TextDelta("one"))
    place.click("a.png")
    place.wait(lambda: place.shown()[-1:] == [("A dot.", "done")])
    place.wait(lambda: not place.desk.keeper.reading)
    place.desk.chat.regenerate()
    place.wait(lambda: len(held(place)) == 1)
    assert waiting_words(place)[0].startswith("A question without words. To be answered once more.")


def test_opening_the_chat_on_screen_leaves_the_question_that_is_written_anew(place: Place) -> None:
    place.answered("What is rye?", "A grain.")
    place.desk.chat.edit(0)
    place.desk.drafts.set_text("What is wheat?")
    shown = []
    place.desk.transcript.replaced.connect(lambda: shown.append(place.desk.draft.text))
    past_of(place.desk).chats.open(number(place, "What is rye?"))
    place.wait(lambda: shown)
    assert (place.desk.draft.text, place.desk.transcript.editing) == ("What is wheat?", 0)


def test_a_question_is_put_back_also_when_a_deleted_chat_was_removed_meanwhile(place: Place) -> None:
    place.answered("Old", "x")
    place.desk.chat.new_chat()
    counting(place)
    place.send("And wheat?")
    place.wait(lambda: held(place) == ["And wheat?"])
    past_of(place.desk).chats.delete(number(place, "Old"))
    press(place, 0, "withdraw")
    place.wait(lambda: place.desk.notice.action == "Undo")
    past_of(place.desk).chats.forget_deleted()  # as when its ten seconds are over
    QTest.mouseClick(place.window.notice.action, Qt.MouseButton.LeftButton)
    place.wait(lambda: held(place) == ["And wheat?"])


@pytest.mark.parametrize("first", [True, False])
def test_a_question_is_written_anew_before_it_is_answered(place: Place, first: bool) -> None:
    if not first:
        place.answered("Zero?", "0")
    place.asked("One?")
    before = place.generates
    place.desk.chat.edit(len(place.shown()) - 2)
    send_at_once(place, "Eins?")
    place.prompter.say(Generate, Cancelled("", ""))
    place.wait(lambda: place.generates > before)
    assert words(place) == ["Zero?", "0", "Eins?"][2 * first :]
    assert place.desk.draft.text == ""
    assert place.shown()[-2:] == [("Eins?", "sent"), ("", "waiting")]
    assert place.desk.keeper.chat == place.list.chats[0].id


def test_another_branch_that_begins_leaves_the_question_that_is_written_anew(place: Place) -> None:
    place.answered("One?", "1")
    place.asked("Two?")
    place.prompter.say(Generate, TextDelta("2"))
    place.desk.chat.edit(2)
    send_at_once(place, "Zwei?")
    place.wait(lambda: held(place) == ["Zwei?"])
    place.desk.chat.edit(0)
    place.desk.drafts.set_text("Eins?")
    before = place.generates
    place.prompter.say(Generate, Cancelled("2", ""))
    place.wait(lambda: place.generates > before)
    assert (place.desk.draft.text, place.desk.transcript.editing) == ("Eins?", 0)


def test_what_is_sent_before_its_price_is_known_is_sent_though_its_chat_is_left(place: Place) -> None:
    counting(place)
    send_at_once(place, "wheat " * 2000)  # too much to be sure of without a price, and nobody names one
    assert place.desk.draft.sends_itself
    place.desk.chat.new_chat()
    place.wait(lambda: len(held(place)) == 1)


def test_an_answer_that_ends_in_a_chat_removed_for_good_is_not_complained_of(place: Place) -> None:
    counting(place)
    ended = []
    place.desk.answers.ended.connect(lambda *_: ended.append(True))
    for title in ("Count.", "What is rye?"):
        past_of(place.desk).chats.delete(number(place, title))
    place.prompter.say(Generate, Cancelled("one two", ""))
    assert ended
    past_of(place.desk).chats.undo()
    place.wait(lambda: [chat.title for chat in place.list.chats] == ["What is rye?"])
    assert place.desk.notice.text == ""


def test_another_branch_instead_of_an_answer_that_had_not_begun_can_be_undone(place: Place) -> None:
    place.answered("One?", "1")
    place.desk.chat.regenerate()
    place.wait(lambda: place.generates == 2)
    place.desk.chat.show_branch(1, 0)
    place.prompter.say(Generate, Cancelled("", ""))
    place.wait(lambda: place.shown() == [("One?", "sent"), ("1", "done")])
    QTest.mouseClick(place.window.notice.action, Qt.MouseButton.LeftButton)
    place.wait(lambda: place.shown() == [("One?", "sent"), ("", "stopped")])


def test_a_draft_that_is_not_read_yet_is_not_lost_to_what_is_typed(place: Place, kept: HistoryWorker) -> None:
    place.answered("What is rye?", "A grain.")
    rye = number(place, "What is rye?")
    place.desk.chat.new_chat()
    kept.submit(KeepDraft(rye, "old"), ignore, ignore)  # as it is kept from a run before
    past_of(place.desk).chats.opened.connect(lambda _opened: place.desk.drafts.set_text("x"))
    past_of(place.desk).chats.opened.connect(lambda _opened: place.desk.chat.new_chat())
    past_of(place.desk).chats.open(rye)
    place.wait(lambda: drafts_on_disk(place) == {rye: "old\nx"})


def test_what_cannot_wait_goes_back_to_its_chat(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    counting(place)

    def refuse(_self: AddWaiting, _history: History) -> None:
        raise HistoryError("chat-gone")

    monkeypatch.setattr(AddWaiting, "do", refuse)
    send_at_once(place, "And wheat?")
    place.desk.chat.new_chat()
    place.wait(lambda: place.desk.notice.text)
    assert place.desk.draft.text == ""
    place.click("What is rye?")
    place.wait(lambda: place.desk.draft.text == "And wheat?")


def test_nothing_else_begins_while_a_question_is_on_its_way_to_the_disk(place: Place) -> None:
    counting(place)
    place.send("And wheat?")
    place.wait(lambda: held(place) == ["And wheat?"])
    assert place.desk.queue is not None
    place.desk.queue.hold()
    place.prompter.say(Generate, DONE)
    before = place.generates
    send_at_once(place, "Direct?")
    place.desk.chat.new_chat()
    place.desk.queue.send(place.desk.waiting.waiting[0].id)
    place.wait(lambda: place.generates > before)
    assert words(place)[-1] == "Direct?"
    place.prompter.say(Generate, TextDelta("Yes."), DONE)
    place.wait(lambda: place.generates > before + 1)
    assert words(place)[-3:] == ["Direct?", "Yes.", "And wheat?"]


def test_withdrawing_all_that_waits_in_a_chat_leaves_what_is_being_typed_there(place: Place) -> None:
    counting(place)
    place.desk.chat.new_chat()
    place.send("Alone?")
    place.wait(lambda: held(place) == ["Alone?"])
    QTest.keyClicks(place.window.composer.field, "half")
    press(place, 0, "withdraw")
    place.wait(lambda: place.desk.notice.action == "Undo")
    assert place.desk.draft.text == "half"


def test_an_answer_is_of_the_model_that_wrote_it_though_another_is_loaded_by_its_end(place: Place) -> None:
    counting(place)
    place.desk.models.load(ModelChoice(Path("other.gguf")))
    place.prompter.say(Generate, Cancelled("one two", ""))
    place.wait(lambda: place.on_disk()["Count."][-1].model == "Model")
