"""The cards of the models page: a model that is here, the starter, and one that is known and not here."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from app.look.making import Act, Progress, make_button, make_label, restyle
from app.look.placing import line_up, stack, wide
from app.models.asked import Check, Copy, Load, OfModels
from app.models.known import Missing
from app.models.shelf_model import Row, Use

__all__ = ["MissingCard", "ModelCard", "StarterCard"]

STARTER = (
    "Comes with Hush: a tiny model that reads a short line in a picture, hears spoken digits, and looks things up in lists. "
    "It shows how Hush works, in next to no memory."
)
CHECK = "Add up the SHA-256 of its files and compare it with what their makers published"
LOAD = "Load the tiny model that comes with Hush"
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
        self._words, self._buttons = stack(gap=4), line_up(wide(), gap=8)
        stack(self._words, self._buttons, within=self, margins=(16, 13, 16, 13), gap=10)

    def _line(self, role: str = "", words: str = "") -> QLabel:
        label = make_label(words, role, wraps=True, selects=True)
        self._words.addWidget(label)
        return label

    def _button(self, words: str, act: Act, *, tip: str = "", of: str = "") -> QPushButton:
        """`of` is what it does that to, for screen readers."""
        button = make_button(words, act, tip=tip, name=f"{words}: {of}" if of else "")
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
        self.progress = Progress()
        self._words.addWidget(self.progress)
        self.check = self._button("", self._check, tip=CHECK)
        self.release = self._button("Release", partial(self.asked.emit, OfModels.RELEASE), tip=RELEASE)
        self.load = self._button("", lambda: self.asked.emit(Load(self._row.path)))
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
        restyle(self.verdict, "role", row.role)
        for place, label in enumerate(self.origins):
            origin = row.origin[place] if place < len(row.origin) else None
            name = "" if len(row.origin) < 2 else ("Model: ", "Projector: ")[place]
            _say(label, f"{name}{origin.words}" if origin is not None else "")
            restyle(label, "role", origin.role if origin is not None else "muted")
        self._show_buttons(row)

    def _show_buttons(self, row: Row) -> None:
        self.progress.setVisible(row.checking is not None)
        if row.checking is not None:
            self.progress.show_share(row.checking.share)
        self.check.setText("Stop checking" if row.checking is not None else "Check the files")
        self.check.setVisible(row.checking is not None or bool(row.unchecked))
        self.release.setVisible(row.use == "loaded")
        self.load.setText(row.load)
        self.load.setVisible(bool(row.load) and row.use == "")
        for button in (self.check, self.release, self.load):
            button.setAccessibleName(f"{button.text()}: {row.path.name}")
        restyle(self.load, "role", "primary" if row.role == "green" else "")

    def _check(self) -> None:
        self.asked.emit(Check(self._row.path) if self._row.checking is None else OfModels.STOP_CHECKS)


class StarterCard(_Card):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line("title", "Hush starter")
        self.use = self._line("green")
        self._line("muted", STARTER)
        self.release = self._button("Release", partial(self.asked.emit, OfModels.RELEASE), tip=RELEASE, of="Hush starter")
        self.load = self._button("Load", partial(self.asked.emit, OfModels.LOAD_STARTER), tip=LOAD, of="Hush starter")

    def show_use(self, use: Use) -> None:
        _say(self.use, IN_USE[use])
        self.load.setVisible(not use)
        self.release.setVisible(use == "loaded")


class MissingCard(_Card):
    def __init__(self, model: Missing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._to_copy = model.to_copy
        self._line("title", model.title)
        self._line("muted", model.facts)
        for words in (model.note, model.how):
            _say(self._line(), words)
        self.copy = self._button("Copy the name", partial(self.asked.emit, Copy(model.to_copy)), tip=f"Copy {model.to_copy}")
        self.copy.setAccessibleName(f"Copy the name {model.to_copy}: {model.title}")

    def show_copied(self, words: str) -> None:
        """What is on the clipboard now."""
        self.copy.setText("Copied" if words == self._to_copy else "Copy the name")


def _say(label: QLabel, words: str) -> None:
    if label.text() != words:
        label.setText(words)
    label.setVisible(bool(words))
