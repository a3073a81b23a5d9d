"""What a model will take, in closed form: every term has a name, a formula and a test.

The formulas of the KV cache and of the compute buffers are in rooms of their own; the others were measured on llama.cpp 0c1e57098.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from inference.gguf.check import require_usable
from inference.gguf.model import ModelInfo, read_model
from inference.gguf.projector import DEFAULT_SCALE, ProjectorInfo, read_projector
from inference.loading import LoadSettings, ModelFiles
from inference.memory.compute import compute_bytes, flash_attention
from inference.memory.kv_cache import kv_bytes, kv_layers, window_bytes

__all__ = ["PROGRAM_BYTES", "Estimate", "estimate", "of_files"]

_BYTES_PER_TOKEN_OF_VOCABULARY = 440
"""Text, score, maps and merges: 104 MiB in llama.cpp for Gemma 4's 262,144 tokens and 514,906 merges, the rest in Hush."""

_OPENING_BYTES = 44 * 2**20
"""What llama.cpp takes for a moment while it opens a projector, whatever its size."""

_BYTES_PER_PIXEL_VALUE = 18
"""While a picture is projected: it as bytes and as floats, its unrolled patches and the projector's own buffer.
133 MiB for 1,120 patches of 48 x 48 x 3, whatever the model's width."""

_USUAL_PATCH = 16 * DEFAULT_SCALE
"""Pixels a side of a soft token where the projector does not say."""

_CHECKPOINTS = 4
"""That a chat soon has: behind a picture, behind a recording, before each of two answers."""

PROGRAM_BYTES = 64 * 2**20
"""The command line with llama.cpp's library, numpy and Pillow, before any file is read. The window passes its own."""


@dataclass(frozen=True)
class Estimate:
    """Bytes resident at the peak, by what takes them.

    weights      the model's tensors, mapped or read
    repacked     the second copy that repacking makes beside a mapped file
    vocabulary   llama.cpp's tables of tokens and merges
    kv_cache     keys and values of the context
    compute      buffers of one evaluation of n_ubatch tokens
    projector    the projector's tensors, and one picture on its way through them
    checkpoints  what the session saves of its sliding layers, to roll back
    program      Hush itself
    """

    weights: int
    repacked: int
    vocabulary: int
    kv_cache: int
    compute: int
    projector: int
    checkpoints: int
    program: int

    @property
    def total(self) -> int:
        """The sum of all terms."""
        return sum(self.terms().values())

    def terms(self) -> dict[str, int]:
        """Every term by its name."""
        return asdict(self)


def of_files(files: ModelFiles, settings: LoadSettings, *, program: int = PROGRAM_BYTES) -> Estimate:
    """The estimate for loading `files`, from their headers alone. Raises ModelFileError, also for headers that lie."""
    require_usable(files.model, files.mmproj)
    projector = read_projector(files.mmproj) if files.mmproj else None
    return estimate(read_model(files.model), projector, settings, program=program)


def estimate(
    model: ModelInfo, projector: ProjectorInfo | None, settings: LoadSettings, *, program: int = PROGRAM_BYTES
) -> Estimate:
    """What loading `model` and `projector` with `settings` will take, once the context is full.

    `program` is what the process takes without a model, in bytes.
    """
    kv_cache = kv_bytes(
        kv_layers(model),
        context=settings.context,
        n_ubatch=settings.ubatch,
        window=model.sliding_window,
        kv_type=settings.kv_type,
    )
    return Estimate(
        weights=model.tensor_bytes,
        repacked=_repackable(model) if settings.repack and settings.load_mode == "mmap" else 0,
        vocabulary=model.vocabulary_size * _BYTES_PER_TOKEN_OF_VOCABULARY,
        kv_cache=kv_cache,
        compute=compute_bytes(model, context=settings.context, n_ubatch=settings.ubatch, fused=flash_attention(model, settings)),
        projector=_projector_bytes(projector, image_tokens=settings.image_tokens) if projector else 0,
        checkpoints=_checkpoint_bytes(model, settings),
        program=program,
    )


def _repackable(model: ModelInfo) -> int:
    """Bytes of the tensors that llama.cpp keeps a second, rearranged copy of: all matrices but the embedding."""
    return sum(t.bytes for t in model.tensors if len(t.shape) == 2 and not t.name.startswith("token_embd"))


def _projector_bytes(projector: ProjectorInfo, *, image_tokens: int) -> int:
    """Its tensors, and a picture of `image_tokens` at work.

    With both senses llama.cpp opens the file twice, and both keep the patch projection: 101 MiB of Gemma 4 12B's 167.
    """
    patch = next((t.bytes for t in projector.tensors if t.name == "v.patch_embd.weight"), 0)
    twice = patch if projector.vision and projector.audio else 0
    side = projector.patch or _USUAL_PATCH
    at_work = image_tokens * side * side * 3 * _BYTES_PER_PIXEL_VALUE
    return projector.tensor_bytes + twice + max(_OPENING_BYTES, at_work)


def _checkpoint_bytes(model: ModelInfo, settings: LoadSettings) -> int:
    """The window's cells of the sliding layers for each checkpoint, as many as the bound allows and a chat soon has."""
    one = window_bytes(kv_layers(model), cells=min(model.sliding_window, settings.context), kv_type=settings.kv_type)
    return min(settings.checkpoint_bytes // one, _CHECKPOINTS) * one if one else 0
