"""The fonts of training screens that are installed on this machine: any number of them, DejaVu alone is enough.

Only families named here are ever used, so
that Carlito, Caladea and Hack, which the evaluation draws with, stay unknown to the model.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from inference.starter import font_files

__all__ = ["bold", "font_file", "monospaced", "proportional"]


@dataclass(frozen=True)
class _Family:
    """File names of the regular and the bold font, and the Debian package that has them."""

    regular: str
    bold: str
    package: str


_PROPORTIONAL = (
    _Family("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "fonts-dejavu"),
    _Family("DejaVuSansCondensed.ttf", "DejaVuSansCondensed-Bold.ttf", "fonts-dejavu"),
    _Family("DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf", "fonts-dejavu"),
    _Family("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf", "fonts-liberation"),
    _Family("LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf", "fonts-liberation"),
    _Family("Arimo-Regular.ttf", "Arimo-Bold.ttf", "fonts-croscore"),
    _Family("Tinos-Regular.ttf", "Tinos-Bold.ttf", "fonts-croscore"),
    _Family("NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "fonts-noto-core"),
    _Family("NotoSerif-Regular.ttf", "NotoSerif-Bold.ttf", "fonts-noto-core"),
    _Family("Roboto-Regular.ttf", "Roboto-Bold.ttf", "fonts-roboto-unhinted"),
    _Family("Lato-Regular.ttf", "Lato-Bold.ttf", "fonts-lato"),
    _Family("OpenSans-Regular.ttf", "OpenSans-Bold.ttf", "fonts-open-sans"),
    _Family("Cantarell-Regular.otf", "Cantarell-Bold.otf", "fonts-cantarell"),
    _Family("Inter-Regular.otf", "Inter-Bold.otf", "fonts-inter"),
)
_MONOSPACED = (
    _Family("DejaVuSansMono.ttf", "DejaVuSansMono-Bold.ttf", "fonts-dejavu"),
    _Family("LiberationMono-Regular.ttf", "LiberationMono-Bold.ttf", "fonts-liberation"),
    _Family("Cousine-Regular.ttf", "Cousine-Bold.ttf", "fonts-croscore"),
    _Family("NotoSansMono-Regular.ttf", "NotoSansMono-Bold.ttf", "fonts-noto-mono"),
    _Family("FiraCode-Regular.ttf", "FiraCode-Bold.ttf", "fonts-firacode"),
    _Family("JetBrainsMono-Regular.ttf", "JetBrainsMono-Bold.ttf", "fonts-jetbrains-mono"),
)
_PACKAGES = {name: family.package for family in _PROPORTIONAL + _MONOSPACED for name in (family.regular, family.bold)}
_BOLD = {family.regular: family.bold for family in _PROPORTIONAL + _MONOSPACED}


def proportional() -> tuple[str, ...]:
    """Paths of the regular fonts for ordinary text, always in the same order. FileNotFoundError if there is none."""
    return _installed(_PROPORTIONAL)


def monospaced() -> tuple[str, ...]:
    """Paths of the regular fonts for terminals and code, always in the same order. FileNotFoundError if there is none."""
    return _installed(_MONOSPACED)


@cache
def bold(path: str) -> str:
    """The bold font beside the regular one at `path`, or `path` itself where none is installed."""
    found = font_files.installed().get(_BOLD.get(Path(path).name, ""))
    return str(found) if found else path


def font_file(name: str) -> Path:
    """Where the training font called `name` is. FileNotFoundError says what to install; ValueError: no training font."""
    if name not in _PACKAGES:
        raise ValueError(f"{name} is not among the fonts of training screens")
    return font_files.needed(name, _PACKAGES[name])


@cache
def _installed(families: tuple[_Family, ...]) -> tuple[str, ...]:
    files = font_files.installed()
    found = tuple(str(files[family.regular]) for family in families if family.regular in files)
    return found or (str(font_file(families[0].regular)),)
