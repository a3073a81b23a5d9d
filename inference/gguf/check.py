"""What would make llama.cpp abort the process, or is plainly broken, found before a file is handed over.

Promises problems in a person's words, the gravest first, and never an exception for a broken file. A file without
problems can still be bad where only loading shows it: load what was never seen in a child process first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from inference.errors import ModelFileError
from inference.gguf import clip, gemma4
from inference.gguf.header import Header, Tensor, read_header
from inference.gguf.known import ARCHITECTURES
from inference.gguf.model_info import PROJECTOR_ARCHITECTURE, ModelInfo, model_info
from inference.gguf.projector import ProjectorInfo, projector_info
from inference.gguf.split import other_parts, split_problems
from inference.gguf.values import Array, ValueType
from inference.gguf.vocabulary import vocabulary_problems
from inference.quantities import file_size
from inference.regular import open_regular
from inference.sentences import Problem, problem

__all__ = ["Problem", "head_hash", "pair_problems", "problems", "require_usable"]

_NO_CHAT = {
    "embedding-model": (
        "bert", "modern-bert", "nomic-bert", "nomic-bert-moe", "neo-bert", "jina-bert-v2", "jina-bert-v3", "eurobert",
        "gemma-embedding", "llama-embed", "t5encoder",
    ),
    "picture-generator": (
        "flux", "sd1", "sd2", "sdxl", "sd3", "wan", "ltxv", "hidream", "cosmos", "lumina2", "hyvid", "aura", "pig", "qwen_image",
        "z_image", "diffusion",
    ),
    "speech-model": ("whisper", "wavtokenizer-dec", "qwen3tts", "pockettts"),
    "drafter": ("gemma4-assistant", "eagle3", "dflash"),
}  # fmt: skip
_GEMMA_4_PROJECTORS = frozenset(("gemma4uv", "gemma4ua", "gemma4v", "gemma4a"))
_HEAD = 1024**2


def problems(path: Path) -> list[Problem]:
    """What is wrong with the model or projector at `path`; [] if nothing was found."""
    try:
        return list(_file_problems(read_header(path)))
    except ModelFileError as error:
        return [Problem(error.sentence)]


def pair_problems(model: Path, mmproj: Path | None = None) -> list[Problem]:
    """What is wrong with a model and its projector, each alone and together. Each has to be what it is given as."""
    try:
        text = read_header(model)
        found = list(_role_problems(text, as_projector=False)) or list(_file_problems(text))
        if mmproj is not None:
            projector = read_header(mmproj)
            found += list(_role_problems(projector, as_projector=True)) or list(_file_problems(projector))
            if all(one.severity == "warning" for one in found):
                found += _mismatches(model_info(text), projector_info(projector))
    except ModelFileError as error:
        return [Problem(error.sentence)]
    return sorted(found, key=lambda one: one.severity)  # errors before warnings


def require_usable(model: Path, mmproj: Path | None = None) -> None:
    """Raise ModelFileError with the first error of the pair, if there is one."""
    for found in pair_problems(model, mmproj):
        if found.severity == "error":
            raise ModelFileError(found.sentence)


def head_hash(path: Path) -> str:
    """SHA-256 of a file's first MiB and its size, in hexadecimal. Raises OSError if it cannot be read.

    Quick, and enough to tell published files apart; with size and time of change it keys the verdicts on files once loaded.
    """
    with open_regular(path) as file:
        digest = hashlib.sha256(file.read(_HEAD))
        digest.update(file.seek(0, 2).to_bytes(8, "little"))
    return digest.hexdigest()


def _role_problems(header: Header, *, as_projector: bool) -> Iterator[Problem]:
    """A projector given as the model, or the reverse."""
    is_projector = header.text("general.architecture") == PROJECTOR_ARCHITECTURE
    file = header.path.name
    if is_projector and not as_projector:
        yield problem("projector-as-model", name=file)
    if as_projector and not is_projector:
        yield problem("not-a-projector", name=file)


def _file_problems(header: Header) -> Iterator[Problem]:
    """One file alone, whichever of the two it is."""
    if found := list(split_problems(header)):
        yield from found
        return
    architecture, others = header.text("general.architecture"), other_parts(header)
    held = any(part.tensors for part in (header, *others))
    found = [*_kind_problems(header, architecture, held=held)]
    found += [one for part in (header, *others) for one in _table_problems(part)]
    yield from found
    if found or architecture is None:
        return
    if architecture == PROJECTOR_ARCHITECTURE:
        yield from clip.projector_problems(header, projector_info(header))
    else:
        yield from _model_problems(header, architecture)


def _model_problems(header: Header, architecture: str) -> Iterator[Problem]:
    yield from vocabulary_problems(header)
    wrong_keys = list(gemma4.key_problems(header)) if architecture == "gemma4" else []
    yield from wrong_keys
    if wrong_keys:
        return
    info = model_info(header)
    if architecture == "gemma4":
        yield from gemma4.shape_problems(header, info)


def _kind_problems(header: Header, architecture: str | None, *, held: bool) -> Iterator[Problem]:
    """Files that are whole but nothing one can talk to. `held`: they hold weights."""
    file = header.path.name
    if architecture is None:
        yield problem("model-kind-missing", name=file)
        return
    family = next((family for family, names in _NO_CHAT.items() if architecture in names), None)
    if family:
        yield problem(family, name=file, architecture=architecture)
    elif architecture not in ARCHITECTURES:
        yield problem("architecture-unknown", name=file, architecture=architecture)
    if header.text("general.type") in ("adapter", "imatrix") or "adapter.type" in header.metadata:
        yield problem("adapter", name=file)
    elif not held:
        yield problem("no-weights", name=file)
    if any(isinstance(entry.value, Array) and entry.value.kind is ValueType.ARRAY for entry in header.metadata.values()):
        yield problem("nested-arrays", name=file)


def _mismatches(model: ModelInfo, projector: ProjectorInfo) -> Iterator[Problem]:
    """What keeps a good model and a good projector of Gemma 4 apart. Other families show it when they are loaded."""
    if not _GEMMA_4_PROJECTORS & {projector.vision_type, projector.audio_type}:
        return
    of, to, wanted = projector.path.name, model.path.name, model.embedding_length
    if model.architecture != "gemma4":
        yield problem("pair-families", projector=of, model=to, architecture=model.architecture)
    elif projector.projection_dim != wanted:
        yield problem("pair-widths", projector=of, model=to, width=projector.projection_dim, wanted=wanted)


_MAX_ELEMENTS = 2**63 - 1


def _table_problems(header: Header) -> Iterator[Problem]:
    """What is wrong with the tensor table. Later findings are left out where an earlier one explains them."""
    for tensor in header.tensors:
        found = _tensor_problem(header.path.name, tensor)
        if found is not None:
            yield found
            return
    yield from _layout_problems(header)


def _tensor_problem(file: str, tensor: Tensor) -> Problem | None:
    kind = tensor.type
    if kind is None:
        return problem("tensor-type-unknown", name=file, tensor=tensor.name, type=tensor.type_id)
    if any(side < 1 for side in tensor.shape) or tensor.elements > _MAX_ELEMENTS:
        return problem("tensor-shape", name=file, tensor=tensor.name, shape=str(list(tensor.shape)))
    row = tensor.shape[0] if tensor.shape else 1
    if row % kind.block:
        return problem("tensor-rows", name=file, row=row, type=kind.name, tensor=tensor.name)
    return None


def _layout_problems(header: Header) -> Iterator[Problem]:
    """Tensors lie one behind the other, each padded to the alignment: ggml's reader accepts nothing else."""
    file, expected, end = header.path.name, 0, 0
    for tensor in header.tensors:
        if tensor.offset != expected:
            yield problem("tensor-place", name=file, tensor=tensor.name, offset=tensor.offset, expected=expected)
            return
        end = expected + tensor.bytes
        expected = -(-end // header.alignment) * header.alignment
    needed = header.data_start + end
    if header.tensors and needed > header.file_bytes:
        yield problem("weights-cut-off", name=file, held=file_size(header.file_bytes, 4), whole=file_size(needed, 4))
