"""The pace that is learned is the one there is, and where little was measured it is still sensible."""

from __future__ import annotations

import random
from dataclasses import astuple
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.gguf.model_info import read_model
from inference.pace import Pace
from inference.pace_fit import PaceFit, Work, work

LARGE = Work(per_token=2.2e10, per_pair=2.6e5, cell_share=2.4e-6)
"""Gemma 4 12B's."""

costs = st.floats(0, 10, allow_nan=False)


def learned(pacing: PaceFit) -> Pace:
    fitted = pacing.solve()
    assert fitted is not None
    return Pace(*fitted, 128)


def shown(true: Pace, turns: list[tuple[int, int]], before: Pace | None = None, noise: float = 0.0) -> PaceFit:
    dice, pacing = random.Random(1), PaceFit(LARGE, before)
    for tokens, at in turns:
        pacing.learn(tokens, true.seconds(tokens, at=at) * dice.uniform(1 - noise, 1 + noise), at=at)
    return pacing


TRUE = Pace(per_call=0.9, per_cell=2e-6, per_token=0.15, per_pair=6e-6, piece=128)


def test_nothing_is_known_before_the_first_measurement() -> None:
    assert PaceFit(LARGE).solve() is None


def test_one_picture_tells_what_text_behind_it_takes() -> None:
    found = learned(shown(TRUE, [(1120, 5)]))
    for tokens, at in ((128, 1125), (20, 1300), (250, 1400)):
        assert found.seconds(tokens, at=at) == pytest.approx(TRUE.seconds(tokens, at=at), rel=0.35)


def test_a_conversation_teaches_the_pace_in_spite_of_noise() -> None:
    turns = [(1120, 5), (15, 1125), *((128, at) for at in range(1200, 6000, 128)), (30, 6100), (250, 6200), (10, 6500)]
    found = learned(shown(TRUE, turns, noise=0.1))
    for tokens, at in ((128, 7000), (12, 3000), (1120, 6000), (400, 12_000)):
        assert found.seconds(tokens, at=at) == pytest.approx(TRUE.seconds(tokens, at=at), rel=0.15)


def test_a_machine_that_slows_down_is_followed() -> None:
    pacing = shown(TRUE, [(128, at) for at in range(1000, 6000, 128)])
    for at in range(6000, 12_000, 128):
        pacing.learn(128, 3 * TRUE.seconds(128, at=at), at=at)
    assert learned(pacing).seconds(128, at=6000) == pytest.approx(3 * TRUE.seconds(128, at=6000), rel=0.25)


def test_pages_that_come_from_the_disk_do_not_count_as_pace() -> None:
    cold, warm = PaceFit(LARGE), PaceFit(LARGE)
    cold.learn(5, 7.0, at=0)
    assert cold.solve() is None
    for pacing in (cold, warm):
        pacing.learn(1120, 175.0, at=5)
    assert cold.solve() == warm.solve()


def test_an_earlier_pace_shapes_what_one_measurement_leaves_open() -> None:
    before = Pace(per_call=0.1, per_cell=0.0, per_token=0.01, per_pair=1e-5, piece=128)
    found = learned(shown(before, [(512, 0)], before=before))
    assert found.seconds(100, at=4000) == pytest.approx(before.seconds(100, at=4000), rel=0.1)


@given(
    st.lists(st.tuples(st.integers(1, 2000), st.integers(0, 130_000), st.floats(1e-6, 1e4)), min_size=1, max_size=80),
    st.one_of(st.none(), st.builds(Pace, costs, costs, costs, costs, st.integers(1, 9999))),
)
def test_whatever_is_measured_a_prediction_is_a_sensible_number(
    measured: list[tuple[int, int, float]], before: Pace | None
) -> None:
    pacing = PaceFit(LARGE, before)
    for tokens, at, seconds in [(64, 0, 1.0), *measured]:
        pacing.learn(tokens, seconds, at=at)
    found = learned(pacing)
    assert found.sound
    assert found.seconds(10) <= found.seconds(100) <= found.seconds(100, at=1000)


def test_parts_add_up_and_what_is_held_takes_nothing() -> None:
    parts = [("image", 282, 0), ("document", 300, 300), ("text", 20, 20), ("template", 8, 8)]
    found = TRUE.of_parts(parts)
    assert found[0] == 0
    assert found[1] == TRUE.seconds(300, at=282, calls=3)
    assert found[2:] == (TRUE.seconds(20, at=582, calls=0), TRUE.seconds(8, at=602, calls=0))  # in the same evaluation
    assert TRUE.of_parts([("text", 300, 300)]) == (TRUE.seconds(300, calls=3),)
    assert TRUE.of_parts([("image", 300, 300)]) == (TRUE.seconds(300, calls=1),)


@given(st.one_of(st.none(), st.text(), st.lists(st.one_of(st.floats(), st.integers(), st.text()), max_size=6)))
def test_what_a_file_holds_is_a_pace_only_if_it_could_be_one(kept: object) -> None:
    found = Pace.of(kept)
    assert found is None or (found.sound and found.seconds(100, at=100) >= 0)


def test_a_pace_is_read_again_as_it_was_written() -> None:
    assert Pace.of(TRUE.values) == TRUE
    assert Pace.of([*astuple(TRUE), 1]) is None


def test_work_counts_every_layer_and_only_what_sees_everything(starter: tuple[Path, Path]) -> None:
    model = read_model(starter[0])
    found = work(model, 256.0)
    assert found.per_pair == 2 * 6 * (64 + 64)  # one layer of six heads
    assert found.per_token > 2 * model.block_count * 3 * model.embedding_length * model.feed_forward_length[0]
    assert found.cell_share == 256 / model.tensor_bytes
