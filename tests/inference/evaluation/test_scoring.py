"""The evaluation asks the same held-out things every time, and scores fairly."""

from __future__ import annotations

import hashlib
import re

import pytest

from inference.conversation import AudioPart, DocumentPart, ImagePart, Request, TextPart
from inference.evaluation.cases import TASKS, Case, Task, cases
from inference.evaluation.scoring import distance, evaluate, score
from inference.evaluation.world import NOT_THERE, PLACE, held_out
from inference.media import document
from inference.media.image import decode


def _request() -> Request:
    return Request(())


@pytest.mark.parametrize("task", TASKS)
def test_cases_are_always_the_same(task: Task) -> None:
    first, again = list(cases(task, 4)), list(cases(task, 4))
    assert first == again
    assert len({case.request for case in first}) > 1


@pytest.mark.parametrize(
    ("task", "known"),
    [
        ("hear", "c37a65e815a27685"),
        ("documents", "dca5771883ce8946"),
        ("elsewhere", "add29f35e7c8bb21"),
        ("small_documents", "1ecdc4a7abdded68"),
    ],
)
def test_cases_are_those_that_the_card_tells_of(task: Task, known: str) -> None:
    """Of every release the same, or figures could not be compared. What no font and no voice has a part in, to the letter."""
    told = hashlib.sha256()
    for case in cases(task):
        typed = [part.text for part in case.request.messages[0].parts if isinstance(part, TextPart)]
        told.update(repr((typed, case.expected, case.source)).encode())
    assert told.hexdigest()[:16] == known


def test_cases_carry_real_files() -> None:
    kinds = {task: {type(part) for part in next(cases(task, 1)).request.messages[0].parts} for task in TASKS}
    assert kinds == {
        "read": {ImagePart, TextPart},
        "ask_picture": {ImagePart, TextPart},
        "hear": {AudioPart},
        "point_and_speak": {ImagePart, AudioPart},
        "documents": {DocumentPart, TextPart},
        "elsewhere": {TextPart},
        "line": {ImagePart, TextPart},
        "small_read": {ImagePart, TextPart},
        "small_hear": {AudioPart},
        "small_documents": {DocumentPart, TextPart},
    }
    for part in next(cases("point_and_speak", 1)).request.messages[0].parts:
        if isinstance(part, ImagePart):
            assert decode(part.data, part.name).width * decode(part.data, part.name).height <= (part.tokens or 0) * 24**2 * 1.05
        if isinstance(part, AudioPart):
            assert part.data[:4] == b"RIFF"


def test_answers_are_on_the_page_they_name() -> None:
    named = 0
    for case in cases("documents", 30):
        files = [part for part in case.request.messages[0].parts if isinstance(part, DocumentPart)]
        if case.expected == NOT_THERE:
            continue
        answer, page = re.fullmatch(r"(.*) \[p\. (\d+)\]", case.expected, re.DOTALL).groups()  # pyright: ignore[reportOptionalMemberAccess]
        texts = [p.text for part in files for p in document.read(part) if p.number == int(page)]
        assert any(answer in " ".join((text or "").split()) for text in texts), case.expected
        named += 1
    assert named > 10


def test_right_answers_score_full_marks() -> None:
    known = {case.request: case.expected for task in TASKS for case in cases(task, 3)}
    results = evaluate(lambda request: f" {known[request]}\n", limit=3)
    assert results == {
        "read": {"cer": 0.0, "exact": 1.0, "n": 3},
        "ask_picture": {"exact": 1.0, "n": 3},
        "hear": {"wer": 0.0, "exact": 1.0, "n": 3},
        "point_and_speak": {"exact": 1.0, "n": 3},
        "documents": {"exact": 1.0, "invented": 0.0, "n": 3},
        "elsewhere": {"exact": 1.0, "n": 3},
        "line": {"cer": 0.0, "exact": 1.0, "n": 3},
        "small_read": {"cer": 0.0, "exact": 1.0, "n": 3},
        "small_hear": {"cer": 0.0, "exact": 1.0, "n": 3},
        "small_documents": {"exact": 1.0, "invented": 0.0, "n": 3},
    }


def test_misread_characters_cost_one_by_one_whatever_the_lines() -> None:
    asked = [Case("read", _request(), "12.50"), Case("read", _request(), "Hello\nyou")]
    figures = score("read", asked, ["12,50", "Hello you"])
    assert (figures["cer"], figures["exact"]) == (pytest.approx(1 / 14), 0.5)


def test_misheard_words_cost_one_by_one_whatever_the_case() -> None:
    asked = [Case("hear", _request(), "Call Anna at half past two."), Case("hear", _request(), "The code is 407.")]
    figures = score("hear", asked, ["call anna at half past too", "The code is 4 0 7"])
    assert (figures["wer"], figures["exact"]) == (pytest.approx(4 / 10), 0.0)


def test_what_the_document_does_not_say_is_invented() -> None:
    there, absent = (
        Case("documents", _request(), "42 [p. 1]", "total: 42\ntax: 7"),
        Case("documents", _request(), NOT_THERE, "a: 1"),
    )
    figures = score(
        "documents", [there] * 5 + [absent] * 2, ["42 [p. 1]", "42 [p. 2]", "7 [p. 1]", "43 [p. 1]", "", "1 [p. 1]", NOT_THERE]
    )
    assert figures == {"exact": pytest.approx(2 / 7), "invented": pytest.approx(3 / 7), "n": 7}


def test_in_the_small_world_a_page_may_be_named_or_not() -> None:
    asked = [Case("small_documents", _request(), "48.20", "total: 48.20\ntax: 7")] * 3
    figures = score("small_documents", asked, ["48.20", "48.20 [p. 1]", "7 [p. 1]"])
    assert figures == {"exact": pytest.approx(2 / 3), "invented": 0.0, "n": 3}


def test_lines_and_the_small_world_are_held_out() -> None:
    for task in ("line", "small_read", "small_documents"):
        assert all(held_out(case.expected) for case in cases(task, 30))
    assert all(held_out(case.expected) for case in cases("small_hear", 12) if len(case.expected) > 2)


def test_the_place_is_one_honest_sentence() -> None:
    assert PLACE.endswith(".")
    assert "Gemma 4" in PLACE
    assert len(PLACE) <= 110


@pytest.mark.parametrize(("a", "b", "edits"), [("", "", 0), ("kitten", "sitting", 3), ("abc", "", 3), ("12", "21", 2)])
def test_distance(a: str, b: str, edits: int) -> None:
    assert distance(a, b) == distance(b, a) == edits
    assert distance(list(a), list(b)) == edits
