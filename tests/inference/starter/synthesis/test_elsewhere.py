"""What the starter is trained to leave to a larger model: many requests, and pictures without text."""

from __future__ import annotations

import random

import numpy as np
import pytest

from inference.starter.synthesis.elsewhere import random_request, random_scene, random_scene_question
from inference.starter.tokenizer import starter_tokenizer
from inference.starter.world import PLACE


@pytest.fixture(scope="module")
def requests() -> list[str]:
    rng = random.Random(1)
    return [random_request(rng) for _ in range(2000)]


def test_the_same_seed_asks_the_same(requests: list[str]) -> None:
    rng = random.Random(1)
    assert [random_request(rng) for _ in range(50)] == requests[:50]


def test_requests_are_many_and_complete(requests: list[str]) -> None:
    assert len(set(requests)) > 1500
    assert all(request == request.strip() and request for request in requests)
    assert not any("{" in request for request in requests)
    assert sum(len(request) < 12 for request in requests) > 50


def test_some_come_with_a_document(requests: list[str]) -> None:
    share = sum("[p. " in request or ", p. " in request for request in requests) / len(requests)
    assert 0.05 < share < 0.2


def test_the_answer_is_short_enough_to_be_written_letter_by_letter() -> None:
    assert len(starter_tokenizer().spell(PLACE)) == len(PLACE) <= 110


@pytest.mark.parametrize(("width", "height"), [(48, 24), (320, 200), (90, 400)])
def test_scenes_are_pictures_with_something_in_them(width: int, height: int) -> None:
    scene = random_scene(random.Random(2), width, height)
    assert (scene.mode, scene.size) == ("RGB", (width, height))
    assert np.asarray(scene).std() > 1
    assert random_scene(random.Random(2), width, height).tobytes() == scene.tobytes()


def test_questions_about_scenes_are_complete() -> None:
    rng = random.Random(3)
    questions = {random_scene_question(rng) for _ in range(500)}
    assert len(questions) > 60
    assert not any("{" in question for question in questions)
