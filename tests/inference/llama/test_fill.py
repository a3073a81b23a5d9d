"""A context filled without evaluating: by what llama.cpp itself says of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from inference.llama.context import Context
from inference.llama.fill import fill, parse
from inference.llama.loaded_model import Model


@pytest.fixture
def model(starter: tuple[Path, Path]) -> Iterator[Model]:
    opened = Model(starter[0])
    yield opened
    opened.close()


@pytest.mark.parametrize(("kv_type", "fused"), [("f16", True), ("f16", False), ("q8_0", True)])
def test_a_filled_context_goes_on_where_it_ends(model: Model, kv_type: str, fused: bool) -> None:
    context = Context(model, context=4096, n_ubatch=128, kv_type=kv_type, flash_attention=fused)  # pyright: ignore[reportArgumentType]
    try:
        assert fill(context, 4000)
        assert context.first_kept == 4000 - context.n_swa
        context.decode([5] * 96, 4000)  # llama.cpp takes nothing but the next position
        assert context.logits().shape == (model.n_vocab,)
    finally:
        context.close()


def test_a_context_filled_once_can_be_filled_again(model: Model) -> None:
    context = Context(model, context=2048, n_ubatch=128)
    try:
        assert fill(context, 1500)
        assert fill(context, 100)
        context.decode([5], 100)
    finally:
        context.close()


@pytest.mark.parametrize("saved", [b"", b"\0" * 7, b"\0" * 64, b"\xff" * 200])
def test_what_is_no_saved_sequence_is_left_alone(saved: bytes) -> None:
    assert parse(saved) is None
