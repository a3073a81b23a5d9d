"""What can be chosen on a chip: how large a picture is sent, and which pages of a document."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QLineEdit, QMenu, QSizePolicy, QToolButton

from app import wording
from app.conversation.asked import ChoosePages, ChooseSize, Remove
from app.documents.pages import chosen_pages, pages_text
from app.look.making import restyle, show_sign
from inference.conversation import IMAGE_BUDGETS, DocumentPart
from inference.errors import InputError
from inference.events import Capabilities

__all__ = ["Ask", "PageField", "SizeButton"]

Ask = Callable[[Remove | ChooseSize | ChoosePages], None]

LARGER = "load with larger pictures"
"""Why a size cannot be chosen: the load's n_ubatch bounds it, and changing that takes memory."""


class SizeButton(QToolButton):
    """The soft-token budget of a picture. Sizes that this load cannot evaluate are there, disabled, with the reason."""

    def __init__(self, chip: int, name: str, tokens: int | None, capabilities: Capabilities, ask: Ask) -> None:
        super().__init__()
        now = tokens or capabilities.image_tokens
        self.setProperty("role", "option")
        self.setText(f"Up to {wording.tokens(now)}")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        show_sign(self, "chevron")
        self.setIconSize(QSize(12, 12))
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolTip("How closely the model looks at this picture: more tokens show smaller print, and cost more")
        self.setAccessibleName(f"Size of {name}: up to {wording.tokens(now)}")
        menu = QMenu(self)
        menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        group = QActionGroup(menu)
        for budget in IMAGE_BUDGETS:
            menu.addAction(self._action(budget, now, capabilities.image_tokens_max, group))
        group.triggered.connect(lambda action: ask(ChooseSize(chip, action.data())))
        self.setMenu(menu)

    def _action(self, budget: int, now: int, largest: int, group: QActionGroup) -> QAction:
        usable = budget <= largest
        action = QAction(wording.tokens(budget) if usable else f"{wording.tokens(budget)}: {LARGER}", group)
        action.setData(budget)
        action.setCheckable(True)
        action.setChecked(budget == now)
        action.setEnabled(usable)
        return action


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
        self.setToolTip(problem or "Which pages the model reads, such as 3-9, 12")
        restyle(self, "wrong", bool(problem))

    def _finish(self) -> None:
        if not self._problem() and self.text() != self._shown:
            self._shown = self.text()
            self._ask(ChoosePages(self._chip, self.text()))

    def _problem(self) -> str:
        try:
            chosen_pages(self.text(), self._pages)
        except InputError as error:
            return str(error)
        return ""
