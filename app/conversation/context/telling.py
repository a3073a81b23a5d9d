"""From changes of a request to what is told of the conversation's entries and of the draft's chips."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.conversation.composer.draft import Chip
from app.conversation.transcript.transcript import Entry, Spoken, Summary, Told
from app.values import Attached
from inference.conversation import Part, Request
from inference.prompt.changes import Change, KeepPages, LeaveOut, Shrink, Summarise, apply

__all__ = ["Telling", "telling"]


@dataclass
class Telling:
    """Maps the number of an entry to what to tell of it, the number of a chip what it holds instead."""

    entries: dict[int, Told] = field(default_factory=dict)
    chips: dict[int, Attached] = field(default_factory=dict)


def telling(
    request: Request,
    changes: Iterable[Change],
    *,
    spoken: Sequence[Spoken],
    entries: Sequence[Entry],
    chips: Sequence[Chip],
    summary: str = "",
) -> Telling:
    """What `changes` of `request` mean. Its messages are `spoken`, of `entries`, and last the draft with `chips`.

    An attachment that is not there any more is passed over; `summary` is the text for a Summarise.
    """
    found = Telling()
    for change in changes:
        if isinstance(change, Summarise):
            last = max(spoken[number].entry for number in change.messages)
            found.entries[last] = replace(entries[last].told, summary=Summary(summary))
        elif isinstance(change, LeaveOut):
            for number in change.messages:
                found.entries.update(_drop(spoken[number], entries))
        elif change.place.message < len(spoken):
            index = spoken[change.place.message].entry
            told = found.entries.get(index, entries[index].told)
            found.entries[index] = replace(told, attachments=_smaller(told.attachments, request, change))
        else:
            found.chips.update(_chip(found.chips, chips, request, change))
    return found


def _drop(said: Spoken, entries: Sequence[Entry]) -> Mapping[int, Told]:
    """The entry of a message; of a summary also all that it stood for, which would come back without it."""
    if not said.is_summary:
        return {said.entry: replace(entries[said.entry].told, dropped=True)}
    told = {index: replace(entries[index].told, dropped=True) for index in range(said.entry + 1)}
    for index, entry in enumerate(entries[: said.entry + 1]):
        if entry.summary is not None:
            told[index] = replace(told[index], summary=replace(entry.summary, sent=False))
    return told


def _chip(
    changed: Mapping[int, Attached], chips: Sequence[Chip], request: Request, change: Shrink | KeepPages
) -> Mapping[int, Attached]:
    for chip in chips:
        seen = changed.get(chip.number, chip.attached)
        if seen is not None and (smaller := _smaller((seen,), request, change)) != (seen,):
            return {chip.number: smaller[0]}
    return {}


def _smaller(attachments: Sequence[Attached], request: Request, change: Shrink | KeepPages) -> tuple[Attached, ...]:
    """`attachments` with the one that `change` names made smaller."""
    old, new = (_part(asked, change) for asked in (request, apply(request, (change,))))
    return tuple(replace(seen, part=new) if seen.part == old else seen for seen in attachments)  # type: ignore[arg-type]


def _part(request: Request, change: Shrink | KeepPages) -> Part:
    return request.messages[change.place.message].parts[change.place.part]
