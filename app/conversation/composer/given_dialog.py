"""What the model gets of an attachment: in a line how it is given, and the text that was read in it."""

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
NAMES = {"image": "The picture", "audio": "The recording", "document": "The document", "unknown": "The file"}
READ = {"image": "was read in it", "audio": "was written down of it", "document": "was read in its scanned pages", "unknown": ""}


class GivenDialog(QDialog):
    """`refusal`: why the model cannot take it as it is, empty where it can."""

    def __init__(self, chip: Chip, refusal: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"What the model gets of {chip.name}")
        self.said, self.text = make_label(_explain(chip, refusal), wraps=True), Reading(theme.font())
        self.text.setPlainText(chip.read)
        self.text.setAccessibleName(f"Text of {chip.name}")
        close = make_button("Close", self.accept)
        stack(self.said, wide(self.text), line_up(wide(), close), within=self, margins=(20, 18, 20, 16), gap=12)
        self.resize(SIZE)


def _explain(chip: Chip, refusal: str) -> str:
    given: Given = chip.attached.part.given if chip.attached is not None else "itself"
    what, how = NAMES[chip.kind], READ[chip.kind]
    if refusal:
        return f"{refusal} It is given this text, which {how}, with the name of the file."
    if given == "text":
        return f"Only this text, which {how}, with the name of the file."
    if given == "both":
        return f"{what} as it is, and after it this text, which {how}."
    return f"{what} as it is. This text {how}; it is not sent."
