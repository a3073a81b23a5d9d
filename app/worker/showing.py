"""A page of a document as a person looks at it. Runs in the media thread."""

from __future__ import annotations

from dataclasses import replace

from app.values import FindPassage, PageShown, PassageFound, ShowPage, Thumbnail
from inference.citation import score
from inference.conversation import DocumentPart
from inference.errors import MediaError

__all__ = ["LONGEST", "page_shown", "passage_found"]

LONGEST = 200_000
"""Characters of a text that are shown: laying out more would hold up the window."""


def page_shown(job: ShowPage) -> PageShown:
    """The page that is asked for. Raises MediaError, saying why, where it cannot be shown."""
    from inference.media import pdf, text  # bring the decoders: not before the first document
    from inference.media.kind import kind_of

    if kind_of(job.part.data, job.part.name) == "pdf":
        picture = pdf.draw(job.part, job.number, width=job.width)
        return PageShown(job.number, Thumbnail(picture.width, picture.height, picture.tobytes()))
    words = text.read(job.part)[0].text or ""
    return PageShown(job.number, text=words[:LONGEST], left_out=max(0, len(words) - LONGEST))


def passage_found(job: FindPassage) -> PassageFound:
    """Which place holds most of a passage. A document that cannot be read holds nothing."""
    wanted: dict[DocumentPart, set[int]] = {}
    for part, number in job.places:
        wanted.setdefault(replace(part, pages=None), set()).add(number)
    texts = {part: _texts(replace(part, pages=tuple(sorted(pages)))) for part, pages in wanted.items()}
    scores = [score(job.passage, texts[replace(part, pages=None)].get(number, "")) for part, number in job.places]
    best = max(scores, default=0)
    return PassageFound(scores.index(best) if best else None)


def _texts(part: DocumentPart) -> dict[int, str]:
    from inference.media import document

    try:
        return {page.number: page.text or "" for page in document.read(part)}
    except MediaError:
        return {}
