"""Rows of tokens: prompts as the engine assembles them, answers spelled out, several questions about one thing in one row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from inference.starter.sources import NOWHERE
from inference.starter.tokenizer import starter_tokenizer

__all__ = ["Asked", "Row", "Spelled", "Turn", "branched", "laid_out", "prompt", "spelled"]


class Turn(NamedTuple):
    """What a person says and the right answer; before it the turns they had, each with what was answered."""

    text: str
    answer: str
    before: tuple[tuple[str, str], ...] = ()


Asked = Sequence[Turn]
"""Questions about one thing, each put as if it were the only one."""


class Spelled(NamedTuple):
    """The ids of a prompt, those of the answer with its end, and where in the prompt the first of these are copied from."""

    ids: list[int]
    answer: list[int]
    sources: Sequence[int] = ()


@dataclass(frozen=True)
class Row:
    """Tokens of one row with their places and branches (see `Batch`), the labels, their sources and where they are read off."""

    ids: list[int]
    at: list[int]
    branch: list[int]
    labels: list[int]
    sources: list[int]
    positions: list[int]


def prompt(text: str, *, before: Sequence[tuple[str, str]] = (), image: bool = False, audio: bool = False) -> str:
    """What Gemma 4's chat template makes of a user turn, and those before it, without thinking.

    A picture comes before the first text, sound after the last.
    """
    media, sound = "\n\n<|image|>\n\n" if image else "", "<|audio|>" if audio else ""
    out = f"<bos><|turn>user\n{media}"
    for said, answered in before:
        out += f"{said}<turn|>\n<|turn>model\n{answered}<turn|>\n<|turn>user\n"
    return f"{out}{text}{sound}<turn|>\n<|turn>model\n<|channel>thought\n<channel|>"


def spelled(answer: str) -> list[int]:
    return [*starter_tokenizer().spell(answer), starter_tokenizer().id("<turn|>")]


def laid_out(*parts: str | int) -> tuple[list[int], list[int]]:
    """The ids of texts, with zeros for so many soft tokens between them, and where each run of soft tokens starts."""
    ids: list[int] = []
    starts: list[int] = []
    for part in parts:
        if isinstance(part, str):
            ids += starter_tokenizer().encode(part)
        else:
            starts.append(len(ids))
            ids += [0] * part
    return ids, starts


def branched(turns: Sequence[Spelled]) -> Row:
    """One row: of several prompts what they share, then each one's rest with its answer."""
    prompts = [turn.ids for turn in turns]
    most = min(map(len, prompts)) - 1 if len(turns) > 1 else 0  # each answer is read off a token of its own
    shared = next((i for i in range(most) if len({ids[i] for ids in prompts}) > 1), most)
    row = Row(prompts[0][:shared], list(range(shared)), [0] * shared, [], [], [])
    for number, (ids, answer, sources) in enumerate(turns, 1 if len(turns) > 1 else 0):
        own = ids[shared:] + answer[:-1]
        start = len(row.ids) + len(ids) - shared - 1
        row.sources.extend(source if source < shared else source - shared + len(row.ids) for source in sources)
        row.sources.extend([NOWHERE] * (len(answer) - len(sources)))
        row.ids.extend(own)
        row.at.extend(range(shared, shared + len(own)))
        row.branch.extend([number] * len(own))
        row.labels.extend(answer)
        row.positions.extend(range(start, start + len(answer)))
    return row
