"""What a projector file is: the GGUF beside a model that turns pictures and sound into soft tokens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from inference.errors import ModelFileError
from inference.gguf.header import Header, Tensor, read_header
from inference.gguf.model_info import PROJECTOR_ARCHITECTURE, bytes_by_type

__all__ = ["DEFAULT_SCALE", "ProjectorInfo", "projector_info", "read_projector"]

DEFAULT_SCALE = 3
"""Small patches a side of one soft token where a Gemma 4 projector does not say (clip.cpp, PROJECTOR_TYPE_GEMMA4UV)."""

_GEMMA_4 = ("gemma4uv", "gemma4v")


@dataclass(frozen=True)
class ProjectorInfo:
    """A projector. Sizes are in bytes; widths in elements."""

    path: Path
    name: str
    file_bytes: int
    tensor_bytes: int
    tensor_bytes_by_type: Mapping[str, int]
    tensors: tuple[Tensor, ...] = field(repr=False)
    vision: bool
    audio: bool
    vision_type: str
    """Such as gemma4uv; empty without vision."""
    audio_type: str
    """Such as gemma4ua; empty without audio."""
    projection_dim: int
    """Width of the soft tokens, which must be the model's embedding_length (clip.*.projection_dim)."""
    patch: int | None
    """Pixels a side of the square behind one soft token, where pictures are sized by Gemma 4's formula; otherwise None."""
    positions: int | None
    """Soft tokens a side that the position tables can tell apart, where `patch` is known."""


def read_projector(path: Path) -> ProjectorInfo:
    """What the projector at `path` is. Raises ModelFileError if it is broken or no projector."""
    return projector_info(read_header(path))


def projector_info(header: Header) -> ProjectorInfo:
    """What the projector is, of a header already read."""
    architecture = header.text("general.architecture")
    if architecture != PROJECTOR_ARCHITECTURE:
        raise ModelFileError("not-a-projector", name=header.path.name)
    both = header.text("clip.projector_type") or ""
    vision, audio = header.scalar("clip.has_vision_encoder") is True, header.scalar("clip.has_audio_encoder") is True
    vision_type = (both or header.text("clip.vision.projector_type") or "") if vision else ""
    by_type = bytes_by_type(header.tensors)
    patch, positions = _grid(header, vision_type)
    return ProjectorInfo(
        path=header.path,
        name=header.text("general.name") or header.path.stem,
        file_bytes=header.file_bytes,
        tensor_bytes=sum(by_type.values()),
        tensor_bytes_by_type=by_type,
        tensors=header.tensors,
        vision=vision,
        audio=audio,
        vision_type=vision_type,
        audio_type=(both or header.text("clip.audio.projector_type") or "") if audio else "",
        projection_dim=header.integer("clip.vision.projection_dim") or header.integer("clip.audio.projection_dim") or 0,
        patch=patch,
        positions=positions,
    )


def _grid(header: Header, vision_type: str) -> tuple[int | None, int | None]:
    """Pixels a side of a soft token, and soft tokens a side at most; None for projectors of other families."""
    small = header.integer("clip.vision.patch_size")
    table = header.tensor("v.position_embd.weight")
    if vision_type not in _GEMMA_4 or not small or table is None or len(table.shape) < 2:
        return None, None
    scale = header.integer("clip.vision.projector.scale_factor")
    scale = DEFAULT_SCALE if scale is None else scale
    rows = table.shape[1] if vision_type == "gemma4uv" else table.shape[1] // max(1, scale)
    return small * scale, rows
