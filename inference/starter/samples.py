"""Training batches: prompts as the engine assembles them, the media in them, the answers, and what dense supervision asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from inference.starter import pictures
from inference.starter.model import Batch
from inference.starter.paging import Paging, paging_of
from inference.starter.pictures import Layout
from inference.starter.plan import Task
from inference.starter.scene import Screen
from inference.starter.shape import Shape
from inference.starter.sources import NOWHERE, in_picture, in_text
from inference.starter.tokenizer import starter_tokenizer

__all__ = ["Asked", "Dense", "Sample", "Step", "Turn", "about_picture", "about_sound", "about_text", "page", "prompt"]

_IGNORED = -100


@dataclass(frozen=True)
class Dense:
    """What each patch holds (see `pictures.Targets`), all int64: slots [B, N, SLOTS]; line and place [B, N], -1 for nothing."""

    slots: Tensor
    line: Tensor
    place: Tensor

    def to(self, device: torch.device) -> Dense:
        return Dense(*(t.to(device, non_blocking=True) for t in (self.slots, self.line, self.place)))


@dataclass(frozen=True)
class Sample:
    """A batch, and where its answers are: at [b, positions[b, i]] the model should say labels[b, i] (-100: nothing).

    sources: beside the first label of an answer, where in the row it is copied from; else NOWHERE. None if all are.
    `first` is the smallest position, an int of its own so that a GPU is not asked for it.
    """

    batch: Batch
    positions: Tensor
    labels: Tensor
    sources: Tensor | None = None
    first: int = 0
    dense: Dense | None = None
    paging: Paging | None = None

    @property
    def rows(self) -> slice:
        return slice(self.first, None)

    def to(self, device: torch.device) -> Sample:
        """On `device`, pixels as shares of 1 instead of bytes."""
        dense = self.dense.to(device) if self.dense else None
        paging = self.paging.to(device) if self.paging else None
        positions, labels = (t.to(device, non_blocking=True) for t in (self.positions, self.labels))
        sources = None if self.sources is None else self.sources.to(device, non_blocking=True)
        return Sample(self.batch.to(device), positions, labels, sources, self.first, dense, paging)


Step = list[tuple[Task, Sample]]
"""The batches of one step of learning."""


class Turn(NamedTuple):
    """What a person says and the right answer; before it the turns they had, each with what was answered."""

    text: str
    answer: str
    before: tuple[tuple[str, str], ...] = ()


Asked = Sequence[Turn]
"""Questions about one thing, each put as if it were the only one."""


class _Spelled(NamedTuple):
    """The ids of a prompt, those of the answer with its end, and where in the prompt it begins."""

    ids: list[int]
    answer: list[int]
    source: int = NOWHERE


@dataclass(frozen=True)
class _Row:
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


def page(screens: Sequence[Screen], canvas: Layout, shape: Shape) -> Sample:
    """Pictures for dense supervision alone: the prompt ends with the picture."""
    before = starter_tokenizer().encode(prompt("", image=True).split("<|image|>")[0] + "<|image>")
    ids = torch.tensor(before + [0] * canvas.tokens).expand(len(screens), -1).contiguous()
    empty = torch.zeros(len(screens), 0, dtype=torch.int64)
    sample = Sample(Batch(ids), empty, empty)
    return _pictured(sample, screens, canvas, shape, start=len(before))


def about_picture(
    screens: Sequence[Screen],
    canvas: Layout,
    shape: Shape,
    *,
    asked: Sequence[Asked],
    frames: NDArray[np.float32] | None = None,
) -> Sample:
    """Pictures and what is asked about each, typed, or spoken in `frames` [B, N, frame]: then one question each, the same."""
    rows: list[list[_Spelled]] = []
    starts = [0]
    for screen, each in zip(screens, asked, strict=True):
        rows.append([])
        seen = pictures.patches_of(screen.characters, canvas, shape)
        for turn in each:
            start, after = prompt(turn.text, before=turn.before, image=True, audio=frames is not None).split("<|image|>")
            parts: list[str | int] = [f"{start}<|image>", canvas.tokens, f"<image|>{after}"]
            if frames is not None:
                between, rest = after.split("<|audio|>")
                parts[2:] = [f"<image|>{between}<|audio>", frames.shape[1], f"<audio|>{rest}"]
            ids, starts = _laid_out(*parts)
            patch = in_picture(turn.answer, screen, seen)
            rows[-1].append(_Spelled(ids, _spelled(turn.answer), patch if patch == NOWHERE else starts[0] + patch))
    sample = _with_answers(rows)
    if frames is not None:
        sample = _heard(sample, frames, start=starts[1])
    return _pictured(sample, screens, canvas, shape, start=starts[0])


def about_sound(frames: NDArray[np.float32], *, question: str, answers: Sequence[str]) -> Sample:
    """Recordings `frames` [B, N, frame], all with the same typed question or none, and what is said in each."""
    before, after = prompt(question, audio=True).split("<|audio|>")
    ids, (start,) = _laid_out(f"{before}<|audio>", frames.shape[1], f"<audio|>{after}")
    return _heard(_with_answers([[_Spelled(ids, _spelled(answer))] for answer in answers]), frames, start=start)


def about_text(asked: Sequence[Asked]) -> Sample:
    """User turns of text alone; those of one row start alike (with the same document, say)."""
    sample = _with_answers([[_asked(turn) for turn in each] for each in asked])
    return replace(sample, paging=paging_of(sample.batch.ids, sample.labels))


def _asked(turn: Turn) -> _Spelled:
    ids, answer = starter_tokenizer().encode(prompt(turn.text, before=turn.before)), _spelled(turn.answer)
    return _Spelled(ids, answer, in_text(ids, answer))


def _spelled(answer: str) -> list[int]:
    return [*starter_tokenizer().spell(answer), starter_tokenizer().id("<turn|>")]


def _laid_out(*parts: str | int) -> tuple[list[int], list[int]]:
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


def _with_answers(rows: Sequence[Sequence[_Spelled]]) -> Sample:
    """Ids padded at the right (what comes after an answer changes nothing before it), answers ended by <turn|>.

    What the prompts of a row have in common stands there once, and each one's own end after it as a branch.
    """
    laid = [_branched(turns) for turns in rows]
    longest, most = max(len(row.ids) for row in laid), max(len(row.labels) for row in laid)
    ids, at, branch = (torch.zeros(len(laid), longest, dtype=torch.int64) for _ in range(3))
    labels, sources = torch.full((len(laid), most), _IGNORED), torch.full((len(laid), most), NOWHERE)
    positions = torch.full((len(laid), most), longest - 1)
    for i, row in enumerate(laid):
        ids[i, : len(row.ids)] = torch.tensor(row.ids)
        at[i, : len(row.ids)] = torch.tensor(row.at)
        branch[i] = 1 + max(row.branch)  # padding is nobody's
        branch[i, : len(row.ids)] = torch.tensor(row.branch)
        labels[i, : len(row.labels)] = torch.tensor(row.labels)
        sources[i, : len(row.sources)] = torch.tensor(row.sources)
        positions[i, : len(row.positions)] = torch.tensor(row.positions)
    several = any(len(turns) > 1 for turns in rows)
    batch = Batch(ids, at=at, branch=branch) if several else Batch(ids)
    found = sources if bool((sources != NOWHERE).any()) else None
    return Sample(batch, positions, labels, found, first=int(positions.min()))


def _branched(turns: Sequence[_Spelled]) -> _Row:
    """One row: of several prompts what they share, then each one's rest with its answer."""
    prompts = [turn.ids for turn in turns]
    most = min(map(len, prompts)) - 1 if len(turns) > 1 else 0  # each answer is read off a token of its own
    shared = next((i for i in range(most) if len({ids[i] for ids in prompts}) > 1), most)
    row = _Row(prompts[0][:shared], list(range(shared)), [0] * shared, [], [], [])
    for number, (ids, spelled, source) in enumerate(turns, 1 if len(turns) > 1 else 0):
        own = ids[shared:] + spelled[:-1]
        start = len(row.ids) + len(ids) - shared - 1
        begins = source if source < shared else source - shared + len(row.ids)
        row.sources.extend([begins] + [NOWHERE] * (len(spelled) - 1))
        row.ids.extend(own)
        row.at.extend(range(shared, shared + len(own)))
        row.branch.extend([number] * len(own))
        row.labels.extend(spelled)
        row.positions.extend(range(start, start + len(spelled)))
    return row


def _heard(sample: Sample, frames: NDArray[np.float32], *, start: int) -> Sample:
    return replace(sample, batch=replace(sample.batch, frames=torch.from_numpy(frames), heard=start))


def _pictured(sample: Sample, screens: Sequence[Screen], canvas: Layout, shape: Shape, *, start: int) -> Sample:
    pixels = torch.from_numpy(np.stack([pictures.patches(screen.image, canvas, shape) for screen in screens]))
    at = torch.arange(canvas.tokens)
    grid = torch.stack([at % canvas.columns, at // canvas.columns], 1)
    asked = [pictures.targets(screen.characters, canvas, shape) for screen in screens]
    dense = Dense(
        *(torch.from_numpy(np.stack(a)) for a in ([t.slots for t in asked], [t.line for t in asked], [t.place for t in asked]))
    )
    return replace(sample, batch=replace(sample.batch, patches=pixels, grid=grid, seen=start), dense=dense)
