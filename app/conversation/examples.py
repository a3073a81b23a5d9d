"""The examples of the empty window: something to look at, to hear and to read, with a question the starter can answer."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Slot

import resources
from app.conversation.chat import ChatController
from app.conversation.composer.drafting import DraftController
from app.conversation.on_screen import OnScreen

__all__ = ["MEMO", "MEMO_WRITTEN", "NUMBER", "ORDER", "SIGN", "Example", "ExampleController"]


@dataclass(frozen=True)
class Example:
    """`file` is in resources/examples."""

    file: str
    question: str


SIGN, NUMBER, ORDER = (
    Example("sign.png", "What does it say?"),
    Example("number.flac", "What is the number?"),
    Example("order.txt", "What is the total?"),
)
MEMO = Example("memo.flac", "What should be bought?")
"""Of a recording, for what hears more than the digits that the starter knows."""
MEMO_WRITTEN = Example(MEMO.file, "Write it down")
"""What can be asked of it without any model."""


class ExampleController(QObject):
    """One click on an example: it is attached and asked about.

    What the person has written is never sent: where there is something, the example is only put beside it.
    """

    def __init__(self, drafts: DraftController, chat: ChatController, shown: OnScreen) -> None:
        super().__init__()
        self._drafts, self._chat, self._draft, self._activity = drafts, chat, shown.draft, shown.activity

    @Slot(object)
    def ask(self, example: Example) -> None:
        """Attach the example, and ask its question if nothing else is written."""
        own = self._draft.pending or not self._draft.empty
        self._drafts.attach_files([resources.example(example.file)])
        if own or self._activity.busy:
            return
        self._draft.replace_text(example.question)
        self._drafts.set_text(example.question)
        self._chat.send()
