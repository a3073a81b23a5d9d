"""Drafts: one for each chat, kept as they were written, out of sight with their chat and gone with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inference.conversation import AudioPart, DocumentPart, ImagePart
from inference.errors import HistoryError
from inference.history.store import History
from inference.history.values import Draft, Facts, New, Refused
from inference.sentences import Sentence

REFUSED = (Refused("big.pdf", '"big.pdf" has a password.'), Refused("", "Nothing was there."))
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=40)
"""With NUL, emoji and halves of surrogate pairs."""


def as_kept(text: str) -> str:
    return "".join("" if "\ud800" <= one <= "\udfff" else "\ufffd" if one == "\0" else one for one in text)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[History]:
    """One that many examples write to."""
    history = History(tmp_path_factory.mktemp("drafts") / "history.db")
    yield history
    history.close()


@given(
    st.lists(st.tuples(st.integers(0, 2), ANYTHING, st.lists(st.builds(Refused, ANYTHING, ANYTHING), max_size=2)), max_size=12)
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_chat_has_what_was_written_in_it_last(filled: History, written: list[tuple[int, str, list[Refused]]]) -> None:
    chats = [None, filled.chats.create("one").id, filled.chats.create("two").id]
    filled.drafts.keep(None)
    expected: dict[int | None, tuple[str, tuple[Refused, ...]]] = {}
    for where, text, refused in written:
        kept = filled.drafts.keep(chats[where], text, refused=refused)
        expected.pop(chats[where], None)
        if text.strip() or refused:
            expected[chats[where]] = as_kept(text), tuple(Refused(as_kept(r.name), as_kept(r.sentence)) for r in refused)
        assert kept == filled.drafts.get(chats[where])
    found = {chat: draft for chat in chats if (draft := filled.drafts.get(chat)) is not None}
    assert {chat: (draft.text, draft.refused) for chat, draft in found.items()} == expected
    assert filled.drafts.chats() & set(chats) == expected.keys()


def test_everything_of_a_draft_comes_back(history: History) -> None:
    turn = history.messages.ask("Raed", [New(DocumentPart("a.pdf", b"%PDF-", pages=(1, 3)))])
    kept = history.messages.path(turn.chat.id)[0].attachments
    new = [New(ImagePart("b.png", b"\x89PNG", tokens=70), Facts(4, 3), b"small"), New(AudioPart("c.wav", b"RIFF"))]
    draft = history.drafts.keep(turn.chat.id, "Read\n", [*kept, *new], replaces=turn.question, refused=REFUSED)
    assert draft is not None
    assert draft == history.drafts.get(turn.chat.id)
    assert (draft.chat, draft.text, draft.replaces, draft.refused) == (turn.chat.id, "Read\n", turn.question, REFUSED)
    assert [one.name for one in draft.attachments] == ["a.pdf", "b.png", "c.wav"]
    assert draft.attachments[0] == kept[0]
    assert history.part(draft.attachments[1]) == new[0].part
    assert (draft.attachments[1].facts, draft.attachments[1].preview) == (Facts(4, 3), b"small")
    again = history.drafts.keep(turn.chat.id, "Read", tuple(reversed(draft.attachments)))
    assert again is not None
    assert history.drafts.get(turn.chat.id) == again
    assert again.attachments == tuple(reversed(draft.attachments))


def test_nothing_removes_the_draft_and_something_refused_is_not_nothing(history: History) -> None:
    assert history.drafts.keep(None, "One", [New(DocumentPart("a.txt", b"x"))]) is not None
    assert history.drafts.keep(None, " \n") is None
    assert history.drafts.get(None) is None
    assert history.clear_out() == 1
    assert history.drafts.keep(None, refused=REFUSED) == replace(Draft(None, refused=REFUSED), changed=1_700_000_001.0)
    assert history.drafts.chats() == {None}


def test_change_of_text_writes_no_attachment_again(history: History, tmp_path: Path) -> None:
    part = DocumentPart("a.txt", b"x" * 1000)
    history.drafts.keep(None, "T", [New(part, preview=b"p" * 5000)])
    written = history.files.path(part.digest).stat()
    rows = history._database.rows("SELECT * FROM draft_attachments")
    draft = history.drafts.keep(None, "Te", [New(part, preview=b"p" * 5000)])
    assert draft is not None
    history.drafts.keep(None, "Tex", draft.attachments)
    after = history.files.path(part.digest).stat()
    assert (after.st_ino, after.st_mtime_ns) == (written.st_ino, written.st_mtime_ns)
    assert [tuple(row) for row in history._database.rows("SELECT * FROM draft_attachments")] == [tuple(row) for row in rows]


def test_draft_goes_and_comes_back_with_its_chat(history: History) -> None:
    chat = history.messages.ask("One").chat.id
    history.drafts.keep(chat, "Tow", [New(DocumentPart("a.txt", b"x"))])
    history.chats.delete(chat)
    assert (history.drafts.get(chat), history.drafts.chats()) == (None, frozenset())
    late = history.drafts.keep(chat, "Two", [New(DocumentPart("a.txt", b"x"))])
    assert history.drafts.get(chat) is None
    history.chats.bring_back(chat)
    assert history.drafts.get(chat) == late
    history.chats.delete(chat)
    assert history.clear_out() == 1
    with pytest.raises(HistoryError, match="no longer there"):
        history.drafts.keep(chat, "Three")
    assert history._database.rows("SELECT id FROM draft_attachments") == []


def test_edit_of_a_question_that_is_gone_is_a_new_question(history: History) -> None:
    first, other = history.messages.ask("One"), history.messages.ask("Other")
    history.messages.end(first.answer, "done", text="1")
    second = history.messages.ask("Two", chat=first.chat.id, parent=first.answer)
    history.drafts.keep(first.chat.id, "2", replaces=second.question)
    history.messages.remove(second.question)
    draft = history.drafts.get(first.chat.id)
    assert draft is not None
    assert (draft.text, draft.replaces) == ("2", None)
    for nobody in (second.question, other.question):
        draft = history.drafts.keep(first.chat.id, "2", replaces=nobody)
        assert draft is not None
        assert draft.replaces is None


def test_draft_becomes_a_question_in_one_piece(history: History) -> None:
    draft = history.drafts.keep(None, "One", [New(DocumentPart("a.txt", b"x"))], refused=REFUSED)
    assert draft is not None

    def send(*, fails: bool) -> None:
        with history.transaction():
            history.messages.ask(draft.text, draft.attachments, refused=draft.refused)
            history.drafts.keep(None)
            if fails:
                raise HistoryError(Sentence("The disk is full."))

    with pytest.raises(HistoryError, match="full"):
        send(fails=True)
    assert (history.chats.list(), history.drafts.get(None)) == ((), draft)
    send(fails=False)
    (chat,) = history.chats.list()
    question = history.messages.path(chat.id)[0]
    assert (question.attachments, question.refused, history.drafts.get(None)) == (draft.attachments, REFUSED, None)


def test_what_is_not_sent_is_not_searched(history: History) -> None:
    chat = history.messages.ask("One").chat.id
    history.drafts.keep(chat, "zebra", [New(DocumentPart("giraffe.txt", b"x"))])
    history.queue.add("lion", [New(DocumentPart("tiger.txt", b"x"))], chat=chat)
    assert [history.search(word) for word in ("zebra", "giraffe", "lion", "tiger")] == [()] * 4
