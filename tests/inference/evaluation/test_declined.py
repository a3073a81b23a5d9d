"""Held-out requests that the starter should decline, and pictures without text."""

from __future__ import annotations

import random

import numpy as np
import pytest

from inference.evaluation import cases


@pytest.fixture(scope="module")
def requests() -> list[str]:
    rng = random.Random(1)
    return [cases.random_request(rng) for _ in range(800)]


def test_the_same_seed_asks_the_same(requests: list[str]) -> None:
    rng = random.Random(1)
    assert [cases.random_request(rng) for _ in range(50)] == requests[:50]


def test_requests_are_many_and_complete(requests: list[str]) -> None:
    assert len(set(requests)) > 450
    assert all(request == request.strip() and request for request in requests)
    assert not any("{" in request for request in requests)
    assert 0.08 < sum(request.startswith("[") for request in requests) / len(requests) < 0.18


def test_scenes_are_pictures_with_something_in_them() -> None:
    scene = cases.random_scene(random.Random(3), 320, 200)
    assert (scene.mode, scene.size) == ("RGB", (320, 200))
    assert np.asarray(scene).std() > 1
    assert cases.random_scene(random.Random(3), 320, 200).tobytes() == scene.tobytes()


def test_questions_about_scenes_are_complete() -> None:
    rng = random.Random(4)
    assert not any("{" in cases.random_scene_question(rng) for _ in range(200))
