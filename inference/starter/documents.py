"""Short documents of `name: value` lines, and a question about one of them."""

from __future__ import annotations

import random
from dataclasses import dataclass

from inference.starter.world import held_out, name, value, word

__all__ = ["Document", "random_document"]


@dataclass(frozen=True)
class Document:
    """`pages` of lines, the file name they come from, and one question with its answer."""

    file: str
    pages: tuple[str, ...]
    question: str
    answer: str

    @property
    def prompt(self) -> str:
        """The text item the engine makes of it: each page under its label, then the question."""
        labelled = [f"[{self.file}, p. {i}]\n{page}" for i, page in enumerate(self.pages, 1)]
        return "\n\n".join([*labelled, self.question])


def random_document(
    rng: random.Random, *, evaluation: bool, most_lines: int = 8, longest: int = 14, plain: bool = False
) -> Document:
    """2 to `most_lines` lines with different names, values of up to `longest` characters.

    No name or value that is evaluated on is ever trained on. A `plain` document has one page and one form of question.
    """
    lines: dict[str, tuple[str, str]] = {}
    count = rng.randint(2, most_lines)
    while len(lines) < count:
        title, text = name(rng), value(rng, longest=longest)
        if title.lower() in lines or held_out(title) != evaluation or held_out(text) != evaluation:
            continue
        lines[title.lower()] = (title, text)
    rows = [f"{title}: {text}" for title, text in lines.values()]
    title, text = rng.choice(list(lines.values()))
    if plain:
        return Document("notes.txt", ("\n".join(rows),), f"What is the {title}?", text)
    cut = rng.randint(1, count - 1) if count > 3 and rng.random() < 0.25 else count
    pages = tuple("\n".join(part) for part in (rows[:cut], rows[cut:]) if part)
    return Document(_file(rng), pages, _question(rng, title), text)


def _file(rng: random.Random) -> str:
    return rng.choice(("notes", "document", "page", "invoice", "report", word(rng))) + rng.choice((".txt", ".pdf"))


def _question(rng: random.Random, title: str) -> str:
    asked = title.lower() if rng.random() < 0.6 else title
    return rng.choice((f"What is the {asked}?",) * 4 + (f"What is {asked}?", f"{asked}?", f"Give me the {asked}.",
                                                          f"What is the {asked} in this document?"))  # fmt: skip
