"""A header may claim anything: the plan has numbers for it, or one sentence against it, and never falls over."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.errors import HushError
from inference.gguf.model_info import read_model
from inference.gguf.values import ValueType
from inference.memory.machine import machine_of
from inference.memory.plan import plan
from tests.gguf_files import Value, model_bytes, model_metadata

NUMBERS = [key for key in model_metadata() if key.startswith(("gemma4.", "general.sampling", "hush."))]
absurd = st.one_of(
    st.builds(
        Value, st.just(ValueType.UINT32), st.sampled_from([0, 1, 2, 511, 512, 2**31, 2**32 - 1]) | st.integers(0, 2**32 - 1)
    ),
    st.builds(Value, st.just(ValueType.INT32), st.sampled_from([-1, -(2**31)]) | st.integers(-(2**31), 2**31 - 1)),
    st.builds(Value, st.just(ValueType.UINT64), st.sampled_from([2**63, 2**64 - 1]) | st.integers(0, 2**64 - 1)),
    st.builds(Value, st.just(ValueType.FLOAT32), st.floats(width=32)),
    st.builds(Value, st.just(ValueType.STRING), st.text(max_size=8)),
    st.builds(lambda items: Value(ValueType.INT32, items=items), st.lists(st.integers(-3, 2**31 - 1), min_size=2, max_size=2)),
)


@settings(max_examples=400)
@given(st.dictionaries(st.sampled_from(NUMBERS), absurd, min_size=1, max_size=3), st.sampled_from([1, 8, 64]))
def test_any_claim_ends_in_a_plan_or_in_a_sentence(folder: Path, claims: dict[str, Value], gib: int) -> None:
    file = folder / "claims.gguf"
    file.write_bytes(model_bytes(claims))
    said = ""
    try:
        found = plan(read_model(file), None, machine_of(gib))
    except HushError as error:
        found, said = None, str(error)
    assert found is None or found.settings.predicted_bytes > 0
    assert found is not None or (said.endswith(".") and "\n" not in said)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("absurd")
