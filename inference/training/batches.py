"""Training batches: prompts as the engine assembles them, the media in them, the answers, and what dense supervision asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from inference.evaluation.drawing import Screen
from inference.evaluation.speech import FRAME, Samples
from inference.training import patches
from inference.training.decoder import Batch
from inference.training.patches import Layout
from inference.training.shape import Shape
from inference.training.tokenizer import starter_tokenizer

__all__ = ["IGNORED", "Sample", "about_picture", "about_sound", "about_text", "prompt"]

IGNORED = -100
_TOKENIZER = starter_tokenizer()


@dataclass(frozen=True)
class Sample:
    """A batch, and where its answers are: at [b, positions[b, i]] the model should say labels[b, i] (IGNORED: nothing).

    `first` is the smallest position. slots, place: what each patch holds (see `patches.targets`), [B, N, SLOTS] and [B, N]; None
    without pictures.
    """

    batch: Batch
    positions: Tensor
    labels: Tensor
    first: int
    slots: Tensor | None = None
    place: Tensor | None = None


def about_picture(asked: Sequence[tuple[Screen, str]], canvas: Layout, shape: Shape, *, question: str) -> Sample:
    """Pictures of one canvas, what is asked about all of them, and what each says."""
    screens = [screen for screen, _ in asked]
    sample, start = _with_media(prompt(question, image=True), "image", canvas.tokens, [answer for _, answer in asked])
    at = torch.arange(canvas.tokens)
    grid = torch.stack([at % canvas.columns, at // canvas.columns], 1)
    pixels = torch.from_numpy(np.stack([patches.patches(screen.image, canvas, shape) for screen in screens]))
    slots, place = zip(*(patches.targets(screen.characters, canvas, shape) for screen in screens), strict=True)
    batch = replace(sample.batch, patches=pixels, grid=grid, seen=start)
    return replace(sample, batch=batch, slots=torch.from_numpy(np.stack(slots)), place=torch.from_numpy(np.stack(place)))


def about_sound(said: Sequence[tuple[Samples, str]], *, question: str) -> Sample:
    """Recordings, all with the same typed question or none, and what is said in each."""
    count = -(-max(len(wave) for wave, _ in said) // FRAME)
    frames = np.zeros((len(said), count * FRAME), np.float32)
    for row, (wave, _) in zip(frames, said, strict=True):
        row[: len(wave)] = wave
    sample, start = _with_media(prompt(question, audio=True), "audio", count, [answer for _, answer in said])
    heard = torch.from_numpy(frames.reshape(len(said), count, FRAME))
    return replace(sample, batch=replace(sample.batch, frames=heard, heard=start))


def about_text(asked: Sequence[tuple[str, str]]) -> Sample:
    """User turns of text alone, and the answers."""
    return _with_answers([(_TOKENIZER.encode(prompt(text)), answer) for text, answer in asked])


def prompt(text: str, *, image: bool = False, audio: bool = False) -> str:
    """What Gemma 4's chat template makes of a user turn without thinking: a picture comes before the text, sound after it."""
    media, sound = "\n\n<|image|>\n\n" if image else "", "<|audio|>" if audio else ""
    return f"<bos><|turn>user\n{media}{text}{sound}<turn|>\n<|turn>model\n<|channel>thought\n<channel|>"


def _with_media(text: str, kind: str, tokens: int, answers: Sequence[str]) -> tuple[Sample, int]:
    """Zeros for the soft tokens of a prompt's picture or sound, and where they start."""
    before, after = text.split(f"<|{kind}|>")
    start = _TOKENIZER.encode(f"{before}<|{kind}>")
    ids = [*start, *[0] * tokens, *_TOKENIZER.encode(f"<{kind}|>{after}")]
    return _with_answers([(ids, answer) for answer in answers]), len(start)


def _with_answers(rows: Sequence[tuple[list[int], str]]) -> Sample:
    """Ids padded at the right (what comes after an answer changes nothing before it), answers ended by <turn|>."""
    spelled = [[*_TOKENIZER.spell(answer), _TOKENIZER.id("<turn|>")] for _, answer in rows]
    longest = max(len(ids) + len(answer) - 1 for (ids, _), answer in zip(rows, spelled, strict=True))
    most = max(map(len, spelled))
    ids = torch.zeros(len(rows), longest, dtype=torch.int64)
    labels, positions = torch.full((len(rows), most), IGNORED), torch.full((len(rows), most), longest - 1)
    for i, ((before, _), answer) in enumerate(zip(rows, spelled, strict=True)):
        ids[i, : len(before) + len(answer) - 1] = torch.tensor([*before, *answer[:-1]])
        labels[i, : len(answer)] = torch.tensor(answer)
        positions[i, : len(answer)] = torch.arange(len(answer)) + len(before) - 1
    return Sample(Batch(ids), positions, labels, int(positions.min()))
