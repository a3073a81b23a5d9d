"""One setting: what it is called, what it does, and the control that its kind asks for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.look.choice_box import Choice
from app.look.stepper import Stepper
from app.look.toggle import Toggle
from app.settings import Declaration
from app.settings.key_field import KeyField
from app.settings.kinds import Device, File, Folders, Key, Number, OneOf, Switch
from app.settings.settings_model import SettingsModel

__all__ = ["SettingRow"]


class SettingRow(QWidget):
    """Shows what the model says; `wish` is called with the setting's name and the value that is wished, not checked."""

    def __init__(self, declaration: Declaration, model: SettingsModel, wish: Callable[[str, object], object]) -> None:
        super().__init__()
        self._declaration, self._model, self._wished = declaration, model, wish
        self.label, self.explanation, self.note = QLabel(declaration.label), QLabel(declaration.explanation), QLabel()
        self.control, self._fill = _CONTROLS[type(declaration.kind)](declaration, model, self._wish)
        self.control.setAccessibleName(declaration.label)
        self.control.setAccessibleDescription(declaration.explanation)
        self.label.setBuddy(self.control)
        self._arrange(below=isinstance(declaration.kind, Folders | File))
        self.show_value()

    def show_value(self) -> None:
        with QSignalBlocker(self.control):
            self._fill()
        self.note.setText(self._model.note(self._declaration.name))
        self.note.setVisible(bool(self.note.text()))

    def _wish(self, value: object) -> None:
        self._wished(self._declaration.name, value)
        self.show_value()  # what was refused does not stay in the control

    def _arrange(self, *, below: bool) -> None:
        self.explanation.setProperty("role", "muted")
        self.note.setProperty("role", "amber")
        for label in (self.explanation, self.note):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.label)
        words.addWidget(self.explanation)
        words.addWidget(self.note)
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        grid.addLayout(words, 0, 0)
        if below:
            grid.addWidget(self.control, 1, 0)
        else:
            grid.addWidget(self.control, 0, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


Wish = Callable[[object], None]
Control = tuple[QWidget, Callable[[], None]]
"""A control, and what fills it with the value of now."""


class _FolderList(QWidget):
    """The folders, each with a way to take it off the list, and one to name another."""

    def __init__(self, wish: Wish) -> None:
        super().__init__()
        self._wish = wish
        self._folders: tuple[Path, ...] = ()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self.add = QPushButton("Add folder…")
        self.add.setAutoDefault(False)
        self.add.clicked.connect(self._ask)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._rows)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    def show_folders(self, folders: tuple[Path, ...]) -> None:
        if folders == self._folders:
            return
        self._folders = folders
        while (item := self._rows.takeAt(0)) is not None:
            if (row := item.widget()) is not None:
                row.hide()
                row.deleteLater()
        for folder in folders:
            self._rows.addWidget(self._row(folder))

    def _row(self, folder: Path) -> QWidget:
        row, name, remove = QWidget(), QLabel(str(folder)), QPushButton("Remove")
        name.setTextFormat(Qt.TextFormat.PlainText)
        name.setWordWrap(True)
        remove.setProperty("role", "quiet")
        remove.setAutoDefault(False)
        remove.setAccessibleName(f"Remove {folder} from the list")
        remove.setToolTip("Look there no more. Nothing in the folder is touched.")
        remove.clicked.connect(partial(self._remove, folder))
        inside = QHBoxLayout(row)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(name, 1)
        inside.addWidget(remove)
        return row

    def _ask(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self, "A folder with models", str(Path.home())):
            self._wish((*self._folders, Path(folder)))

    def _remove(self, folder: Path) -> None:
        self._wish(tuple(one for one in self._folders if one != folder))


class _FileChoice(QWidget):
    """The name of the file, a way to choose another, and one back to what Hush brings."""

    def __init__(self, kind: File, wish: Wish) -> None:
        super().__init__()
        self._kind, self._wish = kind, wish
        self._file: Path | None = None
        self.name, self.choose, self.reset = QLabel(), QPushButton("Choose…"), QPushButton("Use that of Hush")
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.name.setWordWrap(True)
        self.reset.setProperty("role", "quiet")
        self.choose.clicked.connect(self._ask)
        self.reset.clicked.connect(lambda: self._wish(None))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.name, 1)
        for button in (self.reset, self.choose):
            button.setAutoDefault(False)
            row.addWidget(button)

    def show_file(self, file: Path | None) -> None:
        self._file = file
        self.name.setText(str(file) if file is not None else self._kind.none)
        self.reset.setVisible(file is not None)

    def _ask(self) -> None:
        start = self._file.parent if self._file is not None else Path.home()
        chosen, _ = QFileDialog.getOpenFileName(self, "What writes recordings down", str(start), self._kind.pattern)
        if chosen:
            self._wish(Path(chosen))


def _switch(declaration: Declaration, model: SettingsModel, wish: Wish) -> Control:
    box = Toggle()
    box.toggled.connect(wish)
    return box, lambda: box.setChecked(model.value(declaration.name))


def _one_of(declaration: Declaration, model: SettingsModel, wish: Wish) -> Control:
    box = Choice()
    box.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToContents)
    box.setMaximumWidth(300)
    box.activated.connect(lambda _index: wish(box.currentData()))

    def fill() -> None:
        options = model.options(declaration.name)
        if [option.value for option in options] != [box.itemData(index) for index in range(box.count())]:
            box.clear()
            for option in options:
                box.addItem(option.label, option.value)
        box.setCurrentIndex(max(0, box.findData(model.value(declaration.name))))
        box.setToolTip(box.currentText())

    return box, fill


def _number(declaration: Declaration, model: SettingsModel, wish: Wish) -> Control:
    kind: Any = declaration.kind
    box = Stepper(kind.least, kind.most, step=kind.step, unit=kind.unit, zero=kind.zero)
    box.changed.connect(wish)
    return box, lambda: box.show_value(model.value(declaration.name))


def _key(declaration: Declaration, model: SettingsModel, wish: Wish) -> Control:
    box = KeyField(wish)
    return box, lambda: box.show_key(model.value(declaration.name))


def _folders(declaration: Declaration, model: SettingsModel, wish: Wish) -> Control:
    box = _FolderList(wish)
    return box, lambda: box.show_folders(model.value(declaration.name))


def _file(declaration: Declaration, model: SettingsModel, wish: Wish) -> Control:
    kind: Any = declaration.kind
    box = _FileChoice(kind, wish)
    return box, lambda: box.show_file(model.value(declaration.name))


_CONTROLS: dict[type, Callable[[Declaration, SettingsModel, Wish], Control]] = {
    Switch: _switch,
    OneOf: _one_of,
    Device: _one_of,
    Number: _number,
    Key: _key,
    Folders: _folders,
    File: _file,
}
