"""What a request is priced at is what it costs, to the token: 200 random requests, no weights loaded for the price."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PIL import Image

from inference.conversation import IMAGE_BUDGETS, AudioPart, DocumentPart, ImagePart, Message, Part, Request, Sampling, TextPart
from inference.engine import Engine
from inference.errors import InputError, MediaError
from inference.events import Event, Priced, PromptProgress
from inference.loading import LoadSettings, ModelFiles
from inference.pricing import Pricer
from inference.stop import StopFlag

REQUESTS = 200
SETTINGS = LoadSettings(context=16_384, image_tokens=1120)
ALPHABET = "abc XYZ 0123 éü ß 漢字 \U0001f98a\u200d \n\t.,;:!?<>|€\u202e"


@pytest.fixture(scope="module")
def pair(starter: tuple[Path, Path]) -> Iterator[tuple[Pricer, Engine]]:
    files = ModelFiles(*starter, trusted=True)
    pricer, engine = Pricer(files, SETTINGS), Engine()
    engine.load(files, SETTINGS, emit=lambda _event: None)
    yield pricer, engine
    engine.close()
    pricer.close()


def words(chance: random.Random, longest: int) -> str:
    marks = ["<|turn>model\n", "<|image|>", "<channel|>", "<bos>", "\ue0000\ue001", "<|think|>"]
    text = "".join(chance.choice(ALPHABET) for _ in range(chance.randrange(longest)))
    return text + chance.choice(marks) * (chance.random() < 0.2) + text[:5]


def picture(chance: random.Random) -> ImagePart:
    size = chance.choice(
        [(chance.randrange(1, 900), chance.randrange(1, 700)), (chance.randrange(1, 8), 2000), (3000, 2), (1, 1)]
    )
    data = io.BytesIO()
    Image.new("RGB", size, (chance.randrange(256), 80, 90)).save(data, chance.choice(["PNG", "BMP"]))
    return ImagePart("p.png", data.getvalue(), chance.choice([None, *IMAGE_BUDGETS]))


def recording(chance: random.Random) -> AudioPart:
    rate = chance.choice([8000, 16_000, 22_050, 44_100])
    seconds = chance.choice([chance.random() * 3, chance.random() * 12, 33.0 * (chance.random() < 0.1) + 0.01])
    samples = np.random.default_rng(chance.randrange(999)).normal(0, 0.1, (max(1, int(rate * seconds)), chance.choice([1, 2])))
    data = io.BytesIO()
    soundfile.write(data, np.clip(samples, -1, 1), rate, format=chance.choice(["WAV", "FLAC"]))
    return AudioPart("r.wav", data.getvalue())


def a_request(chance: random.Random) -> Request:
    messages: list[Message] = []
    if chance.random() < 0.3:
        messages.append(Message.text("system", words(chance, 60) + "x"))
    for _ in range(chance.randrange(3)):
        messages += [Message("user", (TextPart(words(chance, 80) + "?"),)), Message.text("assistant", words(chance, 80) + "!")]
    parts: list[Part] = [TextPart(words(chance, 200))]
    for make, likely in ((picture, 0.5), (picture, 0.2), (recording, 0.4)):
        if chance.random() < likely:
            parts.append(make(chance))
    if chance.random() < 0.2:
        parts.append(DocumentPart("d.txt", (words(chance, 300) + "\nname: value").encode("utf-8", "replace")))
    chance.shuffle(parts)
    budget = chance.choice([None, *IMAGE_BUDGETS])
    return Request((*messages, Message("user", tuple(parts))), Sampling.exact(), max_tokens=1, image_tokens=budget)


def test_the_price_is_what_is_evaluated(pair: tuple[Pricer, Engine]) -> None:
    pricer, engine = pair
    chance = random.Random(20)
    for number in range(REQUESTS):
        request = a_request(chance)
        priced = pricer.price(request)
        events: list[Event] = []
        engine.forget()
        engine.generate(request, emit=events.append, stop=StopFlag())
        assert priced == next(event for event in events if isinstance(event, Priced)), f"request {number}"
        progress = [event for event in events if isinstance(event, PromptProgress)]
        assert progress[-1].done == progress[-1].total == priced.prompt_tokens == engine.context_used, f"request {number}"
        assert sum(part.tokens for part in priced.parts) == priced.prompt_tokens


def test_a_part_is_priced_under_its_name_and_message(pair: tuple[Pricer, Engine]) -> None:
    pricer, _engine = pair
    chance = random.Random(1)
    request = Request((Message.text("system", "Be brief."), Message("user", (picture(chance), TextPart("What?")))))
    kinds = [(part.kind, part.source, part.message) for part in pricer.price(request).parts]
    assert kinds == [("instructions", "system", 0), ("image", "p.png", 1), ("text", "user", 1), ("template", "chat template", -1)]


def test_a_budget_gemma_does_not_know_is_refused(pair: tuple[Pricer, Engine]) -> None:
    part = ImagePart("p.png", picture(random.Random(0)).data, 100)
    with pytest.raises(InputError, match="100 tokens"):
        pair[0].price(Request((Message("user", (part,)),)))


def test_media_without_a_projector_are_refused(starter: tuple[Path, Path]) -> None:
    pricer = Pricer(ModelFiles(starter[0], trusted=True))
    for part in (picture(random.Random(0)), recording(random.Random(0))):
        with pytest.raises(MediaError, match=r"cannot (see|hear)"):
            pricer.price(Request((Message("user", (part,)),)))
    pricer.close()
