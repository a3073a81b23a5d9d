"""Choosing a model: its GGUF file, its projector, and how long a conversation may be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app import theme, wording
from app.controllers.model import ModelController, projector_beside
from app.values import Examined, ModelChoice
from app.viewmodels.model_state import ModelState

__all__ = ["ModelDialog"]

CONTEXTS = (2048, 4096, 8192, 16384, 32768, 65536, 131072)
FILES = "Model files (*.gguf);;All files (*)"


class Choice(QComboBox):
    """A style sheet cannot draw an arrow in the theme's colour."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        arrow = theme.icon("chevron", theme.current().muted)
        arrow.paint(QPainter(self), self.width() - 30, (self.height() - 18) // 2, 18, 18)


class ModelDialog(QDialog):
    """Says what the chosen files are before anything is loaded; only files without problems can be loaded."""

    starter_asked = Signal()

    def __init__(self, controller: ModelController, state: ModelState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller, self._state = controller, state
        self.setWindowTitle("Choose a model")
        self.setMinimumWidth(640)
        self.model, self.projector, self.context = QLineEdit(), QLineEdit(), Choice()
        self.verdict, self.load = QLabel(), QPushButton("Load")
        self._short = False
        self._typing = QTimer(self, interval=250, singleShot=True)
        self._typing.timeout.connect(self._examine)
        self._arrange()
        controller.examined.connect(self._show)
        if state.choice is not None and not state.is_starter:
            self.model.setText(str(state.choice.model))
            self.projector.setText(str(state.choice.mmproj or ""))
        self._examine()

    def choice(self) -> ModelChoice:
        """What the fields name now."""
        projector = self.projector.text().strip()
        return ModelChoice(
            Path(self.model.text().strip()).expanduser(),
            Path(projector).expanduser() if projector else None,
            context=self.context.currentData(),
            anyway=self._short,
        )

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 24, 20)
        column.setSpacing(16)
        words = QLabel(
            "Hush runs models from GGUF files on this computer. To see and to hear, Gemma 4 12B needs its projector as well: "
            "the file with “mmproj” in its name."
        )
        words.setWordWrap(True)
        column.addWidget(words)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(10)
        self._row(grid, 0, "&Model", self.model, "a .gguf file", self._browse_model)
        self._row(grid, 1, "&Projector", self.projector, "none: text only", self._browse_projector)
        for tokens in CONTEXTS:
            self.context.addItem(wording.tokens(tokens), tokens)
        current = self._state.choice.context if self._state.choice is not None else ModelChoice.context
        self.context.setCurrentIndex(max(0, self.context.findData(current)))
        self.context.currentIndexChanged.connect(self._typing.start)
        label = QLabel("&Context")
        label.setBuddy(self.context)
        label.setToolTip("How long a conversation may be, pictures and documents included. Longer needs more memory.")
        grid.addWidget(label, 2, 0)
        grid.addWidget(self.context, 2, 1)
        column.addLayout(grid)
        column.addWidget(self._card())
        column.addStretch(1)
        column.addLayout(self._buttons())

    def _row(
        self, grid: QGridLayout, row: int, name: str, field: QLineEdit, placeholder: str, browse: Callable[[], None]
    ) -> None:
        label, button = QLabel(name), QPushButton("Browse…")
        label.setBuddy(field)
        field.setPlaceholderText(placeholder)
        field.setAccessibleName(name.replace("&", ""))
        field.textChanged.connect(self._typing.start)
        button.setAutoDefault(False)
        button.setAccessibleName(f"Browse for the {name.replace('&', '').lower()} file")
        button.clicked.connect(browse)
        for place, widget in enumerate((label, field, button)):
            grid.addWidget(widget, row, place)

    def _card(self) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 13, 16, 13)
        self.verdict.setWordWrap(True)
        self.verdict.setMinimumHeight(3 * self.fontMetrics().lineSpacing())
        inside.addWidget(self.verdict)
        return card

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        starter, cancel = QPushButton("Use the starter"), QPushButton("Cancel")
        starter.setToolTip("The tiny model that comes with Hush")
        starter.setVisible(not self._state.is_starter)
        starter.setAutoDefault(False)
        starter.clicked.connect(self._take_starter)
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.load.setProperty("role", "primary")
        self.load.setDefault(True)
        self.load.clicked.connect(self.accept)
        row.addWidget(starter)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.load)
        return row

    def _browse_model(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "Choose a model", self._folder(), FILES)
        if path:
            self.model.setText(path)
            self.projector.setText(str(projector_beside(Path(path)) or ""))

    def _browse_projector(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "Choose its projector", self._folder(), FILES)
        if path:
            self.projector.setText(path)

    def _folder(self) -> str:
        return str(self.choice().model.parent) if self.model.text().strip() else str(Path.home())

    def _take_starter(self) -> None:
        self.starter_asked.emit()
        self.reject()

    def _examine(self) -> None:
        self.load.setEnabled(False)
        self._short = False
        if not self.model.text().strip():
            self._say("What the files are, and whether they fit this computer, shows here.", "muted")
            return
        self._say("Looking at the files…", "muted")
        self._controller.examine(self.choice())

    def _show(self, seen: Examined) -> None:
        if replace(seen.choice, anyway=self._short) != self.choice():
            return
        if seen.problems:
            self._say("\n".join(seen.problems), "red")
            return
        self.load.setEnabled(True)
        self._short = seen.needed is not None and seen.needed > seen.available
        self.load.setText("Load anyway" if self._short else "Load")
        lines = [seen.title, seen.details, *seen.warnings]
        if seen.needed is not None:
            lines.append(wording.memory_verdict(seen.needed, seen.available))
        self._say("\n".join(line for line in lines if line), "amber" if self._short else "")

    def _say(self, words: str, role: str) -> None:
        self.verdict.setText(words)
        self.verdict.setProperty("role", role)
        self.verdict.style().unpolish(self.verdict)
        self.verdict.style().polish(self.verdict)
