"""What the catalogue says about a file on this machine: by its sum where that is known, else by its name and size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app import wording
from app.models.found import FileOnDisk
from resources.catalogue import KnownFile, known_files, known_sum, namesakes

__all__ = ["Missing", "Provenance", "missing", "provenance"]

Role = Literal["muted", "green", "amber", "red"]


@dataclass(frozen=True)
class Provenance:
    """One or two sentences, and how they are coloured. `file` is what it is, or claims to be; None if nobody knows it."""

    words: str
    role: Role
    file: KnownFile | None = None


@dataclass(frozen=True)
class Missing:
    """A model that is known and not here, with the projector it needs. `to_copy`: where it is, for the clipboard."""

    title: str
    facts: str
    note: str
    how: str
    to_copy: str


def provenance(file: FileOnDisk) -> Provenance:
    """The place that `file` seems to come from, and how sure that is."""
    if file.sha256 is None:
        return _by_name(file)
    if (known := known_sum(file.sha256)) is not None:
        return Provenance(f"Checked: {_name_publisher(known, file)}", "green", known)
    called = namesakes(file.path.name)
    if any(_same_size(file, one) and _sum_at(one, file.bytes) for one in called):
        words = "Checked: this is not the file that was published under this name and in this size. Get it again."
        return Provenance(words, "red", called[0])
    unknown = "a revision that Hush does not know" if called else "not known to Hush"
    words = f"Checked: {unknown}. Compare this with its maker’s page: SHA-256 {file.sha256}"
    return Provenance(words, "muted", called[0] if called else None)


def missing(here: tuple[FileOnDisk, ...]) -> tuple[Missing, ...]:
    """The known models that are not among these files, the one to begin with first."""
    names = {file.path.name.lower() for file in here} | {
        known.name.lower() for file in here if (known := provenance(file).file) is not None
    }
    models = [file for file in known_files() if file.role == "model" and file.name.lower() not in names]
    return tuple(_missing(file, names) for file in models)


def _missing(file: KnownFile, names: set[str]) -> Missing:
    known = known_files()
    projector = next((one for one in known if (one.repository, one.name) == (file.repository, file.projector)), None)
    files = [file] if projector is None else [file, projector]
    size = f"{'' if all(one.exact for one in files) else 'about '}{wording.file_size(sum(one.bytes for one in files))}"
    here = tuple(one.name for one in files if one.name.lower() in names)
    wanted = [one.name for one in files if one.name not in here]
    it = "it" if len(wanted) == 1 else "both"
    facts = (size, f"from {file.publisher}", file.licence, _does(file))
    return Missing(
        title=f"{file.model}, {file.quantization}",
        facts="  ·  ".join(facts),
        note=file.note,
        how=f"On Hugging Face, in {file.repository}: take {' and '.join(wanted)}, and put {it} into one of your folders.",
        to_copy=file.repository,
    )


def _does(file: KnownFile) -> str:
    words = {"text": "reads text", "pictures": "sees", "sound": "hears"}
    return ", ".join(words[one] for one in file.does)


def _by_name(file: FileOnDisk) -> Provenance:
    called = namesakes(file.path.name)
    if not called:
        return Provenance("Not known to Hush.", "muted")
    same = next((one for one in called if _same_size(file, one)), None)
    if same is not None:
        return Provenance(f"Named and sized as {same.publisher} published it; its content is not checked.", "muted", same)
    unsized = next((one for one in called if all(revision.bytes is None for revision in one.revisions)), None)
    if unsized is not None:
        return Provenance(f"Named as {unsized.publisher} published it; its content is not checked.", "muted", unsized)
    return Provenance("A revision that Hush does not know; its content is not checked.", "muted", called[0])


def _name_publisher(known: KnownFile, file: FileOnDisk) -> str:
    renamed = "" if known.name.lower() == file.path.name.lower() else f" as {known.name}"
    return f"this is exactly what {known.publisher} published{renamed}."


def _same_size(file: FileOnDisk, known: KnownFile) -> bool:
    return any(revision.bytes == file.bytes for revision in known.revisions)


def _sum_at(known: KnownFile, size: int) -> str | None:
    return next((revision.sha256 for revision in known.revisions if revision.bytes == size), None)
