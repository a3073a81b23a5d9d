"""What training screens ask about, the values they show, and the fonts they are drawn with keep to the training's side."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from inference.starter import font_files
from inference.starter.synthesis import fonts, topics, values
from inference.starter.world import held_out


def test_names_are_in_lower_case_once_and_not_held_out() -> None:
    names = [topic.name for topic in topics.TOPICS]
    assert len(names) == len(set(names))
    for name in (*names, *topics.GOODS, *topics.PEOPLE, *topics.SETTINGS, *topics.COMMANDS, *topics.VARIABLES):
        assert name == name.lower().strip()
        assert not held_out(name)
    assert 180 < len(names) < 320


def test_columns_are_not_held_out() -> None:
    assert not any(map(held_out, (*topics.COLUMNS_OF_GOODS, *topics.COLUMNS_OF_PEOPLE)))


def test_questions_start_with_the_plain_one_and_are_all_spoken() -> None:
    assert len(topics.SPOKEN) == len(set(topics.SPOKEN)) < 2000
    for topic in topics.TOPICS:
        asked = topics.questions(topic)
        assert asked[0] == f"What is the {topic.name}?"
        assert set(asked) <= set(topics.SPOKEN)
    assert "How much is the total?" in topics.SPOKEN
    assert "When is the due date?" in topics.SPOKEN
    assert "Which room?" in topics.SPOKEN


@pytest.mark.parametrize("kind", values.KINDS)
def test_values_are_short_whole_and_not_held_out(kind: values.Kind) -> None:
    rng = random.Random(1)
    made = [values.value(rng, kind) for _ in range(300)]
    assert len(set(made)) > 60
    for text in made:
        assert text == text.strip()
        assert "  " not in text
        assert 1 <= len(text) <= 45
        assert not held_out(text)


def test_sentences_and_phrases_are_not_held_out() -> None:
    rng = random.Random(2)
    assert not any(held_out(make(rng)) for make in (values.sentence, values.phrase, values.file_name) for _ in range(200))


def test_held_out_fonts_are_never_offered() -> None:
    offered = [*fonts.proportional(), *fonts.monospaced()]
    assert not [path for path in map(str.lower, offered) if any(name in path for name in ("carlito", "caladea", "hack"))]
    assert all(Path(path).exists() and Path(fonts.bold(path)).exists() for path in offered)
    with pytest.raises(ValueError, match="not among the fonts"):
        fonts.font_file("Carlito-Regular.ttf")


def test_dejavu_alone_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    only = {name: path for name, path in font_files.installed().items() if name in {"DejaVuSans.ttf", "DejaVuSansMono.ttf"}}
    monkeypatch.setattr(font_files, "installed", lambda: only)
    fonts._installed.cache_clear()
    fonts.bold.cache_clear()
    try:
        assert [Path(path).name for path in fonts.proportional()] == ["DejaVuSans.ttf"]
        assert [Path(path).name for path in fonts.monospaced()] == ["DejaVuSansMono.ttf"]
        assert fonts.bold(fonts.proportional()[0]) == fonts.proportional()[0]
        with pytest.raises(FileNotFoundError, match="fonts-lato"):
            fonts.font_file("Lato-Regular.ttf")
    finally:
        fonts._installed.cache_clear()
        fonts.bold.cache_clear()
