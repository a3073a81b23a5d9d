"""Training prompts are, token for token, what the engine assembles from the same request; answers stand where they are read."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch

from inference.conversation import AudioPart, ImagePart, Message, Part, Request, TextPart
from inference.loading import LoadSettings, ModelFiles
from inference.media.image import prepare_pixels
from inference.parts import Parts, load_parts
from inference.prompt.steps import MediaStep
from inference.starter import pictures, samples
from inference.starter.drawing import Face, Sheet
from inference.starter.hearing import Heard
from inference.starter.model import StarterModel
from inference.starter.rows import Turn
from inference.starter.samples import Sample
from inference.starter.scene import Screen
from inference.starter.shape import TINY
from inference.starter.synthesis.fonts import font_file
from inference.starter.tokenizer import starter_tokenizer
from inference.stop import StopFlag

BUDGET = 70


@pytest.fixture(scope="module")
def engine(tiny_pair: tuple[Path, Path]) -> Iterator[Parts]:
    settings = LoadSettings(context=1024, image_tokens=140)
    files = ModelFiles(*tiny_pair, trusted=True)
    parts = load_parts(files, settings, emit=lambda _: None, stop=StopFlag(), cache_dir=None)
    yield parts
    parts.close()


def _screen(text: str = "Platform 4", *, width: int = 300, height: int = 70) -> Screen:
    sheet = Sheet(width, height, (255, 255, 255))
    sheet.write((20, 18), text, Face(str(font_file("DejaVuSans.ttf")), 26), (0, 0, 0))
    return sheet.screen()


def _png(screen: Screen) -> bytes:
    data = io.BytesIO()
    screen.image.save(data, "PNG")
    return data.getvalue()


def _wav(frames: np.ndarray) -> bytes:
    data = io.BytesIO()
    soundfile.write(data, frames.reshape(-1), 16_000, format="WAV")
    return data.getvalue()


def _engine_ids(engine: Parts, *parts: Part) -> list[int | None]:
    return _ids(engine, Message("user", parts))


def _ids(engine: Parts, *messages: Message) -> list[int | None]:
    """Token ids the engine would evaluate, None for each soft token."""
    out: list[int | None] = []
    for step in engine.prompts.make(Request(messages)).steps:
        out += [None] * step.n_tokens if isinstance(step, MediaStep) else [step]
    return out


def _our_ids(sample: Sample) -> list[int | None]:
    """Those of the first row, up to where the answer begins."""
    ids: list[int | None] = [int(token) for token in sample.batch.ids[0, : int(sample.positions[0, 0]) + 1]]
    batch = sample.batch
    for media in (batch.picture, batch.sound):
        ids[media] = [None] * (media.stop - media.start)
    return ids


def _frames(count: int) -> np.ndarray:
    return (np.sin(np.arange(640 * count) / 10) * 0.2).astype(np.float32).reshape(1, count, 640)


@pytest.mark.parametrize("question", ["What does it say?", ""])
def test_picture_prompt(engine: Parts, question: str) -> None:
    screen, canvas = _screen(), pictures.layout(300, 70, TINY, budget=BUDGET)
    ours = samples.about_picture([screen], canvas, TINY, asked=[[Turn(question, "Platform 4")]])
    text = (TextPart(question),) if question else ()
    assert _engine_ids(engine, ImagePart("line.png", _png(screen), tokens=BUDGET), *text) == _our_ids(ours)


def test_prompt_of_a_later_turn(engine: Parts) -> None:
    screen, canvas = _screen(), pictures.layout(300, 70, TINY, budget=BUDGET)
    turn = Turn("And the gate?", "B", (("Which platform?", "4"), ("Which [p. 1] is it?", "None [p. 2]")))
    ours = samples.about_picture([screen], canvas, TINY, asked=[[turn]])
    said = [(TextPart(text), TextPart(answer)) for text, answer in turn.before]
    messages = [message for asked, told in said for message in (Message("user", (asked,)), Message("assistant", (told,)))]
    messages[0] = Message("user", (ImagePart("line.png", _png(screen), tokens=BUDGET), said[0][0]))
    assert _ids(engine, *messages, Message("user", (TextPart(turn.text),))) == _our_ids(ours)


@pytest.mark.parametrize("question", ["Transcribe.", ""])
def test_sound_prompt(engine: Parts, question: str) -> None:
    ours = samples.about_sound([Heard(_frames(9).reshape(-1), 0, 1.0)], question=question, answers=["407"])
    text = (TextPart(question),) if question else ()
    assert _engine_ids(engine, *text, AudioPart("memo.wav", _wav(_frames(9)))) == _our_ids(ours)


def test_picture_and_sound_prompt(engine: Parts) -> None:
    screen, canvas = _screen(), pictures.layout(300, 70, TINY, budget=BUDGET)
    ours = samples.about_picture([screen], canvas, TINY, asked=[[Turn("", "4")]], said=[Heard(_frames(7).reshape(-1), 0, 1.0)])
    parts = (ImagePart("line.png", _png(screen), tokens=BUDGET), AudioPart("memo.wav", _wav(_frames(7))))
    assert _engine_ids(engine, *parts) == _our_ids(ours)


def test_patches_are_the_pixels_the_engine_makes() -> None:
    screen, canvas = _screen(width=333, height=77), pictures.layout(333, 77, TINY, budget=BUDGET)
    prepared = prepare_pixels(screen.image, "x", budget=BUDGET, patch=TINY.patch, positions=TINY.positions)
    side = TINY.patch
    row, column = 1, 2
    patch = pictures.patches(screen.image, canvas, TINY)[row * canvas.columns + column].reshape(side, side, 3)
    expected = prepared.pixels[row * side : (row + 1) * side, column * side : (column + 1) * side]
    np.testing.assert_array_equal(patch, expected)


def test_labels_stand_where_the_answer_is_read_off() -> None:
    sample = samples.about_text([[Turn("One?", "first")], [Turn("And another one?", "2")], [Turn("", "the last")]])
    tokenizer = starter_tokenizer()
    for row, answer in enumerate(("first", "2", "the last")):
        assert tokenizer.texts[int(sample.batch.ids[row, sample.positions[row, 0]])] == "<channel|>"
        wanted = [int(label) for label in sample.labels[row] if label >= 0]
        assert tokenizer.decode(wanted) == answer
        assert tokenizer.texts[wanted[-1]] == "<turn|>"
        for i, token in enumerate(wanted[:-1]):  # what was said stands one later, as input
            assert int(sample.batch.ids[row, sample.positions[row, i] + 1]) == token


def test_questions_about_the_same_are_answered_as_if_each_were_alone() -> None:
    """What they share is evaluated once; none sees another, and places and labels are those of a prompt of its own."""
    screens, canvas = [_screen(), _screen()], pictures.layout(300, 70, TINY, budget=BUDGET)
    later = Turn("And the gate?", "B", (("Which platform?", "4"),))
    about = [[Turn("Which platform?", "4"), later, Turn("", "Platform 4")], [Turn("Where?", "there")]]
    model = StarterModel(TINY).eval()
    with torch.no_grad():
        together = samples.about_picture(screens, canvas, TINY, asked=about).to(torch.device("cpu"))
        hidden, _ = model(together.batch)
        for row, turns in enumerate(about):
            at = 0
            for turn in turns:
                alone = samples.about_picture(screens[row : row + 1], canvas, TINY, asked=[[turn]]).to(torch.device("cpu"))
                own, _ = model(alone.batch)
                size = alone.labels.shape[1]
                assert torch.equal(together.labels[row, at : at + size], alone.labels[0])
                torch.testing.assert_close(hidden[row, together.positions[row, at : at + size]], own[0, alone.positions[0]])
                at += size
            assert (together.labels[row, at:] == -100).all()
    assert together.batch.ids.shape[1] < 3 * canvas.tokens


def test_pixels_become_shares_on_the_device() -> None:
    sample = samples.page([_screen()] * 2, pictures.layout(300, 70, TINY, budget=BUDGET), TINY)
    assert sample.batch.patches is not None
    assert sample.batch.patches.dtype == torch.uint8
    moved = sample.to(torch.device("cpu")).batch.patches
    assert moved is not None
    torch.testing.assert_close(moved, sample.batch.patches.float() / 255)
    assert 0.9 < float(moved.max()) <= 1


def test_canvases_cost_no_more_than_their_budget() -> None:
    rng = random.Random(3)
    for budget in (70, 140, 280):
        drawn = [pictures.random_layout(rng, TINY, budget=budget) for _ in range(200)]
        assert all(budget * 0.6 < canvas.tokens <= budget for canvas in drawn)
        scales = [canvas.resized[0] / canvas.width for canvas in drawn]
        assert min(scales) > 0.7
