"""The memory formulas: exactly llama.cpp's for the cache, and for Gemma 4 12B the figures measured for this project."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.gguf.header import Tensor
from inference.gguf.model_info import DefaultSampling, ModelInfo, read_model
from inference.gguf.projector import ProjectorInfo
from inference.loading import LoadSettings, ModelFiles
from inference.memory.estimate import estimate, of_files
from inference.memory.kv_cache import (
    KVLayer,
    bookkeeping_bytes,
    compute_bytes,
    flash_attention,
    kv_bytes,
    kv_layers,
    pad,
    score_bytes,
    sliding_cells,
)

MIB = 2**20
F32, Q4_0 = 0, 2

PATTERN = tuple(layer % 6 != 5 for layer in range(48))
GEMMA_4_12B = ModelInfo(
    path=Path("gemma-4-12b-it-qat-q4_0.gguf"),
    architecture="gemma4",
    name="Gemma 4 12B",
    file_bytes=6_975_877_728,
    quantization="Q4_0",
    tensor_bytes=6_960_054_464,
    tensor_bytes_by_type={"Q4_0": 6_130_483_200, "Q6_K": 825_753_600, "F32": 3_817_664},
    tensors=(Tensor("token_embd.weight", (3840, 262_144), 14, 0), Tensor("blk.0.attn_q.weight", (3840, 4096), Q4_0, 0)),
    block_count=48,
    context_length=262_144,
    embedding_length=3840,
    feed_forward_length=(15_360,) * 48,
    head_count=(16,) * 48,
    head_count_kv=tuple(8 if sliding else 1 for sliding in PATTERN),
    key_length=512,
    value_length=512,
    key_length_swa=256,
    value_length_swa=256,
    sliding_window=1024,
    sliding_layers=PATTERN,
    shared_kv_layers=0,
    embedding_length_per_layer=0,
    expert_count=0,
    vocabulary_size=262_144,
    vocabulary_kind="gemma4",
    merge_count=514_906,
    chat_template="",
    sampling=DefaultSampling(),
    image_tokens=None,
)
PROJECTOR_12B = ProjectorInfo(
    path=Path("mmproj.gguf"),
    name="mmproj",
    file_bytes=175_114_912,
    tensor_bytes=175_113_216,
    tensor_bytes_by_type={},
    tensors=(Tensor("v.patch_embd.weight", (6912, 3840), F32, 0),),
    vision=True,
    audio=True,
    vision_type="gemma4uv",
    audio_type="gemma4ua",
    projection_dim=3840,
    patch=48,
    positions=1120,
)
LLAMA = replace(
    GEMMA_4_12B,
    architecture="llama",
    block_count=32,
    head_count_kv=(8,) * 32,
    key_length=128,
    value_length=128,
    sliding_window=0,
    sliding_layers=(False,) * 32,
)


def kv(model: ModelInfo, **settings: object) -> float:
    settings = {"n_ubatch": 512, "window": model.sliding_window, **settings}
    return kv_bytes(kv_layers(model), **settings) / MIB  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("context", "f16", "q8_0"),
    [(4, 544, 289), (8, 608, 323), (16, 736, 391), (32, 992, 527), (64, 1504, 799), (128, 2528, 1343), (256, 4576, 2431)],
)
def test_kv_cache_of_the_12b_is_as_llama_cpp_logs_it(context: int, f16: float, q8_0: float) -> None:
    context *= 1024
    assert kv(GEMMA_4_12B, context=context) == f16
    assert kv(GEMMA_4_12B, context=context, kv_type="q8_0") == pytest.approx(q8_0, abs=0.5)
    assert kv(GEMMA_4_12B, context=context, kv_type="q4_0") == pytest.approx(f16 * 9 / 32)
    assert kv(GEMMA_4_12B, context=context, n_ubatch=1152) == f16 + 240
    if context > 4096:  # in 4k the window and such a ubatch still have room, but only just
        assert kv(GEMMA_4_12B, context=context, n_ubatch=2048) == f16 + 480


def test_without_a_window_every_layer_keeps_the_context() -> None:
    assert kv(LLAMA, context=8192) == 32 * 8 * 2 * 128 * 8192 * 2 / MIB
    assert kv(LLAMA, context=8192, n_ubatch=2048) == kv(LLAMA, context=8192)


def test_plain_attention_stores_as_many_values_for_each_layer_as_the_widest_has(starter: tuple[Path, Path]) -> None:
    """The starter: three heads of 32 values where it slides, one of 64 in its last layer."""
    model = read_model(starter[0])
    assert {layer.values for layer in kv_layers(model, fused=False)} == {96}
    assert {layer.values for layer in kv_layers(model)} == {96, 64}


def test_what_is_remembered_of_cells_in_use() -> None:
    """Measured as what a full context of the starter took beside the cache: 16 MiB for 131,072 cells."""
    assert bookkeeping_bytes(context=131_072, n_ubatch=512, window=0) == 16 * MIB
    slides = bookkeeping_bytes(context=131_072, n_ubatch=512, window=1024)
    assert slides == 16 * MIB + 1536 * 128


def test_layers_that_share_a_cache_keep_nothing() -> None:
    shared = replace(GEMMA_4_12B, shared_kv_layers=18)
    assert len(kv_layers(shared)) == 30
    assert kv_layers(shared) == kv_layers(GEMMA_4_12B)[:30]


@given(cells=st.integers(0, 2**40))
def test_padding_rounds_up_to_whole_blocks(cells: int) -> None:
    assert pad(cells) % 256 == 0
    assert 0 <= pad(cells) - cells < 256


contexts = st.integers(256, 2**20)
ubatches = st.integers(1, 4096)
windows = st.integers(1, 8192)


@given(context=contexts, n_ubatch=ubatches, window=windows)
def test_sliding_cells_hold_the_window_but_never_more_than_the_context(context: int, n_ubatch: int, window: int) -> None:
    cells = sliding_cells(context=context, n_ubatch=n_ubatch, window=window)
    assert min(context, window + n_ubatch) <= cells <= pad(context)


@given(context=contexts, more=st.integers(0, 2**16), n_ubatch=ubatches, kind=st.sampled_from(["f16", "q8_0", "q4_0"]))
def test_more_context_never_takes_less(context: int, more: int, n_ubatch: int, kind: str) -> None:
    assert kv(GEMMA_4_12B, context=context, n_ubatch=n_ubatch, kv_type=kind) <= kv(
        GEMMA_4_12B, context=context + more, n_ubatch=n_ubatch, kv_type=kind
    )


@given(
    layers=st.lists(st.builds(KVLayer, st.integers(1, 64), st.integers(1, 64), st.booleans()), max_size=8),
    context=contexts,
    n_ubatch=ubatches,
    window=windows,
)
def test_kv_is_the_sum_over_layers(layers: list[KVLayer], context: int, n_ubatch: int, window: int) -> None:
    alone = [kv_bytes([layer], context=context, n_ubatch=n_ubatch, window=window) for layer in layers]
    assert kv_bytes(layers, context=context, n_ubatch=n_ubatch, window=window) == sum(alone)


@pytest.mark.parametrize(
    ("context", "n_ubatch", "logged_mib"),
    [
        (8192, 128, 34.44),
        (8192, 512, 138.02),
        (8192, 1152, 312.23),
        (32_768, 128, 40.44),
        (32_768, 512, 162.02),
        (32_768, 1152, 366.23),
        (262_144, 512, 386.02),
        (4096, 2048, 542.08),
    ],
)
def test_compute_of_the_12b_is_what_llama_cpp_logs_and_the_quantised_activations(
    context: int, n_ubatch: int, logged_mib: float
) -> None:
    quantised = 15_360 * 17 / 16 * n_ubatch / MIB
    predicted = compute_bytes(GEMMA_4_12B, context=context, n_ubatch=n_ubatch) / MIB
    assert predicted == pytest.approx(logged_mib + quantised, rel=0.01, abs=2.5)


@pytest.mark.parametrize(
    ("context", "n_ubatch", "logged_mib"),
    [(4096, 512, 60.14), (8192, 512, 116.14), (8192, 1152, 264.68), (32_768, 1152, 1020.68), (131_072, 512, 1796.14)],
)
def test_plain_attention_of_the_starter_takes_what_llama_cpp_logs(
    context: int, n_ubatch: int, logged_mib: float, starter: tuple[Path, Path]
) -> None:
    model = read_model(starter[0])
    predicted = compute_bytes(model, context=context, n_ubatch=n_ubatch, fused=False) / MIB
    turned = score_bytes(model, context=context, n_ubatch=n_ubatch) / 2 / MIB  # for the product of scores and values
    assert predicted == pytest.approx(logged_mib + turned, rel=0.01, abs=1.5)


class TestFlashAttention:
    """Off only where it loses: a small model, an f16 cache, and scores that fit."""

    def test_small_models_do_without_it_until_the_scores_grow(self, starter: tuple[Path, Path]) -> None:
        model = read_model(starter[0])
        assert not flash_attention(model, LoadSettings(context=8192, n_ubatch=512))
        assert flash_attention(model, LoadSettings(context=131_072, n_ubatch=512))
        assert flash_attention(model, LoadSettings(context=8192, n_ubatch=512, kv_type="q8_0"))

    def test_the_12b_always_has_it(self) -> None:
        assert flash_attention(GEMMA_4_12B, LoadSettings(context=256, n_ubatch=128))

    def test_scores_are_a_float_for_each_head_query_and_cell(self) -> None:
        assert score_bytes(GEMMA_4_12B, context=32_768, n_ubatch=1152) == 16 * 1152 * 32_768 * 4


class TestWhole:
    """The 12B at 32k, mapped and not repacked: 7.9 GiB were measured before anything large was evaluated."""

    def test_terms_add_up_to_what_was_measured(self) -> None:
        settings = LoadSettings(context=32_768, image_tokens=0, checkpoint_bytes=0)
        whole = estimate(GEMMA_4_12B, PROJECTOR_12B, settings)
        assert whole.total == sum(whole.terms().values())
        touched = whole.total - whole.compute  # hardly any of the compute buffers had been used then
        assert touched / 2**30 == pytest.approx(7.9, rel=0.02)

    def test_projector_of_both_senses_keeps_the_patches_twice(self) -> None:
        settings = LoadSettings()
        seeing = replace(PROJECTOR_12B, audio=False)
        both, one = (estimate(GEMMA_4_12B, p, settings).projector for p in (PROJECTOR_12B, seeing))
        assert both - one == PROJECTOR_12B.tensors[0].bytes
        assert estimate(GEMMA_4_12B, None, settings).projector == 0

    def test_a_correction_is_a_term_of_its_own(self) -> None:
        plain, corrected = (estimate(GEMMA_4_12B, None, LoadSettings(), correction=more) for more in (0, -5 * MIB))
        assert corrected.correction == corrected.total - plain.total == -5 * MIB

    def test_pictures_cost_by_their_pixels_and_by_the_models_width(self) -> None:
        """185 MiB at 1,120 patches beside a model of width 256, 254 MiB beside one of 3,840: both were measured."""
        narrow = replace(GEMMA_4_12B, embedding_length=256)
        for model, measured in ((narrow, 184.8), (GEMMA_4_12B, 253.6)):
            picture = estimate(model, PROJECTOR_12B, LoadSettings()).picture / MIB
            assert picture == pytest.approx(measured, rel=0.02)
        assert estimate(GEMMA_4_12B, replace(PROJECTOR_12B, vision=False), LoadSettings()).picture == 0

    def test_what_opening_a_projector_takes_counts_only_beyond_what_is_used_later(self) -> None:
        small = replace(GEMMA_4_12B, feed_forward_length=(64,) * 48, embedding_length=64, vocabulary_size=256)
        nothing = LoadSettings(context=256, image_tokens=0, checkpoint_bytes=0)
        later = [estimate(model, PROJECTOR_12B, nothing) for model in (small, GEMMA_4_12B)]
        assert later[0].projector + later[0].compute == later[1].projector + 43 * MIB

    def test_checkpoints_stay_within_their_bound_and_come_whole(self) -> None:
        one = 1024 * 320 * 1024
        for bound, count in ((0, 0), (one - 1, 0), (one, 1), (512 * MIB, 1), (100 * one, 4)):
            assert estimate(GEMMA_4_12B, None, LoadSettings(checkpoint_bytes=bound)).checkpoints == count * one
        assert estimate(LLAMA, None, LoadSettings()).checkpoints == 0

    def test_larger_pictures_take_more_of_what_is_sized_by_the_ubatch(self) -> None:
        small, large = (
            estimate(GEMMA_4_12B, PROJECTOR_12B, LoadSettings(context=32_768, image_tokens=tokens)) for tokens in (0, 1120)
        )
        grown = {name for name, count in large.terms().items() if count > small.terms()[name]}
        assert grown == {"kv_cache", "compute", "picture"}


def test_starter_is_estimated_from_its_headers(starter: tuple[Path, Path]) -> None:
    whole = of_files(ModelFiles(*starter), LoadSettings())
    assert whole.weights < starter[0].stat().st_size
    assert 0 < whole.total < 1 << 30
