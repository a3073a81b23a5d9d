"""Names that every file system takes, made from a person's own: for what is written beside or as a file of its own."""

from __future__ import annotations

import re

from inference.shown import clean_name

__all__ = ["safe_name"]

_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])\s*(?=\.|$)", re.IGNORECASE
)
"""Devices of Windows, whatever ending is behind them: https://learn.microsoft.com/windows/win32/fileio/naming-a-file."""
_TAKEN = '<>:"/\\|?*'
_LONGEST = 120
_LONGEST_BYTES = 200
"""Most file systems take 255; a number or an ending may come to it."""


def safe_name(name: str, otherwise: str) -> str:
    """`name` without what some file system refuses, reads as a path or leaves out at its end; `otherwise` where nothing is left.

    Of a long name the end stays, with its ending. A device's name gets a stroke: CON is CON_, con.txt is con_.txt.
    """
    clean = "".join(letter if letter.isprintable() and letter not in _TAKEN else "_" for letter in clean_name(name))
    clean = clean[-_LONGEST:]
    while len(clean.encode("utf-8", "ignore")) > _LONGEST_BYTES:
        clean = clean[1:]
    clean = clean.encode("utf-8", "ignore").decode().strip(" .")
    if reserved := _RESERVED.match(clean):
        clean = f"{clean[: reserved.end()].rstrip()}_{clean[reserved.end() :]}"
    return clean or otherwise
