"""ModelInfo and ProjectorInfo."""

from __future__ import annotations

from pathlib import Path

import pytest

from inference.errors import ModelFileError
from inference.gguf.model_info import read_model
from inference.gguf.projector import read_projector
from inference.gguf.values import ValueType
from tests.gguf_files import Value, model_bytes, projector_bytes, tiny_model, tiny_projector


def test_a_model_is_told_by_its_header(tmp_path: Path) -> None:
    info = read_model(tiny_model(tmp_path))
    assert (info.architecture, info.name, info.block_count, info.context_length) == ("gemma4", "Tiny", 2, 4096)
    assert (info.head_count, info.head_count_kv, info.feed_forward_length) == ((2, 2), (2, 1), (64, 64))
    assert (info.key_length, info.value_length, info.key_length_swa, info.value_length_swa) == (32, 32, 16, 16)
    assert (info.sliding_window, info.sliding_layers) == (64, (True, False))
    assert (info.vocabulary_size, info.image_tokens) == (296, 280)
    assert info.chat_template is not None
    assert "<|turn>" in info.chat_template
    assert (info.sampling.temperature, info.sampling.top_k, info.sampling.top_p) == (1.0, 64, None)
    assert info.tensor_bytes == sum(info.tensor_bytes_by_type.values()) == sum(t.bytes for t in info.tensors)
    assert info.file_bytes == (tmp_path / "tiny.gguf").stat().st_size
    assert info.tensor_bytes <= info.file_bytes
    assert info.quantization == "F32"


def test_a_projector_is_told_by_its_header(tmp_path: Path) -> None:
    info = read_projector(tiny_projector(tmp_path))
    assert (info.vision, info.audio, info.vision_type, info.audio_type) == (True, True, "gemma4uv", "gemma4ua")
    assert (info.projection_dim, info.patch, info.positions) == (32, 24, 1120)


def test_the_patch_is_the_small_one_times_the_scale(tmp_path: Path) -> None:
    path = tmp_path / "p.gguf"
    changes = {
        "clip.vision.patch_size": Value(ValueType.UINT32, 12),
        "clip.vision.projector.scale_factor": Value(ValueType.UINT32, 2),
    }
    path.write_bytes(projector_bytes(changes))
    assert read_projector(path).patch == 24
    path.write_bytes(projector_bytes({"clip.vision.projector_type": Value(ValueType.STRING, "qwen3vl_merger")}))
    assert read_projector(path).patch is None


def test_one_modality_alone_is_told(tmp_path: Path) -> None:
    path = tmp_path / "p.gguf"
    path.write_bytes(projector_bytes({"clip.has_audio_encoder": None}))
    info = read_projector(path)
    assert (info.vision, info.audio, info.audio_type) == (True, False, "")


def test_a_period_stands_for_a_pattern(tmp_path: Path) -> None:
    path = tmp_path / "m.gguf"
    path.write_bytes(model_bytes({"gemma4.attention.sliding_window_pattern": Value(ValueType.UINT32, 2)}))
    assert read_model(path).sliding_layers == (True, False)


def test_each_is_refused_in_the_others_place(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match="is a projector, not a model"):
        read_model(tiny_projector(tmp_path))
    with pytest.raises(ModelFileError, match="is no projector"):
        read_projector(tiny_model(tmp_path))
