"""The model of last time comes back; the starter stands in for one that is gone or cannot be loaded, and that is said."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.desk import Desk
from app.models.last_model import LastModelController
from app.settings import LastModel
from app.settings.settings_controller import SettingsController
from app.settings.settings_file import read, write
from app.settings.settings_model import SettingsModel
from app.values import ModelChoice
from app.worker import Worker

Wait = Callable[..., None]


@dataclass
class Start:
    """One start of the program."""

    desk: Desk
    settings: SettingsController
    chosen: SettingsModel
    last: LastModelController


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


@pytest.fixture
def own(tmp_path: Path, starter: tuple[Path, Path]) -> tuple[Path, Path]:
    """A model of one's own with its projector: copies of the starter, which the program does not take for it."""
    folder = tmp_path / "models"
    folder.mkdir()
    model, projector = (Path(shutil.copy(file, folder)) for file in starter)
    return model, projector


@pytest.fixture
def start(desk: Desk, worker: Worker, path: Path) -> Iterator[Callable[[], Start]]:
    made: list[SettingsController] = []

    def begin() -> Start:
        chosen = SettingsModel()
        settings = SettingsController(worker, chosen, path)
        made.append(settings)
        settings.begin()
        last = LastModelController(desk.models, state=desk.model, notice=desk.notice, settings=settings, chosen=chosen)
        last.begin()
        return Start(desk, settings, chosen, last)

    yield begin
    for settings in made:
        settings.close()


def ready(desk: Desk) -> bool:
    return desk.model.phase == "ready"


def test_the_first_start_is_with_the_starter(start: Callable[[], Start], wait_until: Wait, path: Path) -> None:
    begun = start()
    wait_until(lambda: ready(begun.desk), 60)
    assert begun.desk.model.is_starter
    assert begun.desk.notice.text == ""
    begun.settings.close()
    assert not path.exists()


def test_what_is_loaded_is_remembered_with_what_was_asked_of_it(
    start: Callable[[], Start], own: tuple[Path, Path], wait_until: Wait, path: Path
) -> None:
    begun = start()
    begun.desk.models.load(ModelChoice(*own, context=1024))
    wait_until(lambda: begun.chosen.settings.last_model is not None, 60)
    begun.settings.close()
    assert read(path).settings.last_model == LastModel(*own, context=1024)
    begun.desk.models.load_starter()
    wait_until(lambda: begun.chosen.settings.last_model is None, 60)


def test_it_is_loaded_at_the_next_start(start: Callable[[], Start], own: tuple[Path, Path], wait_until: Wait, path: Path) -> None:
    write(path, {"last_model": LastModel(*own, context=1024)})
    begun = start()
    assert begun.desk.model.choice == ModelChoice(*own, context=1024)
    wait_until(lambda: ready(begun.desk), 60)
    assert begun.desk.model.capabilities is not None
    assert begun.desk.model.capabilities.context == 1024


def test_where_its_file_is_gone_the_starter_stands_in_and_it_is_not_forgotten(
    start: Callable[[], Start], own: tuple[Path, Path], wait_until: Wait, path: Path
) -> None:
    write(path, {"last_model": LastModel(*own)})
    own[1].unlink()
    begun = start()
    wait_until(lambda: ready(begun.desk), 60)
    assert begun.desk.model.is_starter
    assert begun.desk.notice.text == (f"{own[1]}, which was loaded last time, is not there now. The starter is loaded instead.")
    begun.settings.close()
    assert read(path).settings.last_model == LastModel(*own)


def test_where_it_cannot_be_loaded_the_starter_stands_in_and_that_is_said(
    start: Callable[[], Start], own: tuple[Path, Path], wait_until: Wait, path: Path
) -> None:
    own[0].write_bytes(own[0].read_bytes()[:5000])
    write(path, {"last_model": LastModel(*own)})
    begun = start()
    wait_until(lambda: ready(begun.desk), 60)
    assert begun.desk.model.is_starter
    assert own[0].name in begun.desk.notice.text
    assert begun.desk.notice.text.endswith("The starter is loaded instead.")
    assert begun.chosen.settings.last_model == LastModel(*own)


def test_another_model_chosen_while_it_loads_is_what_counts(
    start: Callable[[], Start], own: tuple[Path, Path], wait_until: Wait, path: Path
) -> None:
    write(path, {"last_model": LastModel(*own)})
    begun = start()
    begun.desk.models.load_starter()
    wait_until(lambda: ready(begun.desk), 60)
    assert begun.desk.model.is_starter
    assert begun.desk.notice.text == ""
    assert begun.chosen.settings.last_model is None
