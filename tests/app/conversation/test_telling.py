"""From what is chosen to what the conversation and the draft are told, and the request that then comes of it."""

from __future__ import annotations

from dataclasses import replace

from app.conversation.composer.draft import Chip
from app.conversation.context.telling import Telling, telling
from app.conversation.transcript.transcript import Summary, Transcript, message
from app.values import Attached
from inference.conversation import DocumentPart, ImagePart, Request
from inference.prompt.changes import Change, KeepPages, LeaveOut, Place, Shrink, Summarise, apply

PICTURE = Attached(ImagePart("a.png", b"a", 1120), width=100)
PAPER = Attached(DocumentPart("d.pdf", b"d"), pages=9)
SKETCH = Attached(ImagePart("b.png", b"b"))
CHIPS = (Chip(4, "b.png", SKETCH), Chip(5, "late.png"))


def conversation() -> Transcript:
    chat = Transcript()
    for text, attachments in (("one", (PICTURE, PAPER)), ("failed", ()), ("two", ()), ("three", ())):
        chat.ask(text, attachments)
        chat.write(f"answer {text}")
        chat.end("failed" if text == "failed" else "done")
    return chat


def request(chat: Transcript) -> Request:
    return Request((*chat.messages(), message("now", (SKETCH,))))


def tell(chat: Transcript, *changes: Change, summary: str = "") -> Telling:
    asked = request(chat)
    found = telling(asked, changes, spoken=chat.list_spoken(), entries=chat.entries, chips=CHIPS, summary=summary)
    chat.tell(found.entries)
    assert chat.messages() == apply(asked, changes, summary=summary).messages[:-1]
    return found


def test_turns_are_dropped_by_their_entries_and_failed_ones_are_passed_over() -> None:
    chat = conversation()
    found = tell(chat, LeaveOut((0, 1, 2, 3)))
    assert sorted(found.entries) == [0, 1, 4, 5]
    assert [entry.left_out for entry in chat.entries] == [True, True, False, False, True, True, False, False]


def test_attachments_of_the_conversation_become_smaller_where_they_are() -> None:
    chat = conversation()
    found = tell(chat, Shrink(Place(0, 0), 70, 1100, 60), KeepPages(Place(0, 1), (1, 2), 9))
    (told,) = found.entries.values()
    assert told.attachments == (
        replace(PICTURE, part=ImagePart("a.png", b"a", 70)),
        replace(PAPER, part=replace(PAPER.part, pages=(1, 2))),
    )
    assert found.chips == {}


def test_attachment_of_the_draft_becomes_smaller_on_its_chip() -> None:
    chat = conversation()
    found = tell(chat, Shrink(Place(6, 0), 70, 260, 60))
    assert found.entries == {}
    assert found.chips == {4: Attached(ImagePart("b.png", b"b", 70))}


def test_attachment_that_was_removed_meanwhile_is_passed_over() -> None:
    chat = conversation()
    found = telling(request(chat), [Shrink(Place(6, 0), 70, 260, 60)], spoken=chat.list_spoken(), entries=chat.entries, chips=())
    assert found == Telling()


def test_summary_hangs_on_the_last_answer_it_is_of() -> None:
    chat = conversation()
    tell(chat, Summarise((0, 1, 2, 3), 100), summary="Of one and two.")
    assert chat.entries[5].summary == Summary("Of one and two.")


def test_leaving_a_summary_out_leaves_out_what_it_stood_for() -> None:
    chat = conversation()
    tell(chat, Summarise((0, 1), 100), summary="Of one.")
    tell(chat, Summarise((0, 1, 2, 3), 100), summary="Of one and two.")
    tell(chat, LeaveOut((0, 1)))
    assert [entry.left_out for entry in chat.entries[:6]] == [True, True, True, True, True, True]
    assert len(chat.messages()) == 2
