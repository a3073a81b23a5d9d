"""What can be chosen on a chip: how large a picture is sent, which pages of a document, and whether as its text."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QLineEdit, QMenu, QSizePolicy, QToolButton

from app import wording
from app.conversation.asked import AskedOfChip, ChooseGiven, ChoosePages, ChooseSize, ShowGiven
from app.conversation.composer.draft import FORMS, Chip, Form
from app.documents.pages import choose_pages, pages_text
from app.look.making import restyle, show_sign
from app.tooltips import plain_tip
from inference.conversation import IMAGE_BUDGETS, DocumentPart
from inference.errors import InputError
from inference.events import Capabilities

__all__ = ["Ask", "GivenButton", "PageField", "SizeButton"]

Ask = Callable[[AskedOfChip], None]
GIVEN = {"itself": "As it is", "text": "As its text", "both": "Both"}

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
        menu = _make_menu(self, GIVEN[now])
        self.setToolTip(plain_tip(refusal) or "Whether the model looks at it, or is given the text that Hush read in it")
        self.setAccessibleName(f"How {chip.name} is given: {GIVEN[now]}")
        group = QActionGroup(menu)
        self.ways: dict[str, QAction] = {}
        for given in FORMS:
            action = self.ways[given] = QAction(GIVEN[given], group, checkable=True, checked=given == now)
            action.setData(given)
            action.setEnabled(given == "text" or not refusal)
            menu.addAction(action)
        group.triggered.connect(lambda action: ask(ChooseGiven(chip.number, action.data())))
        menu.addSeparator()
        menu.addAction("What the model gets…", lambda: ask(ShowGiven(chip.number)))
        self.show_prices(chip.forms)

    def show_prices(self, forms: tuple[Form, ...]) -> None:
        """Beside each way what it costs, where that is known."""
        for form in forms:
            seconds = () if form.seconds is None else (wording.about(form.seconds),)
            self.ways[form.given].setText("  ·  ".join((GIVEN[form.given], wording.tokens(form.tokens), *seconds)))


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
