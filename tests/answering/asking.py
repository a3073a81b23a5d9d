"""The first model, loaded and asked as the window and the command line do it: planned, in Hush's manner with it, exactly."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from inference.conversation import Message, Request
from inference.engine import Engine
from inference.events import Finished
from inference.loading import ModelFiles
from inference.memory.plan import Wishes
from inference.memory.planning import Planning
from inference.stop import StopFlag

__all__ = ["Answer", "load_answerer"]

Answer = Callable[..., Finished]
"""Of the messages of a chat, the newest last."""
_CONTEXT = 4096
_LONGEST = 300


@contextmanager
def load_answerer(files: ModelFiles) -> Generator[Answer]:
    """A function that asks. Raises MemoryShort where the model does not fit."""
    with tempfile.TemporaryDirectory() as cache:
        settings = Planning(Path(cache), "").grant(files, Wishes(context=_CONTEXT, image_tokens=0, turns=False), anyway=False)
        engine = Engine()
        try:
            engine.load(files, settings, emit=lambda _event: None)

            def answer(*messages: Message) -> Finished:
                outcome = engine.generate(Request(messages, max_tokens=_LONGEST), emit=lambda _event: None, stop=StopFlag())
                assert isinstance(outcome, Finished)
                return outcome

            yield answer
        finally:
            engine.close()
