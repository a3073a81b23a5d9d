"""What the person asked, on the right, with what was attached above it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPaintEvent, QPen
from PySide6.QtWidgets import QToolButton, QWidget

from app import wording
from app.conversation.asked import Edit, OfAnswer
from app.conversation.transcript.actions import Actions, show_done
from app.conversation.transcript.attachments import Player, attachment
from app.conversation.transcript.prose import Prose
from app.conversation.transcript.row import FOOT, Ask, Row
from app.conversation.transcript.transcript import Entry
from app.look import theme
from app.look.grows import Grows
from app.look.painting import smooth
from app.look.words import Wrapped
from app.values import Attached
from inference.history.values import Refused

__all__ = ["Question"]

SIDES, TOP, BOTTOM, GAP = 16, 12, 7, 10
CORNER = 16
WIDEST = 0.8
"""Of the column."""
FOLDED, FOLDED_LINES = 3_000, 40
"""A longer question, say a pasted log, shows its beginning until it is asked for: it would take a while to lay out."""


class Question(Row):
    """The bubble is as wide as what is in it, up to four fifths of the column."""

    what = "question"

    def __init__(self, entry: Entry, index: int, parent: QWidget, ask: Ask, *, player: Player | None = None) -> None:
        super().__init__(entry, index, parent, ask)
        self._player = player
        self._attached: list[tuple[Attached, QWidget]] = []
        self._show_attachments()
        self.refused = [self._problem(refused) for refused in entry.refused]
        self.body = Prose(self, plain=True)
        self.body.setAccessibleName("You asked")
        self.body.setAccessibleDescription(entry.text)
        self.body.setVisible(bool(entry.text))
        self.setAccessibleName("You asked")
        self._describe()
        shown = _beginning(entry.text)
        self.body.append(shown)
        self._more = self._link("Show all of it", self._unfold) if len(shown) < len(entry.text) else None
        self._cancel = self._link("Leave it as it was", lambda: ask(OfAnswer.END_EDIT))
        self._cancel.hide()
        self._bubble = QRectF()
        self.body.resized.connect(self.resized)
        self._show_actions()

    def lay_out(self, width: int) -> int:
        room = int(width * WIDEST) - 2 * SIDES
        sizes = [_size(widget, room) for _, widget in self._attached]
        inside = min(room, max((size.width() for size in sizes), default=0))
        if self.entry.text:
            inside = max(inside, self.body.natural_width(room))
        if self._more is not None:
            inside = max(inside, self._more.sizeHint().width())
        left, top = width - inside - SIDES, TOP
        for (_, widget), size in zip(self._attached, sizes, strict=True):
            widget.setGeometry(left, top, min(inside, size.width()), size.height())
            top += size.height() + GAP
        if self.entry.text:
            top += self.body.place(left, top, inside)
        else:
            top -= GAP - 5
        if self._more is not None:
            self._more.setGeometry(left - 6, top, self._more.sizeHint().width(), 26)
            top += 28
        self._bubble = QRectF(left - SIDES, 0, inside + 2 * SIDES, top + BOTTOM)
        bottom = round(self._bubble.bottom()) + self._place_left_out(width)
        for problem in self.refused:
            wide = min(room, problem.sizeHint().width())
            problem.setGeometry(width - wide, bottom + 4, wide, problem.heightForWidth(wide))
            bottom += 4 + problem.height()
        height = bottom + FOOT
        self.setFixedSize(width, height)
        if self.actions is not None:
            self._place_actions(self.actions)
        self._cancel.setGeometry(width - self._cancel.sizeHint().width(), height - FOOT + 4, self._cancel.sizeHint().width(), 26)
        self.update()
        return height

    def refresh(self) -> None:
        """Attachments come after the words where a chat is opened, and may be made smaller."""
        if self._show_attachments():
            self.resized.emit()

    def show_editing(self, editing: bool) -> None:
        """This question is in the composer again."""
        self._cancel.setVisible(editing)
        self._cancel.setToolTip(wording.EDITING)
        if self.actions is not None:
            self.actions.setVisible(not editing)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth(self)
        marked = self.hasFocus() or self._cancel.isVisibleTo(self)
        painter.setPen(QPen(QColor(theme.current().accent), 1.5) if marked else QPen(Qt.PenStyle.NoPen))
        painter.setBrush(QColor(theme.current().accent_soft))
        painter.drawRoundedRect(self._bubble.adjusted(1, 1, -1, -1), CORNER, CORNER)

    def _show_attachments(self) -> bool:
        """Widgets for those there are now; one that stays keeps its own, in which it may be playing. False: all stayed."""
        wanted, before = self.entry.attachments, self._attached
        if wanted == tuple(attached for attached, _ in before):
            return False
        self._attached = []
        for attached in wanted:
            known = next((pair for pair in before if pair[0] == attached and pair not in self._attached), None)
            if known is None:
                known = attached, attachment(attached, self.devicePixelRatioF(), self._player, self._ask)
                if isinstance(known[1], Grows):
                    self._follow(known[1])
                known[1].setParent(self)
                known[1].show()
            self._attached.append(known)
        for pair in before:
            if pair not in self._attached:
                self.give_up(pair[1])
        return True

    def _follow(self, widget: Grows) -> None:
        widget.resized.connect(self.resized)

    def _problem(self, refused: Refused) -> Wrapped:
        """What was to go with the question and could not, and why."""
        label = Wrapped(widest=560)
        label.setParent(self)
        named = "" if refused.name in refused.sentence else f" “{refused.name}”:"
        label.setText(f"Not sent with it.{named} {refused.sentence}")
        label.setProperty("role", "amber")
        label.show()
        return label

    def _place_left_out(self, width: int) -> int:
        """Right beneath the bubble; the height that takes."""
        if self.left_out is None:
            return 0
        room = min(width, self.left_out.natural_width)
        height = self.left_out.heightForWidth(room)
        self.left_out.setGeometry(width - room, round(self._bubble.bottom()) + 4, room, height)
        return height + 4

    def _fill(self, actions: Actions) -> None:
        actions.add("edit", "Write this question anew", self._edit, key="E")
        copy = actions.add("copy", "Copy the question", lambda: (self.copy(), show_done(copy, "copy")), key="C")

    def _place_actions(self, actions: Actions) -> None:
        width = actions.sizeHint().width()
        actions.setGeometry(self.width() - width, self.height() - FOOT + 4, width, actions.height())

    def _take_key(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_E:
            self._edit()
        return key == Qt.Key.Key_E

    def _link(self, words: str, act: object) -> QToolButton:
        button = QToolButton(self)
        button.setText(words)
        button.setProperty("role", "link")
        button.clicked.connect(act)  # type: ignore[arg-type]
        return button

    def _edit(self) -> None:
        self._ask(Edit(self._index))

    def _unfold(self) -> None:
        self.body.append(self.entry.text[len(self.body.text) :])
        if self._more is not None:
            self._more.hide()
            self._more = None
        self.resized.emit()


def _size(widget: QWidget, room: int) -> QSize:
    """What a widget takes where there is so much room for its width."""
    size = widget.sizeHint().expandedTo(widget.minimumSize())
    return QSize(room, widget.heightForWidth(room)) if size.width() > room and widget.hasHeightForWidth() else size


def _beginning(text: str) -> str:
    """All of it, or what of a long one is shown at first."""
    if len(text) <= FOLDED * 1.2 and text.count("\n") <= FOLDED_LINES * 1.2:
        return text
    return "\n".join(text[:FOLDED].split("\n")[:FOLDED_LINES])
