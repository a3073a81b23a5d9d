"""What can be chosen on a chip: how large a picture is sent, which pages of a document, and whether as its text."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QLineEdit, QMenu, QSizePolicy, QToolButton

from app import wording
from app.conversation.asked import AskedOfChip, AttachFolder, ChooseGiven, ChoosePages, ChooseSize, ShowGiven
from app.conversation.composer.draft import Chip, Form
from app.documents.pages import choose_pages, pages_text
from app.look.making import restyle, show_sign
from app.tooltips import plain_tip
from app.values import Folder
from inference.conversation import IMAGE_BUDGETS, DocumentPart
from inference.errors import InputError
from inference.events import Capabilities

__all__ = ["Ask", "FolderButton", "GivenButton", "PageField", "SizeButton"]

Ask = Callable[[AskedOfChip], None]
GIVEN = {"itself": "As it is", "text": "As its text", "picture": "As pictures", "both": "Both"}
PAGES = {**GIVEN, "itself": "As its text, or as pictures", "both": "Text and pictures"}
"""Of a document with pages that have a text of their own, and others."""
TEXT = {**PAGES, "itself": GIVEN["text"]}

LARGER = "load with larger pictures"
"""Why a size cannot be chosen: the load's n_ubatch bounds it, and changing that takes memory."""


class SizeButton(QToolButton):
    """The soft-token budget of a picture. Sizes that this load cannot evaluate are there, disabled, with the reason."""

    def __init__(self, chip: int, name: str, tokens: int | None, capabilities: Capabilities, ask: Ask) -> None:
        super().__init__()
        now = tokens or capabilities.image_tokens
        menu = _make_menu(self, f"Up to {wording.tokens(now)}")
        self.setToolTip("How closely the model looks at this picture: more tokens show smaller print, and cost more")
        self.setAccessibleName(f"Size of {name}: up to {wording.tokens(now)}")
        group = QActionGroup(menu)
        for budget in IMAGE_BUDGETS:
            menu.addAction(self._action(budget, now, capabilities.image_tokens_max, group))
        group.triggered.connect(lambda action: ask(ChooseSize(chip, action.data())))

    def _action(self, budget: int, now: int, largest: int, group: QActionGroup) -> QAction:
        usable = budget <= largest
        action = QAction(wording.tokens(budget) if usable else f"{wording.tokens(budget)}: {LARGER}", group)
        action.setData(budget)
        action.setCheckable(True)
        action.setChecked(budget == now)
        action.setEnabled(usable)
        return action


class GivenButton(QToolButton):
    """How an attachment goes to the model: as it is, as the text that was read in it, or both, each with its price."""

    def __init__(self, chip: Chip, refusal: str, ask: Ask) -> None:
        """`refusal`: why the model cannot take it as it is, empty where it can."""
        super().__init__()
        assert chip.attached is not None
        now = "text" if refusal else chip.attached.part.given
        self._called = called = _called(chip)
        menu = _make_menu(self, called[now])
        self.setToolTip(plain_tip(refusal) or "Whether the model looks at it, or is given its text")
        self.setAccessibleName(f"How {chip.name} is given: {called[now]}")
        group = QActionGroup(menu)
        self.ways: dict[str, QAction] = {}
        for given in chip.ways:
            action = self.ways[given] = QAction(called[given], group, checkable=True, checked=called[given] == called[now])
            action.setData(given)
            action.setEnabled(called[given] == called["text"] or not refusal)
            menu.addAction(action)
        group.triggered.connect(lambda action: ask(ChooseGiven(chip.number, action.data())))
        if self.ways:
            menu.addSeparator()
        menu.addAction("What the model gets…", lambda: ask(ShowGiven(chip.number)))
        self.show_prices(chip.forms)

    def show_prices(self, forms: tuple[Form, ...]) -> None:
        """Beside each way what it costs, where that is known."""
        for form in forms:
            seconds = () if form.seconds is None else (wording.about(form.seconds),)
            self.ways[form.given].setText("  ·  ".join((self._called[form.given], wording.tokens(form.tokens), *seconds)))


class FolderButton(QToolButton):
    """Attaches the files in a folder."""

    def __init__(self, chip: Chip, folder: Folder, ask: Ask) -> None:
        super().__init__()
        self.setProperty("role", "option")
        self.setText("Attach it" if len(folder.files) == 1 else f"Attach all {len(folder.files):,}")
        self.setAccessibleName(f"{self.text()} in {chip.name}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clicked.connect(lambda: ask(AttachFolder(chip.number)))


class PageField(QLineEdit):
    """Which pages of a document are sent, as 3-9, 12; empty for all. What makes no sense is marked and changes nothing."""

    def __init__(self, chip: int, part: DocumentPart, pages: int, ask: Ask) -> None:
        super().__init__()
        self._chip, self._pages, self._ask = chip, pages, ask
        self._shown = pages_text(part.pages).replace("–", "-") if part.pages else ""
        self.setText(self._shown)
        self.setPlaceholderText(f"all pages, or 1-{min(3, pages)}")
        self.setAccessibleName(f"Pages of {part.name} to send, out of {pages:,}; empty for all")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedWidth(self.fontMetrics().horizontalAdvance(self.placeholderText()) + 22)
        self.textEdited.connect(self._check)
        self.editingFinished.connect(self._finish)
        self._check()

    def _check(self) -> None:
        problem = self._problem()
        self.setToolTip(plain_tip(problem) or "Which pages the model reads, such as 3-9, 12")
        restyle(self, "wrong", bool(problem))

    def _finish(self) -> None:
        if not self._problem() and self.text() != self._shown:
            self._shown = self.text()
            self._ask(ChoosePages(self._chip, self.text()))

    def _problem(self) -> str:
        try:
            choose_pages(self.text(), self._pages)
        except InputError as error:
            return str(error)
        return ""


def _called(chip: Chip) -> dict[str, str]:
    """What the ways of a chip are called: by itself a document is its text, where it has one."""
    seen = chip.attached
    if seen is None or seen.part.kind != "document" or (seen.scanned and len(seen.scanned) == seen.pages):
        return GIVEN
    return PAGES if seen.scanned else TEXT


def _make_menu(button: QToolButton, words: str) -> QMenu:
    """The menu that opens beneath a button of a chip, on which these words stand."""
    button.setProperty("role", "option")
    button.setText(words)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    show_sign(button, "chevron")
    button.setIconSize(QSize(12, 12))
    button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    menu = QMenu(button)
    menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    button.setMenu(menu)
    return menu
