"""Lines above the composer: what went wrong, what is being done, and the banner of the starter."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from app import wording
from app.conversation.activity import Activity, Notice
from app.conversation.context.choices import ChoicesModel
from app.look.making import Progress, Sign, make_button, make_label, make_tool, restyle, show_sign
from app.look.placing import LEFT, MIDDLE, TOP, at, line_up, stack, wide
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
        self.words, self._sign = make_label(role="red", wraps=True, selects=True), Sign()
        self.action = make_button("", notice.act)
        self._close = make_tool("", "Close this message", notice.clear, role="tiny", size=16)
        parts = at(TOP, self._sign), wide(self.words), self.action, at(TOP, self._close)
        line_up(*parts, within=self, margins=(14, 10, 8, 10), gap=10)
        notice.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        self.words.setText(self._notice.text)
        self.action.setText(self._notice.action)
        self.action.setVisible(bool(self._notice.action))
        self.setAccessibleName(self._notice.text)
        good = self._notice.good
        self._sign.show_sign(*(("check", "accent") if good else ("warning", "red")))
        show_sign(self._close, "close", "muted" if good else "red")
        restyle(self, "good", good)
        restyle(self.words, "role", "" if good else "red")
        self.setVisible(bool(self._notice.text))


class ActivityLine(QWidget):
    """Loading and reading, with numbers; empty while an answer is written, for that can be seen."""

    def __init__(self, activity: Activity, model: ModelState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._activity, self._model = activity, model
        self.words, self.bar = make_label(role="muted"), Progress()
        stack(self.words, self.bar, within=self, margins=(4, 0, 4, 0), gap=6)
        activity.changed.connect(self._show)
        model.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        words, share = self._content()
        self.words.setText(words)
        self.setAccessibleName(words)
        self.bar.show_share(share)
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
    """Says that a small model is in use, what it can do, and what to load for real work.

    It can be folded for this run: one line then, from which the way to a real model still leads. It gives its place to the
    choices while there are some: both and a long text do not fit into a low window.
    """

    asked = Signal(object)
    """OfWindow.REAL_MODEL."""

    def __init__(self, model: ModelState, choices: ChoicesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model, self._choices = model, choices
        self.folded = False
        self.setObjectName("banner")
        self.words = make_label(wraps=True)
        tip = "See which models there are, and how to get one"
        self.get = make_button("Get Gemma 4 12B…", partial(self.asked.emit, OfWindow.REAL_MODEL), tip=tip)
        self._inside = line_up(wide(self.words), at(MIDDLE | LEFT, self.get), gap=14)
        self.fold = make_tool("close", "Show only one line of this", self._fold, role="tiny", size=16)
        self._outside = line_up(wide(self._inside), at(TOP, self.fold), within=self, gap=14)
        model.changed.connect(self._show)
        choices.changed.connect(self._show)
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow the button is below the words, which would be a tall column beside it."""
        super().resizeEvent(event)
        self._place()

    def _fold(self) -> None:
        self.folded = True
        self.get.setFocus()  # what had the keyboard goes
        self._show()

    def _place(self) -> None:
        below = self.width() < NARROW and not self.folded
        self._inside.setDirection(QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight)
        self._outside.setContentsMargins(*((4, 0, 0, 0) if self.folded else (16, 12, 10, 12)))

    def _show(self) -> None:
        first = self._model.is_first
        long, short = (wording.FIRST_LIMITS, wording.FIRST_FOLDED) if first else (wording.STARTER_LIMITS, wording.STARTER_FOLDED)
        self.words.setText(short if self.folded else long)
        self.words.setWordWrap(not self.folded)
        self.fold.setVisible(not self.folded)
        restyle(self, "folded", self.folded)
        restyle(self.words, "role", "muted" if self.folded else "")
        restyle(self.get, "role", "quiet" if self.folded else "")
        self._place()
        self.setVisible((self._model.is_starter or first) and not self._choices.open)
