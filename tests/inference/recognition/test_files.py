from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from inference.errors import InputError
from inference.recognition import files
from inference.recognition.files import TEXT_FIND, TEXT_READ


@pytest.mark.parametrize("file", [TEXT_FIND, TEXT_READ], ids=lambda file: file.name)
def test_the_files_are_those_that_were_pinned(file: files.File) -> None:
    with files.require(file).open("rb") as held:
        assert hashlib.file_digest(held, "sha256").hexdigest() == file.sha256


def test_a_missing_file_is_said_with_the_command_that_brings_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUSH_RECOGNITION", str(tmp_path))
    assert files.missing(TEXT_FIND, TEXT_READ) == (TEXT_FIND, TEXT_READ)
    with pytest.raises(InputError, match=r"text-find\.onnx is not in .* make setup"):
        files.require(TEXT_FIND)


def test_half_a_file_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUSH_RECOGNITION", str(tmp_path))
    (tmp_path / TEXT_READ.name).write_bytes(b"\0" * 1000)
    assert files.missing(TEXT_READ) == (TEXT_READ,)


def test_they_lie_in_the_cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HUSH_RECOGNITION")
    assert files.folder().parts[-2:] == ("hush", "recognition")
