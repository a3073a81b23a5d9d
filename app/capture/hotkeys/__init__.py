"""Keys that reach Hush whatever window is in front: one interface, and for each desktop the way it offers.

`best()` chooses. `pressed` and `released` come in pairs, in the GUI thread; a key that is held repeats nothing. What cannot be
bound says why and what to do instead, and the verbs `hush talk` and `hush capture` work everywhere.
"""

from __future__ import annotations

from app.capture.hotkeys.base import Binding, Hotkeys
from app.capture.hotkeys.choice import Way, best, events, trouble, way

__all__ = ["Binding", "Hotkeys", "Way", "best", "events", "trouble", "way"]
