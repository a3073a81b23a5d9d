"""Ways to make a request smaller, as values: what is given up is named, and nothing is but by `apply`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from inference.conversation import Message, Part, Request

__all__ = ["AsText", "Change", "KeepPages", "LeaveOut", "Place", "Shrink", "Summarise", "apply", "summary_messages",
           "summary_request", "turns"]  # fmt: skip

ASK_FOR_SUMMARY = "Summarise our conversation so far."
"""Stands in for the questions of the turns that a summary replaces."""
HOW_TO_SUMMARISE = (
    "Summarise our conversation so far in at most {words} words, for yourself to go on from. Keep names, numbers, dates, "
    "decisions, and what pictures, recordings and documents showed. Write the summary only."
)
_TOKENS_PER_WORD = 2
"""More than an average text has, so that the summary ends before it is cut."""


@dataclass(frozen=True)
class Place:
    """A part of a request, by the number of its message and its own within that."""

    message: int
    part: int


@dataclass(frozen=True)
class Shrink:
    """Give the picture at `place` a budget of `tokens`; it is `was` soft tokens and becomes `becomes`."""

    place: Place
    tokens: int
    was: int
    becomes: int


@dataclass(frozen=True)
class KeepPages:
    """Send of the document at `place` only `pages`, of the `was` that are sent now."""

    place: Place
    pages: tuple[int, ...]
    was: int


@dataclass(frozen=True)
class AsText:
    """Give what is at `place`, a picture, a recording or scanned pages, as the text that was read in it."""

    place: Place


@dataclass(frozen=True)
class LeaveOut:
    """Do not send these messages any more: whole turns, the oldest."""

    messages: tuple[int, ...]


@dataclass(frozen=True)
class Summarise:
    """Send a summary of at most `most` tokens instead of these messages: whole turns, the oldest."""

    messages: tuple[int, ...]
    most: int


Change = Shrink | KeepPages | AsText | LeaveOut | Summarise


def apply(request: Request, changes: Sequence[Change], *, summary: str = "") -> Request:
    """`request` with `changes` made; `summary` is the text that a Summarise among them puts in."""
    parts: dict[Place, Part] = {}
    gone: set[int] = set()
    instead: dict[int, tuple[Message, ...]] = {}
    for change in changes:
        if isinstance(change, Shrink | KeepPages | AsText):
            parts[change.place] = _change(request, change)
            continue
        gone.update(change.messages)
        if isinstance(change, Summarise):
            instead[change.messages[-1]] = summary_messages(summary)
    messages: list[Message] = []
    for index, message in enumerate(request.messages):
        if index not in gone:
            messages.append(_with_parts(message, index, parts))
        messages.extend(instead.get(index, ()))
    return replace(request, messages=tuple(messages))


def turns(messages: Sequence[Message]) -> tuple[tuple[int, ...], ...]:
    """The turns before the newest question, oldest first: each a person's message with what was answered, by number."""
    found: list[list[int]] = []
    for index, message in enumerate(messages[:-1]):
        if message.role == "user":
            found.append([index])
        elif message.role == "assistant" and found:
            found[-1].append(index)
    return tuple(map(tuple, found))


def summary_messages(summary: str) -> tuple[Message, ...]:
    """How a summary stands in the conversation: as a turn of its own, which every chat template takes."""
    return Message.text("user", ASK_FOR_SUMMARY), Message.text("assistant", summary)


def summary_request(request: Request, change: Summarise) -> Request:
    """What to ask the model for the summary. It begins as `request` does, so what the KV cache holds of that is used again."""
    end = change.messages[-1] + 1
    instruction = HOW_TO_SUMMARISE.format(words=max(20, change.most // _TOKENS_PER_WORD))
    messages = (*request.messages[:end], Message.text("user", instruction))
    return replace(request, messages=messages, max_tokens=change.most, thinking=False)


def _change(request: Request, change: Shrink | KeepPages | AsText) -> Part:
    part = request.messages[change.place.message].parts[change.place.part]
    if isinstance(change, Shrink) and part.kind == "image":
        return replace(part, tokens=change.tokens)
    if isinstance(change, KeepPages) and part.kind == "document":
        return replace(part, pages=change.pages)
    if isinstance(change, AsText) and part.kind != "text":
        return replace(part, given="text")
    raise TypeError(f"{type(change).__name__} does not go with a part that is {part.kind}")


def _with_parts(message: Message, index: int, changed: Mapping[Place, Part]) -> Message:
    if not any(place.message == index for place in changed):
        return message
    return replace(message, parts=tuple(changed.get(Place(index, n), part) for n, part in enumerate(message.parts)))
