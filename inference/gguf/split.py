"""Models in several files, as llama-gguf-split writes them: NAME-00001-of-00003.gguf and so on.

The first holds everything but the tensors of the others. llama.cpp opens it and finds the others by their names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from inference.errors import ModelFileError
from inference.gguf.header import Header, read_header
from inference.sentences import Problem, problem

__all__ = ["other_parts", "parts_of", "split_problems"]

_NAME = re.compile(r"(.*)-([0-9]{5})-of-([0-9]{5})\.gguf", re.DOTALL)
_NAMED = 3
"""Missing parts that are told by name."""


def parts_of(path: Path) -> tuple[Path, ...]:
    """All files of the model that `path` is a part of by its name, whether they are there or not; `path` alone of any other."""
    found = _NAME.fullmatch(path.name)
    if found is None or not 1 <= int(found[2]) <= int(found[3]):
        return (path,)
    return tuple(path.with_name(f"{found[1]}-{number:05}-of-{found[3]}.gguf") for number in range(1, int(found[3]) + 1))


def split_problems(header: Header) -> Iterator[Problem]:
    """Why a part cannot be loaded: it is not the first, or others are missing or named otherwise."""
    number, count = _place(header)
    if count < 2:
        return
    name, parts = header.path.name, parts_of(header.path)
    if len(parts) != count or not 0 <= number < count or parts[number] != header.path:
        yield problem("part-name", name=name, number=number + 1, parts=count)
    elif missing := [part.name for part in parts if not part.is_file()]:
        more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
        yield problem("part-missing", name=name, parts=count, missing=", ".join(missing[:_NAMED]) + more)
    elif number:
        yield problem("part-not-first", name=name, number=number + 1, parts=count, first=parts[0].name)


def other_parts(header: Header) -> tuple[Header, ...]:
    """The headers of the parts behind the first; () for a model in one file. Raises ModelFileError."""
    number, count = _place(header)
    if count < 2 or number or len(parts_of(header.path)) != count:
        return ()
    others = tuple(map(read_header, parts_of(header.path)[1:]))
    for index, other in enumerate(others, 1):
        if _place(other) != (index, count):
            raise ModelFileError("part-foreign", name=other.path.name, first=header.path.name)
    return others


def _place(header: Header) -> tuple[int, int]:
    """(its number from 0, of how many)."""
    return header.integer("split.no") or 0, header.integer("split.count") or 1
