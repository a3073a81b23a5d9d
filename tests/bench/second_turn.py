"""The second turn after a picture of 1,120 tokens and half a minute of sound: what is evaluated, how long until it answers.

Beside it, in the same run, llama-cpp-python's Gemma4ChatHandler on the same weights and picture. It takes no sound, and
sizes pictures by itself; if it makes fewer tokens of this one, it is asked again with the same 1,120.
"""

from __future__ import annotations

import time
from typing import Any

from inference.conversation import Message, Request, Sampling
from inference.engine import Engine
from inference.events import Finished
from inference.loading import LoadSettings, ModelFiles
from inference.prompt.assemble import token_count
from inference.stop import StopFlag
from tests.bench import child
from tests.bench.figures import Figure
from tests.bench.inputs import IMAGE_TOKENS, picture, question, sound
from tests.bench.loaded import loaded, quiet

__all__ = ["figures"]

GOAL = 20.0
CONTEXT = 8192
REPEATS, SECONDS = 7, 20.0
"""The middle of several runs, where they are quick: a second turn of 20 ms is shorter than what else a machine does."""


def figures(files: ModelFiles) -> list[Figure]:
    first, second, new = _middle(files, heard=True)
    _, seen, _ = _middle(files, heard=False)  # what the library can be asked as well
    evaluated = second.cost.prompt_tokens - second.cost.reused_tokens
    found = [
        Figure("second turn: prompt", second.cost.prompt_tokens, "tokens"),
        Figure("second turn: evaluated by Hush", evaluated, "tokens", goal=new, at_most=True),
        Figure("first turn: Hush, picture and sound, to its first token", first.cost.ttft_s, "s"),
        Figure("second turn: Hush, picture and sound, to its first token", second.cost.ttft_s, "s"),
        Figure("second turn: Hush, the picture alone, to its first token", seen.cost.ttft_s, "s"),
    ]
    for name, tokens in (("as it comes", ""), (f"{IMAGE_TOKENS} tokens", str(IMAGE_TOKENS))):
        theirs = child.run("library", "turns", files.model, files.mmproj, CONTEXT, tokens)
        found += [
            Figure(f"first turn: Gemma4ChatHandler, {name}, to its first token", theirs["first_ttft_s"], "s"),
            Figure(f"second turn: Gemma4ChatHandler, {name}, to its first token", theirs["second_ttft_s"], "s"),
            Figure(
                f"second turn: times shorter, the picture alone, {name}",
                theirs["second_ttft_s"] / seen.cost.ttft_s,
                "",
                goal=GOAL,
            ),
            Figure(
                f"second turn: times shorter, with the sound it cannot take, {name}",
                theirs["second_ttft_s"] / second.cost.ttft_s,
                "",
            ),
        ]
        if theirs["prompt_tokens"] >= IMAGE_TOKENS:  # as it comes was as large: no need to wait for the same again
            break
    return found


def _middle(files: ModelFiles, *, heard: bool) -> tuple[Finished, Finished, int]:
    """The run whose second turn took the middle time."""
    started, runs = time.monotonic(), [_hush(files, heard=heard)]
    while len(runs) < REPEATS and time.monotonic() - started < SECONDS:
        runs.append(_hush(files, heard=heard))
    return sorted(runs, key=lambda run: run[1].cost.ttft_s)[len(runs) // 2]


def _hush(files: ModelFiles, *, heard: bool) -> tuple[Finished, Finished, int]:
    """Both answers, and how many tokens of the second prompt are new: not what the first one leaves in the history."""
    with loaded(files, LoadSettings(context=CONTEXT)) as engine:
        asked = question("What is this?", picture(), *([sound()] if heard else []))
        first = _answer(engine, (asked,))
        messages = (asked, Message.text("assistant", first.text), Message.text("user", "And what else?"))
        second = _answer(engine, messages)
        return first, second, second.cost.prompt_tokens - _lasting_tokens(engine, asked)


def _lasting_tokens(engine: Engine, asked: Message) -> int:
    """Tokens of the first prompt that stand in the second as well: all but what opens the reply."""
    parts: Any = engine._parts
    prepared = parts.prompts.make(Request((asked,), image_tokens=IMAGE_TOKENS))
    return token_count(prepared.steps[: prepared.stable])


def _answer(engine: Engine, messages: tuple[Message, ...]) -> Finished:
    request = Request(messages, sampling=Sampling.exact(), max_tokens=16, image_tokens=IMAGE_TOKENS)
    outcome = engine.generate(request, emit=quiet, stop=StopFlag())
    assert isinstance(outcome, Finished)
    return outcome
