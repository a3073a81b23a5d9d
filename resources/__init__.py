"""What ships beside the code, and what set-up brings: models, icons, pictures and examples. Paths only; nothing is read here."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_cache_path

from inference.errors import ModelFileError

__all__ = ["FIRST_MODEL", "FIRST_MODEL_BYTES", "STARTER", "STARTER_NAME", "example", "first_model", "icon", "starter"]

ROOT = Path(__file__).resolve().parent
STARTER = ROOT / "starter/hush-starter.gguf"
STARTER_NAME = "Hush starter"
"""As its file says, and as it stands at its answers."""
FIRST_MODEL = "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"
FIRST_MODEL_BYTES = 1_117_320_768
"""As Qwen published it; its SHA-256 was checked when set-up brought it."""


def starter() -> tuple[Path, Path]:
    """The starter model and its projector. ModelFileError when this copy of Hush lacks them."""
    model, projector = STARTER, ROOT / "starter" / "hush-starter-mmproj.gguf"
    for path in (model, projector):
        if not path.is_file():
            raise ModelFileError("starter-missing", name=path.name)
    return model, projector


def first_model() -> Path | None:
    """The small real model that set-up brings: loaded where nothing was chosen. None where it is not there, or not whole."""
    path = user_cache_path("hush", appauthor=False) / "models" / FIRST_MODEL
    try:
        return path if path.stat().st_size == FIRST_MODEL_BYTES else None
    except OSError:
        return None


def icon(name: str) -> Path:
    """The SVG file of an icon, by its name without ending. Strokes are `currentColor`; FileNotFoundError if there is none."""
    path = ROOT / "icons" / f"{name}.svg"
    if not path.is_file():
        raise FileNotFoundError(f"no icon is called {name!r}: {path}")
    return path


def example(name: str) -> Path:
    """A file to ask about, made for this; resources/examples/card.md says how. FileNotFoundError if there is none."""
    path = ROOT / "examples" / name
    if not path.is_file():
        raise FileNotFoundError(f"no example is called {name!r}: {path}")
    return path
