"""Training batches: a prompt as the engine assembles it, the media in it, the answer, and what dense supervision asks for."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypedDict, Unpack

import numpy as np
import torch
from torch import Tensor

from inference.starter import documents, pictures
from inference.starter.model import Batch
from inference.starter.shape import Shape
from inference.starter.speech import Speech
from inference.starter.tokenizer import starter_tokenizer
from inference.starter.world import HEAR_QUESTIONS, READ_QUESTIONS

__all__ = [
    "Dense",
    "DocumentLimits",
    "Sample",
    "hear",
    "page",
    "prompt",
    "read",
    "read_document",
]

_IGNORED = -100


class DocumentLimits(TypedDict, total=False):
    """How hard documents are (see `documents.random_document`)."""

    most_lines: int
    longest: int
    plain: bool


@dataclass(frozen=True)
class Dense:
    """slots: int64 [B, N, SLOTS]; place: int64 [B, N], -1 where nothing is asked (see `pictures.Targets`)."""

    slots: Tensor
    place: Tensor


@dataclass(frozen=True)
class Sample:
    """A batch, and where its answers are: at [b, positions[b, i]] the model should say labels[b, i] (-100: nothing)."""

    batch: Batch
    positions: Tensor
    labels: Tensor
    dense: Dense | None = None

    @property
    def rows(self) -> slice:
        return slice(int(self.positions.min()), None)


def prompt(text: str, *, image: bool = False, audio: bool = False) -> str:
    """What Gemma 4's chat template makes of one user turn without thinking: pictures before the text, sound after it."""
    media = "\n\n<|image|>\n\n" if image else ""
    sound = "<|audio|>" if audio else ""
    return f"<bos><|turn>user\n{media}{text}{sound}<turn|>\n<|turn>model\n<|channel>thought\n<channel|>"


def page(rng: random.Random, shape: Shape, size: int) -> Sample:
    """Pages full of text, for dense supervision alone: the prompt ends with the picture."""
    canvas = pictures.random_layout(rng, shape)
    drawn = [pictures.draw_page(rng, canvas) for _ in range(size)]
    before = prompt("", image=True).split("<|image|>")[0] + "<|image>"
    ids = starter_tokenizer().encode(before)
    empty = torch.zeros(size, 0, dtype=torch.int64)
    whole = torch.tensor(ids + [0] * (canvas.rows * canvas.columns)).expand(size, -1)
    return Sample(_pictured(drawn, canvas, shape, whole, len(ids)), empty, empty, _dense(drawn, canvas, shape))


def read(rng: random.Random, shape: Shape, size: int, *, longest: int = 12, evaluation: bool = False) -> Sample:
    """Pictures of one line and a question that asks what it says."""
    canvas = pictures.random_layout(rng, shape)
    pairs = [pictures.draw_line(rng, canvas, longest=longest, evaluation=evaluation) for _ in range(size)]
    drawn = [picture for _, picture in pairs]
    before, after = prompt(rng.choice(READ_QUESTIONS), image=True).split("<|image|>")
    start, ids = _around(f"{before}<|image>", canvas.rows * canvas.columns, f"<image|>{after}")
    sample = _with_answers([ids] * size, [text for text, _ in pairs])
    batch = _pictured(drawn, canvas, shape, sample.batch.ids, start)
    return replace(sample, batch=batch, dense=_dense(drawn, canvas, shape))


def hear(rng: random.Random, speech: Speech, size: int, *, most_digits: int = 4) -> Sample:
    """Spoken digits, with a question or without one."""
    frames, said = speech.batch(rng, size, most_digits=most_digits)
    before, after = prompt(rng.choice(HEAR_QUESTIONS), audio=True).split("<|audio|>")
    start, ids = _around(f"{before}<|audio>", frames.shape[1], f"<audio|>{after}")
    sample = _with_answers([ids] * size, said)
    return replace(sample, batch=Batch(sample.batch.ids, start, frames=torch.from_numpy(frames)))


def read_document(
    rng: random.Random, size: int, *, pool: int = 6, evaluation: bool = False, **limits: Unpack[DocumentLimits]
) -> Sample:
    """Documents of about the same length, and a question about one line of each."""
    drawn = [documents.random_document(rng, evaluation=evaluation, **limits) for _ in range(size * pool)]
    drawn.sort(key=lambda document: len(document.prompt))
    at = rng.randrange(pool) * size
    chosen = drawn[at : at + size]
    encode = starter_tokenizer().encode
    return _with_answers([encode(prompt(document.prompt)) for document in chosen], [document.answer for document in chosen])


def _around(before: str, soft: int, after: str) -> tuple[int, list[int]]:
    """Where the soft tokens start, and the ids with zeros in their place."""
    encode = starter_tokenizer().encode
    ids = encode(before)
    return len(ids), ids + [0] * soft + encode(after)


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
    return Sample(Batch(ids), positions, labels)


def _pictured(drawn: Sequence[pictures.Picture], canvas: pictures.Layout, shape: Shape, ids: Tensor, start: int) -> Batch:
    pixels = torch.from_numpy(np.stack([pictures.patches(picture, canvas, shape) for picture in drawn])).float() / 255
    at = torch.arange(canvas.rows * canvas.columns)
    return Batch(ids, start, pixels, torch.stack([at % canvas.columns, at // canvas.columns], 1))


def _dense(drawn: Sequence[pictures.Picture], canvas: pictures.Layout, shape: Shape) -> Dense:
    asked = [pictures.targets(picture, canvas, shape) for picture in drawn]
    return Dense(*(torch.from_numpy(np.stack(a)) for a in ([t.slots for t in asked], [t.place for t in asked])))
