"""The header reader: what it reads is what others read, and no lie in a file moves it."""

from __future__ import annotations

import os
import struct
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inference.errors import ModelFileError
from inference.gguf import header
from inference.gguf.header import ValueType, read_header
from inference.gguf.values import TENSOR_TYPES
from tests.gguf_files import Value, gguf_bytes, model_bytes, tiny_model


def written(folder: Path, data: bytes) -> Path:
    path = folder / "some.gguf"
    path.write_bytes(data)
    return path


def test_every_type_of_value_is_read(tmp_path: Path) -> None:
    values = {
        "u8": Value(ValueType.UINT8, 200),
        "i8": Value(ValueType.INT8, -100),
        "u16": Value(ValueType.UINT16, 60_000),
        "i16": Value(ValueType.INT16, -30_000),
        "u32": Value(ValueType.UINT32, 4_000_000_000),
        "i32": Value(ValueType.INT32, -2_000_000_000),
        "f32": Value(ValueType.FLOAT32, 0.5),
        "bool": Value(ValueType.BOOL, True),
        "string": Value(ValueType.STRING, "naïve"),
        "u64": Value(ValueType.UINT64, 2**63),
        "i64": Value(ValueType.INT64, -(2**62)),
        "f64": Value(ValueType.FLOAT64, 0.25),
    }
    header = read_header(written(tmp_path, gguf_bytes(values, {})))
    assert {key: header.scalar(key) for key in values} == {key: value.value for key, value in values.items()}
    assert {key: header.metadata[key].kind for key in values} == {key: value.kind for key, value in values.items()}


def test_arrays_are_decoded_when_asked_for(tmp_path: Path) -> None:
    values = {
        "numbers": Value(ValueType.INT32, items=[1, -2, 3]),
        "truths": Value(ValueType.BOOL, items=[True, False]),
        "words": Value(ValueType.STRING, items=["", "a", "日本"]),
        "none": Value(ValueType.FLOAT32, items=[]),
    }
    header = read_header(written(tmp_path, gguf_bytes(values, {})))
    numbers, truths, words, none = (header.array(key) for key in values)
    assert numbers is not None
    assert numbers.numbers() == (1, -2, 3)
    assert truths is not None
    assert truths.numbers() == (True, False)
    assert words is not None
    assert list(words.strings()) == [b"", b"a", "日本".encode()]
    assert none is not None
    assert none.numbers() == ()
    with pytest.raises(TypeError):
        words.numbers()
    with pytest.raises(TypeError):
        list(numbers.strings())
    assert header.scalar("numbers") is None
    assert header.array("absent") is None


def test_nested_arrays_are_passed_over(tmp_path: Path) -> None:
    inner = struct.pack("<IQ", ValueType.UINT8, 3) + b"\1\2\3"
    nested = struct.pack("<IIQ", ValueType.ARRAY, ValueType.ARRAY, 2) + inner * 2
    data = struct.pack("<4sIQQ", b"GGUF", 3, 0, 2)
    for key, value in ((b"nested", nested), (b"after", struct.pack("<IB", ValueType.UINT8, 7))):
        data += struct.pack("<Q", len(key)) + key + value
    header = read_header(written(tmp_path, data))
    assert header.integer("after") == 7
    array = header.array("nested")
    assert array is not None
    assert array.kind is ValueType.ARRAY


def test_the_reference_reader_reads_the_same(tmp_path: Path) -> None:
    gguf = pytest.importorskip("gguf")
    path = tiny_model(tmp_path)
    header, reference = read_header(path), gguf.GGUFReader(path)
    assert header.data_start == reference.data_offset
    assert [t.name for t in header.tensors] == [t.name for t in reference.tensors]
    for ours, theirs in zip(header.tensors, reference.tensors, strict=True):
        assert ours.shape == tuple(theirs.shape)
        assert ours.bytes == theirs.n_bytes
        assert header.data_start + ours.offset == theirs.data_offset
    for key, entry in header.metadata.items():
        value = reference.get_field(key).contents()
        if header.array(key) is None:
            assert entry.value == value
    tokens = header.array("tokenizer.ggml.tokens")
    assert tokens is not None
    assert [word.decode() for word in tokens.strings()] == reference.get_field("tokenizer.ggml.tokens").contents()


def test_the_table_of_types_is_ggmls() -> None:
    gguf = pytest.importorskip("gguf")
    for kind, (block, size) in gguf.GGML_QUANT_SIZES.items():
        ours = TENSOR_TYPES[int(kind)]
        if kind.name != "Q8_1":  # the package counts its two scales as 32 bits; ggml stores 16
            assert (ours.name, ours.block, ours.bytes) == (kind.name, block, size)


def preamble(version: int = 3, tensors: int = 0, entries: int = 0) -> bytes:
    return struct.pack("<4sIqq", b"GGUF", version, tensors, entries)


def entry(key: bytes, body: bytes) -> bytes:
    return struct.pack("<Q", len(key)) + key + body


HUGE = 2**62
WHOLE = model_bytes()
BROKEN = {
    "empty": (b"", "is empty"),
    "not gguf": (b"PNG and so on", "not a GGUF file"),
    "magic alone": (b"GGUF", "cut off"),
    "big-endian": (struct.pack(">4sIqq", b"GGUF", 3, 0, 0), "big-endian"),
    "version 1": (preamble(1), "version 1"),
    "version 4": (preamble(4), "version 4"),
    "version 0": (preamble(0), "version 0"),
    "too many tensors": (preamble(tensors=HUGE), "more than it could hold"),
    "negative tensors": (preamble(tensors=-1), "more than it could hold"),
    "too many values": (preamble(entries=HUGE), "more than it could hold"),
    "long key": (preamble(entries=1) + struct.pack("<Q", HUGE) + bytes(30), "cut off"),
    "no key": (preamble(entries=1) + entry(b"", struct.pack("<II", 4, 1)), "no name"),
    "duplicate": (preamble(entries=2) + entry(b"a", struct.pack("<II", 4, 1)) * 2, "twice"),
    "unknown type": (preamble(entries=1) + entry(b"a", struct.pack("<II", 13, 1)), "unknown type"),
    "long string": (preamble(entries=1) + entry(b"a", struct.pack("<IQ", 8, HUGE)), "cut off"),
    "long array": (preamble(entries=1) + entry(b"a", struct.pack("<IIQ", 9, 5, HUGE)), "more than the file could hold"),
    "long strings": (preamble(entries=1) + entry(b"a", struct.pack("<IIQ", 9, 8, HUGE)), "more than the file could hold"),
    "long in strings": (preamble(entries=1) + entry(b"a", struct.pack("<IIQQ", 9, 8, 1, 2**64 - 1)), "cut off"),
    "long inner": (preamble(entries=1) + entry(b"a", struct.pack("<IIQIQ", 9, 9, 1, 5, HUGE)), "more than the file"),
    "deep": (preamble(entries=1) + entry(b"a", struct.pack("<IIQ", 9, 9, 1) + struct.pack("<IQ", 9, 1) * 9), "too deeply"),
    "alignment 0": (preamble(entries=1) + entry(b"general.alignment", struct.pack("<II", 4, 0)), "alignment"),
    "alignment 33": (preamble(entries=1) + entry(b"general.alignment", struct.pack("<II", 4, 33)), "alignment"),
    "dimensions": (preamble(tensors=1) + entry(b"t", struct.pack("<I", 5)) + bytes(60), "5 dimensions"),
    "tensor name": (preamble(tensors=1) + entry(b"t" * 64, struct.pack("<I", 1)) + bytes(60), "64 bytes long"),
    "same tensor": (preamble(tensors=2) + entry(b"t", struct.pack("<IQIQ", 1, 1, 0, 0)) * 2, "twice"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_lies_are_found_before_they_cost_anything(tmp_path: Path, case: str) -> None:
    data, says = BROKEN[case]
    with pytest.raises(ModelFileError, match=says) as caught:
        read_header(written(tmp_path, data))
    assert caught.value.advice
    assert "\n" not in str(caught.value)


def test_folders_and_absent_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match="folder"):
        read_header(tmp_path)
    with pytest.raises(ModelFileError, match="There is no file"):
        read_header(tmp_path / "absent.gguf")


def test_every_truncation_of_the_header_is_found(tmp_path: Path) -> None:
    data = model_bytes()
    start = read_header(written(tmp_path, data)).data_start
    for length in range(0, start - 32, 97):
        with pytest.raises(ModelFileError):
            read_header(written(tmp_path, data[:length]))


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9_800), st.integers(0, 255)), min_size=1, max_size=4))
def test_no_flip_of_bytes_raises_anything_else(tmp_path: Path, flips: list[tuple[int, int]]) -> None:
    data = bytearray(WHOLE)
    for at, value in flips:
        data[at] = value
    try:
        read_header(written(tmp_path, bytes(data)))
    except ModelFileError as error:
        assert "\n" not in error.what  # noqa: PT017 - either outcome is right, no third


def test_a_file_that_is_cut_while_it_is_read_ends_as_a_sentence(tmp_path: Path) -> None:
    """Mapped, it would end the process."""
    words = Value(ValueType.STRING, items=["word" * 100] * 20_000)
    path = written(tmp_path, gguf_bytes({"a": words, "b": words}, {}))
    with path.open("rb") as file:
        reader = header._Reader(file, path, path.stat().st_size)
        reader._have(24, "its header")
        os.truncate(path, 2_000_000)
        with pytest.raises(ModelFileError, match="ends inside"):
            reader.header()


def test_a_string_of_gigabytes_is_no_header(tmp_path: Path) -> None:
    path = tmp_path / "large.gguf"
    path.write_bytes(struct.pack("<4sIQQ", b"GGUF", 3, 0, 1) + struct.pack("<Q", 2**31))
    os.truncate(path, 2**32)  # a hole
    with pytest.raises(ModelFileError, match="more than any header holds"):
        read_header(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names there")
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.gguf")
    with pytest.raises(ModelFileError, match="pipe"):
        read_header(tmp_path / "pipe.gguf")
