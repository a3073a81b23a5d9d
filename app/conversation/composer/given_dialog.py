"""What the model gets of an attachment: how it is given, what was guessed or is missing, and the text page by page."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QWidget

from app.conversation.composer.draft import Chip
from app.look import theme
from app.look.making import make_button, make_label
from app.look.placing import line_up, stack, wide
from app.look.words import Reading
from inference.conversation import Given

__all__ = ["GivenDialog"]

SIZE = QSize(620, 480)
READING = "Reading…"
NAMES = {"image": "The picture", "audio": "The recording", "document": "The document", "unknown": "The file"}
READ = {"image": "was read in it", "audio": "was written down of it", "document": "was read in its scanned pages", "unknown": ""}


class GivenDialog(QDialog):
    """`refusal`: why the model cannot take it as it is, empty where it can. Of a document the pages come later."""

    def __init__(self, chip: Chip, refusal: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"What the model gets of {chip.name}")
        said = " ".join(filter(None, (_explain(chip, refusal), chip.remark)))
        self.said, self.text = make_label(said, wraps=True), Reading(theme.font())
        self.text.setPlainText(READING if chip.kind == "document" else chip.read)
        self.text.setAccessibleName(f"Text of {chip.name}")
        close = make_button("Close", self.accept)
        stack(self.said, wide(self.text), line_up(wide(), close), within=self, margins=(20, 18, 20, 16), gap=12)
        self.resize(SIZE)

    def show_text(self, text: str) -> None:
        """What it is, or why that cannot be shown."""
        self.text.setPlainText(text)


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
