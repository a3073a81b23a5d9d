"""The chips of a draft: what was dropped, what it costs, or why it cannot be used."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app import theme
from app.viewmodels.draft import Chip
from app.widgets.flow import Flow
from app.widgets.pictures import rounded

__all__ = ["ChipRow", "ChipView"]

NAME_WIDTH = 190
PROBLEM_WIDTH = 420
HIGHEST = 196
ICONS = {"image": "picture", "audio": "sound", "document": "document", "unknown": "document"}


class ChipView(QFrame):
    """One chip: a thumbnail or icon, the name, its facts, and a button that removes it."""

    removed = Signal(int)

    def __init__(self, chip: Chip, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chip = chip
        self.setObjectName("chip")
        self.setProperty("problem", bool(chip.problem))
        self.setToolTip(f"{chip.name}\n{chip.problem or chip.facts}")
        self.setAccessibleName(f"Attachment {chip.name}")
        self.setAccessibleDescription(chip.problem or chip.facts)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 7, 6, 7)
        row.setSpacing(10)
        row.addWidget(self._sign(), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._words(), 1)
        row.addWidget(self._remove_button(), 0, Qt.AlignmentFlag.AlignTop)

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
        facts = QLabel(f"{self.chip.problem} It will not be sent." if self.chip.problem else self.chip.facts)
        facts.setTextFormat(Qt.TextFormat.PlainText)
        facts.setProperty("role", "red" if self.chip.problem else "muted")
        if self.chip.problem:
            facts.setWordWrap(True)
            facts.setMinimumWidth(PROBLEM_WIDTH)
            facts.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
        words.addWidget(facts)
        return words

    def _remove_button(self) -> QToolButton:
        button = QToolButton()
        button.setProperty("role", "tiny")
        button.setIcon(theme.icon("close", theme.current().muted))
        button.setIconSize(QSize(16, 16))
        button.setToolTip(f"Remove {self.chip.name}")
        button.setAccessibleName(f"Remove {self.chip.name}")
        button.clicked.connect(self._remove)
        return button

    def _remove(self) -> None:
        self.removed.emit(self.chip.number)


class ChipRow(QScrollArea):
    """All chips of the draft, hidden when there are none, scrolling when there are many. An unchanged chip keeps its widget."""

    removed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setObjectName("chips")
        self._page = Flow()
        self.setWidget(self._page)
        self._views: list[ChipView] = []
        self.setVisible(False)

    def show_chips(self, chips: tuple[Chip, ...], *, redraw: bool = False) -> None:
        kept = {} if redraw else {view.chip: view for view in self._views}
        wanted = set(chips)
        for view in self._views:
            if view.chip not in wanted or redraw:
                view.hide()
                view.deleteLater()
        self._views = [kept.get(chip) or self._made(chip) for chip in chips]
        self._page.place([*self._views])
        self.setVisible(bool(chips))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as the rows, up to HIGHEST."""
        height = self._page.heightForWidth(self.viewport().width())
        self._page.setMinimumHeight(height)
        self.setFixedHeight(min(height, HIGHEST))

    def _made(self, chip: Chip) -> ChipView:
        view = ChipView(chip, self._page)
        view.removed.connect(self.removed)
        return view
