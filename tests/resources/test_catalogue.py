"""The catalogue holds together: every name, size and sum is of the right form, and no file is listed without its projector."""

from __future__ import annotations

import re

from resources.catalogue import known_files, known_sum, namesakes


def test_every_file_is_whole() -> None:
    assert known_files()
    for file in known_files():
        assert file.name.endswith(".gguf")
        assert file.bytes > 10**8
        assert file.licence == "Apache-2.0"
        assert re.fullmatch(r"[\w.-]+/[\w.-]+", file.repository)
        assert file.does == ("text", "pictures", "sound")
        for revision in file.revisions:
            assert revision.sha256 is None or re.fullmatch("[0-9a-f]{64}", revision.sha256)
            assert revision.bytes is None or revision.bytes > 10**8
        assert file.exact == any(revision.bytes == file.bytes for revision in file.revisions)


def test_every_model_has_its_projector_in_the_same_place() -> None:
    for file in known_files():
        beside = {one.name for one in known_files() if one.repository == file.repository and one.role == "projector"}
        assert file.projector in beside if file.role == "model" else file.projector is None


def test_no_sum_belongs_to_two_files() -> None:
    sums = [revision.sha256 for file in known_files() for revision in file.revisions if revision.sha256]
    assert len(sums) == len(set(sums))


def test_files_are_found_by_sum_and_by_name() -> None:
    google = namesakes("GEMMA-4-12B-it-QAT-q4_0.gguf")[0]
    assert google.publisher == "Google"
    assert google.revisions[0].sha256 is not None
    assert known_sum(google.revisions[0].sha256.upper()) is google
    assert known_sum("0" * 64) is None
    assert namesakes("other.gguf") == ()


def test_the_one_to_begin_with_comes_first() -> None:
    assert known_files()[0].quantization == "Q4_0"
