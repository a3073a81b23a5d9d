"""Messages to the ordered text and media that the model evaluates.

A user turn is put in the order the model was trained with: pictures, documents and other text, the question, sound
(gemma4.md 2.4, after the model card: image before the text, audio after it).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Literal

from inference.citation import page_label
from inference.conversation import AudioPart, DocumentPart, ImagePart, Message
from inference.media.prepared import PreparedAudio, PreparedImage
from inference.prompt.intent import asks_for_a_fact
from inference.prompt.manner import Manner
from inference.prompt.repeated import SAID_BEFORE, repeats
from inference.prompt.template import AUDIO, IMAGE, ChatTemplate, Shield, media_mark
from inference.shown import drop_unseen

__all__ = ["Media", "MediaSpan", "MediaStep", "Opened", "Run", "Source", "Step", "TextRun", "assemble", "common_prefix",
           "document_text", "positions", "read_text", "token_count"]  # fmt: skip

Media = PreparedImage | PreparedAudio


@dataclass(frozen=True)
class Source:
    """Where a piece of the prompt came from: index of its message, kind of its part and what the person calls it.

    What Hush says itself before everything else belongs to no message: -1.
    """

    message: int
    kind: Literal["instructions", "text", "image", "audio", "document"]
    name: str


@dataclass(frozen=True)
class TextRun:
    """Text to tokenize. `literal` text is tokenized without looking for control tokens."""

    text: str
    literal: bool = False


@dataclass(frozen=True)
class Opened:
    """One part of a message, decoded: `items` are texts and media in reading order."""

    source: Source
    items: tuple[str | Media, ...]


Run = TextRun | Media
Open = Callable[[int, ImagePart | AudioPart | DocumentPart], Opened]


def document_text(name: str, page: int, text: str) -> str:
    """A page as the model reads it, labelled so that it can cite it."""
    return f"{page_label(name, page)}\n{drop_unseen(text)}"


def read_text(kind: Literal["picture", "recording"], name: str, text: str) -> str:
    """What recognition read in a picture or wrote down of a recording, labelled as that for the model."""
    return f"[{name}: text read in the {kind}]\n{drop_unseen(text).strip() or '(none)'}\n[end of {name}]"


def _read_in(part: Opened) -> str | None:
    """What was read in a picture or a recording that goes as its text alone; None for anything else."""
    if part.source.kind not in ("image", "audio") or len(part.items) != 1 or not isinstance(part.items[0], str):
        return None
    return part.items[0].partition("\n")[2].rpartition("\n")[0]


def assemble(
    messages: Sequence[Message],
    template: ChatTemplate,
    *,
    open_part: Open,
    control_tokens: Sequence[str],
    manner: Manner,
    thinking: bool = False,
) -> tuple[tuple[Run, ...], tuple[Opened, ...]]:
    """Return the prompt as runs of text and media, and the opened parts for pricing.

    `open_part(message_index, part)` decodes a picture, a recording or a document. The instructions of `manner` come first, in
    one system turn with those of the person; its reminder ends each question that is asked once something is attached.
    """
    shield = Shield(control_tokens)
    opened: list[Opened] = []
    media: list[Media] = []
    rendered: list[dict[str, Any]] = []
    ours, attached = _open_own(-1, manner.instructions), False
    if ours and not (messages and messages[0].role == "system"):
        opened += ours
        rendered.append({"role": "system", "content": _content(ours, shield)})
    before: list[Opened] = []
    for index, message in enumerate(messages):
        attached = attached or any(part.kind != "text" for part in message.parts)
        parts = _open_in_order(index, message, open_part)
        if message.role == "assistant" and _is_read_out(parts, before):
            parts = [replace(parts[0], items=(SAID_BEFORE,))]
        before = parts
        if message.role == "system" and index == 0:
            parts = [*ours, *parts]
        elif attached and asks_for_a_fact(message):
            parts = [*parts, *_open_own(index, manner.reminder)]
        opened += parts
        items = _content(parts, shield)
        media += [item for part in parts for item in part.items if not isinstance(item, str)]
        rendered.append({"role": message.role, "content": items})
    text = template.render(rendered, thinking=thinking)
    return tuple(_runs(text, shield, media)), tuple(opened)


def _is_read_out(answer: Sequence[Opened], asked: Sequence[Opened]) -> bool:
    """Whether an answer is what was read in the pictures and recordings of its question, which all go as that text."""
    read = [_read_in(part) for part in asked if part.source.kind not in ("text", "instructions")]
    said = [item for part in answer for item in part.items]
    texts = [text for text in read if text is not None]
    return len(said) == 1 and isinstance(said[0], str) and len(texts) == len(read) and repeats(said[0], texts)


def _open_in_order(index: int, message: Message, open_part: Open) -> list[Opened]:
    """Pictures, documents, text, sound; texts of one message are joined by a blank line.

    What was written down of a recording is no sound: it stands before the question, as a document's text does.
    """
    before = [open_part(index, part) for part in message.parts if part.kind == "image"]
    before += [open_part(index, part) for part in message.parts if part.kind == "document"]
    written = "\n\n".join(part.text for part in message.parts if part.kind == "text")
    kind = "instructions" if message.role == "system" else "text"
    text = [Opened(Source(index, kind, message.role), (written,))] if written.strip() else []
    heard = [open_part(index, part) for part in message.parts if part.kind == "audio"]
    return [*before, *filter(_is_text, heard), *text, *(one for one in heard if not _is_text(one))]


def _is_text(part: Opened) -> bool:
    return all(isinstance(item, str) for item in part.items)


def _open_own(index: int, text: str) -> list[Opened]:
    return [Opened(Source(index, "instructions", "Hush"), (text,))] if text else []


def _content(parts: Sequence[Opened], shield: Shield) -> list[dict[str, Any]]:
    """Typed content items for the template; neighbouring texts become one, because templates trim each item."""
    items: list[dict[str, Any]] = []
    every = (item for part in parts for item in part.items)
    for is_text, run in groupby(every, key=lambda item: isinstance(item, str)):
        if is_text:
            items.append({"type": "text", "text": "\n\n".join(shield.cover(item) for item in run if isinstance(item, str))})
        else:
            items.extend({"type": IMAGE if isinstance(item, PreparedImage) else AUDIO} for item in run)
    return items or [{"type": "text", "text": ""}]


def _runs(text: str, shield: Shield, media: Sequence[Media]) -> list[Run]:
    """Split rendered text at media marks and covered control tokens."""
    runs: list[Run] = []
    waiting = iter(media)
    marks = "|".join((shield.split_pattern, *(f"({re.escape(media_mark(kind))})" for kind in (IMAGE, AUDIO))))
    last = 0
    for match in re.finditer(marks, text):
        if match.start() > last:
            runs.append(TextRun(text[last : match.start()]))
        number = match.group(1)
        runs.append(TextRun(shield.literal(int(number)), literal=True) if number is not None else next(waiting))
        last = match.end()
    if last < len(text):
        runs.append(TextRun(text[last:]))
    return runs


@dataclass(frozen=True)
class MediaSpan:
    """How a picture or recording stands in the prompt: ids before, soft tokens, positions they take, ids after."""

    before: tuple[int, ...]
    n_tokens: int
    n_pos: int
    after: tuple[int, ...]

    @property
    def total(self) -> int:
        """Tokens, the marks around it included."""
        return len(self.before) + self.n_tokens + len(self.after)


@dataclass(frozen=True, eq=False)
class MediaStep:
    """A picture or recording: equal when its content is, whatever it is called."""

    media: Media
    n_tokens: int
    n_pos: int
    """Positions it takes; differs from n_tokens only with M-RoPE."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, MediaStep) and other.media.digest == self.media.digest and other.n_tokens == self.n_tokens

    def __hash__(self) -> int:
        return hash(self.media.digest)


Step = int | MediaStep


def common_prefix(a: Sequence[Step], b: Sequence[Step]) -> int:
    """Number of leading steps that `a` and `b` share."""
    for index, (one, other) in enumerate(zip(a, b, strict=False)):
        if one != other:
            return index
    return min(len(a), len(b))


def positions(steps: Sequence[Step]) -> int:
    """Positions that `steps` take in the context."""
    return sum(1 if isinstance(step, int) else step.n_pos for step in steps)


def token_count(steps: Sequence[Step]) -> int:
    """Tokens that `steps` cost: soft tokens included."""
    return sum(1 if isinstance(step, int) else step.n_tokens for step in steps)
