"""The files a question comes with, read from disk and checked against the flag they were given to."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from app.sentences import say
from inference.conversation import Attachment, AudioPart, DocumentPart, ImagePart, Message, TextPart
from inference.decoding.decoder import decoder
from inference.errors import MediaError

__all__ = ["question"]

MAX_BYTES = 1 << 30
_FLAGS: dict[type[Attachment], tuple[str, str]] = {
    ImagePart: ("picture", "--image"),
    AudioPart: ("recording", "--audio"),
    DocumentPart: ("document", "--document"),
}


def question(text: str, *, images: Iterable[Path], audio: Iterable[Path], documents: Iterable[Path]) -> Message:
    """The person's message with its files read. Raises MediaError naming the first file that cannot be used."""
    parts = [
        *(_read(path, ImagePart) for path in images),
        *(_read(path, DocumentPart) for path in documents),
        TextPart(text),
        *(_read(path, AudioPart) for path in audio),
    ]
    return Message("user", tuple(parts))


def _read(path: Path, wanted: type[Attachment]) -> Attachment:
    _require_name(path)
    part = decoder().part_at(path)
    if isinstance(part, wanted):
        return part
    found, flag = _FLAGS[type(part)]
    expected, _ = _FLAGS[wanted]
    raise MediaError(say("wrong-flag", name=path.name, found=found, expected=expected, flag=flag))


def _require_name(path: Path) -> None:
    """What is missing, forbidden or no file is left to `part_at`, which words it."""
    try:
        status = path.stat()
    except (FileNotFoundError, PermissionError):
        return
    except (OSError, ValueError) as error:  # a name of 5,000 letters, or with a NUL, or a link to itself
        raise MediaError(say("no-name", name=str(path)[:80])) from error
    if status.st_size > MAX_BYTES:
        raise MediaError(say("file-too-large", name=path.name, size=status.st_size / 2**30, most=MAX_BYTES >> 30))
