"""Looks for words in everything that is on the disk, as a person with a hex editor would."""

from __future__ import annotations

from pathlib import Path

__all__ = ["find_left"]

_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")


def find_left(words: str, *folders: Path) -> list[str]:
    """Where `words` stand in any file or file's name below `folders`, whatever their case, in UTF-8 or UTF-16."""
    found: list[str] = []
    for path in (path for folder in folders for path in folder.rglob("*")):
        if words.lower() in path.name.lower():
            found.append(f"the name of {path}")
        if path.is_file():
            content = path.read_bytes().lower()
            found.extend(f"{path}: {code}" for code in _ENCODINGS if words.lower().encode(code) in content)
    return found
