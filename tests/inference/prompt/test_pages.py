"""How the pages of a document go to a model: as their text, as pictures, or both."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from inference.conversation import DocumentPart, Given
from inference.history.migrations import MIGRATIONS, migrate
from inference.prompt.opening import Opener, PictureRules
from tests.factories import make_pdf

PAPER = make_pdf("colour: green", None, "")
TEXTS = ((2, "Exit B7"),)


def opened(given: Given, *, sees: bool = True, data: bytes = PAPER, texts: tuple[tuple[int, str], ...] = TEXTS) -> list[str]:
    """Each item: its text, or * for a picture."""
    rules = PictureRules(patch=48, positions=1120, default=70, largest=280) if sees else None
    part = DocumentPart("p", data, texts=texts, given=given)
    items = Opener(pictures=rules, sound=False).open(0, part, image_tokens=70).items
    return [item.replace("[p, p. ", "[") if isinstance(item, str) else "*" for item in items]


@pytest.mark.parametrize(
    ("given", "items"),
    [
        ("itself", ["[1]\ncolour: green", "[2]", "*", "[3]"]),
        ("text", ["[1]\ncolour: green", "[2]\nExit B7", "[3]"]),
        ("picture", ["[1]", "*", "[2]", "*", "[3]"]),
        ("both", ["[1]\ncolour: green", "*", "[2]\nExit B7", "*", "[3]"]),
    ],
)
def test_pages_go_as_they_were_asked_to(given: Given, items: list[str]) -> None:
    assert opened(given) == items
    assert opened(given, sees=False) == ["[1]\ncolour: green", "[2]\nExit B7", "[3]"]


@pytest.mark.parametrize("given", ["itself", "text", "picture", "both"])
def test_a_text_is_never_a_picture(given: Given) -> None:
    assert opened(given, data=b"colour: green", texts=()) == ["[1]\ncolour: green"]
    assert opened(given, data=b"of %PDF- files", texts=()) == ["[1]\nof %PDF- files"]


def test_how_attachments_were_given_before_stays() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection, MIGRATIONS[:5])
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(
            "INSERT INTO draft_attachments (draft, place, name, sha256, kind, given) VALUES (1, 0, 'a', ?, 'image', 'text')",
            ("0" * 64,),
        )
        migrate(connection)
        assert connection.execute("SELECT given FROM draft_attachments").fetchall() == [("text",)]
        connection.execute("UPDATE draft_attachments SET given = 'picture'")
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute("UPDATE draft_attachments SET given = 'nothing'")
