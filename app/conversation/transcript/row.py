"""What a question and an answer have in common as rows of the conversation: width in, height out; actions when looked at."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QEnterEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from app.conversation.asked import AskedOfTranscript, Branch, OpenLink, OpenPage, SendAgain
from app.conversation.transcript.actions import HEIGHT, Actions, Branches
from app.conversation.transcript.leads import read_lead
from app.conversation.transcript.prose import Prose
from app.conversation.transcript.told import NOT_SENT, LeftOut
from app.conversation.transcript.transcript import Entry
from app.look.placing import discard
from inference.citation import read_address

__all__ = ["FOOT", "Ask", "Row"]

Ask = Callable[[AskedOfTranscript], None]

FOOT = HEIGHT + 10
"""Room beneath a message for its actions, which doubles as the space to the next one."""
COMMAND = Qt.KeyboardModifier.ControlModifier


class Row(QWidget):
    """The view sets its width and position by what `lay_out` returns; `resized` asks it to do so again."""

    resized = Signal()
    what = "message"

    def __init__(self, entry: Entry, index: int, parent: QWidget, ask: Ask) -> None:
        super().__init__(parent)
        self.entry, self._index, self._ask = entry, index, ask
        self.actions: Actions | None = None
        self.branches: Branches | None = None
        self.left_out: LeftOut | None = None
        self._kept = self._focused = self._hovered = self._links_offered = False
        self._document = ""
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def lay_out(self, width: int) -> int:
        """Place everything within `width` pixels; the height that takes."""
        raise NotImplementedError

    def refresh(self) -> None:
        """The state of the entry has changed."""

    def show_told(self, *, covered: bool, standing: bool) -> None:
        """Say whether the message is sent to the model. `covered`: a summary is sent instead; `standing`: the one shown here."""
        left_out = self.entry.left_out
        if left_out != (self.left_out is not None):
            if self.left_out is not None:
                self.give_up(self.left_out)
                self.left_out = None
            else:
                self.left_out = LeftOut(self)
                self.left_out.link.clicked.connect(self._send_again)
                self.left_out.show()
            self._describe()
            self.resized.emit()
        if self.left_out is not None and self.left_out.show_way_back(self.entry.dropped and not covered):
            self.resized.emit()

    def name_document(self, name: str) -> None:
        """The document that a page without a name is of; empty where that is not known."""
        if name != self._document:
            self._document = name
            self.offer_links()

    def offer_links(self) -> None:
        """Tab goes on from the message to its links, then to its actions, while they are shown by the keyboard or for good."""
        offered = (self._kept or self._focused) and self._actionable()
        if not offered and not self._links_offered:
            return
        self._links_offered = offered
        for prose in self.findChildren(Prose):
            prose.offer_links(offered, self._document)
        if offered:
            self._put_in_order()

    def has_focus_within(self) -> bool:
        """The row itself or something in it has the focus of the keyboard."""
        focused = QApplication.focusWidget()
        return focused is not None and (focused is self or self.isAncestorOf(focused))

    def give_up(self, widget: QWidget) -> None:
        """It is not shown any more; the keyboard's focus, if it was there, stays with the message."""
        focused = QApplication.focusWidget()
        if focused is not None and (focused is widget or widget.isAncestorOf(focused)):
            self.setFocus()
        discard(widget)

    def keep_open(self, keep: bool) -> None:
        """Show the actions whether or not one looks at the message."""
        self._kept = keep
        self._show_actions()

    def set_focused(self, focused: bool) -> None:
        """The message, or something in it, has the focus of the keyboard."""
        self._focused = focused
        self._show_actions()
        self.update()

    def remake_actions(self) -> None:
        """What can be done with the message has changed."""
        if self.actions is not None:
            discard(self.actions)
            self.actions = self.branches = None
        self._show_actions()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hovered = True
        self._show_actions()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = False
        self._show_actions()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys that the tooltips of the actions name."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        number, count = self.entry.siblings
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier and 0 <= number + step < count:
            self._show_branch(number + step)
        elif event.key() == Qt.Key.Key_B and not event.modifiers() and self.left_out is not None and self.left_out.way_back:
            self._send_again()
        elif event.key() == Qt.Key.Key_C and event.modifiers() in (Qt.KeyboardModifier.NoModifier, COMMAND):
            self.copy()
        elif event.modifiers() or not self._take_key(Qt.Key(event.key())):
            event.ignore()

    def open_link(self, address: str) -> None:
        """A page that is cited, here; else, after a second click, in the person's own browser: Hush itself fetches nothing."""
        if (citation := read_address(address)) is not None:
            self._ask(OpenPage(self._index, citation))
        elif read_lead(address) is not None:
            self._ask(OpenLink(address))

    def copy(self) -> None:
        """The whole text, as it was written."""
        QGuiApplication.clipboard().setText(self.entry.text)

    def _send_again(self) -> None:
        self._ask(SendAgain(self._index))

    def _show_branch(self, sibling: int) -> None:
        self._ask(Branch(self._index, sibling))

    def _describe(self) -> None:
        """For screen readers."""
        self.setAccessibleDescription(self.entry.text if self.left_out is None else f"{NOT_SENT}. {self.entry.text}")

    def _show_actions(self) -> None:
        """The buttons are made when they are first looked at: most never are."""
        branched = self.entry.siblings[1] > 1
        show = (self._kept or self._focused or self._hovered or branched) and self._actionable()
        if show and self.actions is None:
            self.actions = Actions(self)
            if branched:
                self.branches = Branches(self.entry.siblings, self.what, self._show_branch)
                self.actions.add_widget(self.branches)
            self._fill(self.actions)
            self._place_actions(self.actions)
        if self.actions is not None:
            self.actions.setVisible(show)
        self.offer_links()

    def _put_in_order(self) -> None:
        """Tab goes through what can be pressed as it is read; Qt would go through it as it was made."""
        before: QWidget = self
        for button in sorted(self.findChildren(QAbstractButton), key=lambda button: button.mapTo(self, QPoint()).y()):
            QWidget.setTabOrder(before, button)
            before = button

    def _actionable(self) -> bool:
        return True

    def _fill(self, actions: Actions) -> None:
        raise NotImplementedError

    def _place_actions(self, actions: Actions) -> None:
        raise NotImplementedError

    def _take_key(self, key: Qt.Key) -> bool:
        return False
