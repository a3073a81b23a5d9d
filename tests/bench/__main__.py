"""`make bench`: every figure, on the starter that ships with Hush.

    python -m tests.bench [--json] [NAME ...]

HUSH_SHAPE_MODEL=DIR adds the figures that need a large model: DIR/shape.gguf and DIR/shape-mmproj.gguf, a pair of Gemma 4
12B's shape, whose weights may be random. With it and no memory to spare, name the benchmarks one at a time.

first_model and injection are measured on the first model, where set-up has brought it.

    python -m tests.bench memory_grid [...]     has options of its own, and runs for long: see tests/bench/memory_grid.py
    python -m tests.bench.fuzz [COUNT]          damaged files, many of each kind: see tests/bench/fuzz.py
    python -m tests.bench first_evening [...]   likewise, on the model that set-up brings: see tests/bench/first_evening.py
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from inference.loading import ModelFiles
from resources import first_model, starter
from tests.bench import child, first_evening, memory_grid
from tests.bench.figures import Figure, table

ON_EVERY_MODEL = ("decode", "second_turn", "abort_callback", "stop_latency", "prefill_time", "window_stalls")
ON_THE_STARTER = (
    "window_start",
    "attachments",
    "transcript",
    "history",
    "text_in_pictures",
    "words_in_recordings",
    "words_in_an_hour",
)
ON_THE_SHAPE = ("peak_memory",)
ON_THE_FIRST = ("first_model", "injection")
WHEN_NAMED = ("out_of_memory", "words_in_recordings", "words_in_an_hour", "first_model", "injection")
"""Long, or of what has to be fetched: only when asked for by name."""


def main() -> int:
    if sys.argv[1:2] == ["memory_grid"]:
        return memory_grid.main(sys.argv[2:])
    if sys.argv[1:2] == ["first_evening"]:
        return first_evening.main(sys.argv[2:])
    every = (*ON_EVERY_MODEL, *ON_THE_STARTER, *ON_THE_SHAPE, *ON_THE_FIRST, "out_of_memory")
    parser = argparse.ArgumentParser(prog="bench", description="Measure what the README promises.")
    parser.add_argument("--json", action="store_true", help="print JSON and nothing else")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join((*every, "memory_grid", "first_evening")))
    chosen = parser.parse_args()
    if unknown := set(chosen.names) - set(every):
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}")
    results: dict[str, list[Figure]] = {}
    subjects = _subjects()
    if nowhere := set(chosen.names) - {name for _, _, names in subjects for name in names}:
        parser.error(f"what {', '.join(sorted(nowhere))} measures is not here: see the top of tests/bench/__main__.py")
    for subject, pair, names in subjects:
        for name in names:
            if name in chosen.names or (not chosen.names and name not in WHEN_NAMED):
                print(f"{name} on the {subject} ...", file=sys.stderr, flush=True)
                results[f"{name} on the {subject}"] = _measured(name, pair)
    _print(results, as_json=chosen.json)
    return 0


def _subjects() -> list[tuple[str, ModelFiles, tuple[str, ...]]]:
    model, mmproj = starter()
    subjects = [_subject("starter", model, mmproj, (*ON_EVERY_MODEL, *ON_THE_STARTER))]
    if first := first_model():
        subjects.append(_subject("first model", first, None, ON_THE_FIRST))
    if directory := os.environ.get("HUSH_SHAPE_MODEL"):
        shape, projector = Path(directory, "shape.gguf"), Path(directory, "shape-mmproj.gguf")
        subjects.append(_subject("shape", shape, projector, (*ON_EVERY_MODEL, *ON_THE_SHAPE, "out_of_memory")))
    return subjects


def _subject(name: str, model: Path, mmproj: Path | None, benchmarks: tuple[str, ...]) -> tuple[str, ModelFiles, tuple[str, ...]]:
    return name, ModelFiles(model, mmproj, trusted=True), benchmarks


def _measured(name: str, pair: ModelFiles) -> list[Figure]:
    """Each benchmark has a process to itself."""
    return [Figure(**figure) for figure in child.run("one", name, *filter(None, (pair.model, pair.mmproj)))]


def _print(results: dict[str, list[Figure]], *, as_json: bool) -> None:
    if as_json:
        import json

        print(json.dumps({name: [_fields(figure) for figure in figures] for name, figures in results.items()}, indent=2))
        return
    for name, figures in results.items():
        print(f"\n{name}\n{table(figures)}")


def _fields(figure: Figure) -> dict[str, Any]:
    return {**asdict(figure), "met": figure.met}


if __name__ == "__main__":
    sys.exit(main())
