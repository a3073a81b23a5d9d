"""Training batches: prompts as the engine assembles them, the media in them, the answers, and what dense supervision asks for.

Every picture goes through the resizing the engine uses (`inference.media.image`), so that the model is trained on the pixels
it will be given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from inference.evaluation.drawing import Character, Screen
from inference.evaluation.speech import FRAME, Samples
from inference.media.image import resize
from inference.media.prepared import fit
from inference.training.decoder import Batch, Shape
from inference.training.tokenizer import starter_tokenizer

__all__ = ["ACROSS", "CLASSES", "IGNORED", "SLOTS", "Layout", "Sample", "about_picture", "about_sound", "about_text", "layout",
           "patches", "targets"]  # fmt: skip

IGNORED = -100
CLASSES = "".join(chr(code) for code in range(0x21, 0x7F)) + "€£"
"""What dense supervision tells apart: every visible character of ASCII, and two currencies."""
ACROSS = 5
SLOTS = ACROSS * 2
"""Characters told apart within one patch: five of the upper line in it, five of the lower."""
_TOKENIZER = starter_tokenizer()


@dataclass(frozen=True)
class Layout:
    """A canvas and the size the engine gives it, in pixels; `columns` x `rows` patches."""

    width: int
    height: int
    resized: tuple[int, int]
    columns: int
    rows: int

    @property
    def tokens(self) -> int:
        """Soft tokens."""
        return self.columns * self.rows


@dataclass(frozen=True)
class Sample:
    """A batch, and where its answers are: at [b, positions[b, i]] the model should say labels[b, i] (IGNORED: nothing).

    `first` is the smallest position. slots, place: what each patch holds (see `targets`), [B, N, SLOTS] and [B, N]; None
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
    sample, start = _with_media(_prompt(question, image=True), "image", canvas.tokens, [answer for _, answer in asked])
    at = torch.arange(canvas.tokens)
    grid = torch.stack([at % canvas.columns, at // canvas.columns], 1)
    pixels = torch.from_numpy(np.stack([patches(screen.image, canvas, shape) for screen in screens]))
    slots, place = zip(*(targets(screen.characters, canvas, shape) for screen in screens), strict=True)
    batch = replace(sample.batch, patches=pixels, grid=grid, seen=start)
    return replace(sample, batch=batch, slots=torch.from_numpy(np.stack(slots)), place=torch.from_numpy(np.stack(place)))


def about_sound(said: Sequence[tuple[Samples, str]], *, question: str) -> Sample:
    """Recordings, all with the same typed question or none, and what is said in each."""
    count = -(-max(len(wave) for wave, _ in said) // FRAME)
    frames = np.zeros((len(said), count * FRAME), np.float32)
    for row, (wave, _) in zip(frames, said, strict=True):
        row[: len(wave)] = wave
    sample, start = _with_media(_prompt(question, audio=True), "audio", count, [answer for _, answer in said])
    heard = torch.from_numpy(frames.reshape(len(said), count, FRAME))
    return replace(sample, batch=replace(sample.batch, frames=heard, heard=start))


def about_text(asked: Sequence[tuple[str, str]]) -> Sample:
    """User turns of text alone, and the answers."""
    return _with_answers([(_TOKENIZER.encode(_prompt(text)), answer) for text, answer in asked])


def _prompt(text: str, *, image: bool = False, audio: bool = False) -> str:
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


def layout(width: int, height: int, shape: Shape, *, budget: int) -> Layout:
    """A canvas of `width` x `height` pixels at `budget` soft tokens."""
    resized = fit(width, height, budget=budget, patch=shape.patch, positions=shape.positions)
    return Layout(width, height, resized, resized[0] // shape.patch, resized[1] // shape.patch)


def patches(image: Image.Image, canvas: Layout, shape: Shape) -> NDArray[np.float32]:
    """Pixels [rows * columns, patch * patch * 3] as the engine's resizing leaves them, colour fastest, as shares of 1."""
    pixels = np.asarray(resize(image, canvas.resized), np.float32) / np.float32(255)
    side = shape.patch
    cut = pixels.reshape(canvas.rows, side, canvas.columns, side, 3).transpose(0, 2, 1, 3, 4)
    return cut.reshape(canvas.tokens, -1)


def targets(characters: Sequence[Character], canvas: Layout, shape: Shape) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """What each of N patches of a picture with these `characters` (in reading order) holds.

    Slots [N, SLOTS]: the characters whose middles lie in the patch, from left to right, first those of the upper line, then those
    of the next; len(CLASSES) for none. Place [N]: where in its line the first of them stands, -1 for none.
    """
    slots, place = np.full((canvas.tokens, SLOTS), len(CLASSES), np.int64), np.full(canvas.tokens, -1, np.int64)
    across, down = canvas.resized[0] / canvas.width / shape.patch, canvas.resized[1] / canvas.height / shape.patch
    lines: dict[int, list[int]] = {}  # of each patch
    used: dict[tuple[int, int], int] = {}  # slots of each line in a patch
    for character in characters:
        column, row, kind = int(character.x * across), int(character.y * down), CLASSES.find(character.text)
        if kind < 0 or not (0 <= column < canvas.columns and 0 <= row < canvas.rows):
            continue
        patch = row * canvas.columns + column
        known = lines.setdefault(patch, [])
        if character.line not in known:
            known.append(character.line)
        if place[patch] < 0:
            place[patch] = character.place
        which, slot = known.index(character.line), used.get((patch, character.line), 0)
        if which < SLOTS // ACROSS and slot < ACROSS:
            slots[patch, which * ACROSS + slot] = kind
            used[patch, character.line] = slot + 1
    return slots, place
