"""Predicted against measured memory, cell by cell, beside the naive formula and what the library's defaults would take.

    python -m tests.bench memory_grid [--model starter|small|12b|12b-q8_0|NAME] [--cells 1,4-6] [--again] [--whole] [--list]

The starter is always measured; HUSH_SMALL_MODEL=DIR adds a small shape, HUSH_SHAPE_MODEL=DIR the 12B's and
HUSH_SHAPE_MODEL_Q8=DIR the same as Q8_0, each DIR/shape.gguf and DIR/shape-mmproj.gguf; HUSH_OTHER_MODELS=DIR every model in
DIR, by the names of the files (`python -m tests.families DIR` writes five families there, real models may lie beside).
Every cell is a process of its own
and its result is kept in build/memory-grid.jsonl as soon as it is there: what was measured is not measured again, unless
--again is given or the file is another one; the predictions are always today's. The table of all results is printed at the end.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

from inference.errors import HushError
from inference.gguf.model_info import ModelInfo, read_model
from inference.gguf.projector import ProjectorInfo, read_projector
from inference.loading import LoadSettings, ModelFiles
from inference.memory.estimate import estimate
from inference.memory.measurement import layers_enough
from inference.memory.probe import probe
from inference.quantities import gibibytes
from inference.vetting import file_key
from resources import starter
from tests.bench.memory_cells import Cell, keep, library_defaults, naive, read_kept, table, verdict

__all__ = ["main"]

GIB = 2**30
GUESSED_FLOPS = 25e9
"""Operations a second of two cores, until a cell has shown better."""

_CONTEXTS, _UBATCHES = (4_096, 32_768, 131_072), (512, 1152)
_LARGE = (
    # context, n_ubatch, cache, load mode, repacked
    (4_096, 512, "f16", "mmap", False),
    (32_768, 512, "f16", "mmap", False),
    (32_768, 1152, "f16", "mmap", False),
    (131_072, 512, "f16", "mmap", False),
    (32_768, 1152, "q8_0", "mmap", False),
    (131_072, 512, "q8_0", "mmap", False),
    (4_096, 512, "f16", "mmap", True),
    (32_768, 1152, "q8_0", "mmap", True),
    (32_768, 1152, "f16", "read", False),
    (4_096, 1152, "f16", "read", True),
    (32_768, 512, "f16", "read", True),
    (32_768, 1152, "f16", "read", True),
    (32_768, 1152, "q8_0", "read", True),
    (131_072, 1152, "q8_0", "read", True),
)
_LARGER = ((4_096, 512, "f16", "mmap", False), (32_768, 1152, "q8_0", "mmap", True), (4_096, 512, "f16", "read", True))
_OTHERS = (
    (2_048, 512, "f16", "mmap", False),
    (8_192, 512, "f16", "mmap", False),
    (8_192, 1152, "f16", "mmap", False),
    (8_192, 512, "q8_0", "mmap", False),
    (8_192, 512, "f16", "mmap", True),
    (8_192, 512, "f16", "read", False),
    (8_192, 1152, "f16", "read", True),
    (32_768, 512, "f16", "read", True),
    (32_768, 1152, "q8_0", "read", True),
)
_SMALL = tuple(product(_CONTEXTS, _UBATCHES, ("f16", "q8_0"), ("mmap", "read"), (False, True)))


def main(arguments: Sequence[str]) -> int:
    chosen = _chosen(arguments)
    subjects = [subject for subject in _subjects() if chosen.model in (None, subject[0])]
    if not subjects:
        print(f"{chosen.model}: set its variable (see --help).", file=sys.stderr)
        return 2
    kept = [] if chosen.again else read_kept()
    cells: list[Cell] = []
    for name, files, grid in subjects:
        wanted = [(number, _settings(*cell)) for number, cell in enumerate(grid, 1) if not chosen.cells or number in chosen.cells]
        if chosen.list:
            _list(name, files, wanted)
        else:
            cells += _measured(name, files, wanted, kept, whole=chosen.whole)
    if cells:
        print(f"\n{table(cells)}\n\n{verdict(cells)}")
    return 0 if all(cell.met for cell in cells) else 1


def _chosen(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench memory_grid", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--model", help="only this one: starter, small, 12b, 12b-q8_0 or a file's name")
    parser.add_argument(
        "--cells", type=_numbers, default=frozenset(), metavar="N,N-N", help="only these cells; --list numbers them"
    )
    parser.add_argument("--again", action="store_true", help="measure also what was measured before")
    parser.add_argument("--whole", action="store_true", help="evaluate every layer, not only the first that use all buffers")
    parser.add_argument("--list", action="store_true", help="print the cells, the predictions and the time it would take")
    return parser.parse_args(arguments)


def _numbers(text: str) -> frozenset[int]:
    found: set[int] = set()
    for part in text.split(","):
        first, _, last = part.partition("-")
        found |= set(range(int(first), int(last or first) + 1))
    return frozenset(found)


def _subjects() -> Iterator[tuple[str, ModelFiles, Sequence[tuple[int, int, str, str, bool]]]]:
    yield "starter", ModelFiles(*starter(), trusted=True), _SMALL
    for name, variable, grid in (
        ("small", "HUSH_SMALL_MODEL", _SMALL),
        ("12b", "HUSH_SHAPE_MODEL", _LARGE),
        ("12b-q8_0", "HUSH_SHAPE_MODEL_Q8", _LARGER),
    ):
        if directory := os.environ.get(variable):
            yield name, ModelFiles(Path(directory, "shape.gguf"), Path(directory, "shape-mmproj.gguf"), trusted=True), grid
    if directory := os.environ.get("HUSH_OTHER_MODELS"):
        for path in sorted(Path(directory).glob("*.gguf")):
            longest = 2 * read_model(path).context_length
            yield path.stem, ModelFiles(path, trusted=True), [cell for cell in _OTHERS if cell[0] <= longest]


def _settings(context: int, n_ubatch: int, kv_type: str, load_mode: str, repack: bool) -> LoadSettings:
    """With the largest picture that the ubatch holds."""
    return LoadSettings(
        context=context,
        n_ubatch=n_ubatch,
        image_tokens=1120 if n_ubatch >= 1120 else 280,
        kv_type=kv_type,  # pyright: ignore[reportArgumentType]
        load_mode=load_mode,  # pyright: ignore[reportArgumentType]
        repack=repack,
    )


def _measured(
    name: str, files: ModelFiles, wanted: Sequence[tuple[int, LoadSettings]], kept: Sequence[Cell], *, whole: bool
) -> Iterator[Cell]:
    """Each cell as it is done, from `kept` where it was measured before."""
    model, projector = read_model(files.model), _projector(files)
    work = {number: _work(model, settings, whole=whole) for number, settings in wanted}
    before = {cell.number: cell for cell in kept if cell.subject == name and cell.key == file_key(files)}
    flops, left = GUESSED_FLOPS, [number for number, _ in wanted if number not in before]
    for number, settings in wanted:
        if number in before:
            yield _predicted_now(before[number], model, projector, settings)
            continue
        minutes = sum(work[other] for other in left) / flops / 60
        print(
            f"{name}, cell {number} of {len(wanted)}; {len(left)} left, about {minutes:.0f} minutes", file=sys.stderr, flush=True
        )
        started = time.monotonic()
        try:
            cell = _measure(name, number, files, model, projector, settings, whole=whole)
        except HushError as error:
            print(f"  {error}", file=sys.stderr, flush=True)
            continue
        finally:
            left.remove(number)
        flops = (flops + work[number] / (time.monotonic() - started)) / 2
        keep(cell)
        print(table([cell]).splitlines()[-1], flush=True)
        yield cell


def _measure(
    name: str,
    number: int,
    files: ModelFiles,
    model: ModelInfo,
    projector: ProjectorInfo | None,
    settings: LoadSettings,
    *,
    whole: bool,
) -> Cell:
    found = probe(files, settings, whole=whole)
    return Cell(
        subject=name,
        number=number,
        key=file_key(files),
        context=settings.context,
        n_ubatch=settings.ubatch,
        kv_type=settings.kv_type,
        load_mode=settings.load_mode,
        repack=settings.repack,
        predicted=found.predicted,
        measured=found.measured,
        naive=naive(model, settings.context),
        defaults=library_defaults(model, projector, settings.context),
        seconds=round(found.seconds, 1),
        killed=found.killed,
        terms=dict(found.terms),
        stages=dict(found.stages),
    )


def _predicted_now(cell: Cell, model: ModelInfo, projector: ProjectorInfo | None, settings: LoadSettings) -> Cell:
    """What was measured, beside what the formulas say today."""
    today = estimate(model, projector, settings, program=cell.terms["program"])
    return replace(
        cell,
        predicted=today.total,
        terms=today.terms(),
        naive=naive(model, settings.context),
        defaults=library_defaults(model, projector, settings.context),
    )


def _work(model: ModelInfo, settings: LoadSettings, *, whole: bool) -> float:
    """Floating-point operations of a cell, roughly: the matrices for each token, and attention to the whole context."""
    share = 1.0 if whole else layers_enough(model.sliding_layers) / model.block_count
    tokens = settings.ubatch + (settings.image_tokens if settings.ubatch - settings.image_tokens >= 64 else 0)
    dense = 2 * sum(t.elements for t in model.tensors if t.name.startswith("blk.")) * tokens * share
    wide = sum(not slides for slides in model.sliding_layers[: max(1, round(model.block_count * share))])
    attention = 4 * wide * max(model.head_count) * model.key_length * tokens * settings.context
    return dense + attention + GUESSED_FLOPS * (2 + model.file_bytes / GIB)  # a second, and one for each GiB to load


def _projector(files: ModelFiles) -> ProjectorInfo | None:
    return read_projector(files.mmproj) if files.mmproj else None


def _list(name: str, files: ModelFiles, wanted: Sequence[tuple[int, LoadSettings]]) -> None:
    model, projector = read_model(files.model), _projector(files)
    for number, settings in wanted:
        predicted = estimate(model, projector, settings).total
        seconds = _work(model, settings, whole=False) / GUESSED_FLOPS
        print(
            f"{name} {number}: {settings.context:,} context, {settings.ubatch:,} ubatch, {settings.kv_type}, {settings.load_mode}"
            f"{', repacked' if settings.repack else ''}: {gibibytes(predicted, 2)} predicted, about {seconds:.0f} s"
        )
