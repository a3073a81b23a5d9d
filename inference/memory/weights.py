"""What a model's tensors take: mapped, read, and the copy that repacking makes.

Repacking rearranges the matrices of a few types for the processor's vector units; which types is the processor's matter.
From ggml-cpu/repack.cpp (ggml_repack_get_optimal_repack_type) of llama.cpp 0c1e57098.
"""

from __future__ import annotations

import platform

from inference.gguf.header import Tensor
from inference.gguf.model_info import ModelInfo
from inference.loading import LoadSettings

__all__ = ["repacked_bytes", "weight_bytes"]

_X86 = frozenset(("Q4_0", "Q4_K", "Q2_K", "IQ4_NL", "MXFP4"))
"""With AVX2; Q2_K only with AVX-512, counted all the same."""
_ARM = frozenset(("Q4_0", "Q4_K", "Q5_K", "Q6_K", "Q8_0", "IQ4_NL", "MXFP4", "Q1_0"))
_REPACKED = {"x86_64": _X86, "amd64": _X86, "arm64": _ARM, "aarch64": _ARM}
_EMBEDDING, _OUTPUT = "token_embd.weight", "output.weight"


def weight_bytes(model: ModelInfo, settings: LoadSettings) -> int:
    """Bytes of the tensors where llama.cpp keeps them first.

    Read, an embedding that is also the output comes twice (788 MiB for Gemma 4 12B): llama.cpp makes two tensors of it, and
    only in a mapped file are they the same pages.
    """
    twice = _find_tied_embedding(model) if settings.load_mode == "read" else None
    return model.tensor_bytes + (twice.bytes if twice else 0)


def repacked_bytes(model: ModelInfo, settings: LoadSettings, *, processor: str | None = None) -> int:
    """Bytes of the rearranged copies beside a mapped file. Read weights are rearranged in place of the originals.

    `processor` as platform.machine() names it; of an unknown one every matrix is counted.
    """
    if not settings.repack or settings.load_mode == "read":
        return 0
    types = _REPACKED.get((processor or platform.machine()).lower())
    tied = _find_tied_embedding(model)
    matrices = [t for t in model.tensors if len(t.shape) in (2, 3) and t.name != _EMBEDDING] + ([tied] if tied else [])
    return sum(t.bytes for t in matrices if t.type and t.type.block > 1 and (types is None or t.type.name in types))


def _find_tied_embedding(model: ModelInfo) -> Tensor | None:
    """The embedding, where the file has no output matrix of its own."""
    named = {tensor.name: tensor for tensor in model.tensors}
    return None if _OUTPUT in named else named.get(_EMBEDDING)
