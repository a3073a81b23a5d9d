"""A hand on the tests' display, in a session that is X11 whatever the machine's own is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.app.capture.hand import Hand


@pytest.fixture
def hand(display: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hand]:
    if not display:
        pytest.skip("only an X11 display can be given a hand")
    from tests.app.capture.hand import Hand

    monkeypatch.setenv("XDG_SESSION_TYPE", "x11")
    hand = Hand(display)
    yield hand
    hand.close()
