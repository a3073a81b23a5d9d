"""From folders to a loaded model, on the real threads, with real files and the real starter in a folder of one's own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.desk import Desk
from app.models.shelf_controller import ShelfController
from app.models.shelf_model import Row, ShelfModel
from app.settings.settings_controller import SettingsController
from app.settings.settings_model import SettingsModel
from app.worker import Worker
from app.worker.finding import CheckFile, FindingHand, ModelFinder
from app.worker.lane import Task
from inference.events import Cancelled
from tests.app.models_folder import models_folder, sha256

Wait = Callable[..., None]


@dataclass
class Shelf:
    model: ShelfModel
    controller: ShelfController
    settings: SettingsController
    folder: Path

    def row(self, name: str) -> Row:
        return next(row for row in self.model.rows if row.path.name == name)


@pytest.fixture
def shelf(worker: Worker, desk: Desk, tmp_path: Path) -> Iterator[Shelf]:
    folder = models_folder(tmp_path / "models")
    threads, chosen, model = ModelFinder(tmp_path / "cache"), SettingsModel(), ShelfModel()
    settings = SettingsController(worker, chosen, tmp_path / "settings.json")
    settings.begin()
    controller = ShelfController(threads, model, settings=settings, chosen=chosen, models=desk.models, state=desk.model)
    controller.release_asked.connect(worker.rest_now)
    yield Shelf(model, controller, settings, folder)
    controller.stop_checks()
    assert threads.close()
    settings.close()


@pytest.fixture
def filled(shelf: Shelf, wait_until: Wait) -> Shelf:
    shelf.settings.add_folder(shelf.folder)
    shelf.controller.open()
    wait_until(lambda: not shelf.model.looking)
    return shelf


def test_without_folders_it_asks_for_one_and_offers_what_is_known(shelf: Shelf, wait_until: Wait) -> None:
    shelf.controller.open()
    wait_until(lambda: not shelf.model.looking)
    assert shelf.model.rows == ()
    assert shelf.model.status.startswith("Name the folders")
    assert shelf.model.missing[0].title == "Gemma 4 12B, Q4_0"


def test_a_folder_that_is_added_is_looked_through_at_once(shelf: Shelf, wait_until: Wait) -> None:
    shelf.controller.open()
    shelf.controller.add_folder(shelf.folder)
    wait_until(lambda: shelf.model.rows and not shelf.model.looking)
    assert [(row.path.name, row.role) for row in shelf.model.rows] == [("tiny.gguf", "green"), ("cut.gguf", "red")]
    assert shelf.model.status == "2 models in this folder."
    shelf.controller.remove_folder(shelf.folder)
    wait_until(lambda: not shelf.model.rows and not shelf.model.looking)


def test_models_are_shown_as_they_are_found_and_kept_while_looking_again(shelf: Shelf, wait_until: Wait) -> None:
    seen: list[tuple[int, bool]] = []
    shelf.model.changed.connect(lambda: seen.append((len(shelf.model.rows), shelf.model.looking)))
    shelf.settings.add_folder(shelf.folder)
    shelf.controller.open()
    wait_until(lambda: not shelf.model.looking)
    assert seen == [(0, True), (1, True), (2, True), (2, False)]
    seen.clear()
    shelf.controller.look()
    wait_until(lambda: not shelf.model.looking)
    assert seen == [(2, True), (2, False)]


def test_a_row_says_what_it_is_and_how_it_would_be_loaded(filled: Shelf) -> None:
    row = filled.row("tiny.gguf")
    assert row.title == "Tiny, F32"
    assert str(row.path) in row.facts
    assert row.senses == "Reads text, sees, hears."
    assert row.projector.startswith("With tiny-mmproj.gguf")
    assert "that a model may use now" in row.verdict
    assert row.load == "Load"
    assert row.choice is not None
    assert row.choice.settings is not None
    assert row.choice.anyway is False
    assert [origin.words for origin in row.origin] == ["Not known to Hush.", "Not known to Hush."]
    assert filled.row("cut.gguf").choice is None


def test_files_are_checked_one_after_the_other_and_that_is_remembered(filled: Shelf, wait_until: Wait) -> None:
    row = filled.row("tiny.gguf")
    filled.controller.check(row.path)
    assert filled.row("tiny.gguf").checking is not None
    wait_until(lambda: filled.row("tiny.gguf").checking is None)
    assert filled.row("tiny.gguf").unchecked == ()
    assert sha256(row.path) in filled.row("tiny.gguf").origin[0].words
    filled.controller.look()
    wait_until(lambda: not filled.model.looking)
    assert filled.row("tiny.gguf").unchecked == ()
    row.path.write_bytes(row.path.read_bytes() + b" ")
    filled.controller.look()
    wait_until(lambda: not filled.model.looking)
    assert row.path in filled.row("tiny.gguf").unchecked


def test_a_check_can_be_stopped(filled: Shelf) -> None:
    filled.controller.check(filled.row("tiny.gguf").path)
    filled.controller.stop_checks()
    assert filled.row("tiny.gguf").checking is None
    assert len(filled.row("tiny.gguf").unchecked) == 2


def test_a_file_that_went_is_said(filled: Shelf, wait_until: Wait) -> None:
    row = filled.row("cut.gguf")
    row.path.unlink()
    filled.controller.check(row.path)
    wait_until(lambda: filled.model.problems)
    assert "cut.gguf cannot be read" in filled.model.problems[0]
    assert filled.row("cut.gguf").checking is None


def test_a_job_that_was_stopped_before_it_began_ends_so(tmp_path: Path) -> None:
    said: list[tuple[int, object, bool]] = []
    hand, task = FindingHand(tmp_path), Task(1, CheckFile(tmp_path))
    hand.said.connect(lambda *heard: said.append(heard))
    task.stop.set()
    hand.begin(task)
    assert said == [(1, Cancelled("", ""), True)]


def test_a_model_is_loaded_as_its_row_says_released_and_loaded_again(
    shelf: Shelf, desk: Desk, starter: tuple[Path, Path], wait_until: Wait
) -> None:
    for file in starter:
        shutil.copy(file, shelf.folder / file.name)
    shelf.settings.add_folder(shelf.folder)
    shelf.controller.open()
    wait_until(lambda: not shelf.model.looking)
    name = starter[0].name
    choice = shelf.row(name).choice
    shelf.controller.load(shelf.row(name).path)
    assert shelf.row(name).use == "loading"
    wait_until(lambda: shelf.row(name).use == "loaded", 60)
    assert choice is not None
    assert desk.model.choice is not None
    assert desk.model.choice.settings == choice.settings
    shelf.controller.release()
    wait_until(lambda: shelf.row(name).use == "resting", 30)
    assert "given back" in desk.model.memory_line
    shelf.controller.load_starter()
    assert shelf.row(name).use == ""
    wait_until(lambda: shelf.model.starter == "loaded", 60)


def test_nothing_is_looked_up_while_the_page_is_closed(shelf: Shelf) -> None:
    shelf.settings.add_folder(shelf.folder)
    assert shelf.model.folders == ()
    assert not shelf.model.looking
