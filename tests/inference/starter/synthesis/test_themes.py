"""What the themes' files say holds together: kinds that exist, questions that name one slot and give no answer away."""

from __future__ import annotations

import math
import random
import re

import pytest

from inference.starter.held_out import supply
from inference.starter.synthesis.draw import KINDS, Draw
from inference.starter.synthesis.labels import LABELS
from inference.starter.synthesis.themes import THEMES, WORDS, Ask, Template
from inference.starter.world import held_out

_SLOT = re.compile(r"\{(\w*)\}")


@pytest.mark.parametrize("theme", THEMES)
def test_sentences_and_questions_fit(theme: str) -> None:
    for template in THEMES[theme]:
        _check(template)


def _check(template: Template) -> None:
    assert len(set(template.slots)) == len(template.slots) > 1
    assert {slot.rstrip("2") for slot in template.slots} <= set(KINDS)
    assert template.asks
    for ask in template.asks:
        assert {ask.named, ask.answer} <= set(template.slots)
        assert ask.named != ask.answer
        for wording in ask.wordings:
            named = _SLOT.findall(wording)
            assert named.count("") == 1, wording
            assert set(named) - {""} <= {*template.slots} - {ask.answer}, wording
            assert wording.endswith(("?", ".")), wording
            assert wording.isascii()


def test_there_is_much_to_learn_from() -> None:
    templates = [template for theme in THEMES.values() for template in theme]
    assert len({template.text for template in templates}) == len(templates) > 500
    assert sum(len(ask.wordings) for template in templates for ask in template.asks) > 5000


@pytest.mark.parametrize("kind", WORDS)
def test_kinds_of_their_own_have_many_values(kind: str) -> None:
    assert math.prod(map(len, WORDS[kind])) >= 25
    draw = Draw(random.Random(1))
    values = [draw(kind) for _ in range(8)]
    assert len(set(values)) == len(values)
    assert not any(map(held_out, values))


def test_no_word_of_the_evaluations_things_is_learned() -> None:
    kept = {*supply._GIVEN, *supply._FAMILY, *supply._OBJECT, *supply._OCCASION, *supply._FINISH}  # pyright: ignore[reportPrivateUsage]
    own = {word.lower() for parts in WORDS.values() for part in parts for word in part}
    assert not own & {word.lower() for word in kept}


def test_other_slots_of_a_question_are_filled() -> None:
    ask = Ask("dish", "weight", ("How much {word} does the {} need?", "{}?"))
    assert ask.filled({"word": "salt", "dish": "soup", "weight": "3 g"}) == ("How much salt does the {} need?", "{}?")


@pytest.mark.parametrize("form", LABELS)
def test_forms_have_labels_of_known_kinds_that_are_not_held_out(form: str) -> None:
    labels = LABELS[form]
    assert len({label.name for label in labels}) == len(labels) >= 5
    assert {label.kind for label in labels} <= set(KINDS)
    assert not any(held_out(label.name) for label in labels)
    asked = [question for label in labels for question in label.questions]
    assert len(set(asked)) == len(asked)
    assert all(question.endswith(("?", ".")) for question in asked)
