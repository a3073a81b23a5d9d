"""The window before the first question offers what the loaded model and Hush's readers can do now, and says what is not here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

import resources
from app.conversation.asked import GetModel, Try
from app.conversation.empty import EmptyState
from app.conversation.examples import MEMO, MEMO_WRITTEN, NUMBER, ORDER, SIGN
from app.conversation.first_screen import BRING, PASTE, Shown, describe_first
from app.desk import Desk
from app.models.model_dialog import ModelDialog
from app.models.model_state import ModelState
from app.recognition.recognition import Readers
from app.values import Attached, ModelChoice
from app.window.window import Window
from app.worker.engine import Load
from app.worker.media import Prepare
from app.worker.recognising import ReadPicture
from inference.conversation import ImagePart
from inference.errors import InputError, MediaError
from inference.events import Capabilities, Failed, Loaded
from inference.recognition import READER
from inference.recognition.files import SPEECH, TEXT_FIND, TEXT_READ, File, folder
from inference.sentences import Sentence

Wait = Callable[..., None]
GEMMA = Capabilities("Gemma 4 12B", True, True, True, 8192, 280, 280, False)
WRITER = Capabilities("Qwen", False, False, False, 8192, 0, 0, False)
STARTER = Capabilities("Hush starter", True, True, False, 8192, 280, 280, True)
TINY = "The starter reads a short line and hears digits: a tiny model, to see how Hush works."
ALL, NO = Readers(text=True, speech=True), Readers(text=False, speech=False)


def state(capabilities: Capabilities | None, model: Path = Path("m.gguf")) -> ModelState:
    made = ModelState()
    if capabilities is not None:
        made.choice, made.phase, made.capabilities = ModelChoice(model, is_starter=capabilities.is_starter), "ready", capabilities
    return made


def tried(shown: Shown) -> list[object]:
    """What a click on each card asks."""
    return [card.wish.example if isinstance(card.wish, Try) else card.wish for card in shown.cards]


@pytest.mark.parametrize(
    ("capabilities", "readers", "about", "wishes"),
    [
        (GEMMA, ALL, "Gemma 4 12B sees, hears and reads.", [SIGN, MEMO, ORDER]),
        (GEMMA, NO, "Gemma 4 12B sees, hears and reads.", [SIGN, MEMO, ORDER]),
        (WRITER, ALL, "Qwen is a model for text; Hush reads pictures and sound for it.", [SIGN, MEMO, ORDER]),
        (
            WRITER,
            Readers(text=True, speech=False),
            "Qwen is a model for text; Hush reads pictures for it.",
            [SIGN, None, ORDER],
        ),
        (WRITER, NO, "Qwen is a model for text.", [None, None, ORDER]),
        (STARTER, NO, TINY, [SIGN, NUMBER, ORDER]),
        (None, ALL, "No model is loaded. Reading and writing down need none; questions do.",
         [SIGN, MEMO_WRITTEN, GetModel()]),
        (None, NO, "No model is loaded.", [None, None, GetModel()]),
    ],
)  # fmt: skip
def test_it_offers_what_works(capabilities: Capabilities | None, readers: Readers, about: str, wishes: list[object]) -> None:
    shown = describe_first(state(capabilities), readers, none=capabilities is None)
    assert shown.about == about
    assert tried(shown) == wishes
    assert shown.lacking == ("" if readers == ALL else BRING)
    assert all((card.wish is None) == (card.offer == "Not now") for card in shown.cards)


def test_a_model_that_only_sees_is_lent_ears() -> None:
    shown = describe_first(state(Capabilities("Eyes", True, False, False, 8192, 280, 0, False)), ALL, none=False)
    assert shown.about == "Eyes sees and reads; Hush reads sound for it."


def test_nothing_is_promised_before_a_model_is_known() -> None:
    assert describe_first(ModelState(), NO, none=False).cards[0].about == f"Ask about it. {PASTE}"


def test_why_it_cannot_be_read_is_said_where_nothing_else_answers(scripted: Desk, prompter: Any) -> None:
    part = ImagePart("a.png", b"a")
    scripted.drafts.attach_bytes("a.png", b"a")
    prompter.say(Prepare, Attached(part))
    prompter.say(ReadPicture, Failed(MediaError("recognition-missing", name=TEXT_FIND.name, folder="here")))
    for question, told in (("What does it say?", "make setup"), ("Is that much?", "Choose a model")):
        scripted.drafts.set_text(question)
        scripted.chat.send()
        assert "No model is loaded" in scripted.notice.text
        assert told in scripted.notice.text
        assert scripted.draft.text == question


def test_without_a_model_it_reads_and_leads_to_one(
    scripted: Desk, prompter: Any, shown: Callable[[Desk], Window], wait_until: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = shown(scripted)
    empty = window.empty
    assert "No model" not in empty.about.text()  # one is on its way still
    scripted.models.load(ModelChoice(Path("m.gguf")))
    prompter.say(Load, Failed(InputError(Sentence("It is cut off.", "Get it again."))))
    assert empty.about.text() == "No model is loaded."
    assert empty.lacking.text() == BRING
    assert empty.lacking.isVisible()
    assert [card.isEnabled() for card in empty.cards] == [False, False, True]
    for file in (TEXT_FIND, TEXT_READ, SPEECH):
        make(file)
    scripted.chat.new_chat()
    window.hide()
    window.show()  # it looks again
    assert empty.lacking.text() == ""
    assert empty.title.text() == "Drop a picture or a recording: Hush reads it by itself."
    assert [card.isEnabled() for card in empty.cards] == [True, True, True]
    QTest.mouseClick(empty.cards[2], Qt.MouseButton.LeftButton)
    assert window.findChildren(ModelDialog)
    scripted.models.load(ModelChoice(Path("m.gguf")))
    prompter.say(Load, Loaded(GEMMA, 1.0))
    assert empty.about.text() == "Gemma 4 12B sees, hears and reads."
    assert empty.cards[2].accessibleName() == f"A document. Try one: {ORDER.question}"


def make(file: File) -> None:
    """As large as the real one, of nothing."""
    with (folder() / file.name).open("wb") as hollow:
        hollow.truncate(file.size)


def test_what_is_only_to_be_read_needs_no_model(
    desk: Desk,
    shown: Callable[[Desk], Window],
    wait_until: Wait,
    recognisers: None,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """By a click, without any model: the picture is read, the recording written down; a question is refused and kept."""
    monkeypatch.setattr(resources, "STARTER", tmp_path / "gone.gguf")
    window = shown(desk)
    desk.models.load_starter()
    wait_until(lambda: desk.model.failure is not None)
    empty: EmptyState = window.empty
    for card, said in ((empty.cards[0], "Platform 4"), (empty.cards[1], "bread, butter and two lemons")):
        desk.chat.new_chat()
        wait_until(empty.isVisible)
        QTest.mouseClick(card, Qt.MouseButton.LeftButton)
        wait_until(lambda: desk.transcript.entries and desk.transcript.entries[-1].state == "done", 60)
        answer = desk.transcript.entries[-1]
        assert answer.model == READER
        assert said in answer.text
    desk.chat.new_chat()
    desk.drafts.attach_files([resources.example("sign.png")])
    desk.drafts.set_text("Which platform is next to it?")
    wait_until(lambda: not desk.draft.pending)
    desk.chat.send()
    assert "No model is loaded" in desk.notice.text
    assert desk.draft.text == "Which platform is next to it?"
    assert len(desk.draft.chips) == 1
