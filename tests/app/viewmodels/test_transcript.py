"""The conversation as it is shown and as it is sent."""

from __future__ import annotations

from app.values import Attached
from app.viewmodels.transcript import Transcript, message
from inference.conversation import AudioPart, DocumentPart, ImagePart, Message, TextPart

PICTURE = Attached(ImagePart("a.png", b"a"))


def test_only_answered_turns_are_sent() -> None:
    chat = Transcript()
    for state in ("done", "stopped", "failed"):
        chat.ask(f"question {state}", (PICTURE,))
        chat.write(f"answer {state}")
        chat.end(state)
    chat.ask("waiting", ())
    assert chat.messages() == (
        message("question done", (PICTURE,)),
        Message.text("assistant", "answer done"),
        message("question stopped", (PICTURE,)),
        Message.text("assistant", "answer stopped"),
    )


def test_thought_is_never_sent_back() -> None:
    chat = Transcript()
    chat.ask("2 + 2?", ())
    chat.think("Four, I believe.")
    chat.write("4")
    chat.end("done")
    assert chat.messages()[-1] == Message.text("assistant", "4")


def test_parts_are_in_the_order_the_model_reads() -> None:
    sound, document = Attached(AudioPart("b.wav", b"b")), Attached(DocumentPart("c.pdf", b"c"))
    assert message("What?", (sound, document, PICTURE)).parts == (PICTURE.part, document.part, TextPart("What?"), sound.part)


def test_turn_can_be_taken_back() -> None:
    chat, cuts = Transcript(), []
    chat.cut.connect(cuts.append)
    chat.ask("one", ())
    chat.write("1")
    chat.end("done")
    chat.ask("two", (PICTURE,))
    assert chat.take_back().attachments == (PICTURE,)
    assert cuts == [2]
    assert [entry.text for entry in chat.entries] == ["one", "1"]
