"""The fonts of held-out screens, none of which training ever sees: Carlito, Caladea and Hack."""

from __future__ import annotations

from dataclasses import dataclass

from inference.starter import font_files
from inference.starter.drawing import Face

__all__ = ["FONTS", "MONO", "SANS", "SERIF", "Family", "font_file"]

FONTS = {
    "Carlito-Regular.ttf": "fonts-crosextra-carlito",
    "Carlito-Bold.ttf": "fonts-crosextra-carlito",
    "Caladea-Regular.ttf": "fonts-crosextra-caladea",
    "Hack-Regular.ttf": "fonts-hack",
    "Hack-Bold.ttf": "fonts-hack",
}
"""File names, and the Debian package that holds each."""

_OTHERS = "fonts-dejavu-core"  # what the small world is written in


@dataclass(frozen=True)
class Family:
    """File names of a family's weights; a family without a bold one says everything in its regular weight."""

    regular: str
    bold: str

    def face(self, size: int, *, bold: bool = False) -> Face:
        """At `size` pixels. Raises FileNotFoundError if the font is not installed."""
        return Face(font_file(self.bold if bold else self.regular), size)


SANS = Family("Carlito-Regular.ttf", "Carlito-Bold.ttf")
SERIF = Family("Caladea-Regular.ttf", "Caladea-Regular.ttf")
MONO = Family("Hack-Regular.ttf", "Hack-Bold.ttf")


def font_file(name: str) -> str:
    """The path of one of `FONTS`, or of a DejaVu font. Raises FileNotFoundError that names the package to install."""
    return str(font_files.needed(name, FONTS.get(name, _OTHERS)))
