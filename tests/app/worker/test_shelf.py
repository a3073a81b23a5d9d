"""Models and their projectors: who belongs to whom, what each comes to, and that nothing is read twice."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.models.found import Found
from app.worker.shelf import Shelf
from inference.memory import planning
from inference.stop import StopFlag
from tests.app.models_folder import models_folder
from tests.gguf_files import Value, model_bytes, projector_bytes, tiny_model, tiny_projector
from tests.shape_12b import MODEL, PROJECTOR, write_12b

from inference.gguf.values import ValueType  # isort: skip


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(lambda _path: None)


def models(shelf: Shelf, folder: Path) -> dict[str, Found]:
    return {one.model.path.name: one for one in shelf.models(sorted(folder.rglob("*.gguf")), StopFlag())}


def test_a_model_comes_with_the_projector_beside_it_and_a_plan(shelf: Shelf, tmp_path: Path) -> None:
    found = models(shelf, models_folder(tmp_path))
    assert set(found) == {"tiny.gguf", "cut.gguf"}
    tiny = found["tiny.gguf"]
    assert tiny.projector is not None
    assert tiny.projector.path.name == "tiny-mmproj.gguf"
    assert tiny.examined.plan is not None
    assert tiny.examined.plan.fits
    assert tiny.examined.details == "Reads text, sees, hears."
    assert tiny.model.bytes == (tmp_path / "tiny" / "tiny.gguf").stat().st_size
    assert "cut.gguf is damaged" in found["cut.gguf"].examined.problems[0]
    assert found["cut.gguf"].projector is None


def test_the_12b_is_judged_for_this_machine(shelf: Shelf, tmp_path: Path) -> None:
    write_12b(tmp_path)
    found = models(shelf, tmp_path)
    assert set(found) == {MODEL}
    big = found[MODEL]
    assert big.name == "Gemma 4 12B"
    assert big.projector is not None
    assert big.projector.path.name == PROJECTOR
    assert big.examined.plan is not None
    assert big.examined.plan.estimate.total > 7 * 2**30


def test_the_best_namesake_beside_it_is_taken(shelf: Shelf, tmp_path: Path) -> None:
    for name in ("alpha-12b", "beta-12b"):
        tiny_model(tmp_path, f"{name}.gguf")
        tiny_projector(tmp_path, f"mmproj-{name}.gguf")
    found = models(shelf, tmp_path)
    assert {name: one.projector and one.projector.path.name for name, one in found.items()} == {
        "alpha-12b.gguf": "mmproj-alpha-12b.gguf",
        "beta-12b.gguf": "mmproj-beta-12b.gguf",
    }


def test_a_projector_in_another_folder_is_taken_only_where_it_fits(shelf: Shelf, tmp_path: Path) -> None:
    for name in ("models", "projectors"):
        (tmp_path / name).mkdir()
    tiny_model(tmp_path / "models")
    tiny_projector(tmp_path / "projectors")
    other = {"general.architecture": Value(ValueType.STRING, "qwen3")}
    (tmp_path / "models" / "other.gguf").write_bytes(model_bytes(other))
    found = models(shelf, tmp_path)
    assert found["tiny.gguf"].projector is not None
    assert found["other.gguf"].projector is None


def test_a_projector_that_is_another_models_leaves_the_model_its_text(shelf: Shelf, tmp_path: Path) -> None:
    tiny_model(tmp_path)
    wide = {f"clip.{kind}.projection_dim": Value(ValueType.UINT32, 64) for kind in ("vision", "audio")}
    (tmp_path / "mmproj.gguf").write_bytes(projector_bytes(wide))
    found = models(shelf, tmp_path)["tiny.gguf"]
    assert found.projector is None
    assert found.examined.problems == ()
    assert "no projector" in found.examined.details


def test_a_projector_in_f16_is_taken_last(shelf: Shelf, tmp_path: Path) -> None:
    tiny_model(tmp_path, "gemma-tiny.gguf")
    tiny_projector(tmp_path, "mmproj-other.gguf")
    f16 = {"mm.input_projection.weight": ((32, 32), 1)}
    (tmp_path / "mmproj-gemma-tiny-F16.gguf").write_bytes(projector_bytes(tensors=f16))
    found = models(shelf, tmp_path)["gemma-tiny.gguf"]
    assert found.projector is not None
    assert found.projector.path.name == "mmproj-other.gguf"


def test_files_are_looked_into_once_until_they_change(shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    look = planning.read_headers
    monkeypatch.setattr(planning, "read_headers", lambda files: read.append(files.model.name) or look(files))
    models_folder(tmp_path)
    models(shelf, tmp_path)
    models(shelf, tmp_path)
    assert sorted(read) == ["cut.gguf", "tiny.gguf"]
    shutil.copy(tmp_path / "tiny" / "tiny.gguf", tmp_path / "cut.gguf")
    assert models(shelf, tmp_path)["cut.gguf"].examined.problems == ()


def test_it_stops_between_two_files(shelf: Shelf, tmp_path: Path) -> None:
    models_folder(tmp_path)
    stop = StopFlag()
    found = []
    for one in shelf.models(sorted(tmp_path.rglob("*.gguf")), stop):
        found.append(one)
        stop.set()
    assert len(found) == 1


def test_a_file_that_goes_meanwhile_is_no_fault(shelf: Shelf, tmp_path: Path) -> None:
    assert list(shelf.models([tmp_path / "gone.gguf"], StopFlag())) == []
