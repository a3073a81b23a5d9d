"""Training prompts are, token for token, what the engine assembles from the same request; answers stand where they are read."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from inference.conversation import AudioPart, ImagePart, Message, Part, Request, TextPart
from inference.evaluation.drawing import Face, Screen, Sheet, font_file
from inference.evaluation.speech import wav
from inference.loading import LoadSettings, ModelFiles
from inference.parts import Parts, load_parts
from inference.prompt.assemble import MediaStep
from inference.stop import StopFlag
from inference.training import batches
from inference.training.batches import IGNORED, Sample
from inference.training.decoder import TINY
from inference.training.tokenizer import starter_tokenizer
from tests.opened import prepare_pixels

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
    sheet.write((20, 18), text, Face(font_file("DejaVuSans.ttf", "fonts-dejavu-core"), 26), (0, 0, 0))
    return sheet.screen()


def _png(screen: Screen) -> bytes:
    data = io.BytesIO()
    screen.image.save(data, "PNG")
    return data.getvalue()


def _engine_ids(engine: Parts, *parts: Part) -> list[int | None]:
    """Token ids the engine would evaluate, None for each soft token."""
    out: list[int | None] = []
    for step in engine.prompts.make(Request((Message("user", parts),))).steps:
        out += [None] * step.n_tokens if isinstance(step, MediaStep) else [step]
    return out


def _our_ids(sample: Sample) -> list[int | None]:
    """Those of the first row, up to where the answer begins."""
    ids: list[int | None] = [int(token) for token in sample.batch.ids[0, : int(sample.positions[0, 0]) + 1]]
    for media, start in ((sample.batch.patches, sample.batch.seen), (sample.batch.frames, sample.batch.heard)):
        if media is not None:
            ids[start : start + media.shape[1]] = [None] * media.shape[1]
    return ids


@pytest.mark.parametrize("question", ["What does it say?", ""])
def test_picture_prompt(engine: Parts, question: str) -> None:
    screen, canvas = _screen(), batches.layout(300, 70, TINY, budget=BUDGET)
    ours = batches.about_picture([(screen, "Platform 4")], canvas, TINY, question=question)
    text = (TextPart(question),) if question else ()
    assert _engine_ids(engine, ImagePart("line.png", _png(screen), tokens=BUDGET), *text) == _our_ids(ours)


@pytest.mark.parametrize("question", ["Transcribe.", ""])
def test_sound_prompt(engine: Parts, question: str) -> None:
    wave = (np.sin(np.arange(640 * 9) / 10) * 0.2).astype(np.float32)
    ours = batches.about_sound([(wave, "407")], question=question)
    text = (TextPart(question),) if question else ()
    assert _engine_ids(engine, *text, AudioPart("memo.wav", wav(wave))) == _our_ids(ours)


def test_text_prompt(engine: Parts) -> None:
    text = "[notes.txt, p. 1]\ncity: Basel\n\nWhat is the city?"
    assert _engine_ids(engine, TextPart(text)) == _our_ids(batches.about_text([(text, "Basel [p. 1]")]))


def test_patches_are_the_pixels_the_engine_makes() -> None:
    screen, canvas = _screen(width=333, height=77), batches.layout(333, 77, TINY, budget=BUDGET)
    prepared = prepare_pixels(screen.image, "x", budget=BUDGET, patch=TINY.patch, positions=TINY.positions)
    side = TINY.patch
    row, column = 1, 2
    patch = batches.patches(screen.image, canvas, TINY)[row * canvas.columns + column].reshape(side, side, 3)
    expected = prepared.pixels[row * side : (row + 1) * side, column * side : (column + 1) * side]
    np.testing.assert_array_equal(patch, expected.astype(np.float32) / 255)


def test_labels_stand_where_the_answer_is_read_off() -> None:
    sample = batches.about_text([("One?", "first"), ("And another one?", "2"), ("", "the last")])
    tokenizer = starter_tokenizer()
    for row, answer in enumerate(("first", "2", "the last")):
        assert tokenizer.texts[int(sample.batch.ids[row, sample.positions[row, 0]])] == "<channel|>"
        wanted = [int(label) for label in sample.labels[row] if label != IGNORED]
        assert tokenizer.decode(wanted) == answer
        assert tokenizer.texts[wanted[-1]] == "<turn|>"
        for i, token in enumerate(wanted[:-1]):  # what was said stands one later, as input
            assert int(sample.batch.ids[row, sample.positions[row, i] + 1]) == token
