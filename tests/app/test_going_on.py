"""An answer belongs to its chat and goes on there; what is asked meanwhile waits; drafts stay where they were written."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.building import build, wind_down
from app.desk import Desk
from app.values import Attached, ModelChoice
from app.window.window import Window
from app.worker.engine import Generate
from app.worker.history import HistoryWorker
from inference.conversation import ImagePart, Request, TextPart
from inference.errors import EngineFault
from inference.events import Cancelled, Cost, Failed, Finished, TextDelta
from inference.history.database import storable
from inference.sentences import Sentence
from tests.app.conftest import Prompter
from tests.app.place import Place
from tests.other_models import text_model

PICTURE = Attached(ImagePart("a.png", b"a"), width=48, height=48)
DONE = Finished("", "", Cost(reply_tokens=3))


def held(place: Place) -> list[str]:
    """What waits, in order."""
    return [waiting.text for waiting in place.desk.waiting.waiting]


def newest(place: Place) -> Request:
    """What the engine was asked last; what is typed is priced meanwhile."""
    return next(job.request for job in reversed(place.prompter.jobs) if isinstance(job, Generate))


def words(place: Place) -> list[str]:
    parts = (part for message in newest(place).messages for part in message.parts)
    return [part.text for part in parts if isinstance(part, TextPart)]


def number(place: Place, title: str) -> int:
    return next(chat.id for chat in place.list.chats if chat.title == title)


def waiting_words(place: Place) -> list[str]:
    return [row.accessibleName() for row in place.window.waiting.rows]


def press(place: Place, row: int, wish: str) -> None:
    QTest.mouseClick(place.window.waiting.rows[row].buttons[wish], Qt.MouseButton.LeftButton)


def counting(place: Place) -> None:
    """“Count.” is being answered, and the chat about rye is on screen."""
    place.answered("What is rye?", "A grain.")
    place.desk.chat.new_chat()
    place.asked("Count.")
    place.prompter.say(Generate, TextDelta("one two"))
    place.click("What is rye?")
    place.wait(lambda: place.shown()[-1:] == [("A grain.", "done")])


def test_an_answer_goes_on_while_other_chats_are_on_screen_and_is_whole(place: Place) -> None:
    counting(place)
    assert not place.desk.activity.busy
    assert place.list.answering == number(place, "Count.")
    place.prompter.say(Generate, TextDelta(" three"))
    assert place.shown()[-1] == ("A grain.", "done")
    place.wait(lambda: place.on_disk()["Count."][-1].text == "one two three")
    place.click("Count.")
    place.wait(lambda: place.shown() == [("Count.", "sent"), ("one two three", "writing")])
    assert place.desk.activity.phase == "writing"
    place.prompter.say(Generate, TextDelta(" four"))
    assert place.shown()[-1] == ("one two three four", "writing")
    place.desk.chat.new_chat()
    assert (place.shown(), place.desk.activity.busy) == ([], False)
    place.prompter.say(Generate, TextDelta(" five"), DONE)
    assert place.list.answering is None
    place.wait(lambda: place.on_disk()["Count."][-1].state == "done")
    answer = place.on_disk()["Count."][-1]
    assert (answer.text, answer.model, answer.cost.reply_tokens) == ("one two three four five", "Model", 3)
    place.click("Count.")
    place.wait(lambda: place.shown() == [("Count.", "sent"), ("one two three four five", "done")])


def test_a_question_in_another_chat_waits_and_says_for_what_and_is_answered_there(place: Place) -> None:
    counting(place)
    place.send("And wheat?")
    place.wait(lambda: held(place) == ["And wheat?"])
    assert place.desk.draft.text == ""
    assert place.window.waiting.isVisible()
    assert waiting_words(place) == ["And wheat?. Waits for the answer in “Count.”"]
    assert place.list.waiting == {number(place, "What is rye?")}
    place.click("Count.")
    place.wait(lambda: place.desk.activity.phase == "writing")
    assert waiting_words(place) == ["And wheat?. In “What is rye?”. Waits for the answer being written"]
    before = place.generates
    place.prompter.say(Generate, DONE)
    place.wait(lambda: place.generates > before)
    assert words(place) == ["What is rye?", "A grain.", "And wheat?"]
    assert place.shown()[-1] == ("one two", "done")
    place.prompter.say(Generate, TextDelta("Another grain."), DONE)
    place.click("What is rye?")
    place.wait(lambda: place.shown()[2:] == [("And wheat?", "sent"), ("Another grain.", "done")])
    assert not place.window.waiting.isVisible()


def test_enter_while_an_answer_is_written_lets_the_question_wait_and_follow(place: Place) -> None:
    place.asked("One?")
    place.prompter.say(Generate, TextDelta("1"))
    place.send("Two?")
    place.wait(lambda: held(place) == ["Two?"])
    place.send("Three?")
    place.wait(lambda: held(place) == ["Two?", "Three?"])
    before = place.generates
    place.prompter.say(Generate, DONE)
    place.wait(lambda: place.generates > before)
    assert place.shown() == [("One?", "sent"), ("1", "done"), ("Two?", "sent"), ("", "waiting")]
    place.prompter.say(Generate, TextDelta("2"), DONE)
    place.wait(lambda: place.generates > before + 1)
    assert words(place) == ["One?", "1", "Two?", "2", "Three?"]


def test_what_waits_can_be_moved_edited_and_withdrawn_with_undo(place: Place) -> None:
    counting(place)
    for text in ("First?", "Second?", "Third?"):
        place.send(text)
        place.wait(lambda text=text: text in held(place))
    press(place, 2, "move up")
    place.wait(lambda: held(place) == ["First?", "Third?", "Second?"])
    press(place, 0, "withdraw")
    place.wait(lambda: held(place) == ["Third?", "Second?"])
    QTest.mouseClick(place.window.notice.action, Qt.MouseButton.LeftButton)
    place.wait(lambda: held(place) == ["First?", "Third?", "Second?"])
    place.desk.drafts.set_text("written meanwhile")
    press(place, 1, "edit")
    place.wait(lambda: held(place) == ["First?", "Second?"])
    assert place.window.composer.field.toPlainText() == "Third?\nwritten meanwhile"


def test_stop_ends_the_answer_on_screen_and_the_next_begins(place: Place) -> None:
    counting(place)
    place.send("And wheat?")
    place.wait(lambda: held(place) == ["And wheat?"])
    place.desk.chat.stop()
    assert place.prompter.stopped == [], "nothing is answered on screen"
    place.click("Count.")
    place.wait(lambda: place.desk.activity.phase == "writing")
    before = place.generates
    place.desk.chat.stop()
    place.prompter.say(Generate, Cancelled("one two", ""))
    assert place.shown()[-1] == ("one two", "stopped")
    place.wait(lambda: place.generates > before)


def test_a_chat_that_is_answered_is_stopped_when_it_is_deleted_and_comes_back_with_what_there_was(place: Place) -> None:
    counting(place)
    assert place.desk.past is not None
    place.desk.past.chats.delete(number(place, "Count."))
    assert place.prompter.stopped
    place.prompter.say(Generate, Cancelled("one two", ""))
    place.desk.past.chats.undo()
    place.wait(lambda: "Count." in place.on_disk())
    answer = place.on_disk()["Count."][-1]
    assert (answer.text, answer.state) == ("one two", "stopped")


def test_another_answer_stops_the_one_being_written_and_both_stay(place: Place) -> None:
    place.asked("One?")
    place.prompter.say(Generate, TextDelta("1"))
    place.desk.chat.regenerate()
    before = place.generates
    place.prompter.say(Generate, Cancelled("1", ""))
    place.wait(lambda: place.generates > before)
    place.prompter.say(Generate, TextDelta("eins"), DONE)
    assert place.shown() == [("One?", "sent"), ("eins", "done")]
    assert place.desk.transcript.entries[1].siblings == (1, 2)


def test_showing_another_branch_stops_the_answer_and_can_be_undone(place: Place) -> None:
    place.answered("One?", "1")
    place.desk.chat.regenerate()
    place.wait(lambda: place.generates == 2)
    place.prompter.say(Generate, TextDelta("ei"))
    place.desk.chat.show_branch(1, 0)
    place.prompter.say(Generate, Cancelled("ei", ""))
    place.wait(lambda: place.shown() == [("One?", "sent"), ("1", "done")])
    QTest.mouseClick(place.window.notice.action, Qt.MouseButton.LeftButton)
    place.wait(lambda: place.shown() == [("One?", "sent"), ("ei", "stopped")])


def test_what_fails_holds_what_waits_behind_it(place: Place) -> None:
    counting(place)
    place.send("And wheat?")
    place.wait(lambda: held(place) == ["And wheat?"])
    before = place.generates
    place.prompter.say(Generate, Failed(EngineFault(Sentence("llama.cpp stumbled."))))
    assert "Count." in place.desk.notice.text
    place.wait(lambda: "Not asked yet" in waiting_words(place)[0])
    assert place.generates == before
    press(place, 0, "send")
    place.wait(lambda: place.generates > before)


def test_a_real_answer_is_whole_after_three_switches_a_new_chat_and_a_close_to_the_tray(
    desk: Desk, shown: Callable[[Desk], Window], wait_until: Callable[..., None], tmp_path: Path
) -> None:
    """With the engine's own tokens: what is kept is what was streamed, all of it."""
    window, past = shown(desk), desk.past
    assert past is not None
    wait_until(lambda: past.shown.phase == "ready")
    desk.models.load(ModelChoice(text_model(tmp_path / "tiny.gguf", endless=True)))
    wait_until(lambda: desk.model.phase == "ready", 60)
    for text in ("A", "B"):
        desk.drafts.set_text(text)
        desk.chat.send()
        wait_until(lambda: desk.answers.now is not None and desk.answers.now.answer.text, 60)
        desk.chat.stop()
        wait_until(lambda: desk.answers.now is None, 60)
        desk.chat.new_chat()
    desk.drafts.set_text("Count.")
    desk.chat.send()
    wait_until(lambda: desk.answers.now is not None and desk.answers.now.answer.text, 60)
    answering = desk.answers.now
    assert answering is not None
    for title in ("A", "B", "Count."):
        past.chats.open(next(chat.id for chat in past.shown.chats if chat.title == title))
        wait_until(lambda title=title: desk.transcript.entries and desk.transcript.entries[0].text == title)
    desk.chat.new_chat()
    window.stays = lambda: True
    window.close()
    assert desk.answers.now is answering, "it was over before the window was closed"
    wait_until(lambda: desk.answers.now is None, 120)
    assert answering.answer.state == "done"
    assert answering.answer.cost.reply_tokens >= 200
    past.chats.open(next(chat.id for chat in past.shown.chats if chat.title == "Count."))
    wait_until(lambda: desk.transcript.entries)
    kept = desk.transcript.entries[-1]
    assert kept is not answering.answer
    assert kept.text == storable(answering.answer.text), "all of it, but for what no database keeps"
    assert kept.cost.reply_tokens == answering.answer.cost.reply_tokens


def test_what_waits_when_the_program_ends_is_offered_again_and_not_sent_by_itself(
    place: Place, wait_until: Callable[..., None], tmp_path: Path
) -> None:
    counting(place)
    place.send("And wheat?")
    place.wait(lambda: held(place) == ["And wheat?"])
    place.desk.drafts.set_text("half a thought")
    wind_down(place.desk)
    place.wait(lambda: place.on_disk()["Count."][-1].state == "stopped")
    shutil.copytree(tmp_path, tmp_path.with_name(f"{tmp_path.name}-again"))
    history = HistoryWorker(tmp_path.with_name(f"{tmp_path.name}-again"))
    prompter = Prompter()
    desk = build(prompter, history)  # type: ignore[arg-type]
    assert desk.past is not None
    desk.past.chats.start()
    desk.models.load(ModelChoice(Path("m.gguf")))
    wait_until(lambda: desk.waiting.waiting)
    assert [waiting.text for waiting in desk.waiting.waiting] == ["And wheat?"]
    assert desk.queue is not None
    assert not desk.queue.busy
    desk.past.chats.open(desk.waiting.waiting[0].chat)
    wait_until(lambda: desk.draft.text == "half a thought")
    desk.queue.send(desk.waiting.waiting[0].id)
    wait_until(lambda: any(isinstance(job, Generate) for job in prompter.jobs))
    wind_down(desk)
    assert history.close()
