"""The models page: what is on this machine, whether it fits, and what else there is."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import assert_never

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

import resources
from app.look.making import make_button, make_label, restyle
from app.look.placing import discard, line_up, make_page, stack, wide
from app.models.asked import AskedOfCard, Check, Copy, Load, OfModels, OfPage
from app.models.known import Missing
from app.models.model_cards import MissingCard, ModelCard, StarterCard
from app.models.shelf_controller import ShelfController
from app.models.shelf_model import ShelfModel
from app.pauses import once

__all__ = ["ModelsPage"]

SIZE = QSize(760, 760)
KNOWN = "Known, and not on this computer"
NEVER = "Hush fetches nothing itself. Get the files with a browser, then look again."


class ModelsPage(QDialog):
    """Shows the shelf; opened, it looks what there is now."""

    asked = Signal(object)
    """OfPage."""

    def __init__(self, controller: ShelfController, shelf: ShelfModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller, self._shelf = controller, shelf
        self.setWindowTitle("Models")
        self.status, self.problems = make_label(role="muted", wraps=True), make_label(role="amber", wraps=True)
        self.again = make_button("Look again", controller.look, tip="Look through your folders again (F5)")
        self.again.setShortcut("F5")
        ask_files = partial(self.asked.emit, OfPage.CHOOSE_FILES)
        self.files = make_button("Choose a file…", ask_files, tip="Load files from anywhere, with the context you want")
        self.add = make_button("Add folder…", self._ask_folder, tip="Name a folder in which Hush looks for models")
        self._known = make_label(KNOWN, "title"), make_label(NEVER, "muted", wraps=True)
        self.starter = StarterCard()
        self.cards: list[ModelCard] = []
        self.others: list[MissingCard] = []
        self._shown_others: tuple[Missing, ...] = ()
        self._here, self._elsewhere = stack(gap=10), stack(gap=10)
        self._brings = False
        """A real model is to be in view as soon as it is known which there are."""
        self._bring_soon = once(self, self._bring)
        self._arrange()
        self._wire()
        self.resize(SIZE.boundedTo(self.screen().availableGeometry().size() * 0.92))
        self._show()
        self._show_starter()
        controller.open()

    def bring_real(self) -> None:
        """Bring a real model into view: one that is here, else the first to get."""
        self._brings = True
        self._bring_soon.start()

    def done(self, result: int) -> None:
        self._controller.close()
        super().done(result)

    def _arrange(self) -> None:
        title, never = self._known
        title.setContentsMargins(2, 14, 0, 0)
        never.setContentsMargins(2, 0, 0, 4)
        parts = self.problems, self._here, self.starter, title, never, self._elsewhere
        above = line_up(wide(self.status), self.again, self.files, self.add, margins=(24, 16, 24, 12), gap=8)
        self._page = make_page(*parts, above=0, gap=10)
        stack(above, wide(self._page), within=self, gap=0)

    def _wire(self) -> None:
        self.starter.asked.connect(self._obey)
        self._shelf.changed.connect(self._show)
        self._shelf.row_changed.connect(self._show_row)
        self._shelf.starter_changed.connect(self._show_starter)

    @Slot(object)
    def _obey(self, asked: AskedOfCard) -> None:
        match asked:
            case Load(path):
                self._controller.load(path)
            case Check(path):
                self._controller.check(path)
            case Copy(words):
                self._copy(words)
            case OfModels.LOAD_STARTER:
                self._controller.load_starter()
            case OfModels.RELEASE:
                self._controller.release()
            case OfModels.STOP_CHECKS:
                self._controller.stop_checks()
            case _:
                assert_never(asked)

    def _ask_folder(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self, "A folder with models", str(Path.home())):
            self._controller.add_folder(Path(folder))

    @Slot()
    def _show(self) -> None:
        shelf = self._shelf
        self.status.setText(shelf.status)
        self.again.setVisible(bool(shelf.folders))
        self.again.setEnabled(not shelf.looking)
        restyle(self.add, "role", "" if shelf.folders else "primary")
        self.problems.setText("\n".join(shelf.problems))
        self.problems.setVisible(bool(shelf.problems))
        self._show_cards()
        self._show_others()
        if self._brings:
            self._bring_soon.start()

    @Slot()
    def _bring(self) -> None:
        """Only once all is found: what comes above would move it away again."""
        if self._shelf.looking or not self._brings:
            return
        self._brings = False
        here = [row for row in self._shelf.rows if row.choice is not None and row.path.name != resources.FIRST_MODEL]
        if here or not self.others:
            return  # they stand first
        bar = self._page.verticalScrollBar()
        bar.setValue(self._known[0].y())
        self.others[0].copy.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_cards(self) -> None:
        """Cards stay where there are as many rows: a click that is under way hits what was aimed at."""
        rows = self._shelf.rows
        while len(self.cards) > len(rows):
            discard(self.cards.pop())
        for card, row in zip(self.cards, rows, strict=False):
            card.show_row(row)
        for row in rows[len(self.cards) :]:
            card = ModelCard(row)
            card.asked.connect(self._obey)
            self.cards.append(card)
            self._here.addWidget(card)

    def _show_others(self) -> None:
        if self._shown_others == self._shelf.missing:
            return
        self._shown_others = self._shelf.missing
        while self.others:
            discard(self.others.pop())
        for model in self._shelf.missing:
            card = MissingCard(model)
            card.asked.connect(self._obey)
            self.others.append(card)
            self._elsewhere.addWidget(card)
        for label in self._known:
            label.setVisible(bool(self.others))

    def _copy(self, words: str) -> None:
        QGuiApplication.clipboard().setText(words)
        for card in self.others:
            card.show_copied(words)

    @Slot(int)
    def _show_row(self, index: int) -> None:
        self.cards[index].show_row(self._shelf.rows[index])

    @Slot()
    def _show_starter(self) -> None:
        self.starter.show_use(self._shelf.starter)
