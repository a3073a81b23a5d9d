"""`hush inspect`: what a GGUF file or a pair is, or every problem with it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.commands.console import print_json
from app.folders import cache_folder
from app.sentences import say
from inference.errors import HushError, InputError, MemoryShort, ModelFileError
from inference.gguf.check import Problem, pair_problems, problems
from inference.gguf.header import read_header
from inference.gguf.model_info import PROJECTOR_ARCHITECTURE, ModelInfo, model_info
from inference.gguf.projector import ProjectorInfo, projector_info
from inference.loading import ModelFiles
from inference.prompt.trying import require_harmless
from inference.quantities import gibibytes
from inference.sentences import legible
from inference.vetting import require_tried

__all__ = ["run"]


def run(chosen: argparse.Namespace) -> int:
    paths: list[Path] = chosen.files
    if len(paths) > 2:
        raise InputError(say("too-many-files", count=len(paths)))
    infos = [_info(path) for path in paths]
    found = _problems(paths, infos)
    files = [_describe(path, info) for path, info in zip(paths, infos, strict=True)]
    errors = [problem for problem in found if problem.severity == "error"]
    if chosen.json:
        print_json({"files": files, "problems": [{"what": p.what, "advice": p.advice, "severity": p.severity} for p in found]})
    else:
        _print(files, found)
    if errors:
        raise ModelFileError(errors[0].sentence)
    return 0


def _info(path: Path) -> ModelInfo | ProjectorInfo | None:
    """What a file is; None if it is too broken to say. The problems tell why."""
    try:
        header = read_header(path)
        is_projector = header.text("general.architecture") == PROJECTOR_ARCHITECTURE
        return projector_info(header) if is_projector else model_info(header)
    except HushError:
        return None


def _problems(paths: list[Path], infos: list[ModelInfo | ProjectorInfo | None]) -> list[Problem]:
    model, mmproj = paths[0], paths[1] if len(paths) == 2 else None
    if mmproj is not None and isinstance(infos[0], ProjectorInfo):  # a pair may be named in either order
        model, mmproj = mmproj, model
    found = problems(model) if mmproj is None else pair_problems(model, mmproj)
    if any(one.severity == "error" for one in found) or not any(isinstance(info, ModelInfo) for info in infos):
        return found
    return [*_tried(ModelFiles(model, mmproj), infos), *found]


def _tried(files: ModelFiles, infos: list[ModelInfo | ProjectorInfo | None]) -> list[Problem]:
    """What shows only where they are loaded: in a child process, as before they are used for the first time."""
    try:
        for info in infos:
            if isinstance(info, ModelInfo) and info.chat_template:
                require_harmless(info.chat_template)
        require_tried(files, cache_dir=cache_folder())
    except ModelFileError as error:
        return [Problem(error.sentence)]
    except MemoryShort as error:
        return [Problem(error.sentence, "warning")]
    return []


def _describe(path: Path, info: ModelInfo | ProjectorInfo | None) -> dict[str, Any]:
    match info:
        case ModelInfo():
            return {"file": legible(str(path)), "kind": "model", **_model(info)}
        case ProjectorInfo():
            return {"file": legible(str(path)), "kind": "projector", **_projector(info)}
        case None:
            return {"file": legible(str(path)), "kind": None}


def _model(info: ModelInfo) -> dict[str, Any]:
    return {
        "name": info.name,
        "architecture": info.architecture,
        "bytes": info.file_bytes,
        "quantization": info.quantization,
        "layers": info.block_count,
        "width": info.embedding_length,
        "context": info.context_length,
        "sliding_window": info.sliding_window,
        "vocabulary": info.vocabulary_size,
        "chat_template": info.chat_template is not None,
    }


def _projector(info: ProjectorInfo) -> dict[str, Any]:
    return {
        "name": info.name,
        "bytes": info.file_bytes,
        "vision": info.vision_type or None,
        "audio": info.audio_type or None,
        "patch_pixels": info.patch,
        "width": info.projection_dim,
    }


def _print(files: list[dict[str, Any]], found: list[Problem]) -> None:
    for fields in files:
        print(fields.pop("file"))
        for name, value in fields.items():
            shown = gibibytes(value, 2) if name == "bytes" else f"{value:,}" if type(value) is int else value
            print(f"  {name.replace('_', ' '):<14} {'none' if value is None else shown}")
    for problem in found[1:] if found and found[0].severity == "error" else found:  # the first error ends it, on stderr
        print(f"{problem.severity}: {problem}")
    if not found:
        print("nothing wrong was found")
