"""The dialog by real keys and clicks: every setting has its control, and what is done there holds at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from app.look import theme
from app.look.controls import Choice, Stepper, Toggle
from app.settings import DECLARED
from app.settings.asked import OfSettings
from app.settings.setting_row import KeyField
from app.settings.settings_controller import SettingsController
from app.settings.settings_dialog import SettingsDialog
from app.settings.settings_model import SettingsModel
from app.worker import Worker

Wait = Callable[..., None]


@pytest.fixture
def dialog(app: QApplication, worker: Worker, tmp_path: Path, wait_until: Wait) -> Iterator[SettingsDialog]:
    model = SettingsModel()
    controller = SettingsController(worker, model, tmp_path / "settings.json")
    controller.begin()
    dialog = SettingsDialog(controller, model)
    dialog.model, dialog.controller = model, controller  # type: ignore[attr-defined]  # for the tests below
    dialog.show()
    dialog.activateWindow()
    wait_until(dialog.isActiveWindow)
    yield dialog
    dialog.close()
    dialog.deleteLater()
    controller.close()
    app.setProperty("theme", "")


def control(dialog: SettingsDialog, name: str) -> Any:
    return dialog.rows[name].control


def value(dialog: Any, name: str) -> Any:
    return dialog.model.value(name)


def test_every_setting_with_a_group_has_a_row_with_a_name(dialog: SettingsDialog) -> None:
    assert set(dialog.rows) == {name for name, one in DECLARED.items() if one.group}
    for name, row in dialog.rows.items():
        assert row.control.accessibleName() == DECLARED[name].label
        assert row.explanation.text() == DECLARED[name].explanation
        assert not row.note.isVisible()


def test_a_switch_is_clicked_and_pressed(dialog: SettingsDialog) -> None:
    box: Toggle = control(dialog, "talk_sends")
    QTest.mouseClick(box, Qt.MouseButton.LeftButton)
    assert value(dialog, "talk_sends") is False
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert value(dialog, "talk_sends") is True


def test_the_wheel_scrolls_and_changes_nothing(dialog: SettingsDialog) -> None:
    box: Choice = control(dialog, "theme")
    for widget in (box, control(dialog, "rest_minutes").field):
        turn = QWheelEvent(
            QPointF(5, 5), QPointF(widget.mapToGlobal(QPoint(5, 5))), QPoint(), QPoint(0, -120),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(widget, turn)
    assert (value(dialog, "theme"), value(dialog, "rest_minutes")) == ("system", 15)


def test_colours_are_chosen_with_the_keyboard_and_shown_at_once(dialog: SettingsDialog) -> None:
    box: Choice = control(dialog, "theme")
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_End)
    assert value(dialog, "theme") == "dark"
    assert theme.current() is theme.DARK


def test_minutes_are_stepped_and_typed(dialog: SettingsDialog) -> None:
    box: Stepper = control(dialog, "rest_minutes")
    QTest.mouseClick(box.less, Qt.MouseButton.LeftButton)
    assert value(dialog, "rest_minutes") == 10
    box.field.setFocus()
    box.field.selectAll()
    QTest.keyClicks(box.field, "0")
    assert value(dialog, "rest_minutes") == 10  # not while it is typed
    QTest.keyClick(box.field, Qt.Key.Key_Tab)
    assert value(dialog, "rest_minutes") == 0
    assert box.field.text() == "Never"
    assert not box.less.isEnabled()


def test_a_key_is_pressed_taken_away_and_left_as_it_is(dialog: SettingsDialog) -> None:
    box: KeyField = control(dialog, "key_talk")
    waiting: list[object] = []
    dialog.asked.connect(waiting.append)
    QTest.mouseClick(box, Qt.MouseButton.LeftButton)
    assert box.text() == "Press the keys…"
    QTest.keyClick(box, Qt.Key.Key_F9, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert value(dialog, "key_talk") == "Ctrl+Shift+F9"
    assert box.text() == "Ctrl + Shift + F9"
    assert waiting == [OfSettings.WAIT_FOR_KEY, OfSettings.END_WAITING]
    QTest.mouseClick(box, Qt.MouseButton.LeftButton)
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert value(dialog, "key_talk") == "Ctrl+Shift+F9"
    assert dialog.isVisible()  # Esc was for the field
    QTest.mouseClick(box, Qt.MouseButton.LeftButton)
    QTest.keyClick(box, Qt.Key.Key_Backspace)
    assert value(dialog, "key_talk") == ""
    assert box.text() == "None"


def test_tab_and_return_can_be_part_of_a_key(dialog: SettingsDialog) -> None:
    box: KeyField = control(dialog, "key_talk")
    for key, written in ((Qt.Key.Key_Tab, "Ctrl+Alt+Tab"), (Qt.Key.Key_Enter, "Ctrl+Return")):
        box.setChecked(True)
        alt = Qt.KeyboardModifier.AltModifier if key == Qt.Key.Key_Tab else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(box, key, Qt.KeyboardModifier.ControlModifier | alt)
        assert value(dialog, "key_talk") == written


def test_a_key_that_cannot_be_says_why_and_the_old_one_stays(dialog: SettingsDialog) -> None:
    box: KeyField = control(dialog, "key_capture")
    box.setChecked(True)
    QTest.keyClick(box, Qt.Key.Key_X)
    row = dialog.rows["key_capture"]
    assert row.note.isVisible()
    assert "needed for writing" in row.note.text()
    assert box.text() == "Ctrl + Alt + Return"
    box.setChecked(True)
    QTest.keyClick(box, Qt.Key.Key_Pause)
    assert not row.note.isVisible()


def test_leaving_the_field_ends_the_waiting(dialog: SettingsDialog) -> None:
    box: KeyField = control(dialog, "key_talk")
    box.setFocus()
    box.setChecked(True)
    control(dialog, "theme").setFocus()
    assert not box.isChecked()


def test_microphones_appear_while_it_is_open(dialog: Any) -> None:
    box: Choice = control(dialog, "microphone")
    assert box.count() == 1
    dialog.controller.offer_microphones([("hw:1", "Yeti")])
    assert [box.itemText(index) for index in range(box.count())] == ["The system’s own choice", "Yeti"]
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert value(dialog, "microphone") == "hw:1"


def test_folders_are_added_and_removed(dialog: SettingsDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    box = control(dialog, "model_folders")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    QTest.mouseClick(box.add, Qt.MouseButton.LeftButton)
    assert value(dialog, "model_folders") == (tmp_path,)
    remove = next(button for button in box.findChildren(QPushButton) if button.text() == "Remove")
    assert str(tmp_path) in remove.accessibleName()
    QTest.mouseClick(remove, Qt.MouseButton.LeftButton)
    assert value(dialog, "model_folders") == ()


def test_another_file_is_chosen_and_given_up(dialog: SettingsDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    box = control(dialog, "speech_model")
    assert box.name.text() == "Whisper base, which Hush brings"
    assert box.reset.isHidden()
    larger = tmp_path / "ggml-small.bin"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(larger), ""))
    QTest.mouseClick(box.choose, Qt.MouseButton.LeftButton)
    assert value(dialog, "speech_model") == larger
    assert box.name.text() == str(larger)
    QTest.mouseClick(box.reset, Qt.MouseButton.LeftButton)
    assert value(dialog, "speech_model") is None


def test_what_changes_elsewhere_is_shown(dialog: Any) -> None:
    dialog.controller.set("talk_mode", "toggle")
    assert control(dialog, "talk_mode").currentData() == "toggle"
    dialog.controller.comment_keys({"talk": "Another program has taken Ctrl+Alt+Space."})
    assert dialog.rows["key_talk"].note.isVisible()
