"""The settings, made from their declarations. Whatever is changed holds at once: there is nothing to confirm."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QDialog, QFrame, QPushButton, QWidget

from app.look.making import make_label
from app.look.placing import card, line_up, make_page, stack, wide
from app.settings.asked import OfSettings
from app.settings.setting_row import KeyField, SettingRow
from app.settings.settings_controller import SettingsController
from app.settings.settings_model import Group, SettingsModel

__all__ = ["SettingsDialog"]

SIZE = QSize(640, 720)


class SettingsDialog(QDialog):
    """A heading and a card for each group, a row for each setting."""

    asked = Signal(object)
    """OfSettings."""

    def __init__(self, controller: SettingsController, model: SettingsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller, self._model = controller, model
        self.setObjectName("settings")
        self.setWindowTitle("Settings")
        self.rows: dict[str, SettingRow] = {}
        self._arrange()
        model.changed.connect(self._show)
        model.noted.connect(self._show_one)
        self.resize(SIZE.boundedTo(self.screen().availableGeometry().size() * 0.92))

    def _arrange(self) -> None:
        parts: list[QWidget] = []
        for group in self._model.groups:
            title = make_label(group.title, "title")
            title.setContentsMargins(2, 8, 0, 0)
            parts += title, self._card(group)
        done = QPushButton("Done")
        done.setDefault(True)
        done.clicked.connect(self.accept)
        below = line_up(wide(), done, margins=(24, 10, 24, 16))
        stack(wide(make_page(*parts, above=20, gap=8)), below, within=self, gap=0)

    def _card(self, group: Group) -> QFrame:
        parts: list[QWidget] = []
        for declaration in group.settings:
            row = self.rows[declaration.name] = SettingRow(declaration, self._model, self._controller.set)
            if isinstance(row.control, KeyField):
                row.control.toggled.connect(self._wait_for_key)
            parts += (_line(), row) if parts else (row,)
        return card(*parts, margins=(0, 2, 0, 2), gap=0)

    @Slot(bool)
    def _wait_for_key(self, waiting: bool) -> None:
        self.asked.emit(OfSettings.WAIT_FOR_KEY if waiting else OfSettings.END_WAITING)

    @Slot(object)
    def _show(self, names: frozenset[str]) -> None:
        for name in names & self.rows.keys():
            self.rows[name].show_value()

    @Slot(str)
    def _show_one(self, name: str) -> None:
        if name in self.rows:
            self.rows[name].show_value()


def _line() -> QFrame:
    """Between one setting and the next."""
    line = QFrame()
    line.setObjectName("line")
    line.setFixedHeight(1)
    return line
