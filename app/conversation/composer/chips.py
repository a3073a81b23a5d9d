"""The chips of a draft: what was dropped, what it costs, what can be chosen about it, or why it cannot be used."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.conversation.asked import Remove
from app.conversation.composer.chip_options import Ask, PageField, SizeButton
from app.conversation.composer.draft import Chip
from app.look import theme
from app.look.flow import Flow
from app.look.pictures import rounded
from app.look.wrapped import Wrapped
from app.models.model_state import ModelState
from inference.events import Capabilities

__all__ = ["ChipRow", "ChipView"]

NAME_WIDTH = 190
PROBLEM_WIDTH = 420
"""Logical pixels: why something is refused takes more lines where there is less room."""
HIGHEST, LOWEST = 196, 76
"""Logical pixels of the row: chips beyond the first scroll where the window is low, beyond the second or third everywhere."""
HIGHEST_REFUSED, PEEK = 332, 22
"""Where that is not enough to see all that is refused; and how much of what comes next, so that it is known to be there."""
ICONS = {"image": "picture", "audio": "sound", "document": "document", "unknown": "document"}


class ChipView(QFrame):
    """One chip: a thumbnail or icon, the name, its facts, its choices, and a button that removes it."""

    def __init__(self, chip: Chip, ask: Ask, capabilities: Capabilities | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.chip, self._ask = chip, ask
        self.setObjectName("chip")
        self.setProperty("problem", bool(chip.problem))
        self.setAccessibleName(f"Attachment {chip.name}")
        self._facts = Wrapped(widest=PROBLEM_WIDTH) if chip.problem else QLabel()
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(8, 7, 6, 7)
        row.setSpacing(10)
        row.addWidget(self._sign(), 0, Qt.AlignmentFlag.AlignTop)
        words = self._words()
        row.addLayout(words, 1)
        row.addWidget(self._remove_button(), 0, Qt.AlignmentFlag.AlignTop)
        self.option = self._option(capabilities)
        if self.option is not None:
            words.addSpacing(3)
            words.addWidget(self.option, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        self.update_price(chip)

    def update_price(self, chip: Chip) -> None:
        """The same chip with another price."""
        self.chip = chip
        self._facts.setText(f"{chip.problem} It will not be sent." if chip.problem else chip.facts)
        self.setToolTip(f"{chip.name}\n{chip.problem or chip.facts}")
        self.setAccessibleDescription(chip.problem or chip.facts)
        self._row.invalidate()
        self._row.activate()  # the row of chips is placed now, not when the event loop comes to it

    def _sign(self) -> QLabel:
        sign, colours = QLabel(), theme.current()
        ratio = self.devicePixelRatioF()
        seen = self.chip.attached
        if seen is not None and seen.thumbnail is not None:
            sign.setPixmap(rounded(seen.thumbnail, QSize(84, 36), ratio, corner=6))
            sign.setFixedHeight(36)
            return sign
        name = "warning" if self.chip.problem else ICONS[self.chip.kind]
        colour = colours.red if self.chip.problem else colours.muted if self.chip.pending else colours.accent
        sign.setPixmap(theme.icon(name, colour).pixmap(QSize(24, 24), ratio))
        sign.setFixedSize(36, 36)
        sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return sign

    def _words(self) -> QVBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(1)
        name = QLabel(QFontMetrics(self.font()).elidedText(self.chip.name, Qt.TextElideMode.ElideMiddle, NAME_WIDTH))
        name.setProperty("role", "title")
        name.setTextFormat(Qt.TextFormat.PlainText)
        words.addWidget(name)
        self._facts.setTextFormat(Qt.TextFormat.PlainText)
        self._facts.setProperty("role", "red" if self.chip.problem else "muted")
        words.addWidget(self._facts)
        return words

    def _option(self, capabilities: Capabilities | None) -> QWidget | None:
        """What can be chosen: a picture's size, a document's pages."""
        chip, seen = self.chip, self.chip.attached
        if seen is None or chip.problem:
            return None
        if seen.part.kind == "image" and capabilities is not None and capabilities.vision:
            return SizeButton(chip.number, chip.name, seen.part.tokens, capabilities, self._ask)
        if seen.part.kind == "document" and seen.pages > 1:
            return PageField(chip.number, seen.part, seen.pages, self._ask)
        return None

    def _remove_button(self) -> QToolButton:
        button = QToolButton()
        button.setProperty("role", "tiny")
        button.setIcon(theme.icon("close", theme.current().muted))
        button.setIconSize(QSize(16, 16))
        button.setToolTip(f"Remove {self.chip.name}")
        button.setAccessibleName(f"Remove {self.chip.name}")
        button.clicked.connect(partial(self._ask, Remove(self.chip.number)))
        return button


class ChipRow(QScrollArea):
    """All chips of the draft, hidden when there are none, scrolling when there are many.

    What is refused comes first, where it is seen without scrolling: it will not be sent, so the order of what is stays as it is.
    A chip of which only the price changes keeps its widget: one may be writing in it.
    """

    def __init__(self, model: ModelState, ask: Ask, parent: QWidget | None = None) -> None:
        """`ask` is called with what is wished of a chip: Remove, ChooseSize, ChoosePages."""
        super().__init__(parent)
        self._model, self._ask = model, ask
        self._capabilities = model.capabilities
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setObjectName("chips")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._page = Flow()
        self.setWidget(self._page)
        self._views: list[ChipView] = []
        self.setVisible(False)
        model.changed.connect(self._model_changed)

    def show_chips(self, chips: tuple[Chip, ...], *, redraw: bool = False) -> None:
        kept = {} if redraw else {view.chip.number: view for view in self._views}
        chosen_on = next((view.chip.number for view in self._views if view.option is not None and view.option.hasFocus()), 0)
        refused = {view.chip.number for view in self._views if view.chip.problem}
        views: list[ChipView] = []
        for chip in sorted(chips, key=lambda chip: not chip.problem):
            view = kept.get(chip.number)
            if view is not None and _priced_alike(view.chip, chip):
                view.update_price(chip)
            else:
                view = ChipView(chip, self._ask, self._capabilities, self._page)
            views.append(view)
        for view in self._views:
            if view not in views:
                view.hide()
                view.deleteLater()
        if views != self._views:
            _put_in_order(views)
        self._views = views
        self._page.place([*views])
        for view in views:
            if view.chip.number == chosen_on and view.option is not None:
                view.option.setFocus()  # choosing redraws the chip: the keyboard stays where it was
        self.setVisible(bool(chips))
        self._fit()
        if any(chip.problem and chip.number not in refused for chip in chips):
            self.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(200, self._highest)

    def _fit(self) -> None:
        """As high as the rows, up to what is seen of them; less where there is no room."""
        height = self._page.heightForWidth(self.viewport().width())
        self._page.setMinimumHeight(height)
        self.setMinimumHeight(min(height, LOWEST))
        self.setMaximumHeight(self._highest)
        self.updateGeometry()

    @property
    def _highest(self) -> int:
        refused = max((view.y() + view.height() for view in self._views if view.chip.problem), default=0)
        return min(self._page.minimumHeight(), max(HIGHEST, min(refused + PEEK, HIGHEST_REFUSED)))

    def _model_changed(self) -> None:
        """Another load takes other sizes of pictures."""
        if self._model.capabilities is not None and self._model.capabilities != self._capabilities:
            self._capabilities = self._model.capabilities
            self.show_chips(tuple(view.chip for view in self._views), redraw=True)


def _put_in_order(views: list[ChipView]) -> None:
    """Tab goes through the chips as they are seen; Qt would go through them as they were made."""
    parts = (part for view in views for part in view.findChildren(QWidget))
    for before, after in pairwise(part for part in parts if part.focusPolicy() & Qt.FocusPolicy.TabFocus):
        QWidget.setTabOrder(before, after)


def _priced_alike(shown: Chip, chip: Chip) -> bool:
    """Whether nothing but the price and the facts differs."""
    return (shown.name, shown.problem, shown.attached) == (chip.name, chip.problem, chip.attached)
