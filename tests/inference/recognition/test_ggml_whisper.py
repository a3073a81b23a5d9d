"""Whisper's weights rewritten: the same numbers under other names, the same bytes every time, a sentence for a damaged source."""

from __future__ import annotations

import contextlib
import hashlib
import io
import math
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.errors import ModelFileError
from inference.recognition.ggml_whisper import convert, mel_filters
from tests.inference.recognition.whisper_files import write_source

PINNED = "642a62b38f5f1278cd4c14ee120376b15570ce8cfecfa9714f5feb42e3c058b8"


def read_back(path: Path) -> tuple[tuple[int, ...], list[bytes], dict[str, tuple[int, np.ndarray]]]:
    """Header, tokens, and each tensor with its type, as whisper.cpp reads them."""
    file = io.BytesIO(path.read_bytes())

    def numbers(count: int) -> tuple[int, ...]:
        return struct.unpack(f"<{count}i", file.read(4 * count))

    magic, *header = numbers(12)
    assert magic == 0x67676D6C
    mels, bins = numbers(2)
    assert np.array_equal(np.frombuffer(file.read(4 * mels * bins), "<f4").reshape(mels, bins), mel_filters())
    tokens = [file.read(numbers(1)[0]) for _ in range(numbers(1)[0])]
    tensors: dict[str, tuple[int, np.ndarray]] = {}
    while head := file.read(12):
        dimensions, length, kind = struct.unpack("<3i", head)
        shape = numbers(dimensions)[::-1]
        name = file.read(length).decode()
        if kind == 8:
            blocks = np.frombuffer(file.read(math.prod(shape) // 32 * 34), [("scale", "<f2"), ("numbers", "i1", 32)])
            array = (blocks["scale"].astype(np.float32)[:, None] * blocks["numbers"]).reshape(shape)
        else:
            array = np.frombuffer(file.read(math.prod(shape) * (2 if kind else 4)), "<f2" if kind else "<f4").reshape(shape)
        tensors[name] = kind, array
    return tuple(header), tokens, tensors


def test_all_is_there_under_its_new_name(tmp_path: Path) -> None:
    source = write_source(tmp_path / "source")
    convert(tmp_path / "source", tmp_path / "whisper.bin", "f16")
    header, tokens, tensors = read_back(tmp_path / "whisper.bin")
    assert header == (66, 1500, 64, 1, 1, 448, 64, 1, 1, 80, 1)
    assert tokens[:3] == [b"!", b" the", b"\xe9"]
    assert len(tokens) == 64
    query, key, value = np.split(source["encoder/layer_0/self_attention/linear_0/weight"], 3)
    for name, right in (("query", query), ("key", key), ("value", value)):
        assert np.array_equal(tensors[f"encoder.blocks.0.attn.{name}.weight"][1], right)
    key, value = np.split(source["decoder/layer_0/attention/linear_1/bias"], 2)
    assert np.array_equal(tensors["decoder.blocks.0.cross_attn.value.bias"][1], value.astype(np.float32))
    assert "decoder.blocks.0.cross_attn.key.bias" not in tensors
    assert tensors["encoder.conv1.bias"][1].shape == (64, 1)
    assert tensors["decoder.token_embedding.weight"][0] == 1
    assert tensors["decoder.positional_embedding"][0] == 0
    assert sum(array.size for _, array in tensors.values()) == sum(one.size for one in source.values()) - 3 * 64  # biases of keys


def test_q8_0_is_as_near_as_it_can_be(tmp_path: Path) -> None:
    source = write_source(tmp_path / "source")
    convert(tmp_path / "source", tmp_path / "whisper.bin")
    header, _, tensors = read_back(tmp_path / "whisper.bin")
    assert header[-1] == 2007
    kind, found = tensors["decoder.blocks.0.mlp.0.weight"]
    right = source["decoder/layer_0/ffn/linear_0/weight"].astype(np.float32)
    largest = np.abs(right.reshape(-1, 32)).max(axis=1).repeat(32).reshape(right.shape)
    assert kind == 8
    assert (np.abs(found - right) <= largest * (1 / 254 + 2**-11) + 1e-6).all()  # half a step, and its rounding to f16
    assert {name: one for name, (one, _) in tensors.items() if name.startswith("encoder.conv")} == {
        "encoder.conv1.weight": 1, "encoder.conv1.bias": 0, "encoder.conv2.weight": 1, "encoder.conv2.bias": 0
    }  # fmt: skip


def test_rows_of_nothing_stay_nothing(tmp_path: Path) -> None:
    from inference.recognition.ggml_whisper import _quantised

    assert _quantised(np.zeros((2, 32), np.float16)) == bytes(68)
    one = np.zeros((1, 32), np.float32)
    one[0, :3] = 127, 0.5, -2.5
    assert np.frombuffer(_quantised(one), "i1")[2:5].tolist() == [127, 1, -3]  # halves away from nothing, as ggml rounds


def test_the_bytes_are_the_same_everywhere(tmp_path: Path) -> None:
    """A converted file is pinned by its SHA-256: this one was made once and written here."""
    write_source(tmp_path / "source")
    convert(tmp_path / "source", tmp_path / "whisper.bin")
    assert hashlib.sha256((tmp_path / "whisper.bin").read_bytes()).hexdigest() == PINNED


def test_the_filters_are_slaneys() -> None:
    filters = mel_filters()
    assert filters.shape == (80, 201)
    assert filters.min() == 0
    # librosa.filters.mel(sr=16000, n_fft=400, n_mels=80)
    assert filters[0, 1] == pytest.approx(0.024862593984176087, rel=1e-6)
    assert filters[40].argmax() == 43
    assert filters[40].max() == pytest.approx(0.014735565741439168, rel=1e-6)
    assert filters[79, 196] == pytest.approx(0.0017950361103562845, rel=1e-6)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2000), st.binary(min_size=1, max_size=6))
def test_a_damaged_source_gets_a_sentence(tmp_path_factory: pytest.TempPathFactory, offset: int, bytes_: bytes) -> None:
    folder = tmp_path_factory.mktemp("source")
    write_source(folder)
    data = bytearray((folder / "model.bin").read_bytes())
    data[offset : offset + len(bytes_)] = bytes_
    (folder / "model.bin").write_bytes(data)
    whole = False
    with contextlib.suppress(ModelFileError):  # and nothing else is raised
        convert(folder, folder / "whisper.bin")
        whole = True
    assert (folder / "whisper.bin").exists() == whole


@pytest.mark.parametrize("share", [0, 0.001, 0.5, 0.999])
def test_a_source_that_is_cut_off_gets_a_sentence(tmp_path: Path, share: float) -> None:
    write_source(tmp_path)
    data = (tmp_path / "model.bin").read_bytes()
    (tmp_path / "model.bin").write_bytes(data[: int(share * len(data))])
    with pytest.raises(ModelFileError, match="damaged or cut off"):
        convert(tmp_path, tmp_path / "whisper.bin")


@pytest.mark.parametrize(("name", "said"), [("model.bin", "holds no Whisper"), ("vocabulary.txt", "damaged or cut off")])
def test_a_source_that_is_not_there_gets_a_sentence(tmp_path: Path, name: str, said: str) -> None:
    write_source(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(ModelFileError, match=said):
        convert(tmp_path, tmp_path / "whisper.bin")
