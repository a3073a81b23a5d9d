"""The examples of the empty window: something to look at, to hear and to read, with a question the starter can answer."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Slot

import resources
from app.conversation.chat import ChatController
from app.conversation.composer.drafting import DraftController
from app.conversation.on_screen import OnScreen

__all__ = ["EXAMPLES", "Example", "ExampleController"]


@dataclass(frozen=True)
class Example:
    """`file` is in resources/examples; `about` is what can be asked of such a thing in general."""

    file: str
    icon: str
    title: str
    about: str
    question: str


EXAMPLES = (
    Example(
        "sign.png", "picture", "A picture", "Ask what it says or shows. A screenshot is pasted with Ctrl+V.", "What does it say?"
    ),
    Example(
        "number.flac",
        "sound",
        "A recording",
        "Spoken questions and voice memos. Hush writes down what is said.",
        "What is the number?",
    ),
    Example("order.txt", "document", "A document", "PDF or plain text. Ask for what is in it.", "What is the total?"),
)


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
