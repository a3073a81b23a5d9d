"""What loads teach: the error of the estimates and the speed of prompts, kept for the next load."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from inference.conversation import Message, Request, Sampling
from inference.engine import Engine
from inference.events import Event, Loaded
from inference.loading import LoadSettings, ModelFiles
from inference.memory.estimate import of_files
from inference.memory.records import Experience
from inference.pace import Pace
from inference.stop import StopFlag

MIB = 2**20


def load(engine: Engine, starter: tuple[Path, Path]) -> Loaded:
    return engine.load(ModelFiles(*starter, trusted=True), LoadSettings(context=2048), emit=lambda _event: None)


def test_a_second_load_knows_how_fast_the_first_one_read(starter: tuple[Path, Path], tmp_path: Path) -> None:
    engine, told = Engine(cache_dir=tmp_path), list[Event]()
    assert load(engine, starter).pace is None
    question = Request((Message.text("user", "word " * 100),), sampling=Sampling.exact(), max_tokens=2)
    engine.generate(question, emit=told.append, stop=StopFlag())
    (pace,) = (event for event in told if isinstance(event, Pace))
    assert load(engine, starter).pace == pace
    engine.close()


def test_a_short_question_teaches_nothing_about_the_pace(starter: tuple[Path, Path], tmp_path: Path) -> None:
    experience, pace = Experience(ModelFiles(*starter), tmp_path), Pace(0.1, 0.0, 0.001, 1e-6, 128)
    experience.note_prompt(5, pace)
    assert experience.pace is None
    experience.note_prompt(500, pace)
    assert experience.pace == pace


@pytest.mark.skipif(sys.platform != "linux", reason="mapped weights are resident at once on Linux")
def test_loads_are_held_against_what_was_predicted(starter: tuple[Path, Path], tmp_path: Path) -> None:
    files, settings = ModelFiles(*starter), LoadSettings(context=2048)
    predicted = of_files(files, settings, program=500 * MIB).resting
    experience = Experience(files, tmp_path)
    assert experience.estimates == ""
    experience.note_load(settings, before=500 * MIB, resident=predicted)  # too small a model to tell anything
    assert experience.estimates == ""
    experience.note_load(settings, before=500 * MIB, resident=1000 * MIB)
    assert experience.estimates.startswith("within 4")
    assert Experience(files, tmp_path).estimates == experience.estimates


def test_without_a_folder_nothing_is_kept(starter: tuple[Path, Path]) -> None:
    experience = Experience(ModelFiles(*starter), None)
    experience.note_load(LoadSettings(), before=0, resident=2000 * MIB)
    experience.note_prompt(500, Pace(0.1, 0.0, 0.001, 1e-6, 128))
    assert (experience.pace, experience.estimates) == (None, "")
