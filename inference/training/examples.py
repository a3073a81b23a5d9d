"""What the trainer learns from, made up on the spot: a line to read, digits to hear, `name: value` lines to look things up in,
and requests that it cannot meet. No string of it is one that `inference.evaluation` keeps for itself (`world.held_out`).
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np

from inference.evaluation.drawing import Colour, Face, Screen, Sheet, contrast, font_file
from inference.evaluation.speech import Samples, Voice, say
from inference.evaluation.world import NOT_THERE, PLACE, digits, held_out, line, name, value, word
from inference.training import batches
from inference.training.batches import Sample
from inference.training.decoder import Shape

__all__ = ["TASKS", "Ease", "Examples", "Task"]

Task = Literal["read", "hear", "look_up", "decline"]
TASKS: tuple[Task, ...] = get_args(Task)

_READ = ("What does it say?", "What does this say?", "Read the text.", "Read it.", "What is written here?", "read", "",
         "Transcribe the text.", "What does the picture say?", "What text is in the picture?",
         "What does the screenshot say?")  # fmt: skip
_HEAR = ("", "What number do you hear?", "Transcribe.", "What is the number?", "Which digits do you hear?", "What was said?",
         "Transcribe the recording.", "What number is spoken?")  # fmt: skip
_ASK = ("What is the {}?", "What is the {}?", "What is {}?", "{}?", "Give me the {}.", "Tell me the {}.")
_DECLINED = ("Write a poem about {}.", "Translate {} into French.", "Explain {} to me.", "Who invented the {}?", "Hello!", "Hi",
             "How are you?", "Who are you?", "What can you do?", "What is {} plus {}?", "Tell me a joke about a {}.", "Thanks",
             "Write a function that sorts {}.", "Should I buy a {}?", "Draw a {}.", "Set a timer.", "Is {} healthy?",
             "What is the {} in the picture?", "Read the file about {}.", "What is the weather in {}?", "Why?", "{}")  # fmt: skip
_FONTS = ("DejaVuSans.ttf", "DejaVuSansMono.ttf", "DejaVuSerif.ttf")
_VOICES = ("en-us", "en-us+f3", "en-us+m3", "en", "en+f3", "en+m3")
_CLEAR = 110  # of 255: the least contrast of a text
_NEW = 0.3  # share of the recordings that are said anew: saying one takes as long as learning from ten
_KEPT = 2000


@dataclass(frozen=True)
class Ease:
    """How much is asked for: characters of a line, digits of a recording, lines of a document."""

    longest: int
    digits: int
    lines: int

    @classmethod
    def at(cls, done: float) -> Ease:
        """From next to nothing to all of the small world over the first half of the training; `done` runs from 0 to 1."""
        share = min(1.0, done * 2)
        return cls(longest=2 + round(10 * share), digits=2 + round(2 * share), lines=2 + round(6 * share))


@dataclass
class Examples:
    """Makes batches of about `tokens` tokens for `shape`, from `rng` alone. Needs DejaVu's fonts and espeak-ng."""

    shape: Shape
    rng: random.Random
    tokens: int = 1400
    _said: list[tuple[Samples, str]] = field(default_factory=list[tuple[Samples, str]])

    def make(self, task: Task, ease: Ease) -> Sample:
        """A batch of `task`."""
        makers: dict[Task, Callable[[Ease], Sample]] = {"read": self._read, "hear": self._hear, "look_up": self._look_up}
        return makers[task](ease) if task in makers else self._decline()

    def _read(self, ease: Ease) -> Sample:
        """Pictures of one size with a line each, in any colours that can be told apart."""
        rng = self.rng
        canvas = batches.layout(rng.randint(160, 420), rng.randint(48, 110), self.shape, budget=self.shape.image_tokens)
        screens = [self._line(canvas.width, canvas.height, ease) for _ in range(max(2, self.tokens // canvas.tokens))]
        asked = [(screen, screen.text) for screen in screens]
        return batches.about_picture(asked, canvas, self.shape, question=rng.choice(_READ))

    def _line(self, width: int, height: int, ease: Ease) -> Screen:
        rng = self.rng
        ground, ink = (255, 255, 255), (0, 0, 0)
        if rng.random() < 0.7:
            ground, ink = self._colour(), self._colour()
            while contrast(ground, ink) < _CLEAR:
                ground, ink = self._colour(), self._colour()
        face = Face(font_file(rng.choice(_FONTS), "fonts-dejavu-core"), rng.randint(20, 32))
        while held_out(text := line(rng, longest=ease.longest)) or face.width(text) > width - 8:
            pass
        sheet = Sheet(width, height, ground, rng.choice(("hinted", "smooth", "subpixel")))
        at = rng.uniform(4, width - 4 - face.width(text)), rng.uniform(0, max(0.0, height - face.height))
        sheet.write(at, text, face, ink)
        return sheet.screen()

    def _hear(self, ease: Ease) -> Sample:
        """Digits said one by one, at any level, with silence around and some noise."""
        chosen = [self._recording(ease) for _ in range(max(2, self.tokens // 100))]
        return batches.about_sound(chosen, question=self.rng.choice(_HEAR))

    def _recording(self, ease: Ease) -> tuple[Samples, str]:
        rng = self.rng
        if not self._said or rng.random() < _NEW:
            while len(text := digits(rng, rng.randint(1, ease.digits))) > 2 and held_out(text):
                pass
            voice = Voice(rng.choice(_VOICES), rng.randint(120, 200), rng.randint(30, 70))
            self._said = [*self._said[1 - _KEPT :], (say(" ".join(text), voice), text)]
            said = self._said[-1]
        else:
            said = rng.choice(self._said)
        wave = np.pad(said[0], (rng.randrange(8000), rng.randrange(800, 6400)))
        wave *= np.float32(rng.uniform(0.1, 1) / max(float(np.abs(wave).max()), 1e-3))
        noise = np.random.default_rng(rng.getrandbits(32)).standard_normal(len(wave), np.float32)
        wave += noise * np.float32(10 ** rng.uniform(-5, -2.5))
        return np.clip(wave, -1, 1), said[1]

    def _look_up(self, ease: Ease) -> Sample:
        return batches.about_text([self._paper(ease) for _ in range(max(2, self.tokens // 120))])

    def _paper(self, ease: Ease) -> tuple[str, str]:
        """A document of `name: value` lines with its label, as the engine writes them, and a question about it."""
        rng, lines = self.rng, dict[str, tuple[str, str]]()
        count = rng.randint(2, ease.lines)
        while len(lines) <= count:
            title, said = name(rng), value(rng, longest=ease.longest)
            if not held_out(title) and not held_out(said):
                lines.setdefault(title.lower(), (title, said))
        (absent, _), *told = lines.values()
        title, said = rng.choice(told)
        page = rng.randint(1, 3)
        asked, answer = (absent, NOT_THERE) if rng.random() < 0.1 else (title, f"{said} [p. {page}]")
        text = "\n".join(f"{each}: {what}" for each, what in told)
        question = rng.choice(_ASK).format(asked.lower() if rng.random() < 0.6 else asked)
        return f"[{rng.choice(('notes', 'document', 'invoice', word(rng)))}.txt, p. {page}]\n{text}\n\n{question}", answer

    def _decline(self) -> Sample:
        requests = (self.rng.choice(_DECLINED).replace("{}", word(self.rng)) for _ in range(4))
        return batches.about_text([(request, PLACE) for request in requests])

    def _colour(self) -> Colour:
        r, g, b = (self.rng.randint(0, 255) for _ in range(3))
        return r, g, b
