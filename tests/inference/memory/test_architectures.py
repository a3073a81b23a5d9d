"""Which models the formulas are for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from inference.gguf.model_info import ModelInfo, read_model
from inference.memory.estimate import KNOWN, unknown_because


@pytest.fixture
def model(starter: tuple[Path, Path]) -> ModelInfo:
    return read_model(starter[0])


def test_gemma_4_and_its_like_are_known(model: ModelInfo) -> None:
    assert not unknown_because(model)
    for architecture in ("llama", "qwen3", "gemma3", "phi3", "mistral3"):
        assert not unknown_because(replace(model, architecture=architecture))


@pytest.mark.parametrize(
    ("architecture", "reason"),
    [
        ("mamba", "keep a state"),
        ("lfm2", "keep a state"),
        ("deepseek2", "compressed"),
        ("gemma3n", "differ from layer to layer"),
        ("t5", "encoder"),
        ("made-up", "made-up"),
    ],
)
def test_other_kinds_say_why_not(architecture: str, reason: str, model: ModelInfo) -> None:
    other = replace(model, architecture=architecture)
    assert reason in unknown_because(other)
    assert architecture not in KNOWN


def test_experts_and_embeddings_of_each_layer_are_not_known_whatever_the_name(model: ModelInfo) -> None:
    assert "experts" in unknown_because(replace(model, expert_count=128))
    assert "embeddings" in unknown_because(replace(model, embedding_length_per_layer=256))
