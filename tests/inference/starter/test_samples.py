"""Training prompts are, token for token, what the engine assembles from the same request."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch

from inference.conversation import AudioPart, DocumentPart, ImagePart, Message, Part, Request, TextPart
from inference.loader import Parts, load_parts
from inference.loading import LoadSettings, ModelFiles
from inference.media.image import prepare_pixels
from inference.prompt.steps import MediaStep
from inference.starter import pictures, samples
from inference.starter.documents import random_document
from inference.starter.shape import TINY
from inference.starter.speech import Clip, Speech
from inference.starter.tokenizer import starter_tokenizer
from inference.stop import StopFlag


@pytest.fixture(scope="module")
def engine(tiny_pair: tuple[Path, Path]) -> Iterator[Parts]:
    settings = LoadSettings(context=1024, image_tokens=140)
    files = ModelFiles(*tiny_pair, trusted=True)
    parts = load_parts(files, settings, emit=lambda _: None, stop=StopFlag(), cache_dir=None)
    yield parts
    parts.close()


def _engine_ids(engine: Parts, *parts: Part) -> list[int | None]:
    """Token ids the engine would evaluate, None for each soft token."""
    out: list[int | None] = []
    for step in engine.prompts.make(Request((Message("user", parts),))).steps:
        out += [None] * step.n_tokens if isinstance(step, MediaStep) else [step]
    return out


@pytest.mark.parametrize("question", ["What does it say?", ""])
def test_picture_prompt(engine: Parts, question: str) -> None:
    rng = random.Random(1)
    canvas = pictures.layout(300, 70, TINY)
    _, drawn = pictures.draw_line(rng, canvas, longest=8, evaluation=False)
    data = io.BytesIO()
    drawn.image.save(data, "PNG")
    before, after = samples.prompt(question, image=True).split("<|image|>")
    encode, soft = starter_tokenizer().encode, canvas.rows * canvas.columns
    ours = [*encode(f"{before}<|image>"), *[None] * soft, *encode(f"<image|>{after}")]
    text = (TextPart(question),) if question else ()
    assert _engine_ids(engine, ImagePart("line.png", data.getvalue()), *text) == ours


@pytest.mark.parametrize("question", ["Transcribe.", ""])
def test_sound_prompt(engine: Parts, question: str) -> None:
    data = io.BytesIO()
    soundfile.write(data, np.sin(np.arange(640 * 9) / 10) * 0.2, 16_000, format="WAV")
    before, after = samples.prompt(question, audio=True).split("<|audio|>")
    encode = starter_tokenizer().encode
    ours = [*encode(f"{before}<|audio>"), *[None] * 9, *encode(f"<audio|>{after}")]
    text = (TextPart(question),) if question else ()
    assert _engine_ids(engine, *text, AudioPart("memo.wav", data.getvalue())) == ours


def test_document_prompt(engine: Parts) -> None:
    rng = random.Random(2)
    document = next(d for d in (random_document(rng, evaluation=False) for _ in range(50)) if len(d.pages) == 1)
    name = document.file.replace(".pdf", ".txt")
    ours = starter_tokenizer().encode(samples.prompt(document.prompt.replace(document.file, name)))
    part = DocumentPart(name, document.pages[0].encode())
    assert _engine_ids(engine, part, TextPart(document.question)) == ours


def test_patches_are_the_pixels_the_engine_makes() -> None:
    rng = random.Random(3)
    canvas = pictures.layout(333, 77, TINY)
    _, drawn = pictures.draw_line(rng, canvas, longest=8, evaluation=False)
    prepared = prepare_pixels(drawn.image, "x", budget=TINY.image_tokens, patch=TINY.patch, positions=TINY.positions)
    side = TINY.patch
    row, column = 1, 2
    patch = pictures.patches(drawn, canvas, TINY)[row * canvas.columns + column].reshape(side, side, 3)
    expected = prepared.pixels[row * side : (row + 1) * side, column * side : (column + 1) * side]
    np.testing.assert_array_equal(patch, expected)


def test_targets_lie_where_the_characters_are() -> None:
    canvas = pictures.layout(240, 48, TINY)
    for seed in range(20):
        text, drawn = pictures.draw_line(random.Random(seed), canvas, longest=8, evaluation=False)
        told = pictures.targets(drawn, canvas, TINY)
        seen = [pictures.CLASSES[kind] for patch in told.slots for kind in patch if kind < len(pictures.CLASSES)]
        assert "".join(seen) == text.replace(" ", "")[: len(seen)] or len(seen) < len(text.replace(" ", ""))
        first = [place for place in told.place if place >= 0]
        assert first == sorted(first)
        assert first[0] == 0


def test_labels_stand_where_the_answer_is_read_off() -> None:
    sample = samples.read(random.Random(4), TINY, 3, longest=5)
    tokenizer, rows = starter_tokenizer(), sample.positions
    for row in range(3):
        wanted = [int(label) for label in sample.labels[row] if label >= 0]
        assert tokenizer.texts[wanted[-1]] == "<turn|>"
        for i, token in enumerate(wanted[:-1]):  # what was said stands one later, as input
            assert int(sample.batch.ids[row, rows[row, i] + 1]) == token


def test_documents_of_a_batch_end_where_they_should() -> None:
    sample = samples.read_document(random.Random(5), 4)
    for row in range(4):
        before_answer = int(sample.batch.ids[row, sample.positions[row, 0]])
        assert starter_tokenizer().texts[before_answer] == "<channel|>"


def test_sound_of_a_batch_is_framed() -> None:
    clips = [Clip("12", np.full(5000, 0.1, np.float32)), Clip("3", np.full(3000, 0.1, np.float32))] * 8
    sample = samples.hear(random.Random(6), Speech(clips), 4)
    assert sample.batch.frames is not None
    assert sample.batch.frames.shape[2] == 640
    assert bool(torch.isfinite(sample.batch.frames).all())
    assert sample.batch.soft_tokens == sample.batch.frames.shape[1] >= -(-5000 // 640)
