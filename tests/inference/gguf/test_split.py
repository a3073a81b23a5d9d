"""Models in several files, and files whose names are no Unicode: loaded and priced as any other."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from inference.conversation import Message, Request, Sampling
from inference.engine import Engine
from inference.errors import ModelFileError
from inference.events import Finished
from inference.gguf.check import problems
from inference.gguf.model_info import read_model
from inference.gguf.split import parts_of
from inference.loading import LoadSettings, ModelFiles
from inference.stop import StopFlag
from inference.vetting import file_key
from tests.gguf_files import split_model, tiny_model

SMALL = LoadSettings(context=512, image_tokens=0)


def written(files: ModelFiles, cache_dir: Path) -> int:
    engine = Engine(cache_dir=cache_dir)
    engine.load(files, SMALL, emit=lambda _event: None)
    request = Request((Message.text("user", "abc"),), Sampling.exact(), max_tokens=6)
    outcome = engine.generate(request, emit=lambda _event: None, stop=StopFlag())
    engine.close()
    assert isinstance(outcome, Finished)
    return outcome.cost.reply_tokens


def test_a_model_in_parts_loads_from_its_first_and_is_priced_whole(tmp_path: Path) -> None:
    whole, parts = tiny_model(tmp_path), split_model(tmp_path)
    assert problems(parts[0]) == []
    assert parts_of(parts[1]) == parts
    assert parts_of(whole) == (whole,)
    joined, single = read_model(parts[0]), read_model(whole)
    assert joined.tensor_bytes == single.tensor_bytes
    assert {tensor.name for tensor in joined.tensors} == {tensor.name for tensor in single.tensors}
    assert joined.file_bytes == sum(part.stat().st_size for part in parts)
    assert written(ModelFiles(parts[0]), tmp_path) == written(ModelFiles(whole), tmp_path) > 0


def test_another_part_tells_of_the_first(tmp_path: Path) -> None:
    parts = split_model(tmp_path)
    assert f"Choose {parts[0].name}" in str(problems(parts[2])[0])
    with pytest.raises(ModelFileError, match="part 3 of 3"):
        Engine().load(ModelFiles(parts[2]), SMALL, emit=lambda _event: None)


def test_a_part_that_is_missing_or_another_models_is_named(tmp_path: Path) -> None:
    parts = split_model(tmp_path)
    other = split_model(tmp_path, name="other")
    parts[2].write_bytes(other[1].read_bytes())
    assert parts[2].name in str(problems(parts[0])[0])
    parts[2].unlink()
    for left in parts[:2]:
        assert f"{parts[2].name} is missing" in str(problems(left)[0])
    renamed = parts[0].rename(tmp_path / "renamed.gguf")
    assert "its name does not say so" in str(problems(renamed)[0])


def test_a_damaged_part_is_found_before_it_is_loaded(tmp_path: Path) -> None:
    parts = split_model(tmp_path)
    parts[1].write_bytes(parts[1].read_bytes()[:-4000])
    (found,) = problems(parts[0])
    assert parts[1].name in str(found)
    assert "cut off" in str(found)


def test_parts_that_change_are_other_files(tmp_path: Path) -> None:
    parts = split_model(tmp_path)
    before = file_key(ModelFiles(parts[0]))
    os.utime(parts[2], ns=(1, 1))
    assert file_key(ModelFiles(parts[0])) != before


def test_a_whole_model_may_be_named_as_a_part(tmp_path: Path) -> None:
    assert written(ModelFiles(tiny_model(tmp_path, "joined-00001-of-00003.gguf")), tmp_path) > 0


@pytest.mark.skipif(sys.platform != "linux", reason="file names are Unicode there")
def test_a_name_that_is_no_unicode_is_loaded_and_can_be_told(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"caf\xe9")
    folder.mkdir()
    model = tiny_model(folder, os.fsdecode(b"mod\xe8le.gguf"))
    assert written(ModelFiles(model), tmp_path)
    model.write_bytes(model.read_bytes()[:400])
    with pytest.raises(ModelFileError) as refused:
        Engine().load(ModelFiles(model), SMALL, emit=lambda _event: None)
    assert "mod\ufffdle.gguf" in str(refused.value)
    str(refused.value).encode()
