"""Lines above the composer: what went wrong, what is being done, and the banner of the starter."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app import wording
from app.conversation.activity import Activity, Notice
from app.conversation.context.choices import ChoicesModel
from app.look import theme
from app.models.model_state import ModelState
from app.window.asked import OfWindow

__all__ = ["ActivityLine", "NoticeBar", "StarterBanner"]

NARROW = 520
"""Logical pixels of the banner below which its button has no room beside the words."""


class NoticeBar(QFrame):
    """The newest error in words, or what was done, until it is closed or something is asked again."""

    def __init__(self, notice: Notice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notice = notice
        self.setObjectName("notice")
        self.words, self.action, self._close, self._sign = QLabel(), QPushButton(), QToolButton(), QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setProperty("role", "red")
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        _closing(self._close, "Close this message")
        self._close.clicked.connect(notice.clear)
        self.action.clicked.connect(notice.act)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 8, 10)
        row.setSpacing(10)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        row.addWidget(self.action)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        notice.changed.connect(self._show)
        self.retheme()
        self._show()

    def retheme(self) -> None:
        colours = theme.current()
        sign, colour = ("check", colours.accent) if self._notice.good else ("warning", colours.red)
        self._sign.setPixmap(theme.icon(sign, colour).pixmap(QSize(20, 20), self.devicePixelRatioF()))
        self._close.setIcon(theme.icon("close", colours.muted if self._notice.good else colours.red))

    def _show(self) -> None:
        self.words.setText(self._notice.text)
        self.action.setText(self._notice.action)
        self.action.setVisible(bool(self._notice.action))
        self.setAccessibleName(self._notice.text)
        if self._notice.good != self.property("good"):
            self.setProperty("good", self._notice.good)
            self.words.setProperty("role", "" if self._notice.good else "red")
            for part in (self, self.words):
                part.style().unpolish(part)
                part.style().polish(part)
            self.retheme()
        self.setVisible(bool(self._notice.text))


class ActivityLine(QWidget):
    """Loading and reading, with numbers; empty while an answer is written, for that can be seen."""

    def __init__(self, activity: Activity, model: ModelState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._activity, self._model = activity, model
        self.words, self.bar = QLabel(), QProgressBar()
        self.words.setProperty("role", "muted")
        self.bar.setTextVisible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 0, 4, 0)
        column.setSpacing(6)
        column.addWidget(self.words)
        column.addWidget(self.bar)
        activity.changed.connect(self._show)
        model.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        words, share = self._content()
        self.words.setText(words)
        self.setAccessibleName(words)
        self.bar.setRange(0, 0 if share is None else 1000)
        if share is not None:
            self.bar.setValue(round(share * 1000))
        self.setVisible(bool(words))

    def _content(self) -> tuple[str, float | None]:
        """The words and the share done, None while that is unknown."""
        if self._activity.phase == "stopping":
            return "Stopping…", None
        if self._model.phase == "loading":
            progress = self._model.progress
            words = wording.loading(self._model.name, progress)
            words += ". You can write and drop files already." if not self._activity.busy else ". Your question is next."
            return words, progress.fraction if progress is not None and progress.stage == "weights" else None
        if self._activity.phase == "waiting":
            return "Bringing the model back" if self._model.resting is not None else "Getting ready to read", None
        if self._activity.phase == "summarising":
            return wording.summarising(self._activity.progress), None
        if self._activity.phase == "transcribing":
            return wording.transcribing(self._activity.progress), None
        if self._activity.phase == "reading" and (progress := self._activity.progress) is not None:
            return wording.reading(progress), progress.done / max(1, progress.total)
        return "", None


class StarterBanner(QFrame):
    """Says that the starter is in use, what it can do, and what to load for real work. Can be closed for this run.

    It gives its place to the choices while there are some: both and a long text do not fit into a low window.
    """

    asked = Signal(object)
    """OfWindow.MODELS."""

    def __init__(self, model: ModelState, choices: ChoicesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model, self._choices = model, choices
        self._closed = False
        self.setObjectName("banner")
        words, choose, self._close = QLabel(wording.STARTER_LIMITS), QPushButton("Choose a model…"), QToolButton()
        words.setWordWrap(True)
        choose.setToolTip("Load a model file from this computer (Ctrl+M)")
        choose.clicked.connect(partial(self.asked.emit, OfWindow.MODELS))
        _closing(self._close, "Hide this")
        self._close.clicked.connect(self._hide)
        self._inside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._inside.setSpacing(14)
        self._inside.addWidget(words, 1)
        self._inside.addWidget(choose, 0, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 10, 12)
        row.setSpacing(14)
        row.addLayout(self._inside, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        model.changed.connect(self._show)
        choices.changed.connect(self._show)
        self.retheme()
        self._show()

    def retheme(self) -> None:
        self._close.setIcon(theme.icon("close", theme.current().muted))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow the button is below the words, which would be a tall column beside it."""
        super().resizeEvent(event)
        below = event.size().width() < NARROW
        self._inside.setDirection(QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight)

    def _hide(self) -> None:
        self._closed = True
        self._show()

    def _show(self) -> None:
        self.setVisible(self._model.is_starter and not self._closed and not self._choices.open)


def _closing(button: QToolButton, name: str) -> None:
    button.setProperty("role", "tiny")
    button.setIconSize(QSize(16, 16))
    button.setToolTip(name)
    button.setAccessibleName(name)
