"""The screens beside the conversation: dialogs, the pill of a recording, the frozen screen. Listed in tests.app.screens."""

from __future__ import annotations

import os
from collections.abc import Sequence
from math import sin
from pathlib import Path

from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea

from app.capture.overlay import Overlay
from app.capture.screen import grab, places
from app.look import theme
from app.memos.memos_view import MemosDialog
from app.models.model_dialog import ModelDialog
from app.sound.pill import Pill
from app.sound.voice_state import VoiceState
from tests.app.models_folder import models_folder
from tests.app.stage import Stage, picture, wait
from tests.shape_12b import MODEL, PROJECTOR, write_12b

__all__ = ["broken_model", "memos", "model", "models", "pills", "region", "settings", "settings_end"]

NO_MICROPHONE = "No microphone was found. Plug one in, or choose one in the settings, then press the key again."


def models(stage: Stage) -> QImage:
    assert stage.desk.settings is not None
    stage.desk.settings.controller.add_folder(on_disk(stage))
    stage.window.dialogs.models()
    assert stage.desk.shelves is not None
    shelf = stage.desk.shelves.shown
    wait(lambda: shelf.rows and not shelf.looking)
    return picture(stage.dialog())


def model(stage: Stage) -> QImage:
    return chosen(stage, MODEL, PROJECTOR)


def broken_model(stage: Stage) -> QImage:
    return chosen(stage, "cut.gguf", "")


def settings(stage: Stage) -> QImage:
    stage.window.dialogs.settings()
    return picture(stage.dialog())


def settings_end(stage: Stage) -> QImage:
    stage.window.dialogs.settings()
    (area,) = stage.dialog().findChildren(QScrollArea)
    QTest.qWait(500)
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    return picture(stage.dialog())


def memos(stage: Stage) -> QImage:
    stage.window.dialogs.memos()
    dialog = stage.dialog()
    assert isinstance(dialog, MemosDialog)
    wait(lambda: dialog.pane.recorded)
    return picture(dialog)


def pills(stage: Stage) -> QImage:
    """One below the other: recording, to be sent with a click, near its end, and without a microphone."""
    shown = []
    for seconds, locked, sentence in ((4, False, ""), (12, True, ""), (231, False, ""), (0, False, NO_MICROPHONE)):
        state = VoiceState()
        pill = Pill(state)
        state.begin(240)
        state.lock(locked)
        for level in range(28):
            state.move(0.001 + 0.06 * abs(sin(level / 3) * sin(level)), seconds)
        if sentence:
            state.show("failed", sentence)
        shown.append(picture(pill))
        pill.hide()
        pill.deleteLater()
    return stacked(shown)


def region(stage: Stage) -> QImage:
    stage.ask_once("What does it say?", "sign")
    QTest.qWait(500)
    os.environ["XDG_SESSION_TYPE"] = "x11"  # what is frozen is this display, whatever the desktop around it is
    overlay = Overlay(grab(places()))
    overlay.open()
    pane = overlay.panes[0]
    ratio = pane.devicePixelRatioF()
    (left, top), (right, bottom) = ((round(x * ratio), round(y * ratio)) for x, y in ((832, 182), (1080, 322)))
    pane.pressed.emit(left, top)
    pane.moved.emit(left + 40, top + 40, True)
    pane.moved.emit(right, bottom, True)
    shown = picture(pane).copy(0, 0, round(1240 * ratio), round(800 * ratio))
    overlay.cancel()
    return shown


def chosen(stage: Stage, model: str, projector: str) -> QImage:
    """The dialog of one model with what it says of these files."""
    folder = on_disk(stage)
    stage.window.dialogs.model()
    dialog = stage.dialog()
    assert isinstance(dialog, ModelDialog)
    dialog.model.setText(str(folder / model))
    dialog.projector.setText(str(folder / projector) if projector else "")
    wait(lambda: dialog.verdict.property("role") != "muted")
    return picture(dialog)


def on_disk(stage: Stage) -> Path:
    """A folder with the description of Gemma 4 12B, a tiny model, and one that is cut off."""
    folder = stage.kept / "models"
    if not folder.exists():
        models_folder(folder)
        write_12b(folder)
    return folder


def stacked(images: Sequence[QImage]) -> QImage:
    """One below the other in the middle, on the window's colour."""
    ratio = images[0].devicePixelRatioF()
    gap = round(24 * ratio)
    width, height = max(image.width() for image in images) + 2 * gap, sum(image.height() + gap for image in images) + gap
    whole = QImage(width, height, QImage.Format.Format_RGB32)
    whole.fill(QColor(theme.current().window))
    painter, top = QPainter(whole), gap
    for image in images:
        image.setDevicePixelRatio(1)
        painter.drawImage((width - image.width()) // 2, top, image)
        top += image.height() + gap
    painter.end()
    return whole
