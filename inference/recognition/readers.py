"""The recognisers of one program: a kept process for each, and whether there is memory for it before it works.

Promises that nothing here pushes the machine into swap: where memory is short a recogniser takes its smaller form, where that
does not fit either it waits a moment and then refuses with a sentence, and no call takes more than was free when it began.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from inference.child import RECOGNISER, Limits, Run
from inference.errors import MemoryShort
from inference.kept_child import KeptChild
from inference.memory.pressure import HIDDEN, Pressure, Reading, floors
from inference.quantities import gibibytes
from inference.recognition import speech, text
from inference.recognition.files import SPEECH_ENGLISH, folder, missing
from inference.recognition.speech import Heard, Speech
from inference.recognition.text import LANES, PictureText
from inference.stop import StopFlag

__all__ = ["Readers"]

_MB = 10**6
_TEXT, _TEXT_SMALL = 560 * _MB, 300 * _MB
"""Resident bytes at the peak, of screenshots and pages: two lanes, and one that looks at smaller parts. Larger pictures take
more, which the call's own limit is for. `make bench ARGS=text_in_pictures` measures both."""
_SPEECH, _SPEECH_SMALL = 450 * _MB, 350 * _MB
"""With Whisper base, and with the tiny one for English. `make bench ARGS=words_in_recordings` measures the first."""
_WAIT_S, _LOOK_S = 3.0, 0.1


@dataclass(frozen=True)
class _Room:
    """For one call: whether in the smaller form, and how to make it."""

    small: bool
    run: Run

    @property
    def lanes(self) -> int:
        """Processors for a picture."""
        return 1 if self.small else LANES


class Readers:
    """Used by one thread at a time; the processes begin with the first work that needs them, and end when they rest.

    `look` says how much memory is spare: the machine itself, if None.
    """

    def __init__(self, look: Callable[[], Reading] | None = None) -> None:
        self._text, self._speech = KeptChild("text in pictures", RECOGNISER), KeptChild("words in recordings", RECOGNISER)
        self._look = look or Pressure().read

    def close(self) -> None:
        """End the processes."""
        self._text.close()
        self._speech.close()

    def read(self, data: bytes, name: str, *, stop: StopFlag | None = None) -> PictureText:
        """As `inference.recognition.text.read`; MemoryShort where memory is too short even for the smaller form."""
        room = self._room(self._text, (_TEXT, _TEXT_SMALL), name, stop)
        return text.read(data, name, lanes=room.lanes, small=room.small, run=room.run, stop=stop)

    def read_page(self, data: bytes, name: str, number: int, *, stop: StopFlag | None = None) -> PictureText:
        """As `inference.recognition.text.read_page`, and as `read`."""
        room = self._room(self._text, (_TEXT, _TEXT_SMALL), name, stop)
        return text.read_page(data, name, number, lanes=room.lanes, small=room.small, run=room.run, stop=stop)

    def write_down(
        self,
        sound: Path | bytes,
        name: str,
        *,
        model: Path | None = None,
        language: str | None = None,
        likely: Sequence[str] = (),
        stop: StopFlag | None = None,
        tell: Callable[[Heard], None] | None = None,
    ) -> Speech:
        """As `inference.recognition.speech.write_down`, and as `read`. The smaller form hears English alone, so it is for who has
        said that English is spoken, and where it was brought."""
        limits = speech.limits(model, sound)
        takes = _SPEECH + (limits.memory or 0) - (RECOGNISER.memory or 0)
        tiny = model is None and language == "en" and not missing(SPEECH_ENGLISH)
        room = self._room(self._speech, (takes, _SPEECH_SMALL) if tiny else (takes,), name, stop, limits)
        chosen = folder() / SPEECH_ENGLISH.name if room.small else model
        return speech.write_down(sound, name, model=chosen, language=language, likely=likely, run=room.run, stop=stop, tell=tell)

    def _room(
        self, child: KeptChild, forms: Sequence[int], name: str, stop: StopFlag | None, limits: Limits = RECOGNISER
    ) -> _Room:
        """The first of `forms`, each in bytes that it takes, for which there is room. The last may leave the machine as little as
        an answer of the model needs to go on; the others leave it calm. Raises MemoryShort."""
        other = self._speech if child is self._text else self._text
        until = time.monotonic() + _WAIT_S
        while True:
            try:
                reading, held = self._look(), child.resident
            except HIDDEN:
                return _Room(False, partial(child.run, limits=limits))
            amber, red = floors(reading.total)
            for number, takes in enumerate(forms):
                left = amber if number < len(forms) - 1 else red
                if reading.spare + held - takes >= left or (stop is not None and stop.is_set()):
                    most = min(limits.memory or reading.total, reading.spare + held - red)
                    return _Room(number > 0, partial(child.run, limits=limits, memory=most))
                if other.resident:  # it only rests
                    other.close()
                    break
            else:
                if time.monotonic() > until:
                    needed, spare = gibibytes(forms[-1] + red), gibibytes(reading.spare + held)
                    raise MemoryShort("recogniser-memory", name=name, needed=needed, spare=spare)
            time.sleep(_LOOK_S)
