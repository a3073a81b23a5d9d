"""Which layers slide: as llama.cpp's sources have it where the file only states a window."""

from __future__ import annotations

from pathlib import Path

import pytest

from inference.gguf.model_info import ModelInfo, read_model
from inference.gguf.values import ValueType
from tests.gguf_files import Value, gguf_bytes


def number(value: int) -> Value:
    return Value(ValueType.UINT32, value)


def model(folder: Path, architecture: str, keys: dict[str, Value] | None = None, *, layers: int = 8) -> ModelInfo:
    """A header of that architecture; `keys` as attention.KEY."""
    metadata = {
        "general.architecture": Value(ValueType.STRING, architecture),
        f"{architecture}.block_count": number(layers),
        f"{architecture}.context_length": number(4096),
        f"{architecture}.embedding_length": number(64),
        f"{architecture}.attention.head_count": number(4),
        **{f"{architecture}.attention.{key}": value for key, value in (keys or {}).items()},
    }
    path = folder / "model.gguf"
    path.write_bytes(gguf_bytes(metadata, {"token_embd.weight": ((64, 16), 0)}))
    return read_model(path)


@pytest.mark.parametrize(
    ("architecture", "layers", "whole", "window"),
    [
        ("gemma2", 8, [1, 3, 5, 7], 512),
        ("gemma3", 8, [5], 512),
        ("cohere2", 8, [3, 7], 512),
        ("gpt-oss", 4, [1, 3], 512),
        ("olmo2", 8, [3, 7], 512),
        ("plamo3", 8, [7], 512),
        ("exaone4", 64, list(range(3, 64, 4)), 512),
        ("cohere2moe", 8, [0, 4], 512),
        ("smallthinker", 8, [0, 4], 4096),
        ("llama4", 8, [3, 7], 8192),
    ],
)
def test_period_that_llama_cpp_has_for_the_architecture(
    architecture: str, layers: int, whole: list[int], window: int, tmp_path: Path
) -> None:
    found = model(tmp_path, architecture, {"sliding_window": number(512)}, layers=layers)
    assert [layer for layer, slides in enumerate(found.sliding_layers) if not slides] == whole
    assert found.sliding_window == window


@pytest.mark.parametrize("architecture", ["llama", "qwen2", "phi3", "exaone4"])
def test_windows_that_llama_cpp_ignores(architecture: str, tmp_path: Path) -> None:
    found = model(tmp_path, architecture, {"sliding_window": number(512)})
    assert found.sliding_window == 0
    assert not any(found.sliding_layers)


@pytest.mark.parametrize(("architecture", "window"), [("gemma2", 4096), ("gemma3", 0), ("llama4", 8192), ("smallthinker", 0)])
def test_window_that_the_file_does_not_state(architecture: str, window: int, tmp_path: Path) -> None:
    assert model(tmp_path, architecture).sliding_window == window


def test_no_window_where_the_file_says_so(tmp_path: Path) -> None:
    assert model(tmp_path, "llama4", {"sliding_window": number(0)}).sliding_window == 0


def test_the_files_own_pattern_and_period_come_first(tmp_path: Path) -> None:
    pattern = [True, False, False, True, True, True, False, True]
    keys = {"sliding_window": number(512), "sliding_window_pattern": Value(ValueType.BOOL, items=pattern)}
    assert model(tmp_path, "gemma3", keys).sliding_layers == tuple(pattern)
    keys["sliding_window_pattern"] = number(4)
    assert model(tmp_path, "gemma3", keys).sliding_layers == (True, True, True, False) * 2
