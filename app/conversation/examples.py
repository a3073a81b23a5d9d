"""The three examples of the empty window: something to look at, to hear and to read, with a question the starter can answer."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["EXAMPLES", "Example"]


@dataclass(frozen=True)
class Example:
    """`file` is in resources/examples; `about` is what can be asked of such a thing in general."""

    file: str
    icon: str
    title: str
    about: str
    question: str


EXAMPLES = (
    Example(
        "sign.png", "picture", "A picture", "Ask what it says or shows. A screenshot is pasted with Ctrl+V.", "What does it say?"
    ),
    Example(
        "number.flac",
        "sound",
        "A recording",
        "Spoken questions and voice memos go to the model as sound.",
        "What is the number?",
    ),
    Example("order.txt", "document", "A document", "PDF or plain text. Ask for what is in it.", "What is the total?"),
)
