"""When an answer is doubted: by how likely its words were to the model, never where it refuses."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from inference.conversation import DocumentPart, Message, Request, Sampling, TextPart
from inference.doubt import Doubt, Sureness, find_unsure, refuses
from inference.engine import Engine
from inference.events import Finished
from inference.gguf.model_info import read_model
from inference.loading import LoadSettings, ModelFiles
from inference.prompt import manner
from inference.prompt.manner import Manner
from inference.stop import StopFlag
from tests.other_models import text_model

NOTE = DocumentPart("note.txt", b"Rent: 900")
DOUBT = Doubt("That", weight=0, slope=2, offset=-0.6)


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


def test_the_less_likely_the_words_the_likelier_they_are_made_up() -> None:
    unlikely, likely = (find_unsure("The third floor.", sureness, DOUBT) for sureness in (sure(0.6, 0.7), sure(0.98, 0.97)))
    assert unlikely == pytest.approx(-0.6 - math.log(0.6 * 0.7), abs=1e-6)
    assert likely == pytest.approx(-0.6 - math.log(0.98 * 0.97), abs=1e-6)
    assert find_unsure("", sure(0.6), DOUBT) is None


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
    assert (find_unsure(answer, sure(0.2), DOUBT) is None) is is_one


def ask(engine: Engine, *messages: Message) -> float | None:
    outcome = engine.generate(Request(messages, max_tokens=6), emit=lambda _event: None, stop=StopFlag())
    assert isinstance(outcome, Finished)
    assert outcome.text
    return outcome.cost.unsure


def test_an_engine_tells_how_unsure_it_is_of_answers_about_what_is_attached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = ModelFiles(text_model(tmp_path / "tiny.gguf", endless=True), trusted=True)
    info = read_model(files.model)
    engine = Engine()
    engine.load(files, LoadSettings(context=1024, threads=1), emit=lambda _event: None)
    first = Message("user", (NOTE, TextPart("What is the rent?")))
    second = (first, Message.text("assistant", "900"), Message.text("user", "Since when?"))
    assert ask(engine, first) is None  # nobody has measured this model
    doubt = Doubt("T", weight=0.05, slope=1, offset=100)
    monkeypatch.setitem(manner._MEASURED, (info.name, info.file_bytes), Manner(sampling=Sampling.exact(), doubt=doubt))
    for asked in ((first,), second):
        assert (ask(engine, *asked) or 0) > 100
    assert ask(engine, Message("user", (NOTE, TextPart("Write a poem about it.")))) is None
    assert ask(engine, Message.text("user", "What is the rent?")) is None
    engine.close()
