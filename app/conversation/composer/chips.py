"""The chips of a draft: what was dropped, what it costs, what can be chosen about it, or why it cannot be used."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app import wording
from app.conversation.asked import OpenPicture, Remove
from app.conversation.composer.chip_options import Ask, FolderButton, GivenButton, PageField, SizeButton
from app.conversation.composer.draft import Chip
from app.look.making import Sign, make_label, make_tool
from app.look.painting import clip
from app.look.picture_button import PictureButton
from app.look.placing import TOP, Flow, at, discard, line_up, scroll, stack, wide
from app.look.words import Wrapped
from app.models.model_state import ModelState
from app.tooltips import plain_tip
from inference.events import Capabilities

__all__ = ["ChipRow", "ChipView"]

NAME_WIDTH = 190
CORNER = 6
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
        self._facts = Wrapped(widest=PROBLEM_WIDTH) if chip.problem else make_label()
        self.option, self.given = self._option(capabilities), self._given(capabilities)
        remove = make_tool("close", f"Remove {chip.name}", partial(ask, Remove(chip.number)), role="tiny", size=16)
        remove.setAccessibleName(f"Remove {chip.name}")
        self.sign = self._sign()
        parts = at(TOP, self.sign), wide(self._words()), at(TOP, remove)
        self._row = line_up(*parts, within=self, margins=(8, 7, 6, 7), gap=10)
        self.update_price(chip)

    @property
    def options(self) -> list[QWidget]:
        """What can be chosen here, from left to right."""
        return [option for option in (self.option, self.given) if option is not None]

    @property
    def pressed(self) -> list[QWidget]:
        """What the keyboard comes by before the button that removes it: the picture, and what can be chosen."""
        return [self.sign, *self.options]

    def update_price(self, chip: Chip) -> None:
        """The same chip with another price."""
        self.chip = chip
        self._facts.setText(f"{chip.problem} It will not be sent." if chip.problem else chip.facts)
        self.setToolTip(plain_tip("\n".join(filter(None, (chip.name, chip.problem or chip.facts, chip.remark)))))
        if self.given is not None:
            self.given.show_prices(chip.forms)
        self.setAccessibleDescription(" ".join(filter(None, (chip.problem or chip.facts, chip.remark))))
        self._row.invalidate()
        self._row.activate()  # the row of chips is placed now, not when the event loop comes to it

    def _sign(self) -> QWidget:
        seen = self.chip.attached
        if seen is not None and seen.thumbnail is not None:
            small = clip(seen.thumbnail, QSize(84, 36), self.devicePixelRatioF(), corner=CORNER)
            if seen.part.kind == "image":
                picture = PictureButton(small, seen.part.name, partial(self._ask, OpenPicture(seen)), corner=CORNER)
            else:
                picture = QLabel()
                picture.setPixmap(small)
            picture.setFixedHeight(36)
            return picture
        colour = "red" if self.chip.problem else "muted" if self.chip.pending else "accent"
        sign = Sign("warning" if self.chip.problem else ICONS[self.chip.kind], colour, size=24)
        sign.setFixedSize(36, 36)
        return sign

    def _words(self) -> QVBoxLayout:
        name = QFontMetrics(self.font()).elidedText(self.chip.name, Qt.TextElideMode.ElideMiddle, NAME_WIDTH)
        self._facts.setProperty("role", "red" if self.chip.problem else "muted")
        row = (3, line_up(*self.options, wide(), gap=6)) if self.options else ()
        remark = (self._remark(),) if self.chip.remark and not self.chip.problem else ()
        return stack(make_label(name, "title"), self._facts, *remark, *row, gap=1)

    def _remark(self) -> QWidget:
        """What had to be guessed, or is missing: said where the file is seen, before it is sent."""
        said = Wrapped(widest=PROBLEM_WIDTH)
        said.setProperty("role", "amber")
        said.setText(self.chip.remark)
        return said

    def _option(self, capabilities: Capabilities | None) -> QWidget | None:
        """What can be chosen: a picture's size, a document's pages, the files of a folder."""
        chip, seen = self.chip, self.chip.attached
        if chip.folder is not None:
            return FolderButton(chip, chip.folder, self._ask)
        if seen is None or chip.problem:
            return None
        if seen.part.kind == "image" and seen.part.given != "text" and capabilities is not None and capabilities.vision:
            return SizeButton(chip.number, chip.name, seen.part.tokens, capabilities, self._ask)
        if seen.part.kind == "document" and seen.pages > 1:
            return PageField(chip.number, seen.part, seen.pages, self._ask)
        return None

    def _given(self, capabilities: Capabilities | None) -> GivenButton | None:
        """How it goes to the model, and what that is, where there is a text."""
        chip = self.chip
        has_text = bool(chip.read) or chip.kind == "document"
        if chip.attached is None or chip.problem or not has_text or capabilities is None:
            return None
        return GivenButton(chip, wording.refusal(chip.seen_as, capabilities), self._ask)


class ChipRow(QScrollArea):
    """All chips of the draft, hidden when there are none, scrolling when there are many.

    What is refused comes first, where it is seen without scrolling: it will not be sent, so the order of what is stays as it is.
    A chip of which only the price changes, or how much of it is read, keeps its widget: one may be writing in it.
    """

    def __init__(self, model: ModelState, ask: Ask, parent: QWidget | None = None) -> None:
        """`ask` is called with what is wished of a chip."""
        super().__init__(parent)
        self._model, self._ask = model, ask
        self._capabilities = model.capabilities
        self.setObjectName("chips")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._page = Flow()
        scroll(self, self._page)
        self._views: list[ChipView] = []
        self.setVisible(False)
        model.changed.connect(self._model_changed)

    def show_chips(self, chips: tuple[Chip, ...], *, redraw: bool = False) -> None:
        kept = {} if redraw else {view.chip.number: view for view in self._views}
        focused = [
            (view.chip.number, view.pressed.index(part)) for view in self._views for part in view.pressed if part.hasFocus()
        ]
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
                discard(view)
        if views != self._views:
            _put_in_order(views)
        self._views = views
        self._page.place([*views])
        for view in views:
            for number, place in focused:
                if view.chip.number == number:
                    view.pressed[min(place, len(view.pressed) - 1)].setFocus()  # choosing redraws the chip
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
    """Whether nothing but the price and the facts differs, and of a scan how much is read until now."""
    return _looks(shown) == _looks(chip)


def _looks(chip: Chip) -> tuple[object, ...]:
    seen = chip.attached
    if chip.awaits_text and seen is not None and seen.part.kind == "document":
        seen = replace(seen, part=replace(seen.part, texts=()), remark="")
    return chip.name, chip.problem, seen, chip.folder
