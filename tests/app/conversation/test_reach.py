"""What is sent without waiting for its price certainly fits: the bound is never below the real count."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from app.conversation.context.budget_model import SHORTEST_REPLY
from app.conversation.context.reach import surely_fits
from app.values import Attached
from inference.conversation import AudioPart, DocumentPart, ImagePart, Message, Part, Request, TextPart
from inference.events import Capabilities
from inference.loading import LoadSettings, ModelFiles
from inference.pricing import Pricer
from tests.factories import picture, picture_bytes, sound_bytes, tone


def capabilities(context: int) -> Capabilities:
    return Capabilities("M", True, True, False, context, 280, 280, False)


def test_the_bound_is_above_the_count(starter: tuple[Path, Path]) -> None:
    chance = random.Random(5)
    pricer = Pricer(ModelFiles(*starter, trusted=True), LoadSettings(context=4096, image_tokens=280))
    long = Attached(AudioPart("long.wav", sound_bytes(tone(41.0))), seconds=41.0)
    short = Attached(AudioPart("short.wav", sound_bytes()), seconds=0.5)
    photo = Attached(ImagePart("p.png", picture_bytes(picture(900, 700)), 280))
    for _ in range(25):
        newest = [seen for seen in (long, short, photo) if chance.random() < 0.5]
        words = "".join(chance.choice("ab é漢\U0001f98a<|turn>\n") for _ in range(chance.randrange(300)))
        parts: list[Part] = [*(seen.part for seen in newest), TextPart(f"{words}?")]
        turns = (Message.text("user", words + "."), Message.text("assistant", words[:50] + "!")) * chance.randrange(3)
        request = Request((*turns, Message("user", tuple(parts))))
        tokens = pricer.price(request).prompt_tokens + SHORTEST_REPLY
        assert not surely_fits(request, newest, capabilities(tokens - 1))
        assert surely_fits(request, newest, capabilities(100_000))
    pricer.close()


def test_the_text_of_a_picture_counts_where_the_model_cannot_see(starter: tuple[Path, Path]) -> None:
    pricer = Pricer(ModelFiles(starter[0], trusted=True), LoadSettings(context=4096))
    for text in ("", "Total 1,299.00 EUR\n" * 300):
        photo = Attached(ImagePart("a picture with a name.png", b"", text=text))
        request = Request((Message("user", (photo.part, TextPart("What is the total?"))),))
        tokens = pricer.price(request).prompt_tokens + SHORTEST_REPLY
        blind = Capabilities("M", False, False, False, tokens - 1, 0, 0, False)
        assert not surely_fits(request, [photo], blind)
    pricer.close()


@pytest.mark.parametrize("part", [DocumentPart("d.txt", b"one"), AudioPart("unknown.wav", b"x")])
def test_nothing_certain_is_said_of_what_must_be_read_first(part: Part) -> None:
    assert not surely_fits(Request((Message("user", (part,)),)), (), capabilities(100_000))
