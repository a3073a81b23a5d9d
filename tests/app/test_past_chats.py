"""The window with its chats: what is asked is kept before it is shown, and comes back; in a wide and in a narrow window."""

from __future__ import annotations

from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.building import build, wind_down
from app.desk import Desk
from app.window.window import Window
from app.worker import Worker
from app.worker.engine import Generate
from app.worker.history import HistoryWorker
from inference.errors import EngineFault
from inference.events import Cancelled, Cost, Failed, Finished, TextDelta
from inference.sentences import Sentence
from tests.app.place import Place

Wait = Callable[..., None]
Key, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier
SIGN = "Exit B7"


def test_question_is_on_the_disk_when_it_is_shown(place: Place) -> None:
    place.send("What is rye?")
    assert place.shown() == []
    assert place.desk.activity.phase == "waiting"
    place.wait(place.shown)
    assert [message.text for message in place.on_disk()["What is rye?"]] == ["What is rye?", ""]


def test_chats_are_left_and_opened_with_the_mouse(place: Place) -> None:
    place.answered("What is rye?", "A grain.")
    place.answered("And spelt?", "Another.")
    QTest.keyClick(place.window, Key.Key_N, CONTROL)
    assert place.shown() == []
    place.answered("Who was Bach?", "A composer.")
    place.click("What is rye?")
    place.wait(lambda: len(place.shown()) == 4)
    assert place.window.composer.field.hasFocus()
    place.answered("Which is older?", "Spelt.")
    place.wait(lambda: len(place.on_disk()["What is rye?"]) == 6)
    asked = next(job for job in reversed(place.prompter.jobs) if isinstance(job, Generate))
    assert len(asked.request.messages) == 5, "the engine is told all that was said before"


def test_search_from_the_message_field_and_back(place: Place) -> None:
    place.answered("What is rye?", "A grain.")
    place.desk.chat.new_chat()
    place.answered("Who was Bach?", "A composer.")
    QTest.keyClick(place.window.composer.field, Key.Key_F, CONTROL)
    assert place.window.chats is not None
    search = place.window.chats.search
    assert search.hasFocus()
    QTest.keyClicks(search, "grain")
    place.wait(lambda: [row.text for row in place.list.rows] == ["What is rye?"])
    QTest.keyClick(search, Key.Key_Return)
    place.wait(lambda: place.shown() == [("What is rye?", "sent"), ("A grain.", "done")])


def test_stop_before_it_is_kept_gives_the_draft_back(place: Place) -> None:
    place.send("What is rye?")
    place.desk.chat.stop()  # no key or click: Qt would do what waits first
    assert place.desk.activity.phase == "stopping"
    place.wait(lambda: not place.desk.activity.busy)
    assert place.generates == 0
    assert place.desk.draft.text == "What is rye?"
    place.wait(lambda: place.on_disk() == {})
    place.wait(lambda: not place.list.rows)


def test_stop_before_the_first_word_takes_the_question_back(place: Place) -> None:
    place.asked("What is rye?")
    place.prompter.say(Generate, Cancelled("", ""))
    assert (place.desk.draft.text, place.shown()) == ("What is rye?", [])
    place.wait(lambda: place.on_disk() == {})


def test_failed_question_stays_in_the_history(place: Place) -> None:
    place.asked("What is rye?")
    place.prompter.say(Generate, Failed(EngineFault(Sentence("llama.cpp stumbled."))))
    assert place.desk.draft.text == "What is rye?"
    place.wait(lambda: [message.state for message in place.on_disk()["What is rye?"]] == ["sent", "failed"])


def test_new_version_of_a_question_and_the_one_before(place: Place) -> None:
    place.answered("What is rye?", "A grain.")
    place.desk.chat.edit(0)
    place.window.composer.field.selectAll()
    place.answered("What is spelt?", "Another.")
    assert place.desk.transcript.entries[0].siblings == (1, 2)
    place.desk.chat.show_branch(0, 0)
    place.wait(lambda: place.shown() == [("What is rye?", "sent"), ("A grain.", "done")])
    place.desk.chat.regenerate()
    place.wait(lambda: place.generates == 3)
    place.prompter.say(Generate, TextDelta("A cereal."), Finished("A cereal.", "", Cost()))
    assert place.desk.transcript.entries[1].siblings == (1, 2)


def find(place: Place, words: str) -> None:
    """Search for words, and go to the only chat that says them."""
    assert place.window.chats is not None
    place.window.chats.search.setText(words)
    place.wait(lambda: place.list.words == words and len(place.list.rows) == 1)
    rows = place.window.chats.rows
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualRect(place.list.index(0)).center())


def place_of(place: Place, index: int) -> int:
    """Where the message is in the view, in pixels from its top."""
    row = place.window.transcript.row(index)
    return row.y() if row is not None else -1


def test_a_hit_on_a_branch_that_is_not_shown_opens_it_there(place: Place) -> None:
    long = "A\n\n" * 40
    for number, sweet in enumerate(("Praline", "Marzipan", "Fudge")):
        place.answered(f"Question {number}?", f"{sweet}. {long}")
    place.desk.chat.edit(2)
    place.window.composer.field.selectAll()
    place.answered("Another question?", f"Nougat. {long}")
    shown = [entry.text for entry in place.desk.transcript.entries]
    assert len(shown) == 4
    find(place, "marzipan")
    place.wait(lambda: len(place.desk.transcript.entries) == 6 and place.window.transcript.settled)
    assert place.desk.transcript.entries[3].text.startswith("Marzipan.")
    place.wait(lambda: 0 <= place_of(place, 3) < 40)
    find(place, "nougat")
    place.wait(lambda: len(place.desk.transcript.entries) == 4 and place.window.transcript.settled)
    place.wait(lambda: 0 <= place_of(place, 3) < 40)
    find(place, "praline")  # it is on this branch, which stays
    place.wait(lambda: place.window.transcript.settled and 0 <= place_of(place, 1) < 40)
    assert len(place.desk.transcript.entries) == 4
    assert place.desk.notice.text == ""


def test_while_something_is_answered_its_branch_stays_and_that_is_said(place: Place) -> None:
    place.answered("What is rye?", "A marzipan.")
    place.desk.chat.edit(0)
    place.window.composer.field.selectAll()
    place.asked("What is spelt?")
    find(place, "marzipan")
    place.wait(lambda: place.desk.notice.text.startswith("What was found is in another version"))
    assert place.shown()[0] == ("What is spelt?", "sent")
    place.prompter.say(Generate, TextDelta("A cereal."), Finished("A cereal.", "", Cost()))
    place.wait(lambda: place.shown()[1] == ("A cereal.", "done") and place.list.answering is None)
    find(place, "a marzipan")
    place.wait(lambda: place.shown() == [("What is rye?", "sent"), ("A marzipan.", "done")])


def test_deleted_chat_is_left_and_brought_back(place: Place) -> None:
    place.answered("What is rye?", "A grain.")
    assert place.window.chats is not None
    rows = place.window.chats.rows
    rows.setFocus()
    rows.setCurrentIndex(place.list.place_of(place.desk.keeper.chat))
    QTest.keyClick(rows, Key.Key_Delete)
    assert place.shown() == []
    QTest.mouseClick(place.window.chats.undo, Qt.MouseButton.LeftButton)
    place.wait(lambda: place.list.chats)
    place.click("What is rye?")
    place.wait(place.shown)


def test_answer_under_way_is_kept_when_the_window_closes(place: Place) -> None:
    place.asked("Count.")
    place.prompter.say(Generate, TextDelta("one two"))
    wind_down(place.desk)
    place.wait(lambda: place.on_disk()["Count."][-1].text == "one two")
    assert place.on_disk()["Count."][-1].state == "stopped"


def test_exported_chat_says_where_it_is(place: Place, tmp_path: Path) -> None:
    place.answered("What is rye?", "A grain.")
    assert place.desk.past is not None
    assert place.desk.keeper.chat is not None
    target = tmp_path / "rye.md"
    place.desk.past.chats.export(place.desk.keeper.chat, target, "markdown")
    place.wait(lambda: place.desk.notice.text)
    assert (str(target) in place.desk.notice.text, place.desk.notice.good) == (True, True)
    assert "A grain." in target.read_text()


def test_narrow_window_shows_one_at_a_time(place: Place) -> None:
    window, chats, sides = place.window, place.window.chats, place.window.sides
    assert chats is not None
    assert sides is not None
    place.answered("What is rye?", "A grain.")
    assert chats.isVisible()
    QTest.keyClick(window, Key.Key_B, CONTROL)
    assert not chats.isVisible()
    assert window.header.new.isVisible()
    QTest.keyClick(window, Key.Key_B, CONTROL)
    window.resize(500, 700)
    place.wait(lambda: sides.narrow)
    assert not chats.isVisible()
    place.desk.chat.new_chat()
    QTest.mouseClick(window.header.chats, Qt.MouseButton.LeftButton)
    assert (chats.isVisible(), window.composer.isVisible()) == (True, False)
    QTest.mouseClick(chats.back, Qt.MouseButton.LeftButton)
    assert (chats.isVisible(), window.composer.isVisible()) == (False, True)
    QTest.keyClick(window, Key.Key_B, CONTROL)
    place.click("What is rye?")
    place.wait(window.composer.isVisible)
    assert window.composer.field.hasFocus()
    window.resize(1100, 700)
    place.wait(chats.isVisible)


def test_chat_about_a_picture_goes_on_after_a_restart(
    worker: Worker, shown: Callable[[Desk], Window], tmp_path: Path, wait_until: Wait
) -> None:
    image = Image.new("RGB", (240, 48), (250, 250, 246))
    ImageDraw.Draw(image).text((12, 9), SIGN, font=ImageFont.truetype("DejaVuSans.ttf", 28), fill=(20, 20, 30))
    image.save(tmp_path / "sign.png")
    first = build(worker, history := HistoryWorker(tmp_path / "chats"))
    assert first.past is not None
    first.past.chats.start()
    first.models.load_starter()
    wait_until(lambda: first.model.phase == "ready", 60)
    first.drafts.attach_files([tmp_path / "sign.png"])
    first.drafts.set_text("What does it say?")
    first.chat.send()
    wait_until(lambda: first.transcript.entries and not first.activity.busy, 60)
    said = first.transcript.entries[-1].text
    assert SequenceMatcher(None, said, SIGN).ratio() > 0.5
    wind_down(first)
    assert history.close()

    second = build(worker, history := HistoryWorker(tmp_path / "chats"))
    window = shown(second)
    assert second.past is not None
    past = second.past
    past.chats.start()
    second.models.load_starter()
    wait_until(lambda: past.shown.chats and second.model.phase == "ready", 60)
    past.chats.open(past.shown.chats[0].id)
    wait_until(lambda: second.transcript.entries and not second.keeper.reading)
    QTest.keyClicks(window.composer.field, "Read the text.")
    QTest.keyClick(window.composer.field, Key.Key_Return)
    wait_until(lambda: len(second.transcript.entries) == 4 and not second.activity.busy, 60)
    assert SequenceMatcher(None, second.transcript.entries[-1].text, SIGN).ratio() > 0.5, "the picture was sent again"
    wind_down(second)
    assert history.close()
