"""Training batches: prompts as the engine assembles them, the media in them, the answers, and what dense supervision asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from inference.starter import pictures
from inference.starter.model import Batch
from inference.starter.pictures import Layout
from inference.starter.plan import Task
from inference.starter.scene import Screen
from inference.starter.shape import Shape
from inference.starter.tokenizer import starter_tokenizer

__all__ = ["Dense", "Sample", "Step", "about_picture", "about_sound", "about_text", "page", "prompt"]

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

    `first` is the smallest position, an int of its own so that a GPU is not asked for it.
    """

    batch: Batch
    positions: Tensor
    labels: Tensor
    first: int = 0
    dense: Dense | None = None

    @property
    def rows(self) -> slice:
        return slice(self.first, None)

    def to(self, device: torch.device) -> Sample:
        """On `device`, pixels as shares of 1 instead of bytes."""
        dense = self.dense.to(device) if self.dense else None
        positions, labels = (t.to(device, non_blocking=True) for t in (self.positions, self.labels))
        return replace(self, batch=self.batch.to(device), positions=positions, labels=labels, dense=dense)


Step = list[tuple[Task, Sample]]
"""The batches of one step of learning."""


def prompt(text: str, *, image: bool = False, audio: bool = False) -> str:
    """What Gemma 4's chat template makes of one user turn without thinking: pictures before the text, sound after it."""
    media = "\n\n<|image|>\n\n" if image else ""
    sound = "<|audio|>" if audio else ""
    return f"<bos><|turn>user\n{media}{text}{sound}<turn|>\n<|turn>model\n<|channel>thought\n<channel|>"


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
    questions: Sequence[str],
    answers: Sequence[str],
    frames: NDArray[np.float32] | None = None,
) -> Sample:
    """Pictures and a question for each, typed, or spoken in `frames` [B, N, frame] where all of `questions` are the same."""
    prompts: list[list[int]] = []
    starts = [0]
    for question in questions:
        before, after = prompt(question, image=True, audio=frames is not None).split("<|image|>")
        parts: list[str | int] = [f"{before}<|image>", canvas.tokens, f"<image|>{after}"]
        if frames is not None:
            between, rest = after.split("<|audio|>")
            parts[2:] = [f"<image|>{between}<|audio>", frames.shape[1], f"<audio|>{rest}"]
        ids, starts = _laid_out(*parts)
        prompts.append(ids)
    sample = _with_answers(prompts, answers)
    if frames is not None:
        sample = _heard(sample, frames, start=starts[1])
    return _pictured(sample, screens, canvas, shape, start=starts[0])


def about_sound(frames: NDArray[np.float32], *, question: str, answers: Sequence[str]) -> Sample:
    """Recordings `frames` [B, N, frame], all with the same typed question or none, and what is said in each."""
    before, after = prompt(question, audio=True).split("<|audio|>")
    ids, (start,) = _laid_out(f"{before}<|audio>", frames.shape[1], f"<audio|>{after}")
    return _heard(_with_answers([ids] * len(answers), answers), frames, start=start)


def about_text(texts: Sequence[str], answers: Sequence[str]) -> Sample:
    """User turns of text alone."""
    encode = starter_tokenizer().encode
    return _with_answers([encode(prompt(text)) for text in texts], answers)


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


def _with_answers(prompts: Sequence[list[int]], answers: Sequence[str]) -> Sample:
    """Ids padded at the right (what comes after an answer changes nothing before it), answers ended by <turn|>."""
    tokenizer = starter_tokenizer()
    spelled = [[*tokenizer.spell(answer), tokenizer.id("<turn|>")] for answer in answers]
    longest = max(len(p) + len(a) - 1 for p, a in zip(prompts, spelled, strict=True))
    most = max(len(a) for a in spelled)
    ids = torch.zeros(len(prompts), longest, dtype=torch.int64)
    labels = torch.full((len(prompts), most), _IGNORED)
    positions = torch.zeros(len(prompts), most, dtype=torch.int64)
    for row, (start, answer) in enumerate(zip(prompts, spelled, strict=True)):
        whole = start + answer[:-1]
        ids[row, : len(whole)] = torch.tensor(whole)
        labels[row, : len(answer)] = torch.tensor(answer)
        positions[row] = (len(start) - 1 + torch.arange(most)).clamp(max=longest - 1)
    return Sample(Batch(ids), positions, labels, first=int(positions.min()))


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
