"""What ships beside the code: the starter model, icons, pictures and examples. Paths only; nothing is read or imported here."""

from __future__ import annotations

from pathlib import Path

from inference.errors import ModelFileError

__all__ = ["example", "icon", "starter"]

ROOT = Path(__file__).resolve().parent


def starter() -> tuple[Path, Path]:
    """The starter model and its projector. ModelFileError when this copy of Hush lacks them."""
    model, projector = ROOT / "starter" / "hush-starter.gguf", ROOT / "starter" / "hush-starter-mmproj.gguf"
    for path in (model, projector):
        if not path.is_file():
            raise ModelFileError("starter-missing", name=path.name)
    return model, projector


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
