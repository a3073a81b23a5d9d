"""The context meter: one bar, its legend, and a table of what every part costs."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from app.conversation.asked import OfContext
from app.conversation.context.budget_model import BudgetModel
from app.conversation.context.cost_table import CostTable, as_html
from app.conversation.context.meter_bar import Bar, Legend
from app.look.making import make_label, make_tool, restyle, show_sign
from app.look.placing import line_up, stack, wide

__all__ = ["Meter"]

ROLES = {"calm": "muted", "amber": "amber", "red": "red"}


class CostPopup(QFrame):
    """The table in a window of its own, above what it belongs to; Esc or a press elsewhere closes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.table = CostTable()
        stack(self.table, within=self, margins=(14, 10, 14, 12))

    def open_above(self, widget: QWidget) -> None:
        """Show it with its right edge at that of `widget`, within the screen."""
        self.adjustSize()
        corner = widget.mapToGlobal(widget.rect().topRight()) - QPoint(self.width(), self.height() + 8)
        room = widget.screen().availableGeometry()
        self.move(max(room.left(), corner.x()), max(room.top(), corner.y()))
        self.show()
        self.table.setFocus()


class Meter(QWidget):
    """Bar and words; amber from 65 %, red from 85 % or when it does not fit, and then it says so."""

    asked = Signal(object)
    """OfContext.MAKE_ROOM: the bar was pressed."""

    def __init__(self, model: BudgetModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.bar, self.legend, self.popup = Bar(), Legend(), CostPopup(self)
        self.count = make_tool("chevron", "Show what each part costs", self._open, size=14)
        self.warning = make_label(wraps=True)
        self.warning.setContentsMargins(3, 0, 0, 0)  # where the bar begins
        self.bar.clicked.connect(partial(self.asked.emit, OfContext.MAKE_ROOM))
        self.count.setObjectName("count")
        self.count.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.count.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow after the words
        self.setAccessibleName("Context meter")
        below = line_up(wide(self.legend), self.count, gap=16)
        stack(self.warning, self.bar, below, within=self, margins=(1, 0, 1, 0), gap=1)
        model.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """The budget or the colours have changed."""
        budget = self._model.budget
        self.bar.budget = self.legend.budget = budget
        self.bar.update()
        self.legend.update()
        self.popup.table.show_budget(budget)
        level = budget.level if budget is not None else "calm"
        said = budget.sentence() if budget is not None else ""
        self.warning.setText(said)
        self.warning.setVisible(bool(said))
        for part in (self.count, self.warning):
            restyle(part, "role", ROLES[level])
        show_sign(self.count, "chevron", ROLES[level])
        summary = budget.summary() if budget is not None else ""
        self.count.setText(summary)
        self.count.setAccessibleName(f"Context: {summary}")
        self.bar.setAccessibleName(f"Make room in the context: {summary} {said}".strip())
        self.setToolTip(as_html(budget) if budget is not None else "")
        self.bar.setToolTip(f"{self.toolTip()}<p>Press to make room.</p>")
        self.setVisible(budget is not None)
        if budget is None:
            self.popup.hide()
        self.setAccessibleDescription(f"{summary} {said}".strip())

    def _open(self) -> None:
        self.popup.open_above(self.warning if self.warning.isVisible() else self.bar)
