"""What a model will take, in closed form: every term has a name, a formula and a test.

The formulas of the weights, the KV cache and the compute buffers are in rooms of their own; the others were measured on
llama.cpp 0c1e57098 (tests/bench/memory_grid.py).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from inference.gguf.check import require_usable
from inference.gguf.model_info import ModelInfo, read_model
from inference.gguf.projector import DEFAULT_SCALE, ProjectorInfo, read_projector
from inference.loading import LoadSettings, ModelFiles
from inference.memory.compute import compute_bytes, flash_attention
from inference.memory.kv_cache import bookkeeping_bytes, kv_bytes, kv_layers, window_bytes
from inference.memory.weights import repacked_bytes, weight_bytes

__all__ = ["CHECKPOINTS", "PROGRAM_BYTES", "Estimate", "estimate", "of_files"]

_BYTES_PER_TOKEN_OF_VOCABULARY = 440
"""Text, score, maps and merges: 104 MiB in llama.cpp for Gemma 4's 262,144 tokens and 514,906 merges, the rest in Hush."""

_OPENING_BYTES = 43 * 2**20
"""What llama.cpp takes for a moment while it opens a projector, whatever its size, beside what stays."""

_KEPT_BYTES = 14 * 2**20
"""What stays in the heap of what opening a projector freed: 9 MiB with the starter's, which has 5, 17 with the 12B's, of 268."""

_BYTES_PER_PIXEL_VALUE = 24.5
"""While a second picture is projected: both as floats (8), the projector's input and its unrolled patches (8), and what the
conversion to floats and back left in the heap. 185 MiB for 1,120 patches of 48 x 48 x 3."""

_BYTES_PER_SOFT_VALUE = 18
"""Soft tokens as floats, four and a half times: what the projector made, the batch, its copy, the graph's input."""

_USUAL_PATCH = 16 * DEFAULT_SCALE
"""Pixels a side of a soft token where the projector does not say."""

CHECKPOINTS = 4
"""That a chat soon has: behind a picture, behind a recording, before each of two answers."""

PROGRAM_BYTES = 64 * 2**20
"""The command line with llama.cpp's library, numpy and Pillow, before any file is read. The window passes its own."""


@dataclass(frozen=True)
class Estimate:
    """Bytes resident at the peak, by what takes them.

    weights      the model's tensors, mapped or read; an embedding that is also the output twice, if read
    repacked     the second copy that repacking makes beside a mapped file
    vocabulary   llama.cpp's tables of tokens and merges
    kv_cache     keys and values of the context, and what is remembered of its cells
    compute      buffers of one evaluation of n_ubatch tokens
    projector    the projector's tensors
    picture      pictures on their way through them
    checkpoints  what the session saves of its sliding layers, to roll back
    program      Hush itself
    correction   what a measurement of these files on this machine found beside all that; may be negative
    """

    weights: int
    repacked: int
    vocabulary: int
    kv_cache: int
    compute: int
    projector: int
    picture: int
    checkpoints: int
    program: int
    correction: int = 0

    @property
    def total(self) -> int:
        """The sum of all terms."""
        return sum(self.terms().values())

    @property
    def resting(self) -> int:
        """What is resident once everything is loaded and nothing evaluated yet: to be held against Loaded.resident_bytes.

        For a tiny model up to 43 MiB too much: what opening its projector takes for a moment may be its peak.
        """
        return self.total - self.compute - self.picture - self.checkpoints

    def terms(self) -> dict[str, int]:
        """Every term by its name."""
        return asdict(self)


def of_files(files: ModelFiles, settings: LoadSettings, *, program: int = PROGRAM_BYTES, correction: int = 0) -> Estimate:
    """The estimate for loading `files`, from their headers alone. Raises ModelFileError, also for headers that lie."""
    require_usable(files.model, files.mmproj)
    projector = read_projector(files.mmproj) if files.mmproj else None
    return estimate(read_model(files.model), projector, settings, program=program, correction=correction)


def estimate(
    model: ModelInfo,
    projector: ProjectorInfo | None,
    settings: LoadSettings,
    *,
    program: int = PROGRAM_BYTES,
    correction: int = 0,
) -> Estimate:
    """What loading `model` and `projector` with `settings` will take, once the context is full.

    `program` is what the process takes without a model, in bytes; `correction` what a measurement found beside the formulas
    (see inference.memory.records). Of a model that `inference.memory.architectures` does not know, the formulas say little.
    """
    fused = flash_attention(model, settings)
    compute = compute_bytes(model, context=settings.context, n_ubatch=settings.ubatch, fused=fused)
    picture = _picture_bytes(projector, model, settings) if projector else 0
    checkpoints = _checkpoint_bytes(model, settings)
    cells = {"context": settings.context, "n_ubatch": settings.ubatch, "window": model.sliding_window}
    return Estimate(
        weights=weight_bytes(model, settings),
        repacked=repacked_bytes(model, settings),
        vocabulary=model.vocabulary_size * _BYTES_PER_TOKEN_OF_VOCABULARY,
        kv_cache=kv_bytes(kv_layers(model, fused=fused), kv_type=settings.kv_type, **cells) + bookkeeping_bytes(**cells),
        compute=compute,
        projector=_projector_bytes(projector, later=compute + picture + checkpoints) if projector else 0,
        picture=picture,
        checkpoints=checkpoints,
        program=program,
        correction=correction,
    )


def _projector_bytes(projector: ProjectorInfo, *, later: int) -> int:
    """Its tensors, and what opening it takes for a moment beyond what is used `later` and not yet then.

    With both senses llama.cpp opens the file twice, and both keep the patch projection: 101 MiB of Gemma 4 12B's 167.
    """
    patch = next((t.bytes for t in projector.tensors if t.name == "v.patch_embd.weight"), 0)
    twice = patch if projector.vision and projector.audio else 0
    return projector.tensor_bytes + twice + _KEPT_BYTES + max(0, _OPENING_BYTES - later)


def _picture_bytes(projector: ProjectorInfo, model: ModelInfo, settings: LoadSettings) -> int:
    """Pictures of as many tokens as are wanted and fit one evaluation; 0 for a projector that only hears."""
    if not projector.vision:
        return 0
    side = projector.patch or _USUAL_PATCH
    each = side * side * 3 * _BYTES_PER_PIXEL_VALUE + model.embedding_length * _BYTES_PER_SOFT_VALUE
    return int(min(settings.image_tokens, settings.ubatch) * each)


def _checkpoint_bytes(model: ModelInfo, settings: LoadSettings) -> int:
    """The window's cells of the sliding layers for each checkpoint, as many as the bound allows and a chat soon has."""
    one = window_bytes(kv_layers(model), cells=min(model.sliding_window, settings.context), kv_type=settings.kv_type)
    return min(settings.checkpoint_bytes // one, CHECKPOINTS) * one if one else 0
