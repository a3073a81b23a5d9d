"""Chips and prices of what is being written."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer

from app.desk import Desk
from app.values import Attached, ModelChoice
from app.worker.engine import Load
from app.worker.media import Prepare, Price
from app.worker.recognising import ReadPicture
from inference.conversation import AudioPart, ImagePart, Message
from inference.errors import MediaError
from inference.events import Capabilities, Failed, Loaded, PartPrice, Priced
from inference.sentences import Sentence

Wait = Callable[..., None]
BLIND = Capabilities(
    "Writer", vision=False, audio=True, thinking=False, context=1000, image_tokens=0, image_tokens_max=0, is_starter=False
)


def load(desk: Desk, prompter: Any, capabilities: Capabilities) -> None:
    desk.models.load(ModelChoice(Path("m.gguf")))
    prompter.say(Load, Loaded(capabilities, 1.0))


def test_two_files_of_one_name_are_told_apart(scripted: Desk) -> None:
    scripted.drafts.attach_files([Path("a/shot.png"), Path("b/shot.png"), Path("c/shot.png"), Path("x/README"), Path("y/README")])
    assert [chip.name for chip in scripted.draft.chips] == ["shot.png", "shot (2).png", "shot (3).png", "README", "README (2)"]


def test_model_that_cannot_see_refuses_pictures_with_a_sentence(scripted: Desk, prompter: Any) -> None:
    load(scripted, prompter, BLIND)
    scripted.drafts.attach_bytes("a.png", b"a")
    prompter.say(Prepare, Attached(ImagePart("a.png", b"a")))
    assert scripted.draft.chips[0].pending  # its text is being read, which the model could be given
    prompter.say(ReadPicture, Failed(MediaError(Sentence("It holds no text.", "Choose another."))))
    assert scripted.draft.chips[0].problem.startswith("Writer cannot see pictures")
    assert scripted.draft.chips[0].problem.endswith("It holds no text. Choose another.")
    assert scripted.draft.empty
    scripted.drafts.attach_bytes("a.wav", b"a")
    prompter.say(Prepare, Attached(AudioPart("a.wav", b"a")))
    assert scripted.draft.chips[1].problem == ""


def test_chip_dropped_while_loading_is_judged_once_it_is_known_what_the_model_can(scripted: Desk, prompter: Any) -> None:
    scripted.models.load(ModelChoice(Path("m.gguf")))
    scripted.drafts.attach_bytes("a.png", b"a")
    prompter.say(Prepare, Attached(ImagePart("a.png", b"a")))
    assert scripted.draft.chips[0].problem == ""
    prompter.say(ReadPicture, Failed(MediaError(Sentence("It holds no text.", "Choose another."))))
    assert scripted.draft.chips[0].problem == ""
    prompter.say(Load, Loaded(BLIND, 1.0))
    assert scripted.draft.chips[0].problem


def test_typing_is_priced_once_it_pauses(scripted: Desk, prompter: Any, wait_until: Wait) -> None:
    load(scripted, prompter, BLIND)
    wait_until(lambda: isinstance(prompter.jobs[-1], Price))
    prompter.say(Price, Priced((), 0))
    before = len(prompter.jobs)
    for text in ("W", "Wh", "Why", "Why?"):
        scripted.drafts.set_text(text)
    wait_until(lambda: len(prompter.jobs) > before)
    assert len(prompter.jobs) == before + 1
    assert prompter.jobs[-1].request.messages[-1].parts[0].text == "Why?"


def test_price_is_shown_on_the_chip_and_in_the_meter(scripted: Desk, prompter: Any, wait_until: Wait) -> None:
    load(scripted, prompter, BLIND)
    scripted.drafts.attach_bytes("a.wav", b"a")
    prompter.say(Prepare, Attached(AudioPart("a.wav", b"a"), seconds=4.0))
    wait_until(lambda: isinstance(prompter.jobs[-1], Price))
    prompter.say(Price, Priced((PartPrice("audio", "a.wav", 100, 0), PartPrice("template", "", 9)), 109))
    assert scripted.draft.chips[0].facts == "0:04  ·  100 tokens"
    assert scripted.meter.budget is not None
    assert scripted.meter.budget.prompt == 109


def test_removed_chip_is_not_heard_of_again(scripted: Desk, prompter: Any) -> None:
    scripted.drafts.attach_bytes("a.png", b"a")
    scripted.drafts.remove(scripted.draft.chips[0].number)
    assert prompter.forgotten[-1] == len(prompter.jobs)
    prompter.say(Prepare, Attached(ImagePart("a.png", b"a")))
    assert scripted.draft.chips == ()


def test_price_of_what_was_written_before_is_not_taken_for_that_of_now(scripted: Desk, prompter: Any, wait_until: Wait) -> None:
    load(scripted, prompter, BLIND)
    scripted.drafts.set_text("first")
    wait_until(lambda: isinstance(prompter.jobs[-1], Price))
    scripted.drafts.set_text("second, much longer than that")
    prompter.say(Price, Priced((PartPrice("text", "user", 5, 0),), 5))
    assert scripted.meter.budget is not None
    assert scripted.meter.budget.prompt == 5  # near, and shown
    assert not scripted.drafts.prices.current
    wait_until(lambda: prompter.jobs[-1].request.messages[-1] == Message.text("user", "second, much longer than that"))
    prompter.say(Price, Priced((PartPrice("text", "user", 30, 0),), 30))
    assert scripted.drafts.prices.current


def test_meter_lives_while_one_types_on(scripted: Desk, prompter: Any, wait_until: Wait) -> None:
    load(scripted, prompter, BLIND)
    typed = itertools.count(1)
    typing = QTimer(interval=20)
    typing.timeout.connect(lambda: scripted.drafts.set_text("x" * next(typed)))
    typing.start()
    for tokens in (7, 8):
        jobs = len(prompter.jobs)
        wait_until(lambda jobs=jobs: len(prompter.jobs) > jobs)
        prompter.say(Price, Priced((PartPrice("text", "user", tokens, 0),), tokens))
        assert scripted.meter.budget is not None
        assert scripted.meter.budget.prompt == tokens
    typing.stop()
