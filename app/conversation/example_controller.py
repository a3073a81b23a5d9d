"""One click on an example: it is attached and asked about."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

import resources
from app.conversation.chat import ChatController
from app.conversation.composer.drafting import DraftController
from app.conversation.examples import Example
from app.conversation.on_screen import OnScreen

__all__ = ["ExampleController"]


class ExampleController(QObject):
    """Never sends what the person has written: where there is something, the example is only put beside it."""

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
