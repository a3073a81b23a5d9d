"""Decoding through the engine beside a bare loop of llama_decode: same model, same context, same tokens, turn by turn."""

from __future__ import annotations

import time
from typing import Any

from llama_cpp import llama_cpp as ll

from inference.conversation import Request, Sampling
from inference.engine import Engine
from inference.events import Finished
from inference.loading import LoadSettings, ModelFiles
from inference.stop import StopFlag
from tests.bench.figures import Figure
from tests.bench.inputs import question
from tests.bench.loaded import loaded, never_ends, quiet

__all__ = ["figures"]

GOAL = 0.97
ROUNDS = 200
FEW_ROUNDS = 5
"""For a model so slow that nothing else on the machine disturbs it much."""
SECONDS = 2.0
MOST_TOKENS = 128


def figures(files: ModelFiles) -> list[Figure]:
    with loaded(files, LoadSettings(context=2048, image_tokens=0, checkpoint_bytes=0)) as engine:
        parts = never_ends(engine)
        tokens = _affordable(engine)
        found: list[Figure] = []
        for name, sampling in (("greedy", Sampling.exact()), ("sampled", Sampling(seed=1))):
            rounds = _rounds(engine, parts, sampling, tokens)
            # The fastest round of each is the one that nothing else on the machine disturbed.
            hush, bare = max(h for h, _ in rounds), max(b for _, b in rounds)
            found += [
                Figure(f"decode, {name}: Hush", hush, "tokens/s"),
                Figure(f"decode, {name}: bare llama_decode", bare, "tokens/s"),
                Figure(f"decode, {name}: share of bare speed", hush / bare, "", goal=GOAL),
            ]
        return found


def _affordable(engine: Engine) -> int:
    """As many tokens as take a few seconds."""
    speed = _answer(engine, Sampling.exact(), 16).cost.decode_tokens_per_s
    return max(8, min(MOST_TOKENS, int(speed * SECONDS)))


def _rounds(engine: Engine, parts: Any, sampling: Sampling, tokens: int) -> list[tuple[float, float]]:
    """(tokens a second through the engine, tokens a second bare), each first in every other round."""
    engine.forget()
    prompt_tokens = _answer(engine, sampling, tokens).cost.prompt_tokens
    held: list[int] = list(parts.session._steps)  # the same in every round: greedy, or of one seed

    def hush() -> float:
        engine.forget()
        return _answer(engine, sampling, tokens).cost.decode_tokens_per_s

    def bare() -> float:
        return _bare(parts.context, held[:prompt_tokens], held[prompt_tokens:])

    rounds: list[tuple[float, float]] = []
    for number in range(ROUNDS if tokens == MOST_TOKENS else FEW_ROUNDS):
        first, second = (hush, bare) if number % 2 else (bare, hush)
        speeds = {first: first(), second: second()}
        rounds.append((speeds[hush], speeds[bare]))
    return rounds


def _answer(engine: Engine, sampling: Sampling, tokens: int) -> Finished:
    request = Request((question("Tell me a long story."),), sampling=sampling, max_tokens=tokens)
    outcome = engine.generate(request, emit=quiet, stop=StopFlag())
    assert isinstance(outcome, Finished)
    return outcome


def _bare(context: Any, prompt: list[int], reply: list[int]) -> float:
    context.cut(0)
    context.decode(prompt, 0)
    one = (ll.llama_token * 1)()
    batch, handle, decode = ll.llama_batch_get_one(one, 1), context.handle, ll.llama_decode
    started = time.perf_counter()
    for token in reply:
        one[0] = token
        decode(handle, batch)
    return len(reply) / (time.perf_counter() - started)
