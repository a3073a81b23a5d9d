"""The recognisers' files are those of whoever runs the tests: set-up has brought them, nothing here could."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from inference.recognition.files import SPEECH, folder, missing

FOLDER = folder()
"""Before the tests' own folders take the place of the person's."""


@pytest.fixture
def listener(monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where Whisper base is. Without it a test is skipped, in continuous integration it fails."""
    monkeypatch.setenv("HUSH_RECOGNITION", str(FOLDER))
    if missing(SPEECH):
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{SPEECH.name} is not in {FOLDER}: make setup brings it")
    return FOLDER / SPEECH.name
