"""Choices by the real vocabulary and the real media: what each promises is what the pricer then counts, to the token."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from inference.conversation import AudioPart, DocumentPart, Given, ImagePart, Message, Part, Request, TextPart
from inference.loading import LoadSettings, ModelFiles
from inference.pricing import Pricer
from inference.prompt.budget import Choice, Limits
from inference.prompt.changes import KeepPages, Place, Shrink, apply
from tests.factories import make_pdf, picture, picture_bytes, sound_bytes

SETTINGS = LoadSettings(context=4096, image_tokens=1120)


@pytest.fixture(scope="module")
def pricer(starter: tuple[Path, Path]) -> Iterator[Pricer]:
    pricer = Pricer(ModelFiles(*starter, trusted=True), SETTINGS)
    yield pricer
    pricer.close()


def words(chance: random.Random, longest: int) -> str:
    return "".join(
        chance.choice("abc XYZ 0123 éü ß 漢字 \U0001f98a\u200d \n\t.,;:!?<>|€") for _ in range(chance.randrange(1, longest))
    )


HOW: tuple[Given, ...] = ("text", "both", "itself", "picture")


def given(chance: random.Random) -> tuple[str | None, Given]:
    """What was read in a picture or a recording, and how it goes."""
    return chance.choice([None, "Total 48.20", words(chance, 60)]), chance.choice(HOW)


def texts(chance: random.Random) -> tuple[tuple[int, str], ...]:
    return chance.choice([(), ((1, "a scan"), (4, "another"))])


def attachments(chance: random.Random) -> list[Part]:
    sizes = [(chance.randrange(1, 900), chance.randrange(1, 700)), (7, 2000), (3000, 2)]
    pages = [chance.choice([words(chance, 300).encode("latin-1", "ignore").decode("latin-1").replace("(", ""), None, ""])]
    parts: list[Part] = [
        ImagePart("a.png", picture_bytes(picture(*chance.choice(sizes))), chance.choice([None, 140, 560, 1120]), *given(chance)),
        ImagePart("b.png", picture_bytes(picture(*sizes[0])), 1120),
        DocumentPart(
            "d.pdf",
            make_pdf(*pages, "name: Ada", "total: 48.20", None, "end"),
            chance.choice([None, (1, 3, 4)]),
            texts(chance),
            chance.choice(HOW),
        ),
        DocumentPart("n.txt", b"one: 1\n"),
        AudioPart("r.wav", sound_bytes(), *given(chance)),
    ]
    return [part for part in parts if chance.random() < 0.5]


def a_request(chance: random.Random) -> Request:
    messages = [Message.text("system", "Be brief.")] if chance.random() < 0.3 else []
    for _ in range(chance.randrange(4)):
        messages.append(Message("user", (*attachments(chance), TextPart(words(chance, 60) + "?"))))
        messages.append(Message.text("assistant", words(chance, 400) + "!"))
    return Request((*messages, Message("user", (*attachments(chance), TextPart(words(chance, 200) + "?")))))


def test_what_is_promised_is_what_is_counted(pricer: Pricer) -> None:
    chance = random.Random(31)
    kinds: set[str] = set()
    for number in range(25):
        request = a_request(chance)
        now = pricer.price(request).prompt_tokens
        for choice in pricer.choices(request, Limits(chance.randrange(256, 4096), 64, summary=40)):
            after = pricer.price(apply(request, choice.changes, summary="They spoke of Ada."))
            kinds.add(choice.kind)
            if choice.exact:
                assert after == choice.priced, f"request {number}: {choice.changes}"
                assert after.prompt_tokens == now - choice.saved
            else:
                assert after.prompt_tokens <= choice.priced.prompt_tokens
    assert kinds == {"pictures", "text", "pages", "turns", "summary"}


def one(found: tuple[Choice, ...], kind: str) -> Choice:
    (choice,) = [choice for choice in found if choice.kind == kind]
    return choice


def test_a_picture_is_offered_in_sizes_this_load_can_evaluate(starter: tuple[Path, Path]) -> None:
    small = Pricer(ModelFiles(*starter, trusted=True), LoadSettings(context=4096, image_tokens=280))
    request = Request((Message("user", (ImagePart("a.png", picture_bytes(picture(900, 600)), 280),)),))
    change = one(small.choices(request, Limits(4096, 1024, room=200)), "pictures").changes[0]
    small.close()
    assert isinstance(change, Shrink)
    assert (change.place, change.tokens) == (Place(0, 0), 140)
    assert change.becomes <= 140 < change.was <= 280


def test_as_many_pages_stay_as_there_is_room_for(pricer: Pricer) -> None:
    lines = "\n".join(f"item {number} costs {7 * number}" for number in range(20))
    document = DocumentPart("d.pdf", make_pdf(*[lines] * 12))
    request = Request((Message("user", (document, TextPart("What is the total?"))),))
    now = pricer.price(request).prompt_tokens
    choice = one(pricer.choices(request, Limits(now // 2, 100)), "pages")
    change = choice.changes[0]
    assert isinstance(change, KeepPages)
    assert change.pages == tuple(range(1, len(change.pages) + 1))
    assert change.was == 12
    assert choice.fits
    one_more = KeepPages(change.place, (*change.pages, len(change.pages) + 1), 12)
    assert pricer.price(apply(request, [one_more])).prompt_tokens > now // 2 - 100


def test_pages_already_chosen_are_the_ones_that_can_go(pricer: Pricer) -> None:
    document = DocumentPart("d.pdf", make_pdf(*[f"page {number} says this" for number in range(1, 10)]), (2, 5, 7))
    request = Request((Message("user", (document,)),))
    change = one(pricer.choices(request, Limits(4096, 64, room=30)), "pages").changes[0]
    assert isinstance(change, KeepPages)
    assert (change.pages, change.was) == ((2,), 3)


def test_chosen_pages_are_the_only_ones_the_model_reads(pricer: Pricer) -> None:
    data = make_pdf("first", "second", "third", "fourth")

    def price(pages: tuple[int, ...] | None) -> int:
        return pricer.price(Request((Message("user", (DocumentPart("d.pdf", data, pages),)),))).prompt_tokens

    assert price(None) == price((1, 2, 3, 4))
    assert price((2,)) < price((2, 3)) < price(None)
    assert price((2,)) == pricer.price(Request((Message.text("user", "[d.pdf, p. 2]\nsecond"),))).prompt_tokens
