"""Problems of model files, found before llama.cpp meets them."""

from __future__ import annotations

from pathlib import Path

import pytest

from inference.errors import ModelFileError
from inference.gguf.check import head_hash, pair_problems, problems, require_usable
from inference.gguf.header import read_header
from inference.gguf.values import ValueType
from tests.gguf_files import Shape, Value, gguf_bytes, model_bytes, model_metadata, projector_bytes, tiny_model, tiny_projector

F16, Q4_0, Q6_K, I32, BF16 = 1, 2, 14, 26, 30


def u32(value: int) -> Value:
    return Value(ValueType.UINT32, value)


def ints(*values: int) -> Value:
    return Value(ValueType.INT32, items=values)


def words(*values: str) -> Value:
    return Value(ValueType.STRING, items=values)


def found(folder: Path, data: bytes) -> str:
    """The first problem, "" for none."""
    path = folder / "some.gguf"
    path.write_bytes(data)
    listed = problems(path)
    return str(listed[0]) if listed else ""


def test_whole_files_have_no_problems(tmp_path: Path) -> None:
    model, mmproj = tiny_model(tmp_path), tiny_projector(tmp_path)
    assert problems(model) == problems(mmproj) == pair_problems(model) == pair_problems(model, mmproj) == []
    require_usable(model, mmproj)


TOKENS = [str(token) for token in model_metadata()["tokenizer.ggml.tokens"].items or ()]
MODEL_KEYS: dict[str, tuple[dict[str, Value | None], str]] = {
    "no architecture": ({"general.architecture": None}, "does not say what model"),
    "flux": ({"general.architecture": Value(ValueType.STRING, "flux")}, "picture generator"),
    "bert": ({"general.architecture": Value(ValueType.STRING, "bert")}, "embedding model"),
    "split": ({"split.count": Value(ValueType.UINT16, 3)}, "part 1 of 3"),
    "newer kind": ({"general.architecture": Value(ValueType.STRING, "gemma9")}, "(gemma9) that is newer than this Hush"),
    "newer words": ({"tokenizer.ggml.model": Value(ValueType.STRING, "gemma9")}, "(gemma9) that is newer than this Hush"),
    "newer cut": ({"tokenizer.ggml.pre": Value(ValueType.STRING, "gemma9")}, "(gemma9) that is newer than this Hush"),
    "adapter": ({"general.type": Value(ValueType.STRING, "adapter")}, "changes another model"),
    "no block count": ({"gemma4.block_count": None}, "lacks gemma4.block_count"),
    "block count 0": ({"gemma4.block_count": u32(0)}, "block_count is 0"),
    "more layers": ({"gemma4.block_count": u32(3)}, "values of"),
    "wrong type": ({"gemma4.context_length": Value(ValueType.INT32, 4096)}, "wrong type"),
    "no window": ({"gemma4.attention.sliding_window": u32(0)}, "sliding_window is 0"),
    "no per-layer width": ({"gemma4.embedding_length_per_layer_input": None}, "lacks"),
    "pattern of floats": (
        {"gemma4.attention.sliding_window_pattern": Value(ValueType.FLOAT32, items=[1.0, 0.0])}, "wrong type"),
    "long pattern": ({"gemma4.attention.sliding_window_pattern": ints(1, 1, 0)}, "3 values of"),
    "all slide": ({"gemma4.attention.sliding_window_pattern": ints(1, 1)}, "slide"),
    "keys and values": ({"gemma4.attention.value_length": u32(16)}, "differ in length"),
    "heads": ({"gemma4.attention.head_count": u32(3)}, "cannot share"),
    "no rotation": ({"gemma4.rope.dimension_count_swa": u32(0)}, "0 dimensions of a head of 16 cannot rotate"),
    "shared cache": ({"gemma4.attention.shared_kv_layers": u32(1)}, "layer 1 has no KV cache"),
    "epsilon": ({"gemma4.attention.layer_norm_rms_epsilon": Value(ValueType.FLOAT32, -1.0)}, "epsilon is -1.0"),
    "no epsilon": ({"gemma4.attention.layer_norm_rms_epsilon": Value(ValueType.FLOAT32, float("nan"))}, "epsilon is nan"),
    "frequency": ({"gemma4.rope.freq_base": Value(ValueType.FLOAT32, 0.0)}, "freq_base is 0.0"),
    "rotation": ({"gemma4.rope.dimension_count": u32(33)}, "cannot rotate"),
    "width": ({"gemma4.embedding_length": u32(64)}, "token_embd.weight has the shape"),
    "no tokens": ({"tokenizer.ggml.tokens": None}, "no vocabulary"),
    "tokenizer": ({"tokenizer.ggml.model": Value(ValueType.STRING, "other")}, "newer than this Hush"),
    "fewer scores": ({"tokenizer.ggml.scores": Value(ValueType.FLOAT32, items=[0.0])}, "1 values of"),
    "types of floats": ({"tokenizer.ggml.token_type": Value(ValueType.FLOAT32, items=[0.0])}, "wrong type"),
    "no merges": ({"tokenizer.ggml.merges": None}, "without merges"),
    "suppressed": ({"tokenizer.ggml.suppress_tokens": Value(ValueType.UINT32, items=[1])}, "wrong type"),
    "duplicate token": ({"tokenizer.ggml.tokens": words(*TOKENS[:-1], "a")}, "twice"),
    "hidden duplicate": ({"tokenizer.ggml.tokens": words(*TOKENS[:-1], "a\0b")}, "twice"),
    "missing byte": ({"tokenizer.ggml.tokens": words(*TOKENS[:20], "<0x0>", *TOKENS[21:])}, "every byte"),
    "no first token": ({"tokenizer.ggml.bos_token_id": None}, "begins a text"),
    "first token": ({"tokenizer.ggml.bos_token_id": u32(296)}, "begins a text"),
    "no template": ({"tokenizer.chat_template": None}, "no chat template"),
    "blank template": ({"tokenizer.chat_template": Value(ValueType.STRING, " \n")}, "no chat template"),
}  # fmt: skip


@pytest.mark.parametrize("case", MODEL_KEYS)
def test_keys_of_a_model(tmp_path: Path, case: str) -> None:
    changes, says = MODEL_KEYS[case]
    assert says in found(tmp_path, model_bytes(changes))


MODEL_TENSORS: dict[str, tuple[dict[str, Shape | None], str]] = {
    "none": (dict.fromkeys(("token_embd.weight", "blk.1.ffn_up.weight")), "token_embd.weight is missing"),
    "missing": ({"blk.1.ffn_up.weight": None}, "blk.1.ffn_up.weight is missing"),
    "shape": ({"blk.0.attn_q.weight": ((32, 64), 0)}, "blk.0.attn_q.weight has the shape [32, 64] instead of [32, 32]"),
    "integers": ({"blk.0.attn_q.weight": ((32, 32), I32)}, "of type I32"),
    "half norm": ({"blk.0.attn_norm.weight": ((32,), F16)}, "of type F16"),
    "unknown": ({"blk.0.attn_q.bias": ((32,), 0)}, "no Gemma 4 has"),
    "unknown type": ({"blk.0.attn_q.weight": ((32, 32), 99)}, "of type 99"),
    "removed type": ({"blk.0.attn_q.weight": ((32, 32), 31)}, "of type 31"),
    "blocks": ({"blk.0.attn_q.weight": ((32, 32), Q6_K)}, "do not fill blocks of Q6_K"),
    "empty side": ({"blk.0.attn_q.weight": ((32, 0), 0)}, "has the shape"),
}


@pytest.mark.parametrize("case", MODEL_TENSORS)
def test_tensors_of_a_model(tmp_path: Path, case: str) -> None:
    changes, says = MODEL_TENSORS[case]
    assert says in found(tmp_path, model_bytes(tensors=changes))


def test_optional_tensors_may_be_there_or_not(tmp_path: Path) -> None:
    assert found(tmp_path, model_bytes(tensors={"blk.0.attn_v.weight": None, "blk.1.layer_output_scale.weight": None})) == ""
    assert found(tmp_path, model_bytes(tensors={"output.weight": ((32, 296), BF16)})) == ""
    assert found(tmp_path, model_bytes(tensors={"output_norm.weight": ((32, 1, 1), 0)})) == ""


def test_other_architectures_are_checked_as_far_as_all_models_agree(tmp_path: Path) -> None:
    llama = {
        "general.architecture": Value(ValueType.STRING, "llama"),
        "llama.block_count": u32(1),
        "llama.context_length": u32(128),
        "llama.embedding_length": u32(32),
        "llama.attention.head_count": u32(2),
        "tokenizer.ggml.model": Value(ValueType.STRING, "gpt2"),
        "tokenizer.ggml.tokens": words("a", "b"),
        "tokenizer.ggml.merges": words(),
        "tokenizer.chat_template": Value(ValueType.STRING, "{{ messages }}"),
    }
    assert found(tmp_path, gguf_bytes(llama, {"token_embd.weight": ((32, 2), 0)})) == ""
    assert "lacks the number llama.block_count" in found(
        tmp_path, gguf_bytes({**llama, "llama.block_count": u32(0)}, {"token_embd.weight": ((32, 2), 0)})
    )


def test_truncated_data_is_found(tmp_path: Path) -> None:
    whole = model_bytes()
    path = tmp_path / "some.gguf"
    path.write_bytes(whole)
    header = read_header(path)
    last = header.tensors[-1]
    end = header.data_start + last.offset + last.bytes
    assert found(tmp_path, whole[:end]) == ""
    assert "is cut off: it holds" in found(tmp_path, whole[: end - 1])
    assert "is cut off" in found(tmp_path, whole[: header.data_start])


def test_offsets_that_do_not_follow_each_other_are_found(tmp_path: Path) -> None:
    whole = bytearray(model_bytes())
    name = b"output_norm.weight"
    at = whole.index(name) + len(name) + 4 + 8 + 4
    for offset in (0, 1, 2**63):
        whole[at : at + 8] = offset.to_bytes(8, "little")
        assert "is said to lie at" in found(tmp_path, bytes(whole))


PROJECTOR_KEYS: dict[str, tuple[dict[str, Value | None], str]] = {
    "deaf and blind": ({"clip.has_vision_encoder": None, "clip.has_audio_encoder": None}, "neither pictures nor sound"),
    "no kind": ({"clip.vision.projector_type": None}, "what kind of projector"),
    "signed": ({"clip.vision.patch_size": Value(ValueType.INT32, 8)}, "clip.vision.patch_size is of the wrong type"),
    "name": ({"general.name": u32(1)}, "general.name is of the wrong type"),
    "negative": ({"clip.vision.attention.layer_norm_epsilon": Value(ValueType.FLOAT32, -1.0)}, "is -1.0"),
    "deviation": ({"clip.vision.image_std": Value(ValueType.FLOAT32, items=[1.0, 0.0, 1.0])}, "holds [1.0, 0.0, 1.0]"),
    "epsilon": ({"clip.audio.attention.layer_norm_epsilon": Value(ValueType.FLOAT64, 1e-6)}, "wrong type"),
    "patch 0": ({"clip.vision.patch_size": u32(0)}, "patch size"),
    "large patch": ({"clip.vision.patch_size": u32(5000)}, "patches of 15,000 pixels"),
    "overflow": ({"clip.vision.block_count": u32(2**31)}, "2147483648"),
    "layers": ({"clip.audio.block_count": u32(1)}, "claims to have layers"),
    "mean": ({"clip.vision.image_mean": Value(ValueType.FLOAT32, items=[0.0])}, "three colours"),
    "no width": ({"clip.audio.projection_dim": None}, "lacks clip.audio.projection_dim"),
    "image size": ({"clip.vision.image_size": u32(10_000)}, "10,000 pixels"),
    "width": ({"clip.vision.projection_dim": u32(64)}, "has the shape [32, 32] instead of [32, 64]"),
}


@pytest.mark.parametrize("case", PROJECTOR_KEYS)
def test_keys_of_a_projector(tmp_path: Path, case: str) -> None:
    changes, says = PROJECTOR_KEYS[case]
    assert says in found(tmp_path, projector_bytes(changes))


PROJECTOR_TENSORS: dict[str, tuple[dict[str, Shape | None], str]] = {
    "missing": ({"v.patch_norm.2.bias": None}, "v.patch_norm.2.bias is missing"),
    "4-D": ({"v.patch_embd.weight": ((24, 24, 3, 32), 0)}, "has the shape [24, 24, 3, 32] instead of [1728, 32]"),
    "one table": ({"v.position_embd.weight": ((32, 1120), 0)}, "instead of [32, 1120, 2]"),
    "no table": ({"v.position_embd.weight": None}, "positions is missing"),
    "few positions": ({"v.position_embd.weight": ((32, 15, 2), 0)}, "15 positions"),
    "half bias": ({"v.patch_embd.bias": ((32,), F16)}, "of type F16"),
    "integer table": ({"v.position_embd.weight": ((32, 1120, 2), I32)}, "of type I32"),
    "frames": ({"mm.a.input_projection.weight": ((320, 32), 0)}, "instead of [640, 32]"),
    "integers": ({"mm.input_projection.weight": ((32, 32), I32)}, "of type I32"),
}


@pytest.mark.parametrize("case", PROJECTOR_TENSORS)
def test_tensors_of_a_projector(tmp_path: Path, case: str) -> None:
    changes, says = PROJECTOR_TENSORS[case]
    assert says in found(tmp_path, projector_bytes(tensors=changes))


def test_half_precision_in_a_projector_is_only_a_warning(tmp_path: Path) -> None:
    mmproj = tmp_path / "half.gguf"
    mmproj.write_bytes(projector_bytes(tensors={"mm.input_projection.weight": ((32, 32), F16)}))
    (problem,) = problems(mmproj)
    assert problem.severity == "warning"
    require_usable(tiny_model(tmp_path), mmproj)


def test_files_in_each_others_place_are_named(tmp_path: Path) -> None:
    model, mmproj = tiny_model(tmp_path), tiny_projector(tmp_path)
    assert "is a projector, not a model" in str(pair_problems(mmproj)[0])
    assert [str(p).split(" Give")[0].split(" Choose")[0] for p in pair_problems(mmproj, model)] == [
        "tiny-mmproj.gguf is a projector, not a model.",
        "tiny.gguf is no projector.",
    ]


def test_a_projector_of_another_width_or_family_is_named(tmp_path: Path) -> None:
    model, mmproj = tiny_model(tmp_path), tmp_path / "wide.gguf"
    mmproj.write_bytes(
        projector_bytes(
            {f"clip.{modality}.projection_dim": u32(64) for modality in ("vision", "audio")},
            {"mm.input_projection.weight": ((32, 64), 0), "mm.a.input_projection.weight": ((640, 64), 0)},
        )
    )
    assert problems(mmproj) == []
    assert "64 wide, the model's 32" in str(pair_problems(model, mmproj)[0])
    with pytest.raises(ModelFileError, match="does not belong to tiny"):
        require_usable(model, mmproj)


def test_what_is_no_gguf_is_one_problem(tmp_path: Path) -> None:
    assert len(problems(tmp_path)) == len(problems(tmp_path / "absent.gguf")) == len(pair_problems(tmp_path)) == 1


def test_the_head_tells_files_apart(tmp_path: Path) -> None:
    one, other = tmp_path / "a", tmp_path / "b"
    one.write_bytes(bytes(3_000_000))
    other.write_bytes(bytes(3_000_001))
    assert head_hash(one) != head_hash(other)
    assert head_hash(one) == head_hash(one)
