"""What recognition does for the command line: text for a model that cannot see or hear, and answers that need no model."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from app.commands.answered import INTERRUPTED, as_json
from app.commands.console import print_json
from app.sentences import say
from app.settings.languages import list_likely, list_system_names
from inference.conversation import Message, Part
from inference.events import Cost, Finished
from inference.gguf.projector import read_projector
from inference.prompt.intent import asks_to_read
from inference.recognition import AT_ONCE

if TYPE_CHECKING:
    from app.commands.console import Console
    from inference.loading import ModelFiles
    from inference.recognition.taken import Reader
    from inference.stop import StopFlag

__all__ = ["answer_by_reading", "opened_reader", "print_read", "with_texts"]


@contextmanager
def opened_reader(console: Console, stop: StopFlag) -> Generator[Reader]:
    """What reads files, in the languages that this person may speak; closed at the end."""
    from inference.recognition.taken import Reader

    reader = Reader(stop, console.show_progress, likely=list_likely(list_system_names()))
    try:
        yield reader
    finally:
        reader.close()
        console.end_line()


def with_texts(messages: Sequence[Message], files: ModelFiles, *, console: Console, stop: StopFlag) -> list[Message]:
    """`messages` with what was read in those attachments that the model can be given in no other way.

    Raises MediaError for what cannot be read, InputError where recognition is not installed.
    """
    blind, deaf = _blind_and_deaf(files)
    wanted = {kind for kind, lacking in (("image", blind), ("document", blind), ("audio", deaf)) if lacking}
    if not any(part.kind in wanted for message in messages for part in message.parts):
        return list(messages)
    with opened_reader(console, stop) as reader:
        return [
            replace(message, parts=tuple(_with_text(part, wanted, reader, console) for part in message.parts))
            for message in messages
        ]


def answer_by_reading(message: Message, files: ModelFiles, *, console: Console, stop: StopFlag) -> str | None:
    """What the attachments say, where nothing else is asked and the model could be given nothing else; else None. What was read
    until `stop` is an answer as well."""
    asked, (blind, deaf) = asks_to_read(message), _blind_and_deaf(files)
    kinds = {part.kind for part in message.parts}
    if asked is None or ("image" in kinds and not blind) or ("audio" in kinds and not deaf):
        return None
    from inference.recognition.answering import NamedRead, plain_answer, tell_stopped
    from inference.recognition.speech import Speech

    parts = [part for part in message.parts if part.kind == "image" or part.kind == "audio"]
    with opened_reader(console, stop) as reader:
        read = [NamedRead(part.name, reader.read(part)) for part in parts if not stop.is_set()]
    if stop.is_set() and read and isinstance(said := read[-1].read, Speech):
        console.say(tell_stopped(said))
    return plain_answer(asked, read)


def print_read(read: str, *, json: bool, console: Console, stop: StopFlag) -> int:
    """Print such an answer, signed; the exit status."""
    from inference.recognition import READER

    if json:
        print_json(as_json(Finished(read, "", Cost()), ()) | {"model": READER})
    else:
        print(read)
        console.say(str(say("read-without-model", name=READER)))
    return INTERRUPTED if stop.is_set() else 0


def _blind_and_deaf(files: ModelFiles) -> tuple[bool, bool]:
    projector = read_projector(files.mmproj) if files.mmproj else None
    return not (projector and projector.vision), not (projector and projector.audio)


def _with_text(part: Part, wanted: set[str], reader: Reader, console: Console) -> Part:
    if part.kind == "text" or part.kind not in wanted:
        return part
    if part.kind != "document":
        return replace(part, text=reader.read(part).text)
    taken = reader.take(part, most=AT_ONCE)
    texts = tuple((page.number, page.text) for page in taken.pages if page.was_read)
    if not taken.left_out:
        return replace(part, texts=texts)
    console.say(taken.left_out)
    return replace(part, texts=texts, pages=tuple(page.number for page in taken.pages))
