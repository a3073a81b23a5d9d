"""What asking "shall I stop?" costs a token: the C library's function beside a Python one.

In processor time of one thread, which other programs do not stretch.
"""

from __future__ import annotations

import time
from typing import Any

from inference.loading import LoadSettings, ModelFiles
from inference.stop import StopFlag
from tests.bench.figures import Figure
from tests.bench.loaded import loaded, never_ends

__all__ = ["figures"]

ROUNDS = 7
SECONDS = 1.0


def figures(files: ModelFiles) -> list[Figure]:
    with loaded(files, LoadSettings(context=4096, image_tokens=0, checkpoint_bytes=0, threads=1)) as engine:
        context: Any = never_ends(engine).context
        asked = 0

        def count() -> None:
            nonlocal asked
            asked += 1

        once = _seconds(context, tokens=4)
        tokens = max(4, min(128, int(SECONDS / once)))
        plain, native, python = [], [], []
        stop = StopFlag()
        for _ in range(ROUNDS):
            plain.append(_seconds(context, tokens=tokens))
            with context.watching(stop):
                native.append(_seconds(context, tokens=tokens))
            with context.watching(stop, on_operation=count):
                python.append(_seconds(context, tokens=tokens))
        without = min(plain)
        return [
            Figure("abort callback: times asked a token", asked / (ROUNDS * (tokens + 1))),
            Figure("abort callback: one token without", without * 1e6, "us"),
            Figure("abort callback: native, more a token", (min(native) - without) * 1e6, "us"),
            Figure("abort callback: Python, more a token", (min(python) - without) * 1e6, "us"),
        ]


def _seconds(context: Any, *, tokens: int) -> float:
    """Processor seconds of one token, from an empty cache."""
    context.cut(0)
    context.decode_next(10)
    started = time.process_time()
    for _ in range(tokens):
        context.decode_next(10)
    return (time.process_time() - started) / tokens
