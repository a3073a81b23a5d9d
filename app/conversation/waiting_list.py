"""The questions that wait for their turn, over all chats."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from inference.history.values import Waiting

__all__ = ["WaitingList"]


class WaitingList(QObject):
    """Changed by the queue's controller only."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.waiting: tuple[Waiting, ...] = ()
        """The one whose turn is next first."""
        self.held: frozenset[int] = frozenset()
        """Those that wait for the person as well: from an earlier run of the program, or behind one that failed."""
        self.answering: int | None = None
        """The chat that is being answered now."""

    @property
    def chats(self) -> frozenset[int]:
        """Those in which something waits."""
        return frozenset(waiting.chat for waiting in self.waiting)

    def next(self) -> Waiting | None:
        """Whose turn it is."""
        return next((waiting for waiting in self.waiting if waiting.id not in self.held), None)

    def show(
        self, waiting: tuple[Waiting, ...] | None = None, *, held: frozenset[int] | None = None, answering: int | None = None
    ) -> None:
        """Whatever is not named stays; `answering` is always told."""
        now = (self.waiting if waiting is None else waiting, self.held if held is None else held, answering)
        if now != (self.waiting, self.held, self.answering):
            self.waiting, self.held, self.answering = now
            self.changed.emit()
