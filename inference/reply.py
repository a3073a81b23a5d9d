"""Writing one answer: sample, show, evaluate, until it ends, is long enough or is stopped."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from math import inf
from typing import Literal

import numpy as np

from inference.conversation import Request
from inference.doubt import Sureness
from inference.events import Cost, TextDelta, Thought
from inference.llama.context import Stopped
from inference.llama.sampler import Sampler
from inference.parts import Parts
from inference.pause import Pause
from inference.prompt.assemble import Step
from inference.prompt.intent import sampling_for
from inference.stop import StopFlag
from inference.stream import ReplyStream

__all__ = ["LONGEST", "SPAN", "TIMES", "Repetition", "Reply"]

Reason = Literal["stop", "length", "context", "loop"]

_SHOW_EVERY = 0.02
"""Seconds. A model that writes hundreds of tokens a second would lose a fiftieth of them to showing each by itself."""
LONGEST = 64
"""Tokens of a phrase that is looked for."""
SPAN, TIMES = 160, 24
"""Tokens and times that a phrase must fill in a row, both: ruled lines, refrains and most tables do not. Who wants the same line
thirty times has to ask for the rest of it."""


class Repetition:
    """Notices that one short phrase is written over and over, as it may be at temperature 0, or in a long thought: such an answer
    would go on until the context is full (https://github.com/google-deepmind/gemma/issues/727). Some microseconds a token."""

    def __init__(self) -> None:
        lengths = np.arange(1, LONGEST + 1)
        self._last = np.full(LONGEST, -1, np.int64)  # the newest first
        self._same = np.zeros(LONGEST, np.int64)  # how many tokens in a row were the one so many places before
        self._enough = np.maximum(SPAN, TIMES * lengths) - lengths

    def add(self, token: int) -> bool:
        """Take `token`; whether it ends a phrase that fills `SPAN` tokens, and stands `TIMES` times, in a row."""
        last, same = self._last, self._same
        same += 1
        same *= last == token
        last[1:] = last[:-1]
        last[0] = token
        return bool((same >= self._enough).any())


class Reply:
    """The answer to `request` after its `prompt` is in the cache. `started` is when it was asked for (time.monotonic).

    `sureness` is told each token of the answer, if given.
    """

    def __init__(
        self,
        parts: Parts,
        request: Request,
        prompt: Sequence[Step],
        *,
        emit: Callable[[TextDelta | Thought], None],
        started: float,
        pause: Pause,
        sureness: Sureness | None = None,
    ) -> None:
        self._parts = parts
        self._sureness = sureness
        self._limit = request.max_tokens
        self._thought_limit = request.max_tokens // 2  # a thought must leave room for its answer
        self._started, self._pause, self._rested = started, pause, 0.0
        self._stream = ReplyStream(
            parts.model.piece,
            parts.model.control_tokens,
            on_text=lambda text: emit(TextDelta(text)),
            on_thought=lambda text: emit(Thought(text)),
            after=prompt,
        )
        sampling = request.sampling or sampling_for(request.messages[-1], parts.sampling)
        self._sampler = Sampler(sampling, n_vocab=parts.model.n_vocab, forbidden=parts.forbidden)
        self._tokens = 0
        self._unshown: list[int] = []
        self._first = self._last = started

    @property
    def text(self) -> str:
        return self._stream.text

    @property
    def thought(self) -> str:
        return self._stream.thought

    def write(self, stop: StopFlag) -> Reason | None:
        """Generate to the end; returns why it ended, None if it was stopped."""
        try:
            with self._parts.context.watching(stop):
                return self._loop(stop)
        except Stopped:
            return None
        finally:
            self._last = time.monotonic()
            self._sampler.close()
            self._show()
            self._stream.finish()

    def measure(self, cost: Cost) -> Cost:
        """`cost` with what writing took. The first token's time is the prompt's, so it does not count for the speed."""
        if not self._tokens:
            return cost
        seconds = self._last - self._first - self._rested
        speed = (self._tokens - 1) / seconds if self._tokens > 1 and seconds > 0 else 0.0
        return replace(cost, reply_tokens=self._tokens, ttft_s=self._first - self._started, decode_tokens_per_s=speed)

    def _loop(self, stop: StopFlag) -> Reason | None:
        # Whatever is looked up or called in this loop is time that llama.cpp's threads wait.
        parts, stream, unshown = self._parts, self._stream, self._unshown
        sample, append, clock, handle = self._sampler.sample, parts.session.append, time.monotonic, parts.context.handle
        room = min(self._limit, parts.context.n_ctx - parts.session.position + 1)
        close_at, shown, repetition = inf, 0.0, Repetition()
        ordinary: set[int] = set()
        sureness = self._sureness
        while True:
            token = sample(handle)
            if sureness is not None:
                sureness.add(parts.context.logits(), token)
            now = clock()
            if not self._tokens:
                self._first = now
            if self._tokens >= close_at and stream.close_token is not None:
                token = stream.close_token
            if token not in ordinary:
                if parts.model.is_end(token):
                    return "stop"
                if not stream.turns_at(token):
                    ordinary.add(token)
            self._tokens += 1
            unshown.append(token)
            if now - shown >= _SHOW_EVERY or token not in ordinary:
                self._show()
                self._rested += self._pause.keep(stop)
                shown = now
                close_at = self._tokens + self._thought_limit - stream.thought_tokens if stream.thinking else inf
            if repetition.add(token):
                self._show()
                if not stream.thinking or stream.close_token is None:
                    return "loop"
                close_at, repetition = self._tokens, Repetition()  # what it has thought until now has to do
            if self._tokens >= room:
                return "length" if self._tokens >= self._limit else "context"
            append(token)

    def _show(self) -> None:
        self._stream.feed(self._unshown)
        self._unshown.clear()
