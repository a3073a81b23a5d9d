"""Screens for training are readable, whole and truthful: on any canvas, in any of their kinds, the same for the same seed."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast

import pytest

from inference.starter.drawing import Colour, Face, Sheet, contrast
from inference.starter.scene import Screen
from inference.starter.synthesis import topics
from inference.starter.synthesis.fonts import bold, monospaced, proportional
from inference.starter.synthesis.screens import KINDS, full_page, random_screen
from inference.starter.synthesis.screens.look import LEAST
from inference.starter.world import held_out

_VISIBLE = {chr(code) for code in range(0x21, 0x7F)} | set("€£")


def _canvas(rng: random.Random) -> tuple[int, int]:
    return rng.randint(120, 760), rng.choice((rng.randint(36, 120), rng.randint(36, 460)))


def _screens(seed: int, count: int, **options: object) -> list[Screen]:
    rng = random.Random(seed)
    return [random_screen(rng, *_canvas(rng), **options) for _ in range(count)]  # pyright: ignore[reportArgumentType]


@dataclass(frozen=True)
class Written:
    """A piece of text as it was written, with the most common colour along its middle until then."""

    sheet: Sheet
    x: float
    y: float
    text: str
    face: Face
    ink: Colour
    under: Colour


@contextmanager
def _watched() -> Generator[list[Written]]:
    """Everything written meanwhile."""
    seen: list[Written] = []
    write = Sheet.write

    def noted(sheet: Sheet, at: tuple[float, float], text: str, face: Face, ink: Colour) -> float:
        middle = round(at[1]) + face.height // 2
        strip = sheet.image.crop((round(at[0]), middle, round(at[0] + sheet.width_of(text, face)) + 1, middle + 1))
        colours = strip.getcolors() or []
        under = cast(Colour, max(colours, key=lambda counted: counted[0])[1])
        seen.append(Written(sheet, *at, text, face, ink, under))
        return write(sheet, at, text, face, ink)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Sheet, "write", noted)
        yield seen


@pytest.fixture(scope="module")
def drawn() -> tuple[list[Screen], list[Written]]:
    """Screens of every kind on 200 canvases, and all that was written on the way, what was thrown away included."""
    with _watched() as seen:
        return _screens(4, 200), seen


def test_the_same_seed_gives_the_same_screens() -> None:
    first, second = _screens(1, 30), _screens(1, 30)
    assert [(s.lines, s.facts, s.characters) for s in first] == [(s.lines, s.facts, s.characters) for s in second]
    assert all(a.image.tobytes() == b.image.tobytes() for a, b in zip(first, second, strict=True))
    assert {s.text for s in first} != {s.text for s in _screens(2, 30)}


def test_screens_are_as_large_as_their_canvas_and_have_one_to_eight_lines() -> None:
    rng = random.Random(3)
    for _ in range(100):
        width, height = _canvas(rng)
        screen = random_screen(rng, width, height)
        assert screen.image.size == (width, height)
        assert screen.image.mode == "RGB"
        assert 1 <= len(screen.lines) <= 8


def test_all_text_lies_within_the_picture_and_none_overlaps(drawn: tuple[list[Screen], list[Written]]) -> None:
    boxes: dict[int, list[tuple[float, float, float, float]]] = {}
    for piece in drawn[1]:
        right, low = piece.x + piece.sheet.width_of(piece.text, piece.face), piece.y + piece.face.ascent
        assert piece.x >= 0, piece.text
        assert piece.y >= 0, piece.text
        assert right <= piece.sheet.width, piece.text
        assert piece.y + piece.face.height <= piece.sheet.height, piece.text
        others = boxes.setdefault(id(piece.sheet), [])
        for left, top, end, bottom in others:
            assert right <= left + 1 or piece.x >= end - 1 or low <= top + 1 or piece.y >= bottom - 1, piece.text
        others.append((piece.x, piece.y, right, low))


def test_text_stands_out_from_what_it_is_written_on(drawn: tuple[list[Screen], list[Written]]) -> None:
    contrasts = sorted(contrast(piece.ink, piece.under) for piece in drawn[1])
    assert contrasts[0] >= LEAST
    assert contrasts[len(contrasts) // 5] >= 90  # mostly much more


def test_lines_are_in_reading_order_and_visible(drawn: tuple[list[Screen], list[Written]]) -> None:
    for screen in drawn[0]:
        assert [c.text for c in screen.characters] == list(screen.text.replace(" ", "").replace("\n", ""))
        assert {c.text for c in screen.characters} <= _VISIBLE
        for number, line in enumerate(screen.lines):
            assert line == " ".join(line.split())
            row = [c for c in screen.characters if c.line == number]
            assert [c.x for c in row] == sorted(c.x for c in row)
            assert max(c.y for c in row) < min((c.y for c in screen.characters if c.line == number + 1), default=10_000)


def test_fonts_are_those_for_training(drawn: tuple[list[Screen], list[Written]]) -> None:
    regular = set(proportional() + monospaced())
    assert {piece.face.path for piece in drawn[1]} <= regular | {bold(path) for path in regular}


def test_every_answer_can_be_seen_and_none_is_held_out(drawn: tuple[list[Screen], list[Written]]) -> None:
    for screen in drawn[0]:
        for fact in screen.facts:
            assert fact.answer in {"yes", "no"} or any(fact.answer in line for line in screen.lines), fact
            assert fact.answer in {"yes", "no"} or not held_out(fact.answer), fact
        asked = [question for fact in screen.facts for question in fact.questions]
        assert len(asked) == len(set(asked)), "a question has two answers"


def test_nothing_is_held_out_but_words_of_code() -> None:
    with _watched() as seen:
        screens = _screens(5, 80, kinds=[kind for kind in KINDS if kind != "code"])
    assert not [piece.text for piece in seen if held_out(piece.text)]
    assert not [screen.text for screen in screens if len(screen.lines) == 1 and held_out(screen.text)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_drawn_wherever_it_fits_and_has_facts(kind: str) -> None:
    screens = _screens(8, 12, kinds=(kind,))
    assert all(screen.lines for screen in screens)
    rng = random.Random(9)
    for _ in range(10):
        screen = random_screen(rng, 420, 220, kinds=(kind,))
        assert screen.facts or kind == "lines"


def test_every_question_about_known_names_is_spoken() -> None:
    spoken = set(topics.SPOKEN)
    for screen in _screens(10, 80, invented=0.0):
        assert {question for fact in screen.facts for question in fact.questions} <= spoken
    facts = [fact for screen in _screens(11, 30, invented=1.0) for fact in screen.facts]
    assert any(not spoken & set(fact.questions) for fact in facts)


def test_facts_are_of_many_kinds() -> None:
    asked = Counter(fact.questions[0] for screen in _screens(12, 150, invented=0.0) for fact in screen.facts)
    for question in ("Which button is selected?", "Which entry is highlighted?", "What is the command?", "What is the error?"):
        assert asked[question], question
    assert len(asked) > 120


def test_small_text_is_more_common_and_limits_are_kept() -> None:
    rng = random.Random(13)
    with _watched() as seen:
        for _ in range(60):
            random_screen(rng, 420, 220)
    sizes = sorted(piece.face.size for piece in seen)
    assert 14 <= sizes[0] <= sizes[-1] <= 48
    assert sizes[len(sizes) // 2] < 26
    with _watched() as seen:
        for _ in range(20):
            random_screen(rng, 420, 220, size=(33, 40))
    assert all(33 <= piece.face.size <= 40 for piece in seen)


def test_full_pages_are_full() -> None:
    rng = random.Random(14)
    for _ in range(10):
        width, height = rng.randint(180, 560), rng.randint(60, 420)
        page = full_page(rng, width, height)
        assert page.image.size == (width, height)
        assert {c.text for c in page.characters} <= _VISIBLE
        assert all(0 < c.x < width and 0 < c.y < height for c in page.characters)
        assert max(c.x for c in page.characters) > width * 0.75
    assert len(full_page(random.Random(15), 400, 300, size=(14, 14)).characters) > 400


def test_how_long_screens_take(record_property: Callable[[str, object], None]) -> None:
    _screens(16, 20)
    start = time.process_time()
    assert len(_screens(17, 50)) == 50
    record_property("milliseconds a screen", (time.process_time() - start) * 20)
