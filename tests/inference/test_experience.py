"""What loads teach: the error of the estimates and the speed of prompts, kept for the next load."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from inference.conversation import Message, Request, Sampling
from inference.engine import Engine
from inference.events import Loaded
from inference.experience import Experience
from inference.loading import LoadSettings, ModelFiles
from inference.memory.estimate import of_files
from inference.stop import StopFlag

MIB = 2**20


def load(engine: Engine, starter: tuple[Path, Path]) -> Loaded:
    return engine.load(ModelFiles(*starter, trusted=True), LoadSettings(context=2048), emit=lambda _event: None)


def test_a_second_load_knows_how_fast_the_first_one_read(starter: tuple[Path, Path], tmp_path: Path) -> None:
    engine = Engine(cache_dir=tmp_path)
    assert load(engine, starter).prefill_tokens_per_s is None
    question = Request((Message.text("user", "word " * 100),), sampling=Sampling.exact(), max_tokens=2)
    outcome = engine.generate(question, emit=lambda _event: None, stop=StopFlag())
    assert load(engine, starter).prefill_tokens_per_s == pytest.approx(outcome.cost.prefill_tokens_per_s)
    engine.close()


def test_a_short_question_teaches_nothing_about_speed(starter: tuple[Path, Path], tmp_path: Path) -> None:
    experience = Experience(ModelFiles(*starter), tmp_path)
    experience.read(5, 1000.0)
    assert experience.speed is None
    experience.read(500, 1000.0)
    assert experience.speed == 1000.0


@pytest.mark.skipif(sys.platform != "linux", reason="mapped weights are resident at once on Linux")
def test_loads_are_held_against_what_was_predicted(starter: tuple[Path, Path], tmp_path: Path) -> None:
    files, settings = ModelFiles(*starter), LoadSettings(context=2048)
    predicted = of_files(files, settings, program=500 * MIB).resting
    experience = Experience(files, tmp_path)
    assert experience.estimates == ""
    experience.loaded(settings, before=500 * MIB, resident=predicted)  # too small a model to tell anything
    assert experience.estimates == ""
    experience.loaded(settings, before=500 * MIB, resident=1000 * MIB)
    assert experience.estimates.startswith("within 4")
    assert Experience(files, tmp_path).estimates == experience.estimates


def test_without_a_folder_nothing_is_kept(starter: tuple[Path, Path]) -> None:
    experience = Experience(ModelFiles(*starter), None)
    experience.loaded(LoadSettings(), before=0, resident=2000 * MIB)
    experience.read(500, 1000.0)
    assert (experience.speed, experience.estimates) == (None, "")
