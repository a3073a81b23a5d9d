"""Folders of model files for the tests of the models page: tiny real ones, broken ones, and the description of the 12B."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tests.gguf_files import tiny_model, tiny_projector

__all__ = ["models_folder", "sha256"]


def models_folder(folder: Path) -> Path:
    """A model with its projector, one that is cut off, and a file that is no model."""
    (folder / "tiny").mkdir(parents=True)
    whole = tiny_model(folder / "tiny")
    tiny_projector(folder / "tiny")
    (folder / "cut.gguf").write_bytes(whole.read_bytes()[:3000])
    (folder / "notes.txt").write_text("nothing")
    return folder


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
