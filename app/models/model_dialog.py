"""Choosing a model: its GGUF file, its projector, and what the memory plan is to make room for."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from html import escape
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QFrame, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QWidget

from app import wording
from app.look.controls import Choice
from app.look.making import Act, make_button, make_label, restyle
from app.look.placing import LEFT, at, card, line_up, stack, wide
from app.models.model_controller import ModelController, projector_beside
from app.models.model_state import ModelState
from app.models.plan_words import decisions, how, verdict, way_out
from app.pauses import after_typing
from app.values import Examined, ModelChoice

__all__ = ["ModelDialog"]

CONTEXTS = (4096, 8192, 16384, 32768, 65536, 131072)
PICTURES = (280, 560, 1120)
FITTING = "As much as fits"
WORDS = (
    "Hush runs models from GGUF files on this computer. To see and to hear, Gemma 4 12B needs its projector as well: "
    "the file with “mmproj” in its name."
)
FILES = "Model files (*.gguf);;All files (*)"


class ModelDialog(QDialog):
    """Says what the chosen files are, and how and why so they would be loaded, before anything is.

    Only files without problems can be loaded, and exactly as it was shown.
    """

    def __init__(self, controller: ModelController, state: ModelState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller, self._state = controller, state
        self.setWindowTitle("Choose a model")
        self.setMinimumWidth(680)
        self.model, self.projector = QLineEdit(), QLineEdit()
        self.context, self.pictures = Choice(), Choice()
        said = partial(make_label, wraps=True, selects=True)
        self.title, self.details, self.verdict, self.reasons = said(role="title"), said(), said(), said(role="muted")
        self.reasons.setTextFormat(Qt.TextFormat.RichText)
        self.take_fitting, self.load = make_button("Take what fits", self._take_what_fits), QPushButton("Load")
        self._seen: Examined | None = None
        self._typing = after_typing(self, self._examine, 250)
        self._arrange()
        controller.examined.connect(self._show)
        if state.choice is not None and not state.is_starter:
            self.model.setText(str(state.choice.model))
            self.projector.setText(str(state.choice.mmproj or ""))
        self._examine()

    def accept(self) -> None:
        """Load what was shown."""
        self._controller.load(self.choice())
        super().accept()

    def choice(self) -> ModelChoice:
        """What the fields name now, with the plan that was shown for it."""
        plan = self._seen.plan if self._seen is not None else None
        if plan is None:
            return self._asked()
        return replace(self._asked(), settings=plan.settings, anyway=not plan.fits)

    def _asked(self) -> ModelChoice:
        projector = self.projector.text().strip()
        return ModelChoice(
            Path(self.model.text().strip()).expanduser(),
            Path(projector).expanduser() if projector else None,
            context=self.context.currentData(),
            image_tokens=self.pictures.currentData() if projector else None,
        )

    def _arrange(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(10)
        self._row(grid, 0, "&Model", self.model, "a .gguf file", self._browse_model)
        self._row(grid, 1, "&Projector", self.projector, "none: text only", self._browse_projector)
        now = self._state.choice if not self._state.is_starter else None
        self._wish(grid, 2, "&Context", self.context, CONTEXTS, now.context if now else None)
        self._wish(grid, 3, "P&ictures up to", self.pictures, PICTURES, now.image_tokens if now else None)
        self.context.setToolTip("How long a conversation may be, pictures and documents included. Longer needs more memory.")
        self.pictures.setToolTip("How closely a picture can be looked at. Larger ones need more memory, and time to be read.")
        parts = make_label(WORDS, wraps=True), grid, self._card(), wide(), self._buttons()
        stack(*parts, within=self, margins=(24, 22, 24, 20), gap=16)

    def _row(self, grid: QGridLayout, row: int, name: str, field: QLineEdit, placeholder: str, browse: Act) -> None:
        self._name(grid, row, name, field)
        field.setPlaceholderText(placeholder)
        field.textChanged.connect(self._typing.start)
        grid.addWidget(make_button("Browse…", browse, name=f"Browse for the {field.accessibleName().lower()} file"), row, 2)

    def _wish(self, grid: QGridLayout, row: int, name: str, field: QComboBox, values: tuple[int, ...], now: int | None) -> None:
        self._name(grid, row, name, field)
        field.addItem(FITTING, None)
        for value in values:
            field.addItem(wording.tokens(value), value)
        field.setCurrentIndex(max(0, field.findData(now)))
        field.currentIndexChanged.connect(self._examine)

    def _name(self, grid: QGridLayout, row: int, name: str, field: QWidget) -> None:
        """A line of the grid: a field with its name, in which & is before the letter of its key."""
        label = make_label(name)
        label.setBuddy(field)
        field.setAccessibleName(name.replace("&", ""))
        grid.addWidget(label, row, 0)
        grid.addWidget(field, row, 1)

    def _card(self) -> QFrame:
        parts = self.title, self.details, self.verdict, self.reasons, at(LEFT, self.take_fitting)
        return card(*parts, margins=(16, 13, 16, 13), gap=6)

    def _buttons(self) -> QHBoxLayout:
        starter = make_button("Use the starter", self._take_starter, tip="The tiny model that comes with Hush")
        starter.setVisible(not self._state.is_starter)
        self.load.setProperty("role", "primary")
        self.load.setDefault(True)
        self.load.clicked.connect(self.accept)
        return line_up(starter, wide(), make_button("Cancel", self.reject), self.load, gap=10)

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
        self._controller.load_starter()
        self.reject()

    def _take_what_fits(self) -> None:
        for field in (self.context, self.pictures):
            field.setCurrentIndex(0)

    def _examine(self) -> None:
        self._typing.stop()
        self.load.setEnabled(False)
        self._seen = None
        self.pictures.setEnabled(bool(self.projector.text().strip()))
        if not self.model.text().strip():
            self._say("What the files are, and whether they fit this computer, shows here.", "muted")
            return
        if not self.title.text():  # words about the same files stay until there are new ones: nothing flickers
            self._say("Looking at the files…", "muted")
        self._controller.examine(self._asked())

    def _show(self, seen: Examined) -> None:
        if seen.choice != self._asked():
            return
        plan = seen.plan
        if seen.problems or plan is None:
            self._say("\n".join(seen.problems), "red")
            return
        self._seen = seen
        self.load.setEnabled(True)
        self._offer("Load" if plan.fits else f"Load anyway, {wording.gibibytes(plan.missing)} over", sound=plan.fits)
        self._name_fitting(*((plan.settings.context, plan.settings.image_tokens) if plan.fits else (0, 0)))
        if plan.fits:
            said, reasons = f"{verdict(plan)} Loaded with {how(plan.settings)}.", decisions(plan)
        else:
            said, reasons = f"{verdict(plan)} {way_out(plan)}".strip(), [f"Loaded anyway, it has {how(plan.settings)}."]
        self._say(said, "" if plan.fits else "amber", title=seen.title, details=" ".join((seen.details, *seen.warnings)))
        self.reasons.setText("".join(f'<p style="margin: 0 0 5px 0">{escape(reason)}</p>' for reason in reasons))
        self.reasons.setVisible(bool(reasons))
        self.take_fitting.setVisible(plan.instead is not None)
        self._grow()

    def _name_fitting(self, context: int, image_tokens: int) -> None:
        """Where a value is left to the plan, say which one it chose; 0 if none fits."""
        for field, tokens in ((self.context, context), (self.pictures, image_tokens)):
            chosen = f": {wording.tokens(tokens)}" if tokens and field.currentData() is None else ""
            field.setItemText(0, f"{FITTING}{chosen}")

    def _grow(self) -> None:
        """As high as the words need: Qt does not let a window follow labels that wrap."""
        layout = self.layout()
        assert layout is not None
        layout.activate()
        wanted = layout.totalHeightForWidth(self.width())
        self.resize(self.width(), max(self.height(), min(wanted, self.screen().availableGeometry().height() - 60)))

    def _offer(self, words: str, *, sound: bool) -> None:
        """What the button says. Where it is not sound it does not stand out, and Enter does not press it."""
        self.load.setText(words)
        self.load.setDefault(sound)
        restyle(self.load, "role", "primary" if sound else "")

    def _say(self, words: str, role: str, *, title: str = "", details: str = "") -> None:
        for label, text in ((self.title, title), (self.details, details)):
            label.setText(text)
            label.setVisible(bool(text))
        for part in (self.reasons, self.take_fitting):
            part.hide()
        self.verdict.setText(words)
        restyle(self.verdict, "role", role)
