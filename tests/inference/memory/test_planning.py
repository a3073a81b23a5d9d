"""The one planning service: what it reads, remembers, grants and refuses, for the window and the command line alike."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from inference.errors import InputError, MemoryShort, ModelFileError
from inference.loading import LoadSettings, ModelFiles
from inference.memory import planning as plannings
from inference.memory.machine import Machine, machine_of
from inference.memory.plan import Wishes
from inference.memory.planning import Headers, Planning, read_headers
from inference.vetting import file_key

MIB = 2**20
SMALL = Machine(total=2**30, available=MIB, physical_cores=1)
WISHES = Wishes(context=1024, image_tokens=70)


@pytest.fixture
def files(starter: tuple[Path, Path], tmp_path: Path) -> ModelFiles:
    model, mmproj = (Path(shutil.copy(path, tmp_path / path.name)) for path in starter)
    return ModelFiles(model, mmproj)


@pytest.fixture
def planning(tmp_path: Path) -> Planning:
    return Planning(tmp_path / "cache", "Or say please", program=100 * MIB)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inference.memory.machine.machine_without_us", lambda: SMALL)


def test_the_plan_counts_the_program_and_what_was_measured(files: ModelFiles, planning: Planning) -> None:
    first = planning.plan(files, WISHES)
    assert (first.estimate.program, first.estimate.correction) == (100 * MIB, 0)
    assert (first.settings.context, first.settings.image_tokens) == (1024, 70)
    planning.records.remember_probe(file_key(files), first.settings, predicted=200 * MIB, measured=207 * MIB)
    assert planning.plan(files, WISHES).estimate.correction == 7 * MIB
    assert planning.plan(files, WISHES, on=machine_of(16)).estimate.correction == 0


def test_headers_are_read_once_until_the_files_change(
    files: ModelFiles, planning: Planning, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []
    monkeypatch.setattr(plannings, "read_headers", lambda asked: read.append(asked.model) or read_headers(asked))
    for _ in range(2):
        planning.plan(files, WISHES)
    planning.plan(files, WISHES, headers=read_headers(files))
    assert read == [files.model]
    files.model.write_bytes(files.model.read_bytes()[:-5000])
    with pytest.raises(ModelFileError, match="cut off"):
        planning.plan(files, WISHES)


def test_what_is_wrong_with_files_is_an_answer(files: ModelFiles, planning: Planning, tmp_path: Path) -> None:
    gone = ModelFiles(tmp_path / "gone.gguf", files.mmproj)
    found = read_headers(gone)
    assert found.model is None
    assert [str(problem) for problem in found.problems] == [f"There is no file {tmp_path / 'gone.gguf'}."]
    with pytest.raises(ModelFileError, match="There is no file"):
        planning.plan(gone, WISHES)
    swapped = read_headers(ModelFiles(files.mmproj or files.model, files.model))
    assert swapped.problems
    assert isinstance(read_headers(files), Headers)
    assert read_headers(files).problems == ()
    with pytest.raises(InputError, match="does not go into"):
        planning.plan(files, Wishes(context=1024, image_tokens=1120))


@pytest.mark.usefixtures("small")
def test_what_does_not_fit_is_refused_unless_it_is_wanted_anyway(files: ModelFiles, planning: Planning) -> None:
    with pytest.raises(MemoryShort) as refused:
        planning.grant(files, WISHES)
    assert "1 MiB is free" in refused.value.what
    assert "Or say please (" in refused.value.advice
    assert refused.value.advice.endswith(" too much).")
    assert planning.grant(files, WISHES, anyway=True).predicted_bytes > 100 * MIB


def test_a_plan_that_was_shown_is_weighed_again(files: ModelFiles, planning: Planning, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = planning.plan(files, WISHES).settings
    assert planning.grant(files, Wishes(), shown=shown) == shown
    monkeypatch.setattr("inference.memory.machine.machine_without_us", lambda: SMALL)
    with pytest.raises(MemoryShort):
        planning.grant(files, Wishes(), shown=shown)
    assert planning.grant(files, Wishes(), shown=shown, anyway=True) == shown


def test_settings_without_a_plan_are_weighed(files: ModelFiles, planning: Planning, monkeypatch: pytest.MonkeyPatch) -> None:
    weighed = planning.weigh(files, LoadSettings(context=512, image_tokens=0))
    assert weighed.context == 512
    assert weighed.predicted_bytes > 20 * MIB
    monkeypatch.setattr("inference.memory.machine.machine_without_us", lambda: SMALL)
    with pytest.raises(MemoryShort, match="would take about"):
        planning.weigh(files, LoadSettings(context=512, image_tokens=0))
