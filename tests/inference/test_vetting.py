"""A file that would kill the process kills only the child, and is remembered."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import gguf
import pytest

from inference.errors import EngineFault, InputError, MemoryShort, ModelFileError
from inference.loading import ModelFiles
from inference.memory.machine import Machine
from inference.stop import StopFlag
from inference.vetting import require_tried


def projector_with_square_patches(source: Path, target: Path) -> Path:
    """The projector with v.patch_embd.weight as a 4-D convolution: llama.cpp asserts on it and aborts."""
    reader = gguf.GGUFReader(source)
    writer = gguf.GGUFWriter(target, "clip")
    for name, field in reader.fields.items():
        if name.startswith("GGUF.") or name == "general.architecture":
            continue
        writer.add_key_value(name, field.contents(), field.types[0], field.types[1] if len(field.types) > 1 else None)
    for tensor in reader.tensors:
        data = tensor.data
        if tensor.name == "v.patch_embd.weight":
            width, inputs = data.shape
            side = int((inputs // 3) ** 0.5)
            data = data.reshape(width, 3, side, side)
        writer.add_tensor(tensor.name, data, raw_dtype=tensor.tensor_type)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return target


def test_a_sound_pair_is_tried_once(starter: tuple[Path, Path], tmp_path: Path) -> None:
    model = tmp_path / "model.gguf"
    shutil.copy(starter[0], model)
    files = ModelFiles(model, starter[1])
    require_tried(files, cache_dir=tmp_path / "cache")
    verdicts = json.loads((tmp_path / "cache" / "model-verdicts.json").read_text())
    assert list(verdicts.values()) == [""]
    kept = tmp_path / "cache" / "model-verdicts.json"
    kept.write_text(json.dumps(dict.fromkeys(verdicts, "remembered")))
    with pytest.raises(ModelFileError, match="remembered"):
        require_tried(files, cache_dir=tmp_path / "cache")


def test_a_projector_that_aborts_kills_only_the_child(starter: tuple[Path, Path], tmp_path: Path) -> None:
    bad = projector_with_square_patches(starter[1], tmp_path / "bad.gguf")
    with pytest.raises(ModelFileError, match="stops the program"):
        require_tried(ModelFiles(starter[0], bad), cache_dir=tmp_path)
    with pytest.raises(ModelFileError, match="stops the program"):
        require_tried(ModelFiles(starter[0], bad), cache_dir=tmp_path)


def test_a_refused_file_says_why(starter: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match=r"llama\.cpp cannot"):
        require_tried(ModelFiles(starter[1]), cache_dir=None)


def test_a_trial_that_cannot_start_is_not_remembered(
    starter: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    with pytest.raises(EngineFault, match="could not start"):
        require_tried(ModelFiles(*starter), cache_dir=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_lost_verdicts_only_cost_another_trial(starter: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "model-verdicts.json").write_text("[broken")
    require_tried(ModelFiles(*starter), cache_dir=tmp_path)


def test_a_trial_that_is_stopped_ends_at_once_and_is_not_remembered(starter: tuple[Path, Path], tmp_path: Path) -> None:
    stop = StopFlag()
    stop.set()
    with pytest.raises(InputError, match="was stopped"):
        require_tried(ModelFiles(*starter), cache_dir=tmp_path, stop=stop)
    assert list(tmp_path.iterdir()) == []
    require_tried(ModelFiles(*starter), cache_dir=tmp_path)


def test_a_trial_that_needs_more_than_is_free_is_ended_and_not_remembered(
    starter: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = Machine(total=2**30, available=16 * 2**20, physical_cores=1)
    with monkeypatch.context() as then:
        then.setattr("inference.memory.machine.machine_without_us", lambda: full)
        with pytest.raises(MemoryShort, match="not enough memory to try"):
            require_tried(ModelFiles(*starter), cache_dir=tmp_path)
        assert list(tmp_path.iterdir()) == []
        require_tried(ModelFiles(*starter), cache_dir=None, predicted=2**30)  # loaded anyway, it may take what was predicted
    require_tried(ModelFiles(*starter), cache_dir=tmp_path)
