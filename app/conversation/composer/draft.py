"""The message being written: its text and its chips."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import QObject, Signal

from app import wording
from app.documents.pages import pages_called
from app.values import Attached, Folder
from inference.conversation import Given
from inference.history.values import Refused

__all__ = ["FORMS", "Chip", "Draft", "Form", "refused_of"]

FORMS: tuple[Given, ...] = ("itself", "text", "both")


@dataclass(frozen=True)
class Form:
    """What an attachment costs when it is given so: tokens, and seconds to read them, None where that was not measured."""

    given: Given
    tokens: int
    seconds: float | None = None


@dataclass(frozen=True)
class Chip:
    """One dropped thing. It is being read until it has `attached` or a `problem`.

    `tokens` None until priced; `seconds` to read them here, None until that was measured.
    """

    number: int
    name: str
    attached: Attached | None = None
    tokens: int | None = None
    seconds: float | None = None
    share: float = 0.0
    """How much of the file is read, where that takes a while."""
    problem: str = ""
    awaits_text: bool = False
    """The model can be given it as its text alone, and that is being read."""
    folder: Folder | None = None
    """What is in it, where it is a folder, which by itself cannot be sent."""
    forms: tuple[Form, ...] = ()
    """The price of each way to give it, empty until counted."""

    @property
    def read(self) -> str:
        """The text that was read in it or written down of it; empty where there is none."""
        part = self.attached.part if self.attached is not None else None
        if part is None:
            return ""
        if part.kind != "document":
            return (part.text or "").strip()
        pages = part.texts if part.pages is None else tuple(text for text in part.texts if text[0] in part.pages)
        return "\n\n".join(f"Page {page}\n{text.strip()}" for page, text in pages if text.strip())

    @property
    def ways(self) -> tuple[Given, ...]:
        """How a person may have it given to a model that sees and hears; empty where there is one way alone."""
        part = self.attached.part if self.attached is not None else None
        if part is None or part.kind != "document" or self.attached is None:
            return FORMS if self.read else ()
        if not part.is_drawn:
            return ()
        if len(self.attached.scanned) == self.attached.pages:
            return FORMS if self.read else ()
        # Where some pages have no text of their own, as it is means pictures of those.
        return ("itself", "text", "picture", "both") if self.attached.scanned else ("itself", "picture", "both")

    @property
    def remark(self) -> str:
        """What had to be guessed of the file, or is missing in it; empty where nothing is."""
        return self.attached.remark if self.attached is not None else ""

    @property
    def kind(self) -> Literal["image", "audio", "document", "unknown"]:
        return "unknown" if self.attached is None else self.attached.part.kind

    @property
    def seen_as(self) -> Literal["image", "audio"]:
        """What a model has to be able to take to be given it as it is: a scan is looked at."""
        return "audio" if self.kind == "audio" else "image"

    @property
    def pending(self) -> bool:
        return (self.attached is None or self.awaits_text) and not self.problem

    @property
    def facts(self) -> str:
        """Size, length or pages, and the price in tokens."""
        if self.attached is None:
            return (f"Reading… {self.share:.0%}" if self.share else "Reading…") if self.pending else ""
        seen = self.attached
        if self.kind == "image":
            size = f"{seen.width} × {seen.height}"
        elif self.kind == "audio":
            size = wording.duration(seen.seconds)
        else:
            size = self._pages(seen)
        if self.awaits_text:
            return f"{size}  ·  {self._how_far(seen)}"
        if self.tokens is None:
            return size
        price = f"{size}  ·  {wording.tokens(self.tokens)}"
        return price if self.seconds is None else f"{price}  ·  {wording.about(self.seconds)}"

    @staticmethod
    def _how_far(seen: Attached) -> str:
        """Of the pages of a scan how many are read, once there are any."""
        part = seen.part
        if part.kind == "document":
            wanted = set(seen.scanned) & set(part.pages or seen.scanned)
            if read := len(wanted & {page for page, _ in part.texts}):
                return f"{read:,} of {wording.count(len(wanted), 'page')} read…"
        return "reading its text…"

    @staticmethod
    def _pages(seen: Attached) -> str:
        """All its pages, or which of them."""
        chosen = seen.part.pages if seen.part.kind == "document" else None
        if chosen is None:
            return wording.count(seen.pages, "page")
        return f"{pages_called(chosen).capitalize()} of {seen.pages:,}"


class Draft(QObject):
    """Changed by the draft and chat controllers; the composer shows it and reports what is typed."""

    changed = Signal()
    """Another text, or other chips."""
    chips_changed = Signal()
    text_replaced = Signal(str)
    """The text was changed by something other than typing."""
    text_inserted = Signal(str)
    """These words are to stand where one writes."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.text = ""
        self.inserting = False
        """Words come that are not typed."""
        self.chips: tuple[Chip, ...] = ()
        self.sends_itself = False
        """It is sent by itself as soon as what is attached is read."""
        self.awaits_before = False
        """What was said before it is still being read, for a model that can be given nothing but the text."""
        self.awaits_words = False
        """What was dictated for it is still being written down."""

    @property
    def pending(self) -> bool:
        return self.awaits_before or self.awaits_words or any(chip.pending for chip in self.chips)

    @property
    def usable(self) -> tuple[Attached, ...]:
        """The attachments that will be sent."""
        return tuple(chip.attached for chip in self.chips if chip.attached is not None and not chip.problem)

    @property
    def refused(self) -> tuple[Refused, ...]:
        """What was to go with it and cannot."""
        return refused_of(self.chips)

    @property
    def empty(self) -> bool:
        return not self.text.strip() and not self.usable

    def send_itself(self, sends: bool) -> None:
        if sends != self.sends_itself:
            self.sends_itself = sends
            self.chips_changed.emit()

    def await_before(self, awaits: bool) -> None:
        if awaits != self.awaits_before:
            self.awaits_before = awaits
            self.chips_changed.emit()

    def await_words(self, awaits: bool) -> None:
        if awaits != self.awaits_words:
            self.awaits_words = awaits
            self.chips_changed.emit()

    def show_chips(self, chips: tuple[Chip, ...]) -> None:
        if chips != self.chips:
            self.chips = chips
            self.chips_changed.emit()
            self.changed.emit()

    def change_chip(self, number: int, **changes: object) -> None:
        """Replace fields of one chip; nothing when it was removed meanwhile."""
        self.show_chips(tuple(replace(chip, **changes) if chip.number == number else chip for chip in self.chips))  # type: ignore[arg-type]

    def free_name(self, name: str) -> str:
        """Prices and citations go by name, so two attachments of one message do not share one."""
        taken = {chip.name for chip in self.chips}
        stem, dot, ending = name.rpartition(".")
        stem, ending = (stem, dot + ending) if stem else (name, "")
        names = itertools.chain([name], (f"{stem} ({count}){ending}" for count in itertools.count(2)))
        return next(candidate for candidate in names if candidate not in taken)

    def write(self, text: str) -> None:
        """What is typed."""
        if text != self.text:
            self.text = text
            self.changed.emit()

    def insert(self, words: str) -> None:
        """Put words where one writes; at the end where nobody sees the text."""
        before = self.text
        self.inserting = True
        self.text_inserted.emit(words)
        self.inserting = False
        if self.text == before:
            self.replace_text(" ".join(filter(None, (before, words))))

    def replace_text(self, text: str) -> None:
        self.write(text)
        self.text_replaced.emit(text)


def refused_of(chips: tuple[Chip, ...]) -> tuple[Refused, ...]:
    """Those of `chips` that cannot be sent, and why."""
    return tuple(Refused(chip.name, chip.problem) for chip in chips if chip.problem)
