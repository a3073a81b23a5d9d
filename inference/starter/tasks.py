"""What a training step is made of: batches of each task, drawn, spoken and written on the spot.

`page` asks what lies in each patch and nothing else; `read`, `ask`, `hear`, `point`, `paper` and `elsewhere` are the six
tasks of the starter as a person would put them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from inference.starter import pictures, samples
from inference.starter.hearing import Heard
from inference.starter.paper import Paper
from inference.starter.pictures import Layout
from inference.starter.plan import Ease, Task
from inference.starter.rows import Turn
from inference.starter.samples import Sample
from inference.starter.scene import Fact, Screen
from inference.starter.shape import Shape
from inference.starter.speech import FRAME
from inference.starter.synthesis.clips import Clips
from inference.starter.synthesis.elsewhere import random_request, random_scene, random_scene_question
from inference.starter.synthesis.papers import earlier, random_paper, random_papers, remark
from inference.starter.synthesis.screens import full_page, random_screen
from inference.starter.synthesis.voices import heard
from inference.starter.world import HEAR_QUESTIONS, PLACE, READ_QUESTIONS

__all__ = ["Maker"]

_TRIES = 12
_POOL = 3
"""Batches' worth of texts or clips that a batch is picked from, so that what is in it is of about one length."""
_SHORT = 14  # characters of what is narrow
_BABBLE = 3  # other clips that may be heard in the background of a batch
_FACTS, _QUESTIONS = 4, 4
"""Questions put about one picture and one paper at most: reading it once serves them all."""
_LISTS = 0.35
"""Share of the batches of papers that are short lists, often page by page: there it is learned most quickly which page a line is
on."""
_REMARKS = 0.15
"""Share of the batches of papers that are a line typed with its question."""
_FOLLOWED = 0.3
"""Share of the pictures and papers that are asked about in several turns."""
_AFTER, _REVISED = 0.16, 0.5
"""Share of the papers that something else was said before, and how often that was another state of the same list."""
_PAGES, _AGAIN = 12, 0.6
"""Batches of pages that are kept, and how often one of them is taken again."""


@dataclass
class Maker:
    """Makes batches of about `tokens` soft tokens for `shape`, from `rng` and, for sound, `clips`."""

    shape: Shape
    clips: Clips
    rng: random.Random
    tokens: int = 1400
    _pages: list[Sample] = field(default_factory=list[Sample])
    _by_length: list[int] = field(default_factory=list[int])
    _digits: list[int] = field(default_factory=list[int])

    def __post_init__(self) -> None:
        self._by_length = sorted(self.clips.indices("sentences", "digits"), key=self.clips.length)
        self._digits = sorted(self.clips.indices("digits"), key=self.clips.length)

    def make(self, task: Task, ease: Ease) -> Sample:
        makers: dict[Task, Callable[[Ease], Sample]] = {
            "page": self._page,
            "read": self._read,
            "ask": self._ask,
            "hear": self._hear,
            "point": self._point,
            "paper": self._paper,
            "elsewhere": self._elsewhere,
        }
        return makers[task](ease)

    def _page(self, ease: Ease) -> Sample:
        """New pages, or some of the last ones again: drawing them takes as long as learning from them."""
        if self._pages and self.rng.random() < _AGAIN:
            return self.rng.choice(self._pages)
        canvas, count = self._canvas(ease)
        drawn = [full_page(self.rng, canvas.width, canvas.height) for _ in range(count)]
        self._pages = [*self._pages[1 - _PAGES :], samples.page(drawn, canvas, self.shape)]
        return self._pages[-1]

    def _read(self, ease: Ease) -> Sample:
        if self.rng.random() < ease.narrow:
            ease = _narrowed(ease)
        canvas, count = self._canvas(ease)
        drawn = [self._screen(canvas, ease) for _ in range(count)]
        asked = [[Turn(self.rng.choice(READ_QUESTIONS), screen.text)] for screen in drawn]
        return samples.about_picture(drawn, canvas, self.shape, asked=asked)

    def _ask(self, ease: Ease) -> Sample:
        canvas, count = self._canvas(ease)
        found = [self._with_facts(canvas, ease) for _ in range(max(2, count * 2 // 3))]
        asked = [
            [Turn(self.rng.choice(fact.questions), fact.answer) for fact in self.rng.sample(facts, min(_FACTS, len(facts)))]
            for _, facts in found
        ]
        asked = [self._followed(turns) if self.rng.random() < _FOLLOWED else turns for turns in asked]
        return samples.about_picture([screen for screen, _ in found], canvas, self.shape, asked=asked)

    def _point(self, ease: Ease) -> Sample:
        """A spoken question about a picture: one of its facts, or simply what it says."""
        narrow = self.rng.random() < ease.narrow and any(map(self.clips.by_text, READ_QUESTIONS))
        ease = _narrowed(ease) if narrow else ease
        canvas, count = self._canvas(ease)
        pairs: list[tuple[Screen, Fact]] = []
        said: list[int] = []
        for _ in range(max(2, count // 2)):
            if narrow:
                screen = self._screen(canvas, ease)
                fact = Fact(READ_QUESTIONS, screen.text)
            else:
                screen, facts = self._with_facts(canvas, ease, spoken=True)
                fact = self.rng.choice(facts)
            pairs.append((screen, fact))
            question = self.rng.choice([question for question in fact.questions if self.clips.by_text(question)])
            said.append(self.rng.choice(self.clips.by_text(question)))
        return samples.about_picture(
            [screen for screen, _ in pairs],
            canvas,
            self.shape,
            asked=[[Turn("", fact.answer)] for _, fact in pairs],
            said=self._heard(said, ease.close),
        )

    def _hear(self, ease: Ease) -> Sample:
        most = ease.seconds * 16_000
        short = self._digits if self.rng.random() < ease.digits else self._by_length
        if self.clips.length(short[-1]) > most:
            short = [index for index in short if self.clips.length(index) <= most]
        at = self.rng.randrange(len(short))
        count = max(2, min(48, int(self.tokens * FRAME / max(1, self.clips.length(short[at])) / 2)))
        near = short[max(0, at - count * _POOL // 2) : at + count * _POOL // 2 + 1]
        chosen = self.rng.sample(near, min(count, len(near)))
        answers = [self.clips.text(index) for index in chosen]
        return samples.about_sound(self._heard(chosen, ease.close), question=self.rng.choice(HEAR_QUESTIONS), answers=answers)

    def _paper(self, ease: Ease) -> Sample:
        if self.rng.random() < _REMARKS:
            return samples.about_text([[Turn(*remark(self.rng))] for _ in range(max(2, self.tokens // 50))])
        short = self.rng.random() < _LISTS
        count = max(2, self.tokens // (100 if short else 300))
        papers = max(ease.papers, 0.7) if short else ease.papers
        drawn = [random_papers(self.rng, ease=papers, most=_QUESTIONS) for _ in range(count * _POOL)]
        drawn.sort(key=lambda papers: len(papers[0].prompt))
        at = self.rng.randrange(_POOL) * count
        return samples.about_text([self._about_papers(papers) for papers in drawn[at : at + count]])

    def _about_papers(self, papers: Sequence[Paper]) -> list[Turn]:
        """Questions about the same files: put at once, one after the other, or after something else was said."""
        turns = [Turn(paper.prompt, paper.answer) for paper in papers]
        if self.rng.random() < _AFTER:
            before = self._said_before(papers[0])
            return [Turn(turn.text, turn.answer, (before,)) for turn in turns]
        if self.rng.random() < _FOLLOWED:
            later = [Turn(paper.question, paper.answer) for paper in papers[1:]]
            return self._followed([turns[0], *later])
        return turns

    def _said_before(self, paper: Paper) -> tuple[str, str]:
        """A turn about something else, with its answer: another state of what `paper` is about, another paper, a request."""
        said = earlier(self.rng, paper) if self.rng.random() < _REVISED else None
        if said is None and self.rng.random() < 0.6:
            said = random_paper(self.rng, ease=0.6)
        return (said.prompt, said.answer) if said else (random_request(self.rng), PLACE)

    def _followed(self, turns: Sequence[Turn]) -> list[Turn]:
        """The first of `turns`, and each of the others asked after it, or after it and one more."""
        first, *later = turns
        out = [first]
        for i, turn in enumerate(later):
            between = later[i - 1 : i] if i and self.rng.random() < 0.4 else []
            out.append(Turn(turn.text, turn.answer, tuple((said.text, said.answer) for said in (first, *between))))
        return out

    def _elsewhere(self, ease: Ease) -> Sample:
        if self.rng.random() < 0.7:
            return samples.about_text([[Turn(random_request(self.rng), PLACE)] for _ in range(8)])
        canvas, count = self._canvas(ease)
        count = max(2, count // 3)
        scenes = [Screen(random_scene(self.rng, canvas.width, canvas.height), (), ()) for _ in range(count)]
        asked = [[Turn(random_scene_question(self.rng), PLACE)] for _ in scenes]
        return samples.about_picture(scenes, canvas, self.shape, asked=asked)

    def _canvas(self, ease: Ease) -> tuple[Layout, int]:
        """A canvas, and how many pictures of it make a batch."""
        canvas = pictures.random_layout(self.rng, self.shape, budget=self.rng.choice(ease.budgets))
        return canvas, max(2, self.tokens // canvas.tokens)

    def _screen(self, canvas: Layout, ease: Ease) -> Screen:
        """One with at most `ease.longest` characters to read; the shortest of some where none is that short."""
        tried: list[Screen] = []
        while len(tried) < _TRIES:
            smallest = ease.smallest + 3 * len(tried)  # larger letters: fewer of them
            screen = random_screen(self.rng, canvas.width, canvas.height, kinds=ease.kinds, size=(min(smallest, 40), 48))
            if len(screen.text) <= ease.longest:
                return screen
            tried.append(screen)
        return min(tried, key=lambda screen: len(screen.text))

    def _with_facts(self, canvas: Layout, ease: Ease, *, spoken: bool = False) -> tuple[Screen, list[Fact]]:
        """A screen and what can be asked about it; `spoken`: by the clips there are."""
        while True:
            screen = random_screen(self.rng, canvas.width, canvas.height, kinds=ease.kinds, size=(ease.smallest, 48))
            facts = [f for f in screen.facts if not spoken or any(map(self.clips.by_text, f.questions))]
            if facts:
                return screen, facts

    def _heard(self, chosen: Sequence[int], close: float) -> list[Heard]:
        """The clips as a microphone hears them."""
        babble = [self.clips.samples(index) for index in self.rng.sample(self._by_length, min(_BABBLE, len(self._by_length)))]
        return [
            replace(
                heard(self.clips.samples(index), self.rng, others=babble, close=self.rng.random() < close),
                letters=self.clips.letters(index),
            )
            for index in chosen
        ]


def _narrowed(ease: Ease) -> Ease:
    return replace(ease, longest=min(_SHORT, ease.longest), budgets=(70,), kinds=("lines",), smallest=22)
