"""SVG drawings as pictures, drawn by resvg.

Promises that nothing is loaded that stands outside the file: links to pictures are taken out before it is drawn, and fonts are
those of this machine; and that neither its size nor how deep its parts lie is its own choice.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from PIL import ImageFont

from inference.errors import MediaError
from inference.sentences import say

__all__ = ["draw"]

_SIDE = 1600
"""Pixels of the longer side of its picture."""
_DEEPEST = 200
_SIZELESS = 1000.0
"""Of a drawing that does not say how large it is, so much of either side is seen."""
_FONTS = ("/usr/share/fonts", "/usr/local/share/fonts")
_PLAIN = ("DejaVuSans.ttf", "NotoSans-Regular.ttf", "LiberationSans-Regular.ttf", "Carlito-Regular.ttf", "FreeSans.ttf")
_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?)\s*(px|pt|pc|mm|cm|in|)\s*")
_UNITS = {"": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}


def draw(data: bytes, name: str, tell: Callable[[str], object] = str) -> bytes:
    """The drawing as a PNG. `tell` hears what is not in it. Raises MediaError where it cannot be drawn."""
    import resvg_py

    cleaned = _Cleaned()
    try:
        cleaned.read(data)
        picture = bytes(resvg_py.svg_to_bytes(svg_string=cleaned.text, **_families()))
    except (expat.ExpatError, ValueError, _TooDeep) as error:
        raise MediaError("svg-damaged", name=name, reason=str(error)) from error
    if cleaned.words and not _families():
        tell(str(say("svg-words", name=name)))
    if cleaned.links:
        tell(str(say("svg-links", name=name)))
    return picture


@cache
def _families() -> dict[str, Any]:
    """What resvg takes where there is none of the fonts that a drawing names: without one its words would be left out.

    Empty where this machine has no font at all.
    """
    family = {"win32": "Arial", "darwin": "Helvetica"}.get(sys.platform) or _installed()
    kinds = ("font_family", "serif_family", "sans_serif_family", "cursive_family", "fantasy_family", "monospace_family")
    return dict.fromkeys(kinds, family) if family else {}


def _installed() -> str:
    """A font of this Linux, one for most letters if it can be."""
    files = sorted(file for folder in _FONTS for file in Path(folder).rglob("*.[to]t[fc]"))
    plain = [file for name in _PLAIN for file in files if file.name == name]
    for file in (*plain, *files):
        with suppress(OSError):
            return str(ImageFont.truetype(str(file)).getname()[0] or "")
    return ""


class _TooDeep(Exception):
    def __str__(self) -> str:
        return str(say("svg-too-deep", most=_DEEPEST))


class _Cleaned:
    """The drawing written anew, as expat reads it: without entities, links, scripts and a size of its own."""

    def __init__(self) -> None:
        self.links = 0
        """How many were taken out."""
        self.words = False
        """Whether words are written in it."""
        self._pieces: list[str] = []
        self._depth = 0

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    def read(self, data: bytes) -> None:
        parser = expat.ParserCreate()
        parser.ordered_attributes = True
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._say
        parser.Parse(data, True)

    def _start(self, name: str, listed: list[str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _TooDeep
        attributes = dict(zip(listed[::2], listed[1::2], strict=True))
        for key in [key for key in attributes if key.rpartition(":")[2] == "href"]:
            if not attributes[key].lstrip().startswith(("#", "data:")):
                del attributes[key]
                self.links += name.rpartition(":")[2] in ("image", "feImage", "use")
        self.words = self.words or name.rpartition(":")[2] == "text"
        if self._depth == 1:
            _give_size(attributes)
        said = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
        self._pieces.append(f"<{name}{said}>")

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._pieces.append(f"</{name}>")

    def _say(self, text: str) -> None:
        self._pieces.append(escape(text))


def _give_size(attributes: dict[str, str]) -> None:
    """To the outermost element: its longer side is _SIDE pixels."""
    box = [float(number) for number in re.findall(r"[-+]?[0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?", attributes.get("viewBox", ""))]
    seen = box[2:] if len(box) == 4 and min(box[2:]) > 0 else None
    width, height = (_length(attributes.get(side, "")) for side in ("width", "height"))
    if seen is not None:
        across, down = seen
        width = width or (height * across / down if height else across)
        height = height or width * down / across
    width, height = width or _SIZELESS, height or _SIZELESS
    if seen is None:
        attributes["viewBox"] = f"0 0 {width} {height}"
    scale = _SIDE / max(width, height)
    attributes["width"], attributes["height"] = (f"{max(1.0, side * scale):.0f}" for side in (width, height))


def _length(said: str) -> float:
    """Pixels; 0 where none are said."""
    found = _LENGTH.fullmatch(said)
    return float(found[1]) * _UNITS[found[2]] if found is not None else 0.0
