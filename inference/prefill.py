"""Reading a prompt: evaluate what the cache lacks, with checkpoints where later prompts may leave this road."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from inference.events import Event
from inference.llama.context import Stopped
from inference.parts import Parts
from inference.pause import Pause
from inference.prompt.prepare import Prepared
from inference.prompt.steps import MediaStep, positions
from inference.prompt_meter import PromptMeter, Speed
from inference.stop import StopFlag

__all__ = ["prefill"]

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
