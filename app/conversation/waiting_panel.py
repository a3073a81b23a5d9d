"""The questions that wait for their turn, above the composer: what each waits for, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolButton, QWidget

from app import wording
from app.conversation.asked import OfWaiting, Wish
from app.conversation.waiting_list import WaitingList
from app.look.making import make_label, make_tool
from app.look.placing import discard, line_up, stack, wide
from app.look.words import Elided
from inference.history.values import Waiting

__all__ = ["WaitingPanel", "reason"]

MOST = 4
"""Rows; of more the number is said."""
WORDLESS = "A question without words"
BUTTONS: tuple[tuple[Wish, str, str], ...] = (
    ("send", "send", "Send it now"),
    ("move up", "up", "One place sooner"),
    ("edit", "edit", "Write it anew: it goes back into the message"),
    ("withdraw", "close", "Do not ask it"),
)


class WaitingRow(QWidget):
    """One question, with its buttons; those that would do nothing are not there."""

    def __init__(self, waiting: Waiting, words: str, buttons: tuple[str, ...], ask: Callable[[OfWaiting], object]) -> None:
        super().__init__()
        question, detail = Elided(), Elided()
        files = "" if not waiting.attachments else f"  ·  {wording.count(len(waiting.attachments), 'file')}"
        question.setText(wording.shorten(waiting.text, 90) or next((one.name for one in waiting.attachments), WORDLESS))
        detail.setText(words + files)
        detail.setProperty("role", "muted")
        self.buttons: dict[str, QToolButton] = {}
        for wish, icon, tip in BUTTONS:
            if wish in buttons:
                act = partial(ask, OfWaiting(waiting.id, wish))
                self.buttons[wish] = make_tool(icon, tip, act, name=f"{tip}: {question.text()}", role="tiny", size=18)
        line_up(wide(stack(question, detail, gap=1)), *self.buttons.values(), within=self, gap=2)
        self.setAccessibleName(f"{question.text()}. {detail.text()}")


class WaitingPanel(QFrame):
    """Hidden while nothing waits. `title` gives a chat's name, `here` the chat on screen."""

    asked = Signal(object)
    """OfWaiting."""

    def __init__(self, list_: WaitingList, title: Callable[[int], str], here: Callable[[], int | None]) -> None:
        super().__init__()
        self._list, self._title, self._here = list_, title, here
        self.setObjectName("card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.rows: list[WaitingRow] = []
        self._more = make_label(role="muted")
        self._column = stack(self._more, within=self, margins=(14, 9, 8, 9), gap=8)
        list_.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what waits now: also when another chat is on screen."""
        focused = next((row.buttons.keys() for row in self.rows if any(b.hasFocus() for b in row.buttons.values())), None)
        for row in self.rows:
            discard(row)
        waiting = self._list.waiting
        self.rows = [self._row(index, one) for index, one in enumerate(waiting[:MOST])]
        for index, row in enumerate(self.rows):
            self._column.insertWidget(index, row)
        self._more.setText(f"And {wording.count(len(waiting) - MOST, 'more question')} after these.")
        self._more.setVisible(len(waiting) > MOST)
        self.setVisible(bool(waiting))
        if focused is not None and self.rows:
            next(iter(self.rows[0].buttons.values())).setFocus()

    def _row(self, index: int, waiting: Waiting) -> WaitingRow:
        held = waiting.id in self._list.held
        wishes = ("send",) * held + ("move up",) * bool(index) + ("edit",) * (waiting.question is None) + ("withdraw",)
        return WaitingRow(waiting, reason(waiting, self._list, self._title, self._here()), wishes, self.asked.emit)


def reason(waiting: Waiting, list_: WaitingList, title: Callable[[int], str], here: int | None) -> str:
    """Where a question is to be asked, and what it waits for."""
    where = "" if waiting.chat == here else f"In “{title(waiting.chat)}”. "
    again = "To be answered once more. " if waiting.question is not None else ""
    if waiting.id in list_.held:
        return f"{where}{again}Not asked yet: send it, or write it anew"
    before = [one for one in list_.waiting if one.id not in list_.held]
    place = before.index(waiting)
    if place:
        return f"{where}{again}{wording.count(place, 'question')} before it"
    if list_.answering is None:
        return f"{where}{again}Waits for the model"
    answer = "the answer being written" if list_.answering == here else f"the answer in “{title(list_.answering)}”"
    return f"{where}{again}Waits for {answer}"
