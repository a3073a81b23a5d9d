"""A person's own languages are likelier than others, unless it is clear what is spoken. The chances are Whisper's own."""

from __future__ import annotations

import pytest

from inference.recognition.language import tell_language

GREETING = {"th": 0.26, "de": 0.18, "la": 0.13, "en": 0.12}
"""Guten Tag, wie geht es Ihnen?"""
YES = {"de": 0.43, "en": 0.08, "ru": 0.07, "ar": 0.07}
"""Ja, morgen."""
MILK = {"de": 0.96, "en": 0.02, "nl": 0.0}
"""Milch kaufen."""


@pytest.mark.parametrize(
    ("chances", "own", "language"),
    [
        (GREETING, ("de", "en"), "de"),
        (GREETING, (), "th"),
        (YES, ("en",), "de"),
        (YES, ("ru", "en"), "de"),
        (MILK, ("en",), "de"),
        ({"en": 0.75, "cy": 0.06, "de": 0.03}, ("de", "en"), "en"),
    ],
)
def test_language(chances: dict[str, float], own: tuple[str, ...], language: str) -> None:
    assert tell_language(chances, own) == language
