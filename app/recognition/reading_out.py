"""What is asked to be read or written down is answered by recognition, at once and without any model."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Slot

from app.recognition.known import Known
from app.recognition.recognition import RecognitionController
from inference.conversation import AudioPart, ImagePart, Message
from inference.events import Cancelled, Cost, Finished, TextDelta
from inference.prompt.intent import asks_to_read

__all__ = ["ReadingOut"]


@dataclass(frozen=True)
class _Asked:
    message: Message
    parts: tuple[ImagePart | AudioPart, ...]
    told: Callable[[TextDelta], None]
    ended: Callable[[Finished | Cancelled], None]
    otherwise: Callable[[], None]


class ReadingOut(QObject):
    """One answer at a time. It waits for what is still being read; where that fails, the model is asked after all."""

    def __init__(self, recognition: RecognitionController) -> None:
        super().__init__()
        self._recognition = recognition
        self._asked: _Asked | None = None
        recognition.changed.connect(self._look)

    @property
    def live(self) -> bool:
        return self._asked is not None

    def can(self, message: Message) -> bool:
        """Whether `message` asks for nothing but to be read, and all of it is or will be."""
        return asks_to_read(message) is not None and all(map(self._comes, _parts(message)))

    def find_problem(self, message: Message) -> str:
        """Why what asks for nothing but to be read could not be; empty for everything else."""
        known = map(self._recognition.known, (part.digest for part in _parts(message))) if asks_to_read(message) else ()
        return next((one.problem for one in known if one is not None and one.problem), "")

    def begin(
        self,
        message: Message,
        told: Callable[[TextDelta], None],
        ended: Callable[[Finished | Cancelled], None],
        otherwise: Callable[[], None],
    ) -> bool:
        """Answer `message`, later; False where it asks for more than to be read, or nothing of it is or will be read."""
        if not self.can(message):
            return False
        parts = _parts(message)
        self._asked = _Asked(message, parts, told, ended, otherwise)
        for part in parts:
            self._recognition.hurry(part.digest)
        QTimer.singleShot(0, self, self._look)  # its end never comes before its beginning is over
        return True

    def stop(self) -> None:
        """Its end comes, without an answer."""
        asked, self._asked = self._asked, None
        if asked is not None:
            asked.ended(Cancelled("", ""))

    def forget(self) -> None:
        """Nothing more is heard of it."""
        self._asked = None

    @Slot()
    def _look(self, _sha256: str = "") -> None:
        asked = self._asked
        if asked is None:
            return
        known = [self._recognition.known(part.digest) for part in asked.parts]
        if not all(map(self._comes, asked.parts)):
            self._asked = None
            asked.otherwise()
        elif all(one is not None and one.state == "read" for one in known):
            self._asked = None
            text = _answer(asked, [one for one in known if one is not None])
            asked.told(TextDelta(text))
            asked.ended(Finished(text, "", Cost()))

    def _comes(self, part: ImagePart | AudioPart) -> bool:
        known = self._recognition.known(part.digest)
        return known is not None and known.state in ("reading", "read")


def _parts(message: Message) -> tuple[ImagePart | AudioPart, ...]:
    return tuple(part for part in message.parts if part.kind == "image" or part.kind == "audio")


def _answer(asked: _Asked, known: list[Known]) -> str:
    from inference.recognition.answering import NamedRead, reader_answer
    from inference.recognition.speech import Speech
    from inference.recognition.text import PictureText

    read = [
        NamedRead(part.name, (PictureText if part.kind == "image" else Speech).from_json(json.loads(one.texts[0].detail)))
        for part, one in zip(asked.parts, known, strict=True)
    ]
    return reader_answer(asks_to_read(asked.message) or "text", read)
