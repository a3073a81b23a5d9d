"""The panel above the composer: what could give way, each with its numbers; nothing happens until one is pressed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QSizePolicy, QWidget

from app.conversation.asked import OfContext, TakeChoice
from app.conversation.context.choices import ChoicesModel, OfferLine
from app.look.making import make_button, make_label, make_tool
from app.look.placing import TOP, at, discard, line_up, scroll, stack, wide

__all__ = ["ChoiceButton", "ChoicesPanel"]

HIGHEST, LOWEST = 236, 58
"""Logical pixels of the list; more choices scroll, and fewer are in sight where the window is low."""
GAP = 6


class ChoiceButton(QPushButton):
    """One choice: what would be given up, and below it what that brings."""

    def __init__(self, line: OfferLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = line
        self.setProperty("role", "choice")
        self.setAccessibleName(line.title)
        self.setAccessibleDescription(line.detail)
        self.setAutoDefault(False)
        words = make_label(line.title, wraps=True), make_label(line.detail, "muted", wraps=True)
        for label in words:
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._column = stack(*words, within=self, margins=(14, 8, 14, 9), gap=1)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        return self._column.sizeHint()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._column.heightForWidth(width)


class ChoiceList(QScrollArea):
    """Choices one below the other, as high as they are, up to HIGHEST."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[ChoiceButton] = []
        self.setObjectName("choices")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        page = QWidget()
        self._list = stack(within=page, gap=GAP)
        scroll(self, page)

    def show_buttons(self, buttons: list[ChoiceButton]) -> None:
        """Show these instead of those there were."""
        for button in self.buttons:
            self._list.removeWidget(button)
            discard(button)
        self.buttons = buttons
        for button in buttons:
            self._list.addWidget(button)
        self.verticalScrollBar().setValue(0)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(300, min(HIGHEST, self._height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, min(LOWEST, self._height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's name
        moved = super().focusNextPrevChild(next)
        focused = self.focusWidget()
        if moved and focused is not None:
            self.ensureWidgetVisible(focused)
        return moved

    def _height(self) -> int:
        return sum(button.height() for button in self.buttons) + GAP * max(0, len(self.buttons) - 1)

    def _fit(self) -> None:
        """Each button as high as its words need at this width."""
        for button in self.buttons:
            button.setFixedHeight(button.heightForWidth(self.viewport().width()))
        self.setMaximumHeight(min(HIGHEST, self._height()))
        self.updateGeometry()


class ChoicesPanel(QFrame):
    """Shows ChoicesModel; the keyboard goes from choice to choice with Tab, Esc closes it."""

    asked = Signal(object)
    """AskedOfContext."""

    def __init__(self, model: ChoicesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setObjectName("card")
        self.heading, self.list = make_label(role="title", wraps=True), ChoiceList()
        self.undo = make_button("", partial(self.asked.emit, OfContext.UNDO), role="quiet")
        act = partial(self.asked.emit, OfContext.CLOSE)
        close = make_tool("close", "Close (Esc)", act, name="Close the choices", role="tiny", size=16)
        top = line_up(wide(self.heading), at(TOP, self.undo), at(TOP, close), gap=8)
        stack(top, self.list, within=self, margins=(14, 10, 10, 12), gap=8)
        model.changed.connect(self._show)
        self._show()

    def event(self, event: QEvent) -> bool:
        # The window's own Esc stops an answer. Here the key is the panel's: it comes as a key press then.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.asked.emit(OfContext.CLOSE)
        else:
            super().keyPressEvent(event)

    def _show(self) -> None:
        model = self._model
        self.heading.setText(model.heading)
        self.setAccessibleName(model.heading)
        self.undo.setText(f"Undo {model.undo}")
        self.undo.setVisible(bool(model.undo))
        if [button.line for button in self.list.buttons] != list(model.lines):
            self._replace(model.lines)
        self.list.setVisible(bool(model.lines))
        self.setVisible(model.open)

    def _replace(self, lines: tuple[OfferLine, ...]) -> None:
        had_focus = any(button.hasFocus() for button in self.list.buttons)
        buttons = [ChoiceButton(line) for line in lines]
        for button in buttons:
            button.clicked.connect(partial(self.asked.emit, TakeChoice(button.line.choice)))
        self.list.show_buttons(buttons)
        if had_focus and buttons:
            buttons[0].setFocus()
