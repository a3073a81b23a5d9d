"""Training batches: prompts as the engine assembles them, the media in them, the answers, and what dense supervision asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from inference.starter import pictures
from inference.starter.hearing import Heard, sounds
from inference.starter.model import Batch
from inference.starter.paging import Paging, paging_of
from inference.starter.pictures import Layout, Targets
from inference.starter.plan import Task
from inference.starter.rows import Asked, Spelled, Turn, branched, laid_out, prompt, spelled
from inference.starter.scene import Screen
from inference.starter.shape import Shape
from inference.starter.sources import NOWHERE, in_picture, in_text
from inference.starter.speech import FRAME
from inference.starter.tokenizer import starter_tokenizer

__all__ = ["Dense", "Sample", "Step", "about_picture", "about_sound", "about_text", "page"]

_IGNORED = -100


@dataclass(frozen=True)
class Dense:
    """What each patch holds (see `pictures.Targets`) or each frame (`hearing.sounds`), all int64.

    slots: [B, N, slots]; line, or word, and place: [B, N], -1 for nothing.
    """

    slots: Tensor
    line: Tensor
    place: Tensor

    def to(self, device: torch.device) -> Dense:
        return Dense(*(t.to(device, non_blocking=True) for t in (self.slots, self.line, self.place)))


@dataclass(frozen=True)
class Sample:
    """A batch, and where its answers are: at [b, positions[b, i]] the model should say labels[b, i] (-100: nothing).

    sources: beside the first label of an answer, or each label of one about a picture, where in the row it is copied from; else
    NOWHERE. None if all are.
    `first` is the smallest position, an int of its own so that a GPU is not asked for it.
    """

    batch: Batch
    positions: Tensor
    labels: Tensor
    sources: Tensor | None = None
    first: int = 0
    dense: Dense | None = None
    paging: Paging | None = None
    heard: Dense | None = None

    @property
    def rows(self) -> slice:
        return slice(self.first, None)

    def to(self, device: torch.device) -> Sample:
        """On `device`, pixels as shares of 1 instead of bytes."""
        dense = self.dense.to(device) if self.dense else None
        paging = self.paging.to(device) if self.paging else None
        heard = self.heard.to(device) if self.heard else None
        positions, labels = (t.to(device, non_blocking=True) for t in (self.positions, self.labels))
        sources = None if self.sources is None else self.sources.to(device, non_blocking=True)
        return Sample(self.batch.to(device), positions, labels, sources, self.first, dense, paging, heard)


Step = list[tuple[Task, Sample]]
"""The batches of one step of learning."""


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
    said: Sequence[Heard] = (),
) -> Sample:
    """Pictures and what is asked about each, typed, or said: then one question each."""
    frames = _frames(said) if said else None
    rows: list[list[Spelled]] = []
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
            ids, starts = laid_out(*parts)
            sources = [NOWHERE if patch == NOWHERE else starts[0] + patch for patch in in_picture(turn.answer, screen, seen)]
            rows[-1].append(Spelled(ids, spelled(turn.answer), sources))
    sample = _with_answers(rows)
    if frames is not None:
        sample = _heard(sample, frames, said, start=starts[1])
    return _pictured(sample, screens, canvas, shape, start=starts[0])


def about_sound(said: Sequence[Heard], *, question: str, answers: Sequence[str]) -> Sample:
    """Recordings, all with the same typed question or none, and what is said in each."""
    frames = _frames(said)
    before, after = prompt(question, audio=True).split("<|audio|>")
    ids, (start,) = laid_out(f"{before}<|audio>", frames.shape[1], f"<audio|>{after}")
    sample = _with_answers([[Spelled(ids, spelled(answer))] for answer in answers])
    return _heard(sample, frames, said, start=start)


def about_text(asked: Sequence[Asked]) -> Sample:
    """User turns of text alone; those of one row start alike (with the same document, say)."""
    sample = _with_answers([[_asked(turn) for turn in each] for each in asked])
    return replace(sample, paging=paging_of(sample.batch.ids, sample.labels))


def _asked(turn: Turn) -> Spelled:
    ids, answer = starter_tokenizer().encode(prompt(turn.text, before=turn.before)), spelled(turn.answer)
    return Spelled(ids, answer, [in_text(ids, answer)])


def _with_answers(rows: Sequence[Sequence[Spelled]]) -> Sample:
    """Ids padded at the right (what comes after an answer changes nothing before it), answers ended by <turn|>.

    What the prompts of a row have in common stands there once, and each one's own end after it as a branch.
    """
    laid = [branched(turns) for turns in rows]
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


def _frames(said: Sequence[Heard]) -> NDArray[np.float32]:
    """[B, N, FRAME]: recordings as long as the longest, in frames."""
    count = -(-max(len(heard.wave) for heard in said) // FRAME)
    out = np.zeros((len(said), count * FRAME), np.float32)
    for row, heard in zip(out, said, strict=True):
        row[: len(heard.wave)] = heard.wave
    return out.reshape(len(said), count, FRAME)


def _heard(sample: Sample, frames: NDArray[np.float32], said: Sequence[Heard], *, start: int) -> Sample:
    batch = replace(sample.batch, frames=torch.from_numpy(frames), heard=start)
    if not all(heard.letters for heard in said):
        return replace(sample, batch=batch)
    return replace(sample, batch=batch, heard=_dense([sounds(heard, frames.shape[1]) for heard in said]))


def _pictured(sample: Sample, screens: Sequence[Screen], canvas: Layout, shape: Shape, *, start: int) -> Sample:
    pixels = torch.from_numpy(np.stack([pictures.patches(screen.image, canvas, shape) for screen in screens]))
    at = torch.arange(canvas.tokens)
    grid = torch.stack([at % canvas.columns, at // canvas.columns], 1)
    dense = _dense([pictures.targets(screen.characters, canvas, shape) for screen in screens])
    return replace(sample, batch=replace(sample.batch, patches=pixels, grid=grid, seen=start), dense=dense)


def _dense(told: Sequence[Targets]) -> Dense:
    parts = ([each.slots for each in told], [each.line for each in told], [each.place for each in told])
    return Dense(*(torch.from_numpy(np.stack(part)) for part in parts))
