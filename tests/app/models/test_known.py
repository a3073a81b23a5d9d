"""What a file seems to be, by its sum, its name and its size; and what is known and not here."""

from __future__ import annotations

from pathlib import Path

from app.models.found import FileOnDisk
from app.models.known import missing, provenance
from app.wording import file_size
from resources.catalogue import known_files

GOOGLE = known_files()[0]
FIRST, SECOND = GOOGLE.revisions


def on_disk(name: str = GOOGLE.name, size: int | None = FIRST.bytes, sha256: str | None = None) -> FileOnDisk:
    return FileOnDisk(Path("/models") / name, size or 0, sha256)


def test_a_file_that_was_not_checked_is_what_its_name_says_at_most() -> None:
    assert provenance(on_disk()).words == "Named and sized as Google published it; its content is not checked."
    assert "A revision that Hush does not know" in provenance(on_disk(size=5)).words
    assert provenance(on_disk("own.gguf")).words == "Not known to Hush."
    without_size = next(file for file in known_files() if not file.exact)
    assert "Named as" in provenance(on_disk(without_size.name)).words


def test_a_sum_that_is_known_settles_it_whatever_the_name() -> None:
    for revision in (FIRST, SECOND):
        seen = provenance(on_disk(size=revision.bytes, sha256=revision.sha256))
        assert (seen.words, seen.role) == ("Checked: this is exactly what Google published.", "green")
    renamed = provenance(on_disk("model.gguf", sha256=FIRST.sha256))
    assert renamed.words == f"Checked: this is exactly what Google published as {GOOGLE.name}."


def test_another_content_in_the_published_size_is_damage() -> None:
    seen = provenance(on_disk(sha256="0" * 64))
    assert seen.role == "red"
    assert "Get it again" in seen.words


def test_a_sum_nobody_knows_is_said_and_shown() -> None:
    for file in (on_disk(size=5, sha256="0" * 64), on_disk("own.gguf", sha256="0" * 64)):
        seen = provenance(file)
        assert seen.role == "muted"
        assert "does not know" in seen.words or "not known" in seen.words
        assert "0" * 64 in seen.words


def test_what_is_known_and_not_here_says_where_it_is() -> None:
    first = missing(())[0]
    assert first.title == "Gemma 4 12B, Q4_0"
    assert first.facts == "7.15 GB  ·  from Google  ·  Apache-2.0  ·  reads text, sees, hears"
    assert f"in {GOOGLE.repository}: take {GOOGLE.name} and {GOOGLE.projector}, and put both" in first.how
    assert first.to_copy == GOOGLE.repository
    assert any(model.facts.startswith("about ") for model in missing(()))


def test_what_is_here_is_not_offered_and_only_what_lacks_is_named() -> None:
    assert GOOGLE.repository not in {model.to_copy for model in missing((on_disk(),))}
    assert GOOGLE.repository not in {model.to_copy for model in missing((on_disk("renamed.gguf", sha256=FIRST.sha256),))}
    assert GOOGLE.projector is not None
    half = missing((on_disk(GOOGLE.projector, 175_115_264),))[0]
    assert f"take {GOOGLE.name}, and put it into" in half.how


def test_sizes_are_written_as_the_pages_write_them() -> None:
    assert [file_size(size) for size in (6_975_877_728, 175_115_264, 1500)] == ["6.98 GB", "175 MB", "2 kB"]
