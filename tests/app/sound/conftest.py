"""The sound card that the tests of the microphone and the loudspeaker speak into and hear."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.alsa import SoundCard, sound_card


@pytest.fixture
def card(tmp_path: Path) -> Iterator[SoundCard]:
    with sound_card(tmp_path) as card:
        yield card
