"""Dictation from a real microphone through the real recogniser into the text field; where that fails the sound is attached."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.desk import Desk
from app.sentences import say
from app.settings import settings_file
from app.window.window import Window
from app.worker import Worker
from inference.recognition.files import SPEECH
from tests.alsa import SoundCard, spoken
from tests.app.history import filled
from tests.app.sound.test_recordings import Hearing

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="ALSA is Linux's")

Wait = Callable[..., None]


class Dictating(Hearing):
    """The window with ears, a history and settings."""

    def __init__(self, folder: Path, worker: Worker, show: Callable[[Desk], Window], wait: Wait) -> None:
        self.settings = folder / "settings.json"
        super().__init__(folder, worker, wait, self.settings)
        wait(lambda: self.desk.past is not None and self.desk.past.shown.phase == "ready")
        self.window = show(self.desk)
        self.field = self.window.composer.field

    def say(self, card: SoundCard, words: str) -> None:
        self.hear(card, spoken(words))
        self.senses.voice.toggle()

    def wait_until_sent(self) -> None:
        """Nothing loads a model here: what is sent by itself stays, and that is said."""
        self.wait(lambda: self.desk.notice.text == str(say("no-model-for-draft")), 120)


@pytest.fixture
def dictating(worker: Worker, tmp_path: Path, shown: Callable[[Desk], Window], wait_until: Wait) -> Iterator[Dictating]:
    dictating = Dictating(tmp_path, worker, shown, wait_until)
    yield dictating
    dictating.close()


def test_switch_is_remembered_and_says_what_it_does(dictating: Dictating) -> None:
    switch = dictating.window.composer.dictate
    assert switch is not None
    assert not switch.isChecked()
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert switch.isChecked()
    assert dictating.senses.voice.dictates
    assert switch.toolTip().startswith("What you say is written into your message.")
    assert dictating.window.composer.talk is not None
    assert dictating.window.composer.talk.accessibleName() == "Dictate"
    dictating.wait(lambda: settings_file.read(dictating.settings).settings.talk_as == "dictate")
    assert dictating.desk.settings is not None
    dictating.desk.settings.controller.set("talk_as", "ask")
    assert not switch.isChecked()


@pytest.mark.usefixtures("recognisers")
def test_words_come_where_one_writes_and_nothing_is_attached(card: SoundCard, dictating: Dictating) -> None:
    dictating.senses.voice.dictates = True
    dictating.field.setPlainText("Hello there")
    cursor = dictating.field.textCursor()
    cursor.setPosition(len("Hello"))
    dictating.field.setTextCursor(cursor)
    phases: list[str] = []
    dictating.senses.heard.changed.connect(lambda: phases.append(dictating.senses.heard.phase))
    dictating.say(card, "Please buy milk and bread.")
    dictating.wait(lambda: dictating.field.toPlainText() != "Hello there", 120)
    text = dictating.field.toPlainText()
    assert text.startswith("Hello ")
    assert text.endswith(" there")
    assert "milk" in text
    assert dictating.desk.draft.text == text
    assert dictating.desk.draft.chips == ()
    assert dictating.senses.heard.phase == "idle"
    assert "writing" in phases
    assert dictating.desk.notice.text == ""
    dictating.wait(lambda: not list(dictating.recordings.iterdir()))


def test_what_cannot_be_written_down_is_attached_with_the_reason(
    card: SoundCard, dictating: Dictating, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HUSH_RECOGNITION", str(tmp_path / "nothing here"))
    dictating.senses.voice.dictates = True
    dictating.say(card, "nine")
    dictating.wait(lambda: dictating.desk.draft.chips and not dictating.desk.draft.pending, 60)
    (chip,) = dictating.desk.draft.chips
    assert chip.kind == "audio"
    assert dictating.desk.notice.text.startswith("What you said could not be written down, so its recording is attached: ")
    assert SPEECH.name in dictating.desk.notice.text
    assert dictating.senses.heard.phase == "idle"
    dictating.wait(lambda: not list(dictating.recordings.iterdir()))


def test_escape_while_it_is_written_down_wants_nothing_of_it(card: SoundCard, dictating: Dictating) -> None:
    dictating.senses.voice.dictates = True
    dictating.say(card, "nine")
    dictating.wait(lambda: dictating.senses.both._dictation.busy)
    assert dictating.senses.both.cancel()
    dictating.wait(lambda: not list(dictating.recordings.iterdir()))
    assert dictating.senses.heard.phase == "idle"
    assert (dictating.desk.draft.text, dictating.desk.draft.chips) == ("", ())
    assert str(say("dictation-without-words")) != dictating.desk.notice.text


@pytest.mark.usefixtures("recognisers")
def test_enter_ends_what_is_being_said_and_sends_it(card: SoundCard, dictating: Dictating) -> None:
    dictating.senses.voice.dictates = True
    QTest.keyClicks(dictating.field, "Note:")
    dictating.hear(card, spoken("Please buy milk and bread."))
    assert dictating.senses.voice.active
    QTest.keyClick(dictating.field, Qt.Key.Key_Return)
    assert not dictating.senses.voice.active
    assert dictating.desk.draft.sends_itself
    dictating.wait_until_sent()
    assert dictating.field.toPlainText().startswith("Note: ")
    assert "milk" in dictating.field.toPlainText()


def test_enter_ends_a_question_that_is_being_said(card: SoundCard, dictating: Dictating) -> None:
    QTest.keyClicks(dictating.field, "What is nine?")
    dictating.hear(card, spoken("nine"))
    QTest.keyClick(dictating.field, Qt.Key.Key_Return)
    assert not dictating.senses.voice.active
    dictating.wait_until_sent()
    assert dictating.field.toPlainText() == "What is nine?"
    assert [chip.kind for chip in dictating.desk.draft.chips] == ["audio"]


@pytest.mark.usefixtures("recognisers")
def test_what_is_sent_before_the_words_are_there_goes_with_them(card: SoundCard, dictating: Dictating) -> None:
    dictating.senses.voice.dictates = True
    QTest.keyClicks(dictating.field, "Note:")
    dictating.say(card, "Please buy milk and bread.")
    dictating.wait(lambda: dictating.desk.draft.awaits_words)
    QTest.keyClick(dictating.field, Qt.Key.Key_Return)
    assert dictating.desk.draft.sends_itself
    dictating.wait_until_sent()
    assert dictating.field.toPlainText().startswith("Note: ")
    assert "milk" in dictating.field.toPlainText()


def dictating_in_a_chat(folder: Path, worker: Worker, shown: Callable[[Desk], Window], wait_until: Wait) -> tuple[Dictating, int]:
    """And that chat's number."""
    filled(folder / "chats", [("First", 0.0)])
    dictating = Dictating(folder, worker, shown, wait_until)
    past = dictating.desk.past
    assert past is not None
    first = past.shown.chats[0].id
    past.chats.open(first)
    dictating.wait(lambda: dictating.desk.keeper.chat == first)
    dictating.senses.voice.dictates = True
    return dictating, first


def test_what_cannot_be_written_down_is_offered_where_its_chat_was_left(
    card: SoundCard,
    worker: Worker,
    tmp_path: Path,
    shown: Callable[[Desk], Window],
    wait_until: Wait,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HUSH_RECOGNITION", str(tmp_path / "nothing here"))
    dictating, first = dictating_in_a_chat(tmp_path, worker, shown, wait_until)
    desk, recordings = dictating.desk, dictating.senses.recordings
    assert desk.turns is not None
    dictating.say(card, "nine")
    QTest.keyClick(dictating.field, Qt.Key.Key_Return)
    desk.chat.new_chat()
    assert first in desk.turns.awaited
    dictating.wait(lambda: recordings.left, 60)
    assert desk.draft.chips == ()
    assert first not in desk.turns.awaited, "it is not sent without the words when one comes back"
    assert desk.notice.text.startswith("What you said in another chat could not be written down: ")
    recordings.bring_back()
    dictating.wait(lambda: desk.draft.usable, 60)
    dictating.wait(lambda: not list(dictating.recordings.iterdir()))
    dictating.close()


@pytest.mark.usefixtures("recognisers")
def test_the_words_come_into_the_chat_they_were_said_in(
    card: SoundCard, worker: Worker, tmp_path: Path, shown: Callable[[Desk], Window], wait_until: Wait
) -> None:
    dictating, first = dictating_in_a_chat(tmp_path, worker, shown, wait_until)
    desk, past = dictating.desk, dictating.desk.past
    assert past is not None
    QTest.keyClicks(dictating.field, "Note:")
    dictating.say(card, "Please buy milk and bread.")
    assert desk.draft.awaits_words
    desk.chat.new_chat()
    assert not desk.draft.awaits_words
    dictating.wait(lambda: dictating.senses.both._dictation.busy)
    dictating.wait(lambda: not dictating.senses.both._dictation.busy, 120)
    assert desk.draft.text == ""
    past.chats.open(first)
    dictating.wait(lambda: "milk" in dictating.field.toPlainText(), 20)
    assert dictating.field.toPlainText().startswith("Note: ")
    dictating.wait(lambda: not list(dictating.recordings.iterdir()), 20)
    dictating.close()
