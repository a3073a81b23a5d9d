"""The card that says memory ran short, what was given up and kept, and what would fit now."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from app.look.making import Sign, make_button, make_label
from app.look.placing import TOP, at, line_up, stack, wide
from app.models.asked import OfPressure
from app.models.pressure_model import PressureModel

__all__ = ["PressureCard"]


class PressureCard(QFrame):
    """Shows PressureModel; nothing is loaded again until the person says so."""

    asked = Signal(object)
    """OfPressure."""

    def __init__(self, model: PressureModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setObjectName("card")
        self.words = make_label(wraps=True, selects=True)
        tip = "Load the model with what fits now; the conversation stays"
        self.take = make_button("Load what fits", partial(self.asked.emit, OfPressure.USE_PLAN), tip=tip)
        self.leave = make_button("Keep as it is", partial(self.asked.emit, OfPressure.DISMISS), role="quiet")
        inside = stack(self.words, line_up(wide(), self.leave, self.take, gap=8), gap=10)
        line_up(at(TOP, Sign("warning", "amber")), wide(inside), within=self, margins=(14, 12, 14, 12), gap=10)
        model.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        self.words.setText(self._model.text)
        self.setAccessibleName(self._model.text)
        self.take.setVisible(self._model.plan is not None)
        self.setVisible(bool(self._model.text))
