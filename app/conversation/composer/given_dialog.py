"""What the model gets of an attachment: how it is given, what was guessed or is missing, and the text page by page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QWidget

from app import wording
from app.conversation.composer.draft import Chip
from app.look import theme
from app.look.making import make_button, make_label
from app.look.placing import line_up, stack, wide
from app.look.words import Reading
from inference.conversation import DocumentPart, Given
from inference.events import Failed
from inference.sentences import say

if TYPE_CHECKING:
    from inference.media.page import Page

__all__ = ["GivenDialog"]

SIZE = QSize(620, 480)
READING = "Reading…"
NOT_READ = "(What stands there has not been read.)"
NAMES = {"image": "The picture", "audio": "The recording", "document": "The document", "unknown": "The file"}
READ = {"image": "was read in it", "audio": "was written down of it", "document": "was read in its scanned pages", "unknown": ""}
LONGEST = 200_000
"""Characters that are shown: laying out more would hold up the window."""


class GivenDialog(QDialog):
    """`refusal`: why the model cannot take it as it is, empty where it can. Of a document the pages come later."""

    def __init__(self, chip: Chip, refusal: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._chip, self._refusal = chip, refusal
        self.setWindowTitle(f"What the model gets of {chip.name}")
        said = " ".join(filter(None, (_explain(chip, refusal), chip.remark)))
        self.said, self.text = make_label(said, wraps=True), Reading(theme.font())
        self.text.setPlainText(READING if chip.kind == "document" else chip.read)
        self.text.setAccessibleName(f"Text of {chip.name}")
        close = make_button("Close", self.accept)
        stack(self.said, wide(self.text), line_up(wide(), close), within=self, margins=(20, 18, 20, 16), gap=12)
        self.resize(SIZE)

    def show_pages(self, pages: tuple[Page, ...]) -> None:
        """Each with how it goes, and why."""
        part = self._chip.attached.part if self._chip.attached is not None else None
        if part is None or part.kind != "document":
            return
        words = "\n\n".join(_told(part, pages, able=not self._refusal))
        rest = f"\n\n({len(words) - LONGEST:,} characters more are not shown here.)" if len(words) > LONGEST else ""
        self.text.setPlainText(words[:LONGEST] + rest)

    def show_problem(self, failed: Failed) -> None:
        self.text.setPlainText(str(wording.sentence(failed.error)))


def _told(part: DocumentPart, pages: tuple[Page, ...], *, able: bool) -> Iterator[str]:
    """Page by page, as `Opener` gives it to the model."""
    texts = dict(part.texts)
    for page in pages:
        own = page.text is not None
        words = page.text if own else texts.get(page.number)
        looks = able and part.is_drawn and words != ""
        as_picture = looks and (part.given in ("picture", "both") or (not own and (words is None or part.given == "itself")))
        as_text = words is not None and (not as_picture or part.given == "both")
        why = "" if page.why is None else f" {_reason(page)}."
        how = "text and picture" if as_picture and as_text else "picture" if as_picture else "text"
        beside = f"\n{words}" if as_text else "" if as_picture else f"\n{NOT_READ}"
        yield f"Page {page.number:,} ({how}).{why}{beside}"


def _reason(page: Page) -> str:
    why = page.why or "no-text"
    return str(say(why))


def _explain(chip: Chip, refusal: str) -> str:
    given: Given = chip.attached.part.given if chip.attached is not None else "itself"
    what, how = NAMES[chip.kind], READ[chip.kind]
    if chip.kind == "document":
        unseen = chip.attached is not None and chip.attached.part.kind == "document" and chip.attached.part.is_drawn
        if refusal and unseen:
            return f"{refusal} It is given the text below, and sees no pictures or drawings that stand beside it."
        return "Page by page, with the name of the file."
    if refusal:
        return f"{refusal} It is given this text, which {how}, with the name of the file."
    if given == "text":
        return f"Only this text, which {how}, with the name of the file."
    if given == "both":
        return f"{what} as it is, and after it this text, which {how}."
    return f"{what} as it is. This text {how}; it is not sent."
