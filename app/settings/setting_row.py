"""One setting: what it is called, what it does, and the control that its kind asks for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QKeyCombination, QSignalBlocker, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QGridLayout, QPushButton, QWidget

from app.look.controls import Choice, Stepper, Toggle
from app.look.making import make_button, make_label
from app.look.placing import LEFT, at, discard, line_up, stack, wide
from app.settings import Declaration
from app.settings.kinds import Device, File, Folders, Key, Number, OneOf, Remembered, Switch
from app.settings.settings_model import SettingsModel, spell
from app.tooltips import plain_tip

__all__ = ["KeyField", "SettingRow"]

REMOVE_TIP = "Look there no more. Nothing in the folder is touched."


class SettingRow(QWidget):
    """Shows what the model says; `wish` is called with the setting's name and the value that is wished, not checked."""

    def __init__(self, declaration: Declaration, model: SettingsModel, wish: Callable[[str, object], object]) -> None:
        super().__init__()
        self._declaration, self._model, self._wished = declaration, model, wish
        self.label, self.explanation = make_label(declaration.label), make_label(declaration.explanation, "muted", wraps=True)
        self.note = make_label(role="amber", wraps=True)
        self.control, self._fill = _control(declaration, model, self._wish)
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
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        grid.addLayout(stack(self.label, self.explanation, self.note, gap=2), 0, 0)
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
        self._rows, self.add = stack(gap=4), make_button("Add folder…", self._ask)
        stack(self._rows, at(LEFT, self.add), within=self, gap=8)

    def show_folders(self, folders: tuple[Path, ...]) -> None:
        if folders == self._folders:
            return
        self._folders = folders
        while (item := self._rows.takeAt(0)) is not None:
            if (row := item.widget()) is not None:
                discard(row)
        for folder in folders:
            self._rows.addWidget(self._row(folder))

    def _row(self, folder: Path) -> QWidget:
        row, act = QWidget(), partial(self._remove, folder)
        remove = make_button("Remove", act, tip=REMOVE_TIP, name=f"Remove {folder} from the list", role="quiet")
        line_up(wide(make_label(str(folder), wraps=True)), remove, within=row)
        return row

    def _ask(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self, "A folder with models", str(Path.home())):
            self._wish((*self._folders, Path(folder)))

    def _remove(self, folder: Path) -> None:
        self._wish(tuple(one for one in self._folders if one != folder))


class _FileChoice(QWidget):
    """The name of the file, a way to choose another, and one back to what Hush brings."""

    def __init__(self, label: str, kind: File, wish: Wish) -> None:
        super().__init__()
        self._label, self._kind, self._wish = label, kind, wish
        self._file: Path | None = None
        self.name, self.choose = make_label(wraps=True), make_button("Choose…", self._ask)
        self.reset = make_button("Use that of Hush", lambda: self._wish(None), role="quiet")
        line_up(wide(self.name), self.reset, self.choose, within=self)

    def show_file(self, file: Path | None) -> None:
        self._file = file
        self.name.setText(str(file) if file is not None else self._kind.none)
        self.reset.setVisible(file is not None)

    def _ask(self) -> None:
        start = self._file.parent if self._file is not None else Path.home()
        chosen, _ = QFileDialog.getOpenFileName(self, self._label, str(start), self._kind.pattern)
        if chosen:
            self._wish(Path(chosen))


def _control(declaration: Declaration, model: SettingsModel, wish: Wish) -> Control:
    name, kind = declaration.name, declaration.kind
    match kind:
        case Switch():
            toggle = Toggle()
            toggle.toggled.connect(wish)
            return toggle, lambda: toggle.setChecked(model.value(name))
        case Number():
            stepper = Stepper(kind.least, kind.most, step=kind.step, unit=kind.unit, zero=kind.zero)
            stepper.changed.connect(wish)
            return stepper, lambda: stepper.show_value(model.value(name))
        case Key():
            key = KeyField(wish)
            return key, lambda: key.show_key(model.value(name))
        case Folders():
            folders = _FolderList(wish)
            return folders, lambda: folders.show_folders(model.value(name))
        case File():
            file = _FileChoice(declaration.label, kind, wish)
            return file, lambda: file.show_file(model.value(name))
        case OneOf() | Device():
            return _choice(name, model, wish)
        case Remembered():
            raise TypeError(f"{name} is not shown")


def _choice(name: str, model: SettingsModel, wish: Wish) -> Control:
    box = Choice()
    box.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToContents)
    box.setMaximumWidth(300)
    box.activated.connect(lambda _index: wish(box.currentData()))

    def fill() -> None:
        options = model.options(name)
        if [option.value for option in options] != [box.itemData(index) for index in range(box.count())]:
            box.clear()
            for option in options:
                box.addItem(option.label, option.value)
        box.setCurrentIndex(max(0, box.findData(model.value(name))))
        box.setToolTip(plain_tip(box.currentText()))

    return box, fill


MODIFIERS = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr, Qt.Key.Key_unknown)


class KeyField(QPushButton):
    """Shows a key; pressed, it is `toggled` and waits for another one. Esc leaves it as it was, Backspace takes the key away.

    `wish` is called with the key as `app.capture.hotkeys.keys` reads it; empty for none. Whether it can be had is for others
    to say.
    """

    def __init__(self, wish: Callable[[str], None]) -> None:
        super().__init__()
        self._wish = wish
        self.setProperty("role", "key")
        self.setAutoDefault(False)
        self.setCheckable(True)
        self.setToolTip("Press this, then the keys you want. Backspace: no key. Esc: leave it as it is.")
        self._key = ""
        self.toggled.connect(self._show)

    def show_key(self, key: str) -> None:
        self._key = key
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.isChecked():
            super().keyPressEvent(event)
            return
        event.accept()
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in MODIFIERS:
            return
        self.setChecked(False)
        if plain and key == Qt.Key.Key_Escape:
            return
        self._wish("" if plain and key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) else _spell(event, key))

    def focusNextPrevChild(self, forward: bool) -> bool:
        """While it waits Tab is a key like others."""
        return False if self.isChecked() else super().focusNextPrevChild(forward)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.setChecked(False)
        super().focusOutEvent(event)

    def _show(self) -> None:
        self.setText("Press the keys…" if self.isChecked() else spell(self._key))


def _spell(event: QKeyEvent, key: Qt.Key) -> str:
    """Shift+Tab comes as Backtab; letters come as the keyboard has them, whatever they would write with Shift."""
    if key == Qt.Key.Key_Backtab:
        key = Qt.Key.Key_Tab
    if key == Qt.Key.Key_Enter:
        key = Qt.Key.Key_Return
    modifiers = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier)
    return QKeySequence(QKeyCombination(modifiers, key)).toString(QKeySequence.SequenceFormat.PortableText)
