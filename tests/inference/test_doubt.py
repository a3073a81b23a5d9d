"""When an answer is doubted: by how likely its words were to the model, never where it refuses."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from inference.conversation import DocumentPart, Message, Request, Sampling, TextPart
from inference.doubt import Doubt, Sureness, is_doubted, refuses
from inference.engine import Engine
from inference.events import Finished
from inference.gguf.model_info import read_model
from inference.loading import LoadSettings, ModelFiles
from inference.prompt import manner
from inference.prompt.manner import Manner
from inference.stop import StopFlag
from tests.other_models import text_model

ALWAYS, NEVER, LATER = Doubt("T", 0.05, 1e6), Doubt("T", 0.05, -1e6), Doubt("T", 0.05, 1e6, first=2)
NOTE = DocumentPart("note.txt", b"Rent: 900")


BOUND = Doubt("That", weight=0, below=-0.3)


def sure(*chances: float, refusing: float = 0.01) -> Sureness:
    """Of tokens that were so likely, with `refusing` for the one with which it would have refused."""
    sureness = Sureness(1)
    for chance in chances:
        sureness.add(np.log(np.array([chance, refusing, 1 - chance - refusing], np.float32)) + 7, 0)
    return sureness


def test_the_score_is_the_mean_of_the_log_probabilities_and_less_where_it_nearly_refused() -> None:
    assert sure(0.5, 0.25).score(0) == pytest.approx(math.log(0.125) / 2, abs=1e-6)
    assert sure(0.5, 0.25, refusing=0.1).score(0.05) == pytest.approx(math.log(0.125) / 2 - 0.05 * math.log(0.1), abs=1e-6)
    assert sure(0.5, refusing=0.4).score(0.05) < sure(0.5, refusing=0.01).score(0.05)
    assert sure().score(0.05) == 0


def test_less_likely_than_the_bound_is_doubted() -> None:
    assert is_doubted("The third floor.", sure(0.6, 0.7), BOUND)
    assert not is_doubted("900 euros.", sure(0.98, 0.97), BOUND)
    assert not is_doubted("", sure(0.6), BOUND)


@pytest.mark.parametrize(
    ("answer", "is_one"),
    [
        ("That is not in the text.", True),
        ("The text does not mention it.", True),
        ("The text doesn’t say who bakes the bread.", True),
        ("There is no information about dogs.", True),
        ("Das steht nicht im Text.", True),
        ("Not stated.", True),
        ("Third floor", False),
        ("Smoking is not allowed.", False),
        ("No.", False),
        ("Nobody was there; the fee is 12 euros.", False),
    ],
)
def test_what_refuses_is_known(answer: str, is_one: bool) -> None:
    assert refuses(answer) is is_one
    assert is_doubted(answer, sure(0.2), BOUND) is not is_one


def ask(engine: Engine, *messages: Message) -> bool:
    outcome = engine.generate(Request(messages, max_tokens=6), emit=lambda _event: None, stop=StopFlag())
    assert isinstance(outcome, Finished)
    assert outcome.text
    return outcome.cost.doubted


def test_an_engine_doubts_answers_to_questions_about_what_is_attached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = ModelFiles(text_model(tmp_path / "tiny.gguf", endless=True), trusted=True)
    info = read_model(files.model)
    exact = Sampling.exact()
    engine = Engine()
    engine.load(files, LoadSettings(context=1024, threads=1), emit=lambda _event: None)
    first = Message("user", (NOTE, TextPart("What is the rent?")))
    second = (first, Message.text("assistant", "900"), Message.text("user", "Since when?"))
    for doubt, doubted in ((ALWAYS, (True, True)), (LATER, (False, True)), (NEVER, (False, False)), (None, (False, False))):
        monkeypatch.setitem(manner._MEASURED, (info.name, info.file_bytes), Manner(sampling=exact, doubt=doubt))
        assert (ask(engine, first), ask(engine, *second)) == doubted
        assert not ask(engine, Message("user", (NOTE, TextPart("Write a poem about it."))))
        assert not ask(engine, Message.text("user", "What is the rent?"))
    engine.close()
