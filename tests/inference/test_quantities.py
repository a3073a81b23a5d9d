"""Numbers as people read them."""

from __future__ import annotations

import pytest

from inference.quantities import about, count, file_size, gibibytes, left, mebibytes, tokens


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (count(0, "page"), "0 pages"),
        (count(1, "page"), "1 page"),
        (count(1234, "page"), "1,234 pages"),
        (count(2, "memory", "memories"), "2 memories"),
        (tokens(1), "1 token"),
        (tokens(1290), "1,290 tokens"),
        (gibibytes(338 * 2**20, 2), "338 MiB"),
        (gibibytes(int(7.906 * 2**30), 2), "7.91 GiB"),
        (mebibytes(0.25 * 2**20), "0.25 MiB"),
        (mebibytes(12.34 * 2**20), "12.3 MiB"),
        (mebibytes(1234.5 * 2**20), "1,234 MiB"),
        (file_size(1), "1 byte"),
        (file_size(1500), "2 kB"),
        (file_size(175_115_264), "175 MB"),
        (file_size(6_975_877_728), "6.98 GB"),
        (file_size(5e9, 1), "5.0 GB"),
        (file_size(175_115_264, 4), "175.12 MB"),
        (about(0), "none"),
        (about(0.4), "less than 1 s"),
        (about(7.4), "about 7 s"),
        (about(120), "about 2 min"),
        (left(0), "less than a second left"),
        (left(12.2), "about 12 s left"),
    ],
)
def test_said(said: str, words: str) -> None:
    assert said == words
