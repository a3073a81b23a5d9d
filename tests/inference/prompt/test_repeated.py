"""What Hush's reader read out is in the prompt once, where the model is given it as text; else it stays as it is."""

from __future__ import annotations

import pytest

from inference.conversation import AudioPart, DocumentPart, ImagePart, Message, TextPart
from inference.prompt.assemble import Opened as Parts
from inference.prompt.assemble import Source, TextRun, assemble, document_text, read_text
from inference.prompt.manner import Manner
from inference.prompt.repeated import SAID_BEFORE, repeats
from inference.prompt.template import ChatTemplate
from inference.recognition.answering import NamedRead, reader_answer
from inference.recognition.speech import Speech, Word

PLAIN = "{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor %}"
TEXT = "Invoice 2026-114\n\nTotal:\t1,299.00 EUR"


def prompt(asked: Message, answer: str) -> str:
    """The prompt of a question that follows."""

    def opened(index: int, part: ImagePart | AudioPart | DocumentPart) -> Parts:
        if part.kind == "document":
            return Parts(Source(index, "document", part.name), (document_text(part.name, 1, TEXT),))
        kind = "picture" if part.kind == "image" else "recording"
        return Parts(Source(index, part.kind, part.name), (read_text(kind, part.name, part.text or ""),))

    messages = (asked, Message.text("assistant", answer), Message.text("user", "And the date?"))
    template = ChatTemplate(PLAIN, bos="", eos="")
    runs, _ = assemble(messages, template, open_part=opened, control_tokens=(), manner=Manner())
    return "".join(run.text for run in runs if isinstance(run, TextRun))


def picture(text: str = TEXT, name: str = "a.png") -> ImagePart:
    return ImagePart(name, b"x", text=text)


def ask(*parts: ImagePart | AudioPart | DocumentPart) -> Message:
    return Message("user", (*parts, TextPart("What does it say?")))


def test_a_picture_read_out_is_not_read_twice() -> None:
    said = prompt(ask(picture()), f"```text\n{TEXT}\n```")
    assert said.count("1,299.00") == 1
    assert f"<assistant>{SAID_BEFORE}<user>And the date?" in said


def test_a_recording_written_down_in_sentences_is_not_read_twice() -> None:
    words = "It costs $5. Call [Ann] now!".split()
    speech = Speech(tuple(Word(float(n), n + 0.5, word) for n, word in enumerate(words)), "en", 9.0)
    recording = AudioPart("memo.wav", b"x", text=speech.text)
    said = prompt(ask(recording), reader_answer("text", [NamedRead("memo.wav", speech)]))
    assert said.count("Ann") == 1


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (ask(picture()), f"{TEXT}\nThe total looks high to me: it was 899.00 EUR in the year before, and nobody told us why."),
        (ask(picture()), "Total: 1,299.00 EUR"),
        (ask(picture(), DocumentPart("b.pdf", b"x")), TEXT),
        (ask(picture(""), picture(name="b.png")), TEXT),
        (Message.text("user", TEXT), TEXT),
    ],
    ids=["more is said", "less is said", "a document as well", "nothing read in one", "nothing attached"],
)
def test_any_other_answer_stays(asked: Message, answer: str) -> None:
    assert SAID_BEFORE not in prompt(asked, answer)


def test_texts_one_after_the_other() -> None:
    assert repeats("**a.png**\n\none two\n\n**b.png**\n\nthree", ["one two", "three"])
    assert not repeats("three\n\none two", ["one two", "three"])
    assert not repeats("anything", [])
