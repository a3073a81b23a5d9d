"""The cards of the models page: a model that is here, the starter, and one that is known and not here."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.models.asked import Check, Copy, Load, OfModels
from app.models.known import Missing
from app.models.shelf_model import Row, Use

__all__ = ["MissingCard", "ModelCard", "StarterCard"]

STARTER = (
    "Comes with Hush: a tiny model that reads a short line in a picture, hears spoken digits, and looks things up in lists. "
    "It shows how Hush works, in next to no memory."
)
RELEASE = "Give its memory back now. The next question brings it back, with the conversation."
IN_USE: dict[Use, str] = {
    "": "",
    "loading": "Loading…",
    "loaded": "Loaded",
    "resting": "Resting: the next question brings it back",
}


class _Card(QFrame):
    """Words above, buttons below."""

    asked = Signal(object)
    """AskedOfCard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._words, self._buttons = QVBoxLayout(), QHBoxLayout()
        self._words.setSpacing(4)
        self._buttons.setSpacing(8)
        self._buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 13, 16, 13)
        column.setSpacing(10)
        column.addLayout(self._words)
        column.addLayout(self._buttons)

    def _line(self, role: str = "") -> QLabel:
        label = QLabel()
        label.setProperty("role", role)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._words.addWidget(label)
        return label

    def _button(self, words: str, tip: str = "") -> QPushButton:
        button = QPushButton(words)
        button.setAutoDefault(False)
        button.setToolTip(tip)
        self._buttons.addWidget(button)
        return button


class ModelCard(_Card):
    """Shows a row; the page gives it a new one when something changes."""

    def __init__(self, row: Row, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = row
        self.title, self.use = self._line("title"), self._line("green")
        self.facts, self.senses = self._line("muted"), self._line()
        self.verdict, self.details = self._line(), self._line("muted")
        self.origins = (self._line(), self._line())
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setRange(0, 1000)
        self._words.addWidget(self.progress)
        self.check = self._button("", "Add up the SHA-256 of its files and compare it with what their makers published")
        self.release = self._button("Release", RELEASE)
        self.load = self._button("")
        self.check.clicked.connect(self._check)
        self.release.clicked.connect(partial(self.asked.emit, OfModels.RELEASE))
        self.load.clicked.connect(lambda: self.asked.emit(Load(self._row.path)))
        self.show_row(row)

    def show_row(self, row: Row) -> None:
        self._row = row
        self.setAccessibleName(f"{row.title}. {row.verdict}")
        for label, words in (
            (self.title, row.title),
            (self.use, IN_USE[row.use]),
            (self.facts, row.facts),
            (self.senses, "  ".join(part for part in (row.senses, row.projector and f"{row.projector}.") if part)),
            (self.verdict, row.verdict),
            (self.details, row.details),
        ):
            _say(label, words)
        _colour(self.verdict, row.role)
        for place, label in enumerate(self.origins):
            origin = row.origin[place] if place < len(row.origin) else None
            name = "" if len(row.origin) < 2 else ("Model: ", "Projector: ")[place]
            _say(label, f"{name}{origin.words}" if origin is not None else "")
            _colour(label, origin.role if origin is not None else "muted")
        self._show_buttons(row)

    def _show_buttons(self, row: Row) -> None:
        self.progress.setVisible(row.checking is not None)
        if row.checking is not None:
            self.progress.setValue(round(row.checking.share * 1000))
        self.check.setText("Stop checking" if row.checking is not None else "Check the files")
        self.check.setVisible(row.checking is not None or bool(row.unchecked))
        self.release.setVisible(row.use == "loaded")
        self.load.setText(row.load)
        self.load.setVisible(bool(row.load) and row.use == "")
        for button in (self.check, self.release, self.load):
            button.setAccessibleName(f"{button.text()}: {row.path.name}")
        if self.load.property("role") != (role := "primary" if row.role == "green" else ""):
            _colour(self.load, role)

    def _check(self) -> None:
        self.asked.emit(Check(self._row.path) if self._row.checking is None else OfModels.STOP_CHECKS)


class StarterCard(_Card):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line("title").setText("Hush starter")
        self.use = self._line("green")
        self._line("muted").setText(STARTER)
        self.release = self._button("Release", RELEASE)
        self.release.setAccessibleName("Release: Hush starter")
        self.release.clicked.connect(partial(self.asked.emit, OfModels.RELEASE))
        self.load = self._button("Load", "Load the tiny model that comes with Hush")
        self.load.setAccessibleName("Load: Hush starter")
        self.load.clicked.connect(partial(self.asked.emit, OfModels.LOAD_STARTER))

    def show_use(self, use: Use) -> None:
        _say(self.use, IN_USE[use])
        self.load.setVisible(not use)
        self.release.setVisible(use == "loaded")


class MissingCard(_Card):
    def __init__(self, model: Missing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._to_copy = model.to_copy
        self._line("title").setText(model.title)
        self._line("muted").setText(model.facts)
        for words in (model.note, model.how):
            _say(self._line(), words)
        self.copy = self._button("Copy the name", f"Copy {model.to_copy}")
        self.copy.setAccessibleName(f"Copy the name {model.to_copy}: {model.title}")
        self.copy.clicked.connect(partial(self.asked.emit, Copy(model.to_copy)))

    def show_copied(self, words: str) -> None:
        """What is on the clipboard now."""
        self.copy.setText("Copied" if words == self._to_copy else "Copy the name")


def _say(label: QLabel, words: str) -> None:
    if label.text() != words:
        label.setText(words)
    label.setVisible(bool(words))


def _colour(widget: QWidget, role: str) -> None:
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
