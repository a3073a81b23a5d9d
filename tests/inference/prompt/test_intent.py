"""What asks for nothing but to be read, and what asks for more."""

from __future__ import annotations

import time

import pytest

from inference.conversation import AudioPart, DocumentPart, ImagePart, Message, Part, TextPart
from inference.prompt.intent import asks_to_read

PICTURE = ImagePart("a.png", b"a")


def asked(question: str, *parts: Part) -> str | None:
    return asks_to_read(Message("user", (*(parts or (PICTURE,)), TextPart(question))))


@pytest.mark.parametrize(
    "question",
    [
        "What does it say?",
        "what does this say",
        "What does the picture say?",
        "Read it",
        "Read this to me, please",
        "Please read the text",
        "transcribe",
        "Transcribe this recording",
        "Transcribe the voice memo, please.",
        "Write it down",
        "OCR",
        "extract the text",
        "Extract all the text from this image",
        "What is written here?",
        "What's written in the screenshot?",
        "What’s written here",
        "Copy the text",
        "What did she say?",
        "Was steht da?",
        "What text is in the picture?",
        "Can you read this?",
        "read the whole page",
        "What does the sign say?",
        "What do you hear",
        "¿Qué dice?",
        "Could you please transcribe it?",
        "Lies das vor, bitte",
    ],
)
def test_only_to_be_read(question: str) -> None:
    assert asked(question.strip()) == "text"


@pytest.mark.parametrize(
    "question",
    [
        "What does the error say and how do I fix it?",
        "What does it say about tax?",
        "Read it and summarise",
        "Translate it",
        "What is the total?",
        "What does the button do?",
        "Is this text a poem?",
        "transcribe it into French",
        "Read between the lines",
        "What does it mean?",
        "Describe it",
        "write down the three main points",
        "What does the second line say?",
        "copy the third column",
        "",
        "Who wrote this?",
    ],
)
def test_more_than_that(question: str) -> None:
    assert asked(question.strip()) is None


def test_a_table_is_copied_as_one() -> None:
    assert asked("Copy the table") == "table"
    assert asked("Can you extract the table from this screenshot, please?") == "table"


def test_only_pictures_and_recordings_are_read_so() -> None:
    assert asks_to_read(Message.text("user", "What does it say?")) is None
    assert asked("What does it say?", DocumentPart("a.pdf", b"%PDF-")) is None
    assert asked("What does it say?", PICTURE, AudioPart("m.wav", b"m")) == "text"


@pytest.mark.parametrize("piece", ["read ", "please ", "the ", "what ", "a" * 10, " "])
def test_it_takes_no_time_whatever_is_asked(piece: str) -> None:
    began = time.process_time()
    for length in range(0, 400, 7):
        asked((piece * 200_000)[:length])
    asked(piece * 40_000)
    assert time.process_time() - began < 2
