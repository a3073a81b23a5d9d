"""llama-cpp-python's source, unpacked without what no build reads.

Left to pip it would be unpacked under TEMP with about a hundred characters before each path; the longest of llama.cpp's web
interface then pass Windows' limit of 260 (MAX_PATH, where long paths are not switched on).
"""

from __future__ import annotations

import tarfile
from pathlib import Path, PurePosixPath

from installers.failure import SetupFailure

__all__ = ["unpack_source"]

UNREAD = (
    ".git",
    "examples",
    "vendor/llama.cpp/.github",
    "vendor/llama.cpp/benches",
    "vendor/llama.cpp/docs",
    "vendor/llama.cpp/examples",
    "vendor/llama.cpp/media",
    "vendor/llama.cpp/models",
    "vendor/llama.cpp/tests",
    "vendor/llama.cpp/tools/ui",
)
"""Folders of the archive. tools/ui has the long paths; the others are most of its size."""


def unpack_source(archive: Path, folder: Path) -> None:
    """Unpack a checked archive into `folder`, without its outermost folder. Raises SetupFailure for a path that leads out."""
    with tarfile.open(archive) as packed:
        for member in packed:
            path = PurePosixPath(*PurePosixPath(member.name).parts[1:])
            if not member.isfile() or any(path.is_relative_to(left_out) for left_out in UNREAD):
                continue
            if path.is_absolute() or ".." in path.parts:
                raise SetupFailure(f"{archive.name} holds a path that leads out of it: {member.name}")
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            content = packed.extractfile(member)
            assert content is not None  # a regular file has one
            try:
                target.write_bytes(content.read())
            except OSError as error:
                raise SetupFailure(
                    f"llama.cpp's source cannot be unpacked, {len(str(target))} characters deep: {error}"
                ) from error
            target.chmod(member.mode & 0o755 | 0o600)
