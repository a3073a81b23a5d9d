"""The models page by real clicks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton

from app.desk import Desk
from app.models.found import FileOnDisk, Found
from app.models.models_page import ModelsPage
from app.models.shelf_controller import ShelfController
from app.models.shelf_model import ShelfModel
from app.settings.settings_controller import SettingsController
from app.settings.settings_model import SettingsModel
from app.values import Examined, ModelChoice
from app.worker import Worker
from app.worker.finding import ModelFinder
from inference.memory.machine import machine_of
from inference.memory.plan import plan
from tests.app.models_folder import models_folder, sha256
from tests.inference.memory.test_estimate import GEMMA_4_12B, PROJECTOR_12B

Wait = Callable[..., None]


@pytest.fixture
def controller(worker: Worker, desk: Desk, tmp_path: Path) -> Iterator[ShelfController]:
    threads, chosen = ModelFinder(tmp_path / "cache"), SettingsModel()
    settings = SettingsController(worker, chosen, tmp_path / "settings.json")
    settings.begin()
    controller = ShelfController(threads, ShelfModel(), settings=settings, chosen=chosen, models=desk.models, state=desk.model)
    yield controller
    controller.stop_checks()
    assert threads.close()
    settings.close()


@pytest.fixture
def shelf(controller: ShelfController) -> ShelfModel:
    return controller._shelf


@pytest.fixture
def dialog(controller: ShelfController, shelf: ShelfModel, wait_until: Wait) -> Iterator[ModelsPage]:
    dialog = ModelsPage(controller, shelf)
    dialog.show()
    wait_until(lambda: not shelf.looking)
    yield dialog
    dialog.close()
    dialog.deleteLater()


def click(button: QPushButton) -> None:
    QCoreApplication.sendPostedEvents()  # what was added to the page just now is shown with the next event
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def add(dialog: ModelsPage, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    click(dialog.add)


def test_it_opens_with_the_starter_and_what_is_known(dialog: ModelsPage) -> None:
    assert dialog.cards == []
    assert dialog.status.text().startswith("Name the folders")
    assert not dialog.again.isVisible()
    assert dialog.starter.load.isVisible()
    assert dialog.others[0].copy.accessibleName() == "Copy the name google/gemma-4-12B-it-qat-q4_0-gguf: Gemma 4 12B, Q4_0"


def test_the_name_is_copied(dialog: ModelsPage) -> None:
    click(dialog.others[0].copy)
    assert QGuiApplication.clipboard().text() == "google/gemma-4-12B-it-qat-q4_0-gguf"
    assert [card.copy.text() for card in dialog.others[:2]] == ["Copied", "Copy the name"]


def test_what_leads_to_a_real_model_brings_those_to_get_into_view(
    controller: ShelfController, shelf: ShelfModel, wait_until: Wait
) -> None:
    page = ModelsPage(controller, shelf)
    page.resize(700, 300)
    page.bring_real()
    page.show()
    page.activateWindow()
    title, card = page._known[0], page.others[0]
    view = page._page.viewport()
    wait_until(lambda: not shelf.looking and 0 <= title.mapTo(view, QPoint()).y() < 20)
    assert card.mapTo(view, QPoint()).y() < view.height()
    wait_until(card.copy.hasFocus)
    page.close()
    model = FileOnDisk(GEMMA_4_12B.path, 7_000_000_000)
    shelf.show(
        (Found(model, None, "G", Examined(ModelChoice(model.path), title="G", plan=plan(GEMMA_4_12B, None, machine_of(32)))),)
    )
    page = ModelsPage(controller, shelf)
    page.resize(700, 300)
    page.bring_real()
    page.show()
    shelf.show(
        (Found(model, None, "G", Examined(ModelChoice(model.path), title="G", plan=plan(GEMMA_4_12B, None, machine_of(32)))),)
    )
    wait_until(lambda: not shelf.looking and not page._bring_soon.isActive())
    assert page._page.verticalScrollBar().value() == 0  # the one that is here stands first
    page.close()


def test_a_folder_is_added_its_models_appear_and_their_files_are_checked(
    dialog: ModelsPage, shelf: ShelfModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wait_until: Wait
) -> None:
    folder = models_folder(tmp_path / "models")
    add(dialog, folder, monkeypatch)
    wait_until(lambda: shelf.rows and not shelf.looking)
    tiny, cut = dialog.cards
    assert tiny.title.text() == "Tiny, F32"
    assert tiny.verdict.property("role") == "green"
    assert tiny.load.property("role") == "primary"
    assert "With tiny-mmproj.gguf" in tiny.senses.text()
    assert cut.verdict.property("role") == "red"
    assert not cut.load.isVisible()
    assert not any(card.progress.isVisible() for card in dialog.cards)
    click(tiny.check)
    assert tiny.check.text() == "Stop checking"
    assert tiny.progress.isVisible()
    wait_until(lambda: not tiny.check.isVisible())
    assert sha256(folder / "tiny" / "tiny.gguf") in tiny.origins[0].text()
    click(cut.check)
    QTest.mouseClick(cut.check, Qt.MouseButton.LeftButton)  # before the thread's answer is heard
    assert cut.check.text() == "Check the files"
    add(dialog, tmp_path / "gone", monkeypatch)
    wait_until(dialog.problems.isVisible)
    assert dialog.problems.text() == f"The folder {tmp_path / 'gone'} is not there now."


def test_a_model_is_loaded_and_can_be_released(
    dialog: ModelsPage, controller: ShelfController, desk: Desk, wait_until: Wait
) -> None:
    released: list[bool] = []
    controller.release_asked.connect(lambda: released.append(True))
    click(dialog.starter.load)
    assert dialog.starter.use.text() == "Loading…"
    assert not dialog.starter.load.isVisible()
    wait_until(lambda: dialog.starter.use.text() == "Loaded", 60)
    click(dialog.starter.release)
    assert released == [True]


def test_what_does_not_fit_says_what_would_and_can_be_loaded_anyway(dialog: ModelsPage, shelf: ShelfModel) -> None:
    model, projector = FileOnDisk(GEMMA_4_12B.path, 7_000_000_000), FileOnDisk(PROJECTOR_12B.path, 175_000_000)
    short = plan(GEMMA_4_12B, PROJECTOR_12B, machine_of(8))
    shelf.show((Found(model, projector, "G", Examined(ModelChoice(model.path, projector.path), title="G", plan=short)),))
    card = dialog.cards[0]
    assert card.verdict.property("role") == "amber"
    assert card.load.text().startswith("Load anyway, ")
    assert card.load.property("role") == ""
    assert "choose a model file of up to" in card.details.text()
    choice = shelf.rows[0].choice
    assert choice is not None
    assert choice.anyway


def test_every_button_has_a_name_of_its_own(
    dialog: ModelsPage, shelf: ShelfModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wait_until: Wait
) -> None:
    add(dialog, models_folder(tmp_path / "models"), monkeypatch)
    wait_until(lambda: shelf.rows and not shelf.looking)
    names = [button.accessibleName() or button.text() for button in dialog.findChildren(QPushButton) if button.isVisible()]
    assert all(names)
    assert len(names) == len(set(names))
