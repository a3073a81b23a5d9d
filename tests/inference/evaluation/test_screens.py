"""Held-out screens are always the same, and show what is asked about: names and values that are held out."""

from __future__ import annotations

import random
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from inference.evaluation import drawing
from inference.evaluation.drawing import Face, Screen, Sheet, contrast
from inference.evaluation.screens import names
from inference.evaluation.screens.drawn import BUDGETS, LAYOUTS, Layout, random_screen
from inference.evaluation.screens.page import FONTS, LARGEST, MONO, SANS, SMALLEST, Family, NoRoom, Page, random_look
from inference.evaluation.world import held_out
from inference.media.prepared import fit

SEEDS = range(48)
PATCH, POSITIONS = 24, 1120  # of the starter


@cache
def drawn() -> list[tuple[Screen, int]]:
    return [random_screen(random.Random(seed)) for seed in SEEDS]


def page(*, family: Family = SANS) -> Page:
    rng = random.Random(1)
    return Page(rng, (200, 100), random_look(rng, family))


def test_same_seed_same_screen() -> None:
    for seed in SEEDS[:5]:
        (one, at), (other, again) = random_screen(random.Random(seed)), drawn()[seed]
        assert (one.lines, one.characters, one.facts, at) == (other.lines, other.characters, other.facts, again)
        assert one.image.tobytes() == other.image.tobytes()


def test_size_is_what_the_budget_holds() -> None:
    for screen, budget in drawn():
        width, height = screen.image.size
        assert 0.55 <= width * height / (budget * PATCH**2) <= 1.05
        given = fit(width, height, budget=budget, patch=PATCH, positions=POSITIONS)
        assert 0.7 < given[0] * given[1] / (width * height) < 1.85


def test_all_budgets_and_lengths_occur() -> None:
    assert {budget for _, budget in drawn()} == set(BUDGETS)
    lengths = [len(screen.lines) for screen, _ in drawn()]
    assert min(lengths) == 1
    assert max(lengths) <= 8
    assert len(set(lengths)) >= 5


def test_dark_and_light_occur() -> None:
    corners = [screen.image.getpixel((1, screen.image.height // 2)) for screen, _ in drawn()]
    dark = sum(contrast(corner, (0, 0, 0)) < 110 for corner in corners if isinstance(corner, tuple))
    assert 0.25 < dark / len(corners) < 0.75


def test_every_answer_is_visible_and_held_out() -> None:
    for screen, _ in drawn():
        assert screen.facts
        for fact in screen.facts:
            if fact.answer not in ("yes", "no"):
                assert any(fact.answer in line for line in screen.lines), fact
                assert held_out(fact.answer), fact


def test_answers_are_rarely_yes_or_no() -> None:
    answers = [fact.answer for screen, _ in drawn() for fact in screen.facts]
    assert sum(answer in ("yes", "no") for answer in answers) <= len(answers) / 10


def test_one_question_has_one_answer() -> None:
    for screen, _ in drawn():
        asked = [question for fact in screen.facts for question in fact.questions]
        assert len(asked) == len(set(asked))


def test_every_character_is_inside_and_on_one_row() -> None:
    for screen, _ in drawn():
        rows: dict[int, list[float]] = {}
        for character in screen.characters:
            assert 1 < character.x < screen.image.width - 1
            assert SMALLEST / 4 < character.y < screen.image.height - SMALLEST / 4
            rows.setdefault(character.line, []).append(character.y)
        tops = [min(row) for row in rows.values()]
        assert all(max(row) - min(row) < SMALLEST / 2 for row in rows.values())
        assert all(below - above > SMALLEST / 2 for above, below in pairwise(tops))


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.draw.__name__)
def test_every_layout_is_written_in_held_out_fonts_of_the_promised_size(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    faces: list[Face] = []
    write = Sheet.write

    def noted(sheet: Sheet, at: tuple[float, float], text: str, face: Face, ink: tuple[int, int, int]) -> float:
        faces.append(face)
        return write(sheet, at, text, face, ink)

    monkeypatch.setattr(Sheet, "write", noted)
    monkeypatch.setattr("inference.evaluation.screens.drawn.LAYOUTS", (layout,))
    screen, _ = random_screen(random.Random(5))
    assert screen.facts
    assert {Path(face.path).name for face in faces} <= set(FONTS)
    assert all(SMALLEST <= face.size <= LARGEST for face in faces)


def test_all_names_and_answers_to_choose_from_are_held_out() -> None:
    of_choices = [choice for choices in names.CHOICES.values() for choice in choices]
    for texts in (names.BUTTONS, names.SWITCHES, names.COMMANDS, names.KEYS, names.PARTS, names.PLACES,
                  names.GOODS, names.ALERTS, of_choices, *names.NAMES.values()):  # fmt: skip
        assert [text for text in texts if not held_out(text)] == []


@pytest.mark.parametrize("kind", names.KINDS)
def test_values_of_every_kind_are_held_out_and_short(kind: str) -> None:
    rng = random.Random(3)
    values = [names.value(rng, kind, longest=12) for _ in range(20)]
    assert [value for value in values if not held_out(value) or len(value) > 12] == []


@pytest.mark.parametrize("kind", names.KINDS)
def test_questions_differ_and_few_ask_what_it_says(kind: str) -> None:
    for name in names.NAMES[kind]:
        asked = names.wordings(name, kind)
        assert len(set(asked)) == len(asked) == 5
        assert sum(question.startswith("What does it say") for question in asked) == 1
        assert all(name in question for question in asked)


def test_entries_differ() -> None:
    found = names.entries(random.Random(4), 9)
    assert len({entry.name for entry in found}) == len({entry.value for entry in found}) == 9


@pytest.mark.parametrize(
    ("x", "y", "text"),
    [(-3, 50, "left"), (190, 50, "right"), (20, 5, "above"), (20, 99, "below"), (20, 50, "much too long " * 9)],
)
def test_text_that_is_cut_off_is_refused(x: float, y: float, text: str) -> None:
    sheet = page()
    with pytest.raises(NoRoom):
        sheet.say((x, y), text, sheet.face(16))


@pytest.mark.parametrize(("x", "y"), [(30, 50), (30, 58), (120, 56)])
def test_text_on_text_or_between_rows_is_refused(x: float, y: float) -> None:
    sheet = page()
    sheet.say((20, 50), "first", sheet.face(16))
    with pytest.raises(NoRoom):
        sheet.say((x, y), "second", sheet.face(16))


def test_neighbours_are_welcome() -> None:
    sheet = page()
    end = sheet.say((20, 50), "first", sheet.face(16))
    sheet.say((end + 8, 50), "second", sheet.face(20))
    sheet.say((20, 74), "third", sheet.face(16))
    assert sheet.screen().lines == ("first second", "third")


def test_missing_font_says_which_package_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "find_fonts", dict)
    with pytest.raises(FileNotFoundError, match="install the Debian package fonts-hack"):
        MONO.face(16)
