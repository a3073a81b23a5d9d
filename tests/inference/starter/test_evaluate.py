"""The evaluation asks the same held-out things every time, and scores fairly."""

from __future__ import annotations

import pytest

from inference.conversation import AudioPart, DocumentPart, ImagePart, Request
from inference.media.image import decode
from inference.starter.evaluate import TASKS, Case, Task, cases, distance, evaluate, score
from inference.starter.world import held_out


def _request() -> Request:
    return Request(())


@pytest.mark.parametrize("task", TASKS)
def test_cases_are_always_the_same(task: Task) -> None:
    first, again = list(cases(task, 4)), list(cases(task, 4))
    assert first == again
    assert len({case.expected for case in first}) > 1


def test_cases_are_held_out() -> None:
    assert all(held_out(case.expected) for case in cases("read", 40))
    assert all(held_out(case.expected) for case in cases("documents", 40))
    assert all(held_out(case.expected) for case in cases("hear", 10) if len(case.expected) > 2)


def test_cases_carry_real_files() -> None:
    (read,), (hear,), (document,) = (list(cases(task, 1)) for task in TASKS)
    picture = next(part for part in read.request.messages[0].parts if isinstance(part, ImagePart))
    assert 160 <= decode(picture.data, picture.name).width <= 420
    assert any(isinstance(part, AudioPart) and part.data[:4] == b"RIFF" for part in hear.request.messages[0].parts)
    paper = next(part for part in document.request.messages[0].parts if isinstance(part, DocumentPart))
    assert document.expected in paper.data.decode()


def test_right_answers_score_full_marks() -> None:
    known = {case.request: case.expected for task in TASKS for case in cases(task, 6)}
    results = evaluate(lambda request: f" {known[request]}\n", limit=6)
    assert results == {
        "read": {"cer": 0.0, "exact": 1.0, "n": 6},
        "hear": {"wer": 0.0, "exact": 1.0, "n": 6},
        "documents": {"exact": 1.0, "invented": 0.0, "n": 6},
    }


def test_wrong_answers_cost_by_the_character() -> None:
    asked = [Case("read", _request(), "12.50"), Case("read", _request(), "Hello")]
    assert score("read", asked, ["12,50", "Hello"]) == {"cer": 0.1, "exact": 0.5, "n": 2}


def test_what_the_document_does_not_say_is_invented() -> None:
    asked = [Case("documents", _request(), "42", "total: 42\ntax: 7")] * 4
    figures = score("documents", asked, ["42", "7", "43", ""])
    assert figures == {"exact": 0.25, "invented": 0.5, "n": 4}


@pytest.mark.parametrize(("a", "b", "edits"), [("", "", 0), ("kitten", "sitting", 3), ("abc", "", 3), ("12", "21", 2)])
def test_distance(a: str, b: str, edits: int) -> None:
    assert distance(a, b) == distance(b, a) == edits
