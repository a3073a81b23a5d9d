"""The settings, made from their declarations. Whatever is changed holds at once: there is nothing to confirm."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.look import theme
from app.settings.asked import OfSettings
from app.settings.key_field import KeyField
from app.settings.setting_row import SettingRow
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
        self.setWindowTitle("Settings")
        self.rows: dict[str, SettingRow] = {}
        self._arrange()
        model.changed.connect(self._show)
        model.noted.connect(self._show_one)
        controller.theme_changed.connect(self.retheme)
        self.retheme()
        self.resize(SIZE.boundedTo(self.screen().availableGeometry().size() * 0.92))

    @Slot()
    def retheme(self) -> None:
        self.setStyleSheet(_style(theme.current()))

    def _arrange(self) -> None:
        page = QWidget()
        page.setObjectName("column")
        inside = QVBoxLayout(page)
        inside.setContentsMargins(24, 20, 12, 20)  # the bar at the right takes the rest
        inside.setSpacing(8)
        for group in self._model.groups:
            title = QLabel(group.title)
            title.setProperty("role", "title")
            title.setContentsMargins(2, 8, 0, 0)
            inside.addWidget(title)
            inside.addWidget(self._card(group))
        inside.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(page)
        done = QPushButton("Done")
        done.setDefault(True)
        done.clicked.connect(self.accept)
        below = QHBoxLayout()
        below.setContentsMargins(24, 10, 24, 16)
        below.addStretch(1)
        below.addWidget(done)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scroll, 1)
        column.addLayout(below)

    def _card(self, group: Group) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(0, 2, 0, 2)
        inside.setSpacing(0)
        for place, declaration in enumerate(group.settings):
            if place:
                line = QFrame()
                line.setObjectName("line")
                line.setFixedHeight(1)
                inside.addWidget(line)
            row = SettingRow(declaration, self._model, self._controller.set)
            if isinstance(row.control, KeyField):
                row.control.toggled.connect(self._wait_for_key)
            self.rows[declaration.name] = row
            inside.addWidget(row)
        return card

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


def _style(colours: theme.Theme) -> str:
    return f"""
    #line {{ background: {colours.line}; margin: 0 16px; }}
    QSpinBox {{ background: {colours.surface}; border: 1px solid {colours.line}; border-radius: 8px; padding: 6px 8px;
        min-width: 88px; }}
    QSpinBox:focus {{ border: 1px solid {colours.accent}; }}
    QPushButton[role="step"] {{ padding: 6px 0; min-width: 30px; max-width: 30px; }}
    QPushButton[role="key"] {{ min-width: 180px; }}
    QPushButton[role="key"]:checked {{ background: {colours.accent_soft}; border: 1px solid {colours.accent}; }}
    """
