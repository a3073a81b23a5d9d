"""The window's conversation, with nobody answering but the test."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.controllers.desk import Desk
from app.viewmodels.transcript import Transcript
from app.widgets.transcript import TranscriptView
from app.widgets.window import Window


@pytest.fixture
def window(scripted: Desk, shown: Callable[[Desk], Window]) -> Window:
    return shown(scripted)


@pytest.fixture
def view(window: Window) -> TranscriptView:
    return window.transcript


@pytest.fixture
def chat(scripted: Desk) -> Transcript:
    return scripted.transcript
