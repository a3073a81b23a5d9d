"""Peak resident memory at 32k tokens of context with one picture of 1,120 tokens, each way in a process of its own.

python -m tests.bench.peak_memory MODEL MMPROJ f16|q8_0     Hush's part of it, as a child
"""

from __future__ import annotations

from dataclasses import replace

from inference.conversation import Request, Sampling
from inference.loading import LoadSettings, ModelFiles
from inference.memory import estimate
from inference.stop import StopFlag
from tests.bench import child
from tests.bench.figures import Figure
from tests.bench.inputs import IMAGE_TOKENS, picture, question
from tests.bench.loaded import files as files_at
from tests.bench.loaded import loaded, quiet

__all__ = ["figures"]

CONTEXT = 32_768
GOAL = 8.6
GIB = 2**30


def figures(files: ModelFiles) -> list[Figure]:
    found: list[Figure] = []
    for kv_type in ("q8_0", "f16"):
        mine = child.run("peak_memory", files.model, files.mmproj, kv_type)
        goal = GOAL if kv_type == "q8_0" else None
        found += [
            Figure(f"peak memory: Hush, {kv_type} cache", mine["peak_rss_bytes"] / GIB, "GiB", goal=goal, at_most=True),
            Figure(f"peak memory: Hush, {kv_type} cache, as estimated", mine["predicted_bytes"] / GIB, "GiB"),
        ]
    theirs, peak = child.watched("library", "peak", files.model, files.mmproj, CONTEXT)
    ended = "the library's defaults" if theirs else "the library's defaults, until memory ran out"
    found.append(Figure(f"peak memory: {ended}", peak / GIB, "GiB"))
    if theirs:
        found.append(Figure("peak memory: the library's defaults, its prompt", theirs["prompt_tokens"], "tokens"))
    return found


def measure(model: str, mmproj: str, kv_type: str) -> dict[str, int]:
    files = files_at(model, mmproj)
    settings = LoadSettings(context=CONTEXT, kv_type=kv_type)  # pyright: ignore[reportArgumentType]
    predicted = estimate.of_files(files, settings).total
    with loaded(files, replace(settings, predicted_bytes=predicted)) as engine:
        asked = question("What is this?", picture())
        request = Request((asked,), sampling=Sampling.exact(), max_tokens=2, image_tokens=IMAGE_TOKENS)
        engine.generate(request, emit=quiet, stop=StopFlag())
    return {"peak_rss_bytes": child.peak_rss_bytes(), "predicted_bytes": predicted}


if __name__ == "__main__":
    child.main(measure)
