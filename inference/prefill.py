"""Reading a prompt: evaluate what the cache lacks, with checkpoints where later prompts may leave this road.

Progress comes from inside llama.cpp: how much is done and how long the rest takes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from inference.events import Event, PromptProgress
from inference.llama.context import FLASH_TILE, Stopped
from inference.pace import Pace
from inference.pace_fit import PaceFit
from inference.parts import Parts
from inference.pause import Pause
from inference.prompt.assemble import MediaStep, positions
from inference.prompt.prepare import Prepared
from inference.session import PIECE_SECONDS, SAFE_PIECE
from inference.stop import StopFlag

__all__ = ["PromptMeter", "Speed", "prefill"]

_REPORT_EVERY = 0.1
_LEAST_TOKENS = 8
"""Fewer tokens than this say little about the speed of a prompt."""
_CHEAP = 1000.0
"""Tokens a second from which throw-away tokens cost less than they save."""


class Speed:
    """What this machine has shown: its pace and the operations of one evaluation. Lives as long as the load.

    fused: the context uses flash attention, which is slow for a few tokens.
    """

    def __init__(self, fit: PaceFit, *, fused: bool = True) -> None:
        self._fit = fit
        self._fused = fused
        self._pace: Pace | None = None
        self.operations: int = 0

    def learn(self, tokens: int, seconds: float, *, at: int) -> None:
        """Take in that one evaluation of `tokens` behind `at` others took `seconds`."""
        self._fit.learn(max(tokens, self.at_least), seconds, at=at)
        self._pace = None

    @property
    def pace(self) -> Pace | None:
        """None before the first measurement."""
        if self._pace is None and (fitted := self._fit.solve()):
            first = Pace(*fitted, SAFE_PIECE)
            self._pace = replace(first, piece=max(SAFE_PIECE, int(PIECE_SECONDS * SAFE_PIECE / first.seconds(SAFE_PIECE))))
        return self._pace

    @property
    def at_least(self) -> int:
        """Tokens worth evaluating together even if fewer are needed."""
        pace = self.pace if self._fused else None
        return FLASH_TILE if pace and pace.seconds(SAFE_PIECE) * _CHEAP <= SAFE_PIECE else 0

    @property
    def piece(self) -> int:
        """Tokens to evaluate at once: enough to be quick, few enough to be stopped."""
        return self.pace.piece if self.pace else SAFE_PIECE


class PromptMeter:
    """Counts one prompt. `operation` is llama.cpp's abort callback, `piece_done` the session's; `rest` comes between pieces."""

    def __init__(
        self,
        speed: Speed,
        *,
        total: int,
        reused: int,
        emit: Callable[[PromptProgress], None],
        rest: Callable[[], object],
    ) -> None:
        self._speed = speed
        self._total, self._reused, self._done = total, reused, reused
        self._emit, self._rest = emit, rest
        self._operations = self._expected = 0
        self._evaluated, self._seconds = 0, 0.0
        self._piece_started = self._last_report = time.monotonic()
        self._report(0)

    def operation(self) -> None:
        """Note that one operation of the current evaluation is done."""
        self._operations += 1
        if time.monotonic() - self._last_report >= _REPORT_EVERY:
            self._report(self._inside_piece())

    def expect(self, tokens: int) -> None:
        """Announce that the next piece has this many tokens."""
        self._rest()
        self._expected = tokens
        self._operations = 0
        self._piece_started = time.monotonic()

    @property
    def tokens_per_s(self) -> float:
        """Of everything evaluated for this prompt; 0 when that was too little to tell."""
        return self._evaluated / self._seconds if self._evaluated >= _LEAST_TOKENS and self._seconds > 0 else 0.0

    def piece_done(self, tokens: int) -> None:
        seconds = time.monotonic() - self._piece_started
        self._speed.learn(tokens, seconds, at=self._done)
        self._evaluated, self._seconds = self._evaluated + tokens, self._seconds + seconds
        self._speed.operations = self._operations
        self._done += tokens
        self._report(0)

    def _inside_piece(self) -> int:
        if not self._speed.operations:
            return 0
        return int(self._expected * min(1.0, self._operations / self._speed.operations))

    def _report(self, inside: int) -> None:
        self._last_report = time.monotonic()
        done = min(self._total, self._done + inside)
        pace = self._speed.pace
        left = pace.seconds(self._total - done, at=done) if pace else None
        self._emit(PromptProgress(done, self._total, self._reused, left))


_NEIGHBOURS = 8
"""Pictures with fewer tokens between them (their marks, a line break) share one checkpoint."""


def prefill(
    parts: Parts,
    prepared: Prepared,
    max_tokens: int,
    reused: int,
    *,
    speed: Speed,
    emit: Callable[[Event], None],
    stop: StopFlag,
    pause: Pause,
) -> float:
    """Evaluate `prepared` from where the session stands, `reused` of its tokens being in the cache.

    Returns the tokens a second of what was evaluated, 0 when that was too little to tell. Raises Stopped.
    """
    session, steps = parts.session, prepared.steps
    meter = PromptMeter(speed, total=prepared.priced.prompt_tokens, reused=reused, emit=emit, rest=lambda: pause.keep(stop))
    at = session.steps_held
    with parts.context.watching(stop, on_operation=meter.operation):
        for end in _checkpoint_places(prepared, at, slides=positions(steps) + max_tokens > parts.context.sliding_cells):
            if stop.is_set():
                raise Stopped
            session.evaluate(steps[at:end], piece=speed.piece, at_least=speed.at_least, watch=meter)
            session.checkpoint()
            at = end
        session.evaluate(steps[at:], piece=speed.piece, at_least=speed.at_least, watch=meter)
    return meter.tokens_per_s


def _checkpoint_places(prepared: Prepared, start: int, *, slides: bool) -> Iterator[int]:
    """Steps to save the sliding part after, from step `start` on.

    After new pictures and recordings, whose evaluation is what takes minutes; and, if the window will slide
    while the answer is written, where the answer begins: the next turn, an edited question and "regenerate" leave
    the road there.
    """
    media = [index for index, step in enumerate(prepared.steps) if isinstance(step, MediaStep) and index >= start]
    for index, following in zip(media, [*media[1:], len(prepared.steps)], strict=False):
        if following - index > _NEIGHBOURS:
            yield index + 1
    if slides and prepared.stable > max([start, *(index + 1 for index in media)]):
        yield prepared.stable
