"""Hush and transformers, the same weights: the same greedy tokens, and logits within 1 %.

The pair that ships is dequantised to float32, so nothing but the implementations differs: prompt assembly, resizing, framing,
llama.cpp's graph and cache on one side, Hugging Face's plain forward pass on the other.
"""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from inference.conversation import AudioPart, DocumentPart, ImagePart, Message, Part, Request, Sampling, TextPart
from inference.evaluation.documents import papers
from inference.evaluation.screens.drawn import random_screen
from inference.llama.sampler import Sampler
from inference.loading import LoadSettings, ModelFiles
from inference.media.prepared import PreparedAudio, PreparedImage
from inference.parts import Parts, load_parts
from inference.prompt.assemble import MediaStep, Step
from inference.stop import StopFlag
from inference.training.tokenizer import starter_tokenizer
from tests.parity.reference import Prompt, read_pair, reference_logits, reference_model, unquantised

PROMPTS = 20
MOST = 16  # tokens written on each prompt
CLOSE = 1e-2


@dataclass(frozen=True)
class Quiet:
    """Hears about each evaluation and says nothing."""

    def expect(self, tokens: int) -> None: ...
    def piece_done(self, tokens: int) -> None: ...


@pytest.fixture(scope="module")
def parts(starter: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    pair = unquantised(*starter, tmp_path_factory.mktemp("f32"))
    settings = LoadSettings(context=2048, image_tokens=280)
    loaded = load_parts(ModelFiles(*pair, trusted=True), settings, emit=lambda _: None, stop=StopFlag(), cache_dir=None)
    yield loaded
    loaded.close()


@pytest.fixture(scope="module")
def reference(starter: tuple[Path, Path]) -> Any:
    return reference_model(*read_pair(*starter))


def _document(rng: random.Random) -> tuple[Part, ...]:
    paper = papers.random_paper(rng)
    parts = (DocumentPart(f"{i}.txt", "\n".join(file.texts).encode()) for i, file in enumerate(paper.files, 1))
    return *parts, TextPart(paper.question)


def _picture(rng: random.Random) -> tuple[Part, ...]:
    screen, budget = random_screen(rng)
    data = io.BytesIO()
    screen.image.save(data, "PNG")
    return ImagePart("screen.png", data.getvalue(), rng.choice((None, 70, budget))), TextPart("What does it say?")


def _sound(rng: random.Random) -> tuple[Part, ...]:
    """Tones and noise: espeak-ng is not needed to compare implementations."""
    t = np.arange(rng.randint(3000, 60_000)) / 16_000
    noise = np.random.default_rng(rng.getrandbits(32)).standard_normal(len(t))
    wave = 0.3 * np.sin(2 * np.pi * rng.uniform(100, 900) * t) * np.sin(2 * np.pi * 3 * t) + 0.02 * noise
    data = io.BytesIO()
    soundfile.write(data, wave, 16_000, format="WAV", subtype="PCM_16")
    return (AudioPart("memo.wav", data.getvalue()),)


def _mixed(rng: random.Random) -> tuple[Part, ...]:
    kinds = rng.sample((_document, _picture, _sound), rng.randint(2, 3))
    return tuple(part for kind in kinds for part in kind(rng))


def _written(parts: Parts, steps: tuple[Step, ...], sampler: Sampler) -> tuple[list[int], np.ndarray[Any, Any]]:
    """What Hush writes on `steps`, the ending token included, and the logits of each token."""
    session = parts.session
    session.clear()
    session.rewind(steps)
    session.evaluate(steps, piece=128, watch=Quiet())
    tokens: list[int] = []
    rows: list[np.ndarray[Any, Any]] = []
    while True:
        rows.append(parts.context.logits())
        tokens.append(sampler.sample(parts.context.handle))
        if parts.model.is_end(tokens[-1]) or len(tokens) == MOST:
            return tokens, np.stack(rows)
        session.append(tokens[-1])


def _as_prompt(steps: tuple[Step, ...]) -> Prompt:
    tokenizer = starter_tokenizer()
    ids: list[int] = []
    media = [step.media for step in steps if isinstance(step, MediaStep)]
    for step in steps:
        if isinstance(step, MediaStep):
            kind = "<|image|>" if isinstance(step.media, PreparedImage) else "<|audio|>"
            ids += [tokenizer.id(kind)] * step.n_tokens
        else:
            ids.append(step)
    pixels = next((m.pixels for m in media if isinstance(m, PreparedImage)), None)
    samples = next((m.samples for m in media if isinstance(m, PreparedAudio)), None)
    return Prompt(tuple(ids), pixels, samples)


@pytest.mark.parametrize("kind", [_document, _picture, _sound, _mixed], ids=["text", "picture", "sound", "mixed"])
def test_same_tokens_and_logits(parts: Parts, reference: Any, kind: Any) -> None:
    rng = random.Random(f"parity {kind.__name__}")
    sampler = Sampler(Sampling.exact(), n_vocab=parts.model.n_vocab, forbidden=parts.forbidden)
    worst = 0.0
    for _ in range(PROMPTS):
        steps = parts.prompts.make(Request((Message("user", kind(rng)),))).steps
        tokens, ours = _written(parts, steps, sampler)
        theirs = reference_logits(reference, _as_prompt(steps), tokens[:-1])
        allowed = theirs.copy()
        allowed[:, sorted(parts.forbidden)] = -np.inf
        assert allowed.argmax(1).tolist() == tokens
        worst = max(worst, float((np.abs(ours - theirs).max(1) / np.abs(theirs).max(1)).max()))
    sampler.close()
    assert worst < CLOSE, f"largest relative difference of logits: {worst:.1e}"
