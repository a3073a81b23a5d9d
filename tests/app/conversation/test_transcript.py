"""The conversation as it is shown and as it is sent."""

from __future__ import annotations

from dataclasses import replace

from app.conversation.transcript.transcript import Entry, Summary, Transcript, message
from app.values import Attached
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


def test_thought_is_timed_until_the_answer_begins() -> None:
    now = [10.0]
    chat = Transcript(clock=lambda: now[0])
    chat.ask("2 + 2?", ())
    chat.think("Four")
    now[0] = 15.0
    chat.think(", I believe.")
    now[0] = 22.0
    chat.write("4")
    now[0] = 30.0
    chat.end("done")
    assert chat.entries[-1].thought_s == 12.0


def test_thought_without_an_answer_is_timed_too() -> None:
    now = [10.0]
    chat = Transcript(clock=lambda: now[0])
    chat.ask("2 + 2?", ())
    chat.think("Four")
    now[0] = 11.5
    chat.end("stopped")
    assert chat.entries[-1].thought_s == 1.5


def test_another_chat_takes_the_place_of_this_one() -> None:
    chat, told = Transcript(), []
    chat.ask("old", ())
    chat.edit(0)
    chat.replaced.connect(lambda: told.append([entry.text for entry in chat.entries]))
    chat.show([Entry("user", "new"), Entry("assistant", "old indeed", state="done")])
    assert told == [["new", "old indeed"]]
    assert chat.editing is None


def test_cut_ends_the_editing_of_what_is_gone() -> None:
    chat, told = Transcript(), []
    chat.ask("one", ())
    chat.edit(0)
    chat.editing_changed.connect(lambda: told.append(chat.editing))
    chat.cut_from(0)
    assert (chat.entries, told) == ([], [None])


def told(chat: Transcript) -> list[str]:
    """The words the model is sent, in order."""
    return [part.text for said in chat.messages() for part in said.parts if isinstance(part, TextPart)]


def three_turns() -> Transcript:
    chat = Transcript()
    for name in "abc":
        chat.ask(f"{name}?", ())
        chat.write(f"{name}!")
        chat.end("done")
    return chat


def test_what_is_dropped_stays_in_sight_and_is_not_sent() -> None:
    chat = three_turns()
    changed: list[int] = []
    chat.changed.connect(changed.append)
    before = {index: chat.entries[index].told for index in (0, 1)}
    chat.tell({index: replace(seen, dropped=True) for index, seen in before.items()})
    assert set(changed) == {0, 1}
    assert [entry.text for entry in chat.entries] == ["a?", "a!", "b?", "b!", "c?", "c!"]
    assert [entry.left_out for entry in chat.entries] == [True, True, False, False, False, False]
    assert told(chat) == ["b?", "b!", "c?", "c!"]
    chat.tell(before)
    assert told(chat) == ["a?", "a!", "b?", "b!", "c?", "c!"]


def test_summary_stands_in_for_the_turns_before_it_as_long_as_it_is_sent() -> None:
    chat = three_turns()
    chat.tell({3: replace(chat.entries[3].told, summary=Summary("Of a and b."))})
    assert told(chat)[1:] == ["Of a and b.", "c?", "c!"]
    assert [entry.left_out for entry in chat.entries] == [True] * 4 + [False] * 2
    assert [spoken.is_summary for spoken in chat.list_spoken()] == [True, True, False, False]
    assert [message.role for message in chat.messages()] == ["user", "assistant"] * 2
    chat.tell({3: replace(chat.entries[3].told, summary=Summary("Of a and b.", sent=False))})
    assert told(chat) == ["a?", "a!", "b?", "b!", "c?", "c!"]


def test_turns_come_back_when_the_answer_with_their_summary_is_cut_off() -> None:
    chat = three_turns()
    chat.tell({3: replace(chat.entries[3].told, summary=Summary("Of a and b."))})
    removed = chat.cut_from(2)
    assert told(chat) == ["a?", "a!"]
    assert not any(entry.left_out for entry in chat.entries)
    chat.show([*chat.entries, *removed])
    assert told(chat)[1:] == ["Of a and b.", "c?", "c!"]


def test_only_the_latest_summary_is_sent() -> None:
    chat = three_turns()
    chat.tell({1: replace(chat.entries[1].told, summary=Summary("Of a."))})
    chat.tell({3: replace(chat.entries[3].told, summary=Summary("Of a and b."))})
    assert told(chat)[1:] == ["Of a and b.", "c?", "c!"]
    chat.cut_from(2)
    assert told(chat)[1:] == ["Of a."]


def test_question_being_written_anew_is_not_part_of_what_is_said_before_it() -> None:
    chat = three_turns()
    chat.edit(2)
    assert told(chat) == ["a?", "a!"]
