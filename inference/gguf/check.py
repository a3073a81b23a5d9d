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
from inference.gguf.header import Header, read_header
from inference.gguf.model import PROJECTOR_ARCHITECTURE, ModelInfo, model_info
from inference.gguf.problem import Problem
from inference.gguf.projector import ProjectorInfo, projector_info
from inference.gguf.tables import table_problems
from inference.gguf.values import Array, ValueType
from inference.gguf.vocabulary import vocabulary_problems

__all__ = ["Problem", "head_hash", "pair_problems", "problems", "require_usable"]

_NO_CHAT = {
    "an embedding model": (
        "bert", "modern-bert", "nomic-bert", "nomic-bert-moe", "neo-bert", "jina-bert-v2", "jina-bert-v3", "eurobert",
        "gemma-embedding", "llama-embed", "t5encoder",
    ),
    "a picture generator": (
        "flux", "sd1", "sd2", "sdxl", "sd3", "wan", "ltxv", "hidream", "cosmos", "lumina2", "hyvid", "aura", "pig", "qwen_image",
        "z_image", "diffusion",
    ),
    "a speech model": ("whisper", "wavtokenizer-dec", "qwen3tts", "pockettts"),
    "a drafter, which only speeds up another model": ("gemma4-assistant", "eagle3", "dflash"),
}  # fmt: skip
_GEMMA_4_PROJECTORS = frozenset(("gemma4uv", "gemma4ua", "gemma4v", "gemma4a"))
_HEAD = 1024**2


def problems(path: Path) -> list[Problem]:
    """What is wrong with the model or projector at `path`; [] if nothing was found."""
    try:
        return list(_file_problems(read_header(path)))
    except ModelFileError as error:
        return [Problem(error.what, error.advice)]


def pair_problems(model: Path, mmproj: Path | None = None) -> list[Problem]:
    """What is wrong with a model and its projector, each alone and together. Each has to be what it is given as."""
    try:
        text = read_header(model)
        found = list(_role_problems(text, as_projector=False)) or list(_file_problems(text))
        if mmproj is not None:
            projector = read_header(mmproj)
            found += list(_role_problems(projector, as_projector=True)) or list(_file_problems(projector))
            if all(problem.severity == "warning" for problem in found):
                found += _mismatches(model_info(text), projector_info(projector))
    except ModelFileError as error:
        return [Problem(error.what, error.advice)]
    return sorted(found, key=lambda problem: problem.severity)  # errors before warnings


def require_usable(model: Path, mmproj: Path | None = None) -> None:
    """Raise ModelFileError with the first error of the pair, if there is one."""
    for problem in pair_problems(model, mmproj):
        if problem.severity == "error":
            raise ModelFileError(problem.what, problem.advice)


def head_hash(path: Path) -> str:
    """SHA-256 of a file's first MiB and its size, in hexadecimal. Raises OSError if it cannot be read.

    Quick, and enough to tell published files apart; with size and time of change it keys the verdicts on files once loaded.
    """
    with path.open("rb") as file:
        digest = hashlib.sha256(file.read(_HEAD))
        digest.update(file.seek(0, 2).to_bytes(8, "little"))
    return digest.hexdigest()


def _role_problems(header: Header, *, as_projector: bool) -> Iterator[Problem]:
    """A projector given as the model, or the reverse."""
    is_projector = header.text("general.architecture") == PROJECTOR_ARCHITECTURE
    file = header.path.name
    if is_projector and not as_projector:
        yield Problem(f"{file} is a projector, not a model.", "Give it as the projector (--mmproj) beside its model.")
    if as_projector and not is_projector:
        yield Problem(f"{file} is no projector.", "Choose the mmproj file that belongs to the model.")


def _file_problems(header: Header) -> Iterator[Problem]:
    """One file alone, whichever of the two it is."""
    architecture = header.text("general.architecture")
    found = [*_kind_problems(header, architecture), *table_problems(header)]
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


def _kind_problems(header: Header, architecture: str | None) -> Iterator[Problem]:
    """Files that are whole but nothing one can talk to."""
    file = header.path.name
    if architecture is None:
        yield Problem(f"{file} does not say what model it is.", "Choose another file.")
        return
    for family, names in _NO_CHAT.items():
        if architecture in names:
            yield Problem(f"{file} is {family} ({architecture}).", "Choose a language model.")
    parts = header.integer("split.count") or 1
    if parts > 1:
        advice = "Choose a model in one file, or join the parts with llama-gguf-split."
        yield Problem(f"{file} is one of {parts} parts of a model.", advice)
    if header.text("general.type") in ("adapter", "imatrix") or "adapter.type" in header.metadata:
        yield Problem(f"{file} only changes another model.", "Choose a whole model.")
    elif not header.tensors:
        yield Problem(f"{file} holds no weights.", "Choose a whole model.")
    if any(isinstance(entry.value, Array) and entry.value.kind is ValueType.ARRAY for entry in header.metadata.values()):
        yield Problem(f"{file} nests arrays in its metadata, which llama.cpp does not read.", "Choose another file.")


def _mismatches(model: ModelInfo, projector: ProjectorInfo) -> Iterator[Problem]:
    """What keeps a good model and a good projector of Gemma 4 apart. Other families show it when they are loaded."""
    if not _GEMMA_4_PROJECTORS & {projector.vision_type, projector.audio_type}:
        return
    advice = "Choose the mmproj file that came with this model."
    what = f"{projector.path.name} does not belong to {model.path.name}"
    if model.architecture != "gemma4":
        yield Problem(f"{what}: it is for Gemma 4 and the model is {model.architecture}.", advice)
    elif projector.projection_dim != model.embedding_length:
        widths = f"its soft tokens are {projector.projection_dim:,} wide, the model's {model.embedding_length:,}"
        yield Problem(f"{what}: {widths}.", advice)
