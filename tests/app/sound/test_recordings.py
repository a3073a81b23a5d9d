"""What was recorded goes when it has arrived, and is offered again where it has not: real history, real sound, real files."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.building import build, wind_down
from app.desk import Desk, Senses
from app.sound.kept_sound import RATE, KeptSound
from app.sound.push_to_talk import GUARD_S
from app.sound.sound import Sound
from app.window.window import Window
from app.worker import Worker
from app.worker.history import HistoryWorker
from tests import alsa
from tests.alsa import SoundCard
from tests.factories import tone

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="ALSA is Linux's")

Wait = Callable[..., None]


class Hearing:
    """The whole desk with ears; the files of what it records are in `recordings`."""

    def __init__(self, folder: Path, worker: Worker, wait: Wait, settings: Path | None = None) -> None:
        self.recordings, self.wait = folder / "recordings", wait
        self.history, self.sound = HistoryWorker(folder / "chats"), Sound(self.recordings)
        self.desk: Desk = build(worker, self.history, self.sound, settings=settings)
        assert self.desk.past is not None
        assert self.desk.senses is not None
        self.senses: Senses = self.desk.senses
        self.desk.past.chats.start()

    def files(self) -> list[Path]:
        return sorted(self.recordings.glob("*"))

    def speak(self, card: SoundCard, seconds: float = 0.6) -> None:
        self.hear(card, (tone(seconds, rate=alsa.RATE) * 32767).astype(np.int16))

    def hear(self, card: SoundCard, said: np.ndarray) -> None:
        """Until it is heard; the recording goes on."""
        card.say(said)
        self.senses.voice.toggle()
        self.wait(lambda: card.said and self.senses.heard.seconds > len(said) / alsa.RATE)
        QTest.qWait(round(1000 * GUARD_S))  # the next press is no second half of this one

    def close(self) -> None:
        wind_down(self.desk)
        assert self.history.close()
        assert self.sound.close()


@pytest.fixture
def hear(worker: Worker, tmp_path: Path, wait_until: Wait) -> Iterator[Callable[[], Hearing]]:
    opened: list[Hearing] = []

    def hear() -> Hearing:
        if opened:
            opened.pop().close()
        opened.append(Hearing(tmp_path, worker, wait_until))
        opened[-1].senses.recordings.look()
        return opened[-1]

    yield hear
    opened.pop().close()


def leave_behind(folder: Path, seconds: float = 7.0) -> None:
    """As a program that was killed does."""
    kept = KeptSound.begin(folder)
    kept.add(np.full(round(seconds * RATE), 900, "<i2").tobytes())
    kept.leave()


def test_file_goes_when_the_draft_is_kept(card: SoundCard, hear: Callable[[], Hearing]) -> None:
    hearing = hear()
    hearing.senses.voice.sends = False
    hearing.speak(card)
    assert len(hearing.files()) == 1
    hearing.senses.voice.toggle()
    hearing.wait(lambda: hearing.desk.draft.chips and not hearing.desk.draft.pending)
    hearing.wait(lambda: not hearing.files())
    again = hear()
    again.wait(lambda: again.desk.draft.chips)
    assert again.desk.draft.chips[0].name.startswith("Voice memo ")
    assert again.senses.recordings.left == ()


def test_what_was_recorded_is_offered_after_the_program_ended_in_the_middle(card: SoundCard, hear: Callable[[], Hearing]) -> None:
    hearing = hear()
    hearing.speak(card)
    again = hear()
    again.wait(lambda: again.senses.recordings.left)
    (left,) = again.senses.recordings.left
    assert left.seconds >= 0.6
    assert again.files() == [left.path]
    again.senses.recordings.bring_back()
    again.wait(lambda: again.desk.draft.usable and not again.files())
    assert again.desk.draft.usable[0].seconds == pytest.approx(left.seconds)


def test_cancelled_is_gone_and_not_offered(card: SoundCard, hear: Callable[[], Hearing]) -> None:
    hearing = hear()
    hearing.speak(card)
    hearing.senses.both.cancel()
    hearing.wait(lambda: not hearing.files())
    again = hear()
    again.senses.recordings.look()
    QTest.qWait(100)
    assert again.senses.recordings.left == ()


def test_the_card_offers_each_until_the_person_decides(
    hear: Callable[[], Hearing], tmp_path: Path, shown: Callable[[Desk], Window]
) -> None:
    leave_behind(tmp_path / "recordings")
    leave_behind(tmp_path / "recordings", 3.0)
    hearing = hear()
    window = shown(hearing.desk)
    card = window.left
    assert card is not None
    hearing.wait(card.isVisible)
    assert card.words.text().startswith("2 recordings have not arrived in a message. The newest is of ")
    QTest.mouseClick(card.delete, Qt.MouseButton.LeftButton)
    assert card.words.text().startswith("What you said at ")
    hearing.wait(lambda: len(hearing.files()) == 1)
    window.close()
    again = hear()
    window = shown(again.desk)
    assert window.left is not None
    hearing.wait(window.left.isVisible)
    QTest.mouseClick(window.left.back, Qt.MouseButton.LeftButton)
    assert not window.left.isVisible()
    hearing.wait(lambda: again.desk.draft.usable and not again.files())
    assert len(again.desk.draft.usable) == 1
