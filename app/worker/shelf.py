"""The models in some folders: paired with their projectors and judged for this machine.

What a file is is read once and remembered as long as its size and time stay; what fits is asked anew each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.models.found import FileOnDisk, Found, best_namesake
from app.values import ModelChoice
from app.worker.choice import examine
from inference.errors import ModelFileError
from inference.loading import ModelFiles
from inference.stop import StopFlag

if TYPE_CHECKING:
    from inference.gguf.projector import ProjectorInfo
    from inference.memory.planning import Headers

__all__ = ["Shelf"]

Mark = tuple[Path, int, int]
"""A file as it is now: its size and its time with it."""


@dataclass(frozen=True)
class _File:
    """`projector` None: a model, or what cannot be read."""

    path: Path
    projector: ProjectorInfo | None = None
    width: int = 0
    """Of the model's embeddings, where they are known: a projector must fit them."""
    architecture: str = ""


class Shelf:
    """`sum_of` says what is remembered of a file. One thread uses it."""

    def __init__(self, sum_of: Callable[[Path], str | None]) -> None:
        self._sum_of = sum_of
        self._files: dict[Mark, _File] = {}
        self._seen: dict[tuple[Mark, Mark | None], Headers] = {}

    def models(self, paths: Iterable[Path], stop: StopFlag) -> Iterator[Found]:
        """Each model among `paths`, as soon as it is looked into; ends early when stopped."""
        files = []
        for path in paths:
            if stop.is_set():
                return
            if (mark := _mark(path)) is not None:
                files.append(self._file(mark))
        projectors = [file for file in files if file.projector is not None]
        for file in files:
            if stop.is_set():
                return
            if file.projector is None:
                yield self._describe(file, _partner(file, projectors))

    def _file(self, mark: Mark) -> _File:
        if mark not in self._files:
            self._files[mark] = _read(mark[0])
        return self._files[mark]

    def _describe(self, file: _File, projector: Path | None) -> Found:
        files = self._look(file.path, projector)
        if files.problems and projector is not None:  # it is another model's after all, or the model is no model
            files, projector = self._look(file.path, None), None
        name = files.model.name if files.model is not None else file.path.stem
        on_disk = self._on_disk(projector) if projector else None
        return Found(self._on_disk(file.path), on_disk, name or file.path.stem, examine(ModelChoice(file.path, projector), files))

    def _look(self, model: Path, projector: Path | None) -> Headers:
        from inference.memory.planning import read_headers

        mark, beside = _mark(model), _mark(projector) if projector else None
        if mark is None or (projector and beside is None):  # gone meanwhile: the answer says so
            return read_headers(ModelFiles(model, projector))
        if (mark, beside) not in self._seen:
            self._seen[mark, beside] = read_headers(ModelFiles(model, projector))
        return self._seen[mark, beside]

    def _on_disk(self, path: Path) -> FileOnDisk:
        mark = _mark(path)
        return FileOnDisk(path, mark[1] if mark else 0, self._sum_of(path))


def _read(path: Path) -> _File:
    from inference.gguf.header import read_header
    from inference.gguf.model_info import PROJECTOR_ARCHITECTURE
    from inference.gguf.projector import projector_info

    try:
        header = read_header(path)
        architecture = header.text("general.architecture") or ""
        if architecture == PROJECTOR_ARCHITECTURE:
            return _File(path, projector_info(header))
        width = header.integer(f"{architecture}.embedding_length")
    except ModelFileError:  # what is wrong with it is said when it is examined
        return _File(path)
    return _File(path, width=width or 0, architecture=architecture)


def _partner(file: _File, projectors: list[_File]) -> Path | None:
    """The projector beside the model that fits it. From another folder only where it is sure to fit: one for Gemma 4."""
    fitting = [one for one in projectors if _fits(one, file)]
    beside = [one for one in fitting if one.path.parent == file.path.parent]
    if not beside and file.architecture == "gemma4":
        beside = [one for one in fitting if one.projector is not None and one.projector.vision_type.startswith("gemma4")]
    # F16 projectors of Gemma 4 overflow: https://github.com/ggml-org/llama.cpp/issues/24146
    sound = [one.path for one in beside if one.projector and "F16" not in one.projector.tensor_bytes_by_type]
    return best_namesake(file.path, sound or [one.path for one in beside])


def _fits(one: _File, file: _File) -> bool:
    """Soft tokens as wide as the model's embeddings; where either does not say, loading tells."""
    return one.projector is not None and (
        not file.width or not one.projector.projection_dim or one.projector.projection_dim == file.width
    )


def _mark(path: Path) -> Mark | None:
    try:
        now = path.stat()
    except OSError:
        return None
    return path, now.st_size, now.st_mtime_ns
