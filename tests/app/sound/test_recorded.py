"""A recording is written down by itself, by the real recogniser, and its words are clicked, marked, stopped and shown."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import soundfile
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.desk import Desk
from app.look import theme
from app.look.style import style_sheet
from app.recognition.recognition import Part, RecognitionController
from app.sound.playback import PlaybackController
from app.sound.recorded import AGAIN, ANEW, STOP, WRITE, Recorded
from app.sound.sound import Sound
from app.sound.spoken import spoken_of
from app.values import Attached
from app.worker.recognising import WriteDown
from inference.conversation import AudioPart
from inference.errors import MediaError
from inference.events import Cancelled, Failed
from inference.history.values import Recognised
from inference.recognition.speech import Speech, Word
from inference.sentences import Sentence
from tests import alsa
from tests.alsa import spoken

Wait = Callable[..., None]


def words(text: str, *, every: float = 0.5) -> Speech:
    """Each word takes half a second."""
    said = [Word(n * every, n * every + 0.4, word) for n, word in enumerate(text.split())]
    return Speech(tuple(said), "en", len(said) * every, "test")


def recognised(part: Part, speech: Speech) -> Recognised:
    return Recognised(part.digest, 0, "speech 1", speech.text, json.dumps(speech.as_json()))


def recording(text: str) -> Attached:
    file, samples = io.BytesIO(), spoken(text)
    soundfile.write(file, samples, alsa.RATE, format="WAV")
    return Attached(AudioPart("Voice memo 14:03.wav", file.getvalue()), seconds=len(samples) / alsa.RATE, waveform=(0.5,) * 48)


@pytest.fixture
def shown(sound: Sound) -> Iterator[Callable[[Attached, RecognitionController], Recorded]]:
    opened: list[Recorded] = []

    def show(attached: Attached, recognition: RecognitionController) -> Recorded:
        opened.append(Recorded(attached, PlaybackController(sound), recognition))
        opened[-1].resize(opened[-1].sizeHint())
        opened[-1].show()
        return opened[-1]

    yield show
    for one in opened:
        one.hide()
        one.deleteLater()


Show = Callable[[Attached, RecognitionController], Recorded]


def click_word(recorded: Recorded, word: int) -> None:
    cursor = recorded.words.textCursor()
    cursor.setPosition(recorded.words._spoken.begins[word] + 1)
    QTest.mouseClick(recorded.words.viewport(), Qt.MouseButton.LeftButton, pos=recorded.words.cursorRect(cursor).center())


@pytest.mark.usefixtures("recognisers")
def test_what_is_said_comes_by_itself_and_each_word_is_heard_from_its_place(desk: Desk, shown: Show, wait_until: Wait) -> None:
    memo = recording("Please buy milk and bread. The dentist called on Monday about the appointment.")
    recorded = shown(memo, desk.recognition)
    sizes: list[bool] = []
    recorded.resized.connect(lambda: sizes.append(True))
    desk.recognition.read(memo)
    assert (recorded.state.text(), recorded.act.text()) == ("Writing it down…", STOP)
    wait_until(lambda: recorded.words._spoken.starts, 120)
    assert recorded.state.isHidden()
    assert sizes
    text = recorded.words.toPlainText()
    assert "milk" in text
    assert "called" in text.casefold()
    recorded.resize(recorded.sizeHint())
    place = next(n for n, begin in enumerate(recorded.words._spoken.begins) if text[begin:].casefold().startswith("called"))
    click_word(recorded, place)
    playback = recorded.player._playback
    assert playback.position_s == pytest.approx(recorded.words._spoken.starts[place])
    assert 1.0 < playback.position_s < memo.seconds - 1.0
    assert recorded.words._word == place
    playback.pause()


def test_the_word_being_said_is_marked_and_long_text_follows_it(
    app: QApplication, scripted: Desk, prompter: Any, shown: Show
) -> None:
    memo = recording("one")
    recorded = shown(memo, scripted.recognition)
    scripted.recognition.read(memo)
    prompter.say(WriteDown, recognised(memo.part, words(" ".join(["And so it went on and on."] * 40))))
    recorded.resize(recorded.sizeHint())
    QApplication.processEvents()
    assert len(recorded.words._spoken.stamps) > 3
    assert recorded.words.toPlainText().startswith("0:00  And so it went on")
    assert recorded.words.verticalScrollBar().maximum() > 0
    assert recorded.words.verticalScrollBar().value() == 0
    recorded.words.mark(118.2)
    (mark,) = recorded.words.extraSelections()
    assert mark.cursor.selectedText() == recorded.words.toPlainText()[slice(*_span(recorded, 236))]
    assert mark.format.background().color().name() == theme.current().accent
    assert recorded.words.verticalScrollBar().value() > 0
    app.setProperty("theme", "dark")
    app.setPalette(theme.palette(theme.DARK))
    app.setStyleSheet(style_sheet(theme.DARK))
    (mark,) = recorded.words.extraSelections()
    assert mark.format.background().color().name() == theme.DARK.accent
    app.setProperty("theme", "")
    recorded.words.mark(-1.0)
    assert recorded.words.extraSelections() == []


def _span(recorded: Recorded, word: int) -> tuple[int, int]:
    return recorded.words._spoken.begins[word], recorded.words._spoken.ends[word]


def test_what_is_heard_on_the_way_is_shown_and_can_be_stopped(scripted: Desk, prompter: Any, shown: Show) -> None:
    memo = recording("one")
    recorded = shown(memo, scripted.recognition)
    assert (recorded.state.text(), recorded.act.text()) == ("", WRITE)
    QTest.mouseClick(recorded.act, Qt.MouseButton.LeftButton)
    number = len(prompter.jobs)
    prompter._held[number - 1].tell(Recognised(memo.part.digest, 0, "speech 1", "So far"))
    assert recorded.words.toPlainText() == "So far"
    assert recorded.act.text() == STOP
    QTest.mouseClick(recorded.act, Qt.MouseButton.LeftButton)
    assert prompter.stopped == [number]
    prompter.say(WriteDown, Cancelled("", ""))
    assert (recorded.state.text(), recorded.act.text()) == ("Not written down to its end", WRITE)
    assert recorded.words.toPlainText() == "So far"
    QTest.mouseClick(recorded.act, Qt.MouseButton.LeftButton)
    prompter.say(WriteDown, recognised(memo.part, Speech((), "", 1.0)))
    assert (recorded.state.text(), recorded.act.isHidden()) == ("No words were heard in it", True)


def test_what_was_written_down_otherwise_is_written_down_again(scripted: Desk, prompter: Any, shown: Show) -> None:
    """With another model or language chosen: the old words stay until the new ones are whole, and where that fails."""
    memo, recognition = recording("one"), scripted.recognition
    recorded = shown(memo, recognition)
    recognition.read(memo)
    prompter.say(WriteDown, recognised(memo.part, replace(words("An old text"), model="whisper-base.bin")))
    assert recorded.act.isHidden()
    recognition.listen_with(None, "en")
    assert recorded.act.isHidden()  # it was heard as English
    recognition.listen_with(Path("/models/ggml-small.bin"), "en")
    assert (recorded.state.text(), recorded.act.text()) == ("Written down with other settings", ANEW)

    def again(*outcome: object) -> None:
        QTest.mouseClick(recorded.act, Qt.MouseButton.LeftButton)
        assert (recorded.state.text(), recorded.act.text()) == ("Writing it down again…", STOP)
        prompter._held[-1].tell(Recognised(memo.part.digest, 0, "speech 1", "So far"))
        assert recorded.words.toPlainText() == "An old text"
        prompter.say(WriteDown, *outcome)

    again(Failed(MediaError(Sentence("It broke.", "Try again."))))
    assert (recorded.state.text(), recorded.act.text()) == ("It broke. Try again.", AGAIN)
    assert recorded.words.toPlainText() == "An old text"
    again(Cancelled("", ""))
    assert (recorded.words.toPlainText(), recorded.act.text()) == ("An old text", ANEW)
    again(recognised(memo.part, replace(words("A new text"), model="ggml-small.bin")))
    assert (recorded.words.toPlainText(), recorded.act.isHidden()) == ("A new text", True)
    asked = [job for job in prompter.jobs if isinstance(job, WriteDown)]
    assert [(work.model, work.language) for work in asked] == [(None, None)] + [(Path("/models/ggml-small.bin"), "en")] * 3


def test_places_of_words_are_theirs() -> None:
    speech = words("Buy milk. Then go home.")
    part = AudioPart("a.wav", b"")
    spoken = spoken_of((recognised(part, speech),))
    assert spoken.text == "Buy milk. Then go home."
    assert [spoken.text[a:b] for a, b in zip(spoken.begins, spoken.ends, strict=True)] == ["Buy", "milk.", "Then", "go", "home."]
    assert [spoken.word_at(place) for place in (0, 2, 3, 4, 22, 23)] == [0, 0, None, 1, 4, None]
    assert [spoken.word_during(at) for at in (0.0, 0.45, 0.5, 9.0)] == [0, 0, 1, 4]
    assert spoken_of((Recognised("", 0, "speech 1", "So far"),)).text == "So far"
    assert spoken_of(()).text == ""
