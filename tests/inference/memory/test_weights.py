"""What the tensors take: once, or twice where llama.cpp makes two of one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from inference.gguf.header import Tensor
from inference.gguf.model_info import ModelInfo, read_model
from inference.loading import LoadSettings
from inference.memory.estimate import repacked_bytes, weight_bytes

F32, Q4_0, Q8_0, Q6_K = 0, 2, 8, 14
EMBEDDING = Tensor("token_embd.weight", (256, 1024), Q6_K, 0)
MATRIX = Tensor("blk.0.attn_q.weight", (256, 512), Q4_0, 0)
EXPERTS = Tensor("blk.0.ffn_up_exps.weight", (256, 512, 4), Q4_0, 0)
NORM = Tensor("blk.0.attn_norm.weight", (256,), F32, 0)
OUTPUT = Tensor("output.weight", (256, 1024), Q4_0, 0)

MAPPED, READ = LoadSettings(load_mode="mmap", repack=True), LoadSettings(load_mode="read", repack=True)


@pytest.fixture
def model(starter: tuple[Path, Path]) -> ModelInfo:
    return having(read_model(starter[0]), EMBEDDING, MATRIX, NORM)


def having(model: ModelInfo, *tensors: Tensor) -> ModelInfo:
    return replace(model, tensors=tensors, tensor_bytes=sum(tensor.bytes for tensor in tensors))


def test_mapped_and_repacked_weights_are_there_twice(model: ModelInfo) -> None:
    assert repacked_bytes(model, MAPPED, processor="x86_64") == MATRIX.bytes
    assert repacked_bytes(model, READ, processor="x86_64") == 0
    assert repacked_bytes(model, replace(MAPPED, repack=False), processor="x86_64") == 0


def test_gemma_4s_embedding_is_read_twice_and_mapped_once(model: ModelInfo) -> None:
    assert weight_bytes(model, MAPPED) == model.tensor_bytes
    assert weight_bytes(model, READ) == model.tensor_bytes + EMBEDDING.bytes
    separate = having(model, EMBEDDING, MATRIX, OUTPUT)
    assert weight_bytes(separate, READ) == separate.tensor_bytes


def test_other_models_read_theirs_once_unless_its_output_half_is_rearranged(model: ModelInfo) -> None:
    other = replace(model, architecture="gemma3")
    assert weight_bytes(other, READ, processor="x86_64") == other.tensor_bytes
    assert weight_bytes(other, READ, processor="arm64") == other.tensor_bytes + EMBEDDING.bytes
    assert weight_bytes(other, replace(READ, repack=False), processor="arm64") == other.tensor_bytes


def test_each_processor_repacks_its_own_types(model: ModelInfo) -> None:
    eight = having(model, EMBEDDING, replace(MATRIX, type_id=Q8_0))
    assert repacked_bytes(eight, MAPPED, processor="x86_64") == 0
    assert repacked_bytes(eight, MAPPED, processor="AMD64") == 0
    assert repacked_bytes(eight, MAPPED, processor="arm64") == eight.tensor_bytes  # its output half is the embedding
    assert repacked_bytes(eight, MAPPED, processor="unheard of") == eight.tensor_bytes  # rather too much


def test_outputs_and_experts_are_matrices_too(model: ModelInfo) -> None:
    whole = having(model, EMBEDDING, MATRIX, EXPERTS, NORM, OUTPUT)
    assert repacked_bytes(whole, MAPPED, processor="x86_64") == MATRIX.bytes + EXPERTS.bytes + OUTPUT.bytes
