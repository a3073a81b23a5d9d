"""Writing one answer: sample, show, evaluate, until it ends, is long enough or is stopped."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from inference.conversation import Request
from inference.events import Cost
from inference.llama.context import Stopped
from inference.llama.sampler import Sampler
from inference.loader import Parts
from inference.prompt.intent import sampling_for
from inference.stop import StopFlag
from inference.stream import ReplyStream

__all__ = ["Reply"]

Reason = Literal["stop", "length", "context"]


class Reply:
    """The answer to `request` after its prompt is in the cache. `started` is when it was asked for (time.monotonic)."""

    def __init__(
        self,
        parts: Parts,
        request: Request,
        *,
        on_text: Callable[[str], None],
        on_thought: Callable[[str], None],
        started: float,
    ) -> None:
        self._parts = parts
        self._limit = request.max_tokens
        self._thought_limit = request.max_tokens // 2  # a thought must leave room for its answer
        self._started = started
        self._stream = ReplyStream(parts.model.piece, parts.model.control_tokens, on_text=on_text, on_thought=on_thought)
        sampling = request.sampling or sampling_for(request.messages[-1], parts.sampling)
        self._sampler = Sampler(sampling, n_vocab=parts.model.n_vocab, forbidden=parts.forbidden)
        self._tokens = 0
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
            self._stream.finish()

    def measured(self, cost: Cost) -> Cost:
        """`cost` with what writing took. The first token's time is the prompt's, so it does not count for the speed."""
        if not self._tokens:
            return cost
        seconds = self._last - self._first
        speed = (self._tokens - 1) / seconds if self._tokens > 1 and seconds > 0 else 0.0
        return replace(cost, reply_tokens=self._tokens, ttft_s=self._first - self._started, decode_tokens_per_s=speed)

    def _loop(self, stop: StopFlag) -> Reason | None:
        parts, stream, session = self._parts, self._stream, self._parts.session
        context = parts.context
        is_end, sample, handle = parts.model.is_end, self._sampler.sample, context.handle
        while True:
            token = sample(handle)
            if not self._tokens:
                self._first = time.monotonic()
            if is_end(token):
                return "stop"
            if stream.thinking and stream.thought_tokens >= self._thought_limit and stream.close_token is not None:
                token = stream.close_token
            self._tokens += 1
            stream.feed(token)
            if self._tokens >= self._limit:
                return "length"
            if session.position >= context.n_ctx:
                return "context"
            if stop.is_set():
                return None
            session.append(token)
