"""The README's table is what the plan says today, and the description it is made from is Gemma 4 12B's."""

from __future__ import annotations

from pathlib import Path

from inference.gguf.check import pair_problems
from inference.gguf.model_info import read_model
from inference.gguf.projector import read_projector
from tests.memory_table import in_readme, made
from tests.shape_12b import write_12b


def test_readme_says_what_the_plan_says(tmp_path: Path) -> None:
    assert in_readme() == made(tmp_path), "python -m tests.memory_table --write"


def test_description_is_the_12b(tmp_path: Path) -> None:
    model, projector = write_12b(tmp_path)
    assert pair_problems(model, projector) == []
    info = read_model(model)
    assert (len(info.tensors), info.tensor_bytes) == (667, 6_960_054_464)  # as published
    assert read_projector(projector).tensor_bytes == 175_113_216
    assert model.stat().st_blocks * 512 < 64 * 2**20  # the weights are a hole
