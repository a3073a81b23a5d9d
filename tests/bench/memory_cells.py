"""A cell of the memory grid: what was measured beside what was predicted, how it is kept, and the table of all of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from inference.gguf.model_info import ModelInfo
from inference.gguf.projector import ProjectorInfo
from inference.loading import LoadSettings
from inference.memory.estimate import estimate
from inference.memory.kv_cache import flash_attention, kv_bytes, kv_layers
from inference.quantities import gibibytes

__all__ = ["Cell", "keep", "library_defaults", "naive", "read_kept", "table", "verdict"]

MIB = 2**20
WITHIN, WITHIN_BYTES = 0.02, 60 * MIB
RESULTS = Path("build/memory-grid.jsonl")
LIBRARY_UBATCH = 512


@dataclass(frozen=True)
class Cell:
    """One measurement, in bytes; `killed` if memory ran out, and then `measured` is what was seen until then."""

    subject: str
    number: int
    key: str
    context: int
    n_ubatch: int
    kv_type: str
    load_mode: str
    repack: bool
    predicted: int
    measured: int
    naive: int
    defaults: int
    seconds: float
    killed: bool
    terms: dict[str, int]
    stages: dict[str, int]

    @property
    def off(self) -> int:
        """Bytes predicted too much; negative: too little."""
        return self.predicted - self.measured

    @property
    def met(self) -> bool:
        """Within 2 % or 60 MiB, and never more than 60 MiB too low."""
        near = abs(self.off) <= max(WITHIN * self.measured, WITHIN_BYTES)
        return near and self.off >= -WITHIN_BYTES and not self.killed


def naive(model: ModelInfo, context: int) -> int:
    """The formula most programs use: every layer keeps every head of every token as half floats, beside the file."""
    heads, head = max(model.head_count, default=0), max(model.key_length, model.key_length_swa)
    return model.block_count * heads * head * 2 * 2 * context + model.file_bytes


def library_defaults(model: ModelInfo, projector: ProjectorInfo | None, context: int) -> int:
    """What llama-cpp-python's defaults take, in closed form.

    Mapped and repacked, a sliding-window cache as long as the context (swa_full), and logits of a whole batch.
    tests/bench/peak_memory.py measures it, where there is memory for it.
    """
    settings = LoadSettings(context=context, n_ubatch=LIBRARY_UBATCH, image_tokens=280, repack=True, checkpoint_bytes=0)
    ours = estimate(model, projector, settings)
    fused = flash_attention(model, settings)
    layers = [replace(layer, sliding=False) for layer in kv_layers(model, fused=fused)]
    cache = kv_bytes(layers, context=context, n_ubatch=LIBRARY_UBATCH, window=0)
    logits = (LIBRARY_UBATCH - 1) * 4 * model.vocabulary_size
    return ours.total - ours.kv_cache + cache + logits


def table(cells: Sequence[Cell]) -> str:
    """The results as Markdown."""
    head = ("model", "context", "n_ubatch", "cache", "weights", "predicted", "measured", "error", "error, MiB", "naive formula")
    lines = [
        f"| {' | '.join(head)} | library's defaults |",
        "|---|---:|---:|---|---|---:|---:|---:|---:|---:|---:|",
    ]
    for cell in cells:
        weights = ("mapped" if cell.load_mode == "mmap" else "read") + (", repacked" if cell.repack else "")
        sizes = (cell.predicted, cell.measured, cell.naive, cell.defaults)
        predicted, measured, naive_formula, defaults = (gibibytes(size, 2) for size in sizes)
        lines.append(
            f"| {cell.subject} | {cell.context:,} | {cell.n_ubatch:,} | {cell.kv_type} | {weights} | {predicted}"
            f" | {'killed at ' if cell.killed else ''}{measured} | {cell.off / cell.measured:+.1%}"
            f" | {cell.off / MIB:+.1f}{'' if cell.met else ' **MISSED**'} | {naive_formula} | {defaults} |"
        )
    return "\n".join(lines)


def verdict(cells: Sequence[Cell]) -> str:
    missed = [cell for cell in cells if not cell.met]
    low, high = min(cell.off for cell in cells), max(cell.off for cell in cells)
    worst = max(abs(cell.off) / cell.measured for cell in cells)
    found = f"{len(cells)} cells: from {low / MIB:+.1f} to {high / MIB:+.1f} MiB, at most {worst:.1%} off"
    if missed:
        return f"{found}. MISSED in {len(missed)}."
    return f"{found}. Every error is within 2 % or 60 MiB, and none is more than 60 MiB too low: met."


def read_kept() -> list[Cell]:
    """What was measured before; lines of another make are left out."""
    found: list[Cell] = []
    for line in RESULTS.read_text("utf-8").splitlines() if RESULTS.exists() else []:
        try:
            found.append(Cell(**json.loads(line)))
        except (TypeError, ValueError):
            continue
    return found


def keep(cell: Cell) -> None:
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    with RESULTS.open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(cell)) + "\n")
