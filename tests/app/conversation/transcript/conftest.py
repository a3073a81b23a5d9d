"""The window's conversation, with nobody answering but the test."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.conversation.transcript.transcript import Transcript
from app.conversation.transcript.transcript_view import TranscriptView
from app.desk import Desk
from app.window.window import Window


@pytest.fixture
def window(scripted: Desk, shown: Callable[[Desk], Window]) -> Window:
    return shown(scripted)


@pytest.fixture
def view(window: Window) -> TranscriptView:
    return window.transcript


@pytest.fixture
def chat(scripted: Desk) -> Transcript:
    return scripted.transcript
