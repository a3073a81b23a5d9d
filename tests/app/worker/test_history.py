"""The history's thread: what it is asked for comes back, and what it was given is on the disk when it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.chats.work import DeleteChat, ExportChat, RenameChat, SearchChats
from app.conversation.work import (
    AnswerAgain,
    EndAnswer,
    KeepPartial,
    KeepTurn,
    OpenChat,
    ReadAttachments,
    ShowBranch,
    TakeBack,
    Tell,
)
from app.memos.work import ListMemos, RemoveMemo, WriteMemo
from app.values import Attached
from app.worker.history import ChatGone, HistoryWorker, OpenHistory
from app.worker.lane import ignore
from app.worker.preparing import prepare
from inference.conversation import DocumentPart, ImagePart
from inference.errors import HistoryError, InputError
from inference.events import Cost
from inference.history.store import open_history
from inference.history.values import Chat
from tests.app.history import Asked
from tests.factories import make_pdf, picture, picture_bytes, sound_bytes, tone

Wait = Callable[..., None]


@pytest.fixture
def history(app: QApplication, tmp_path: Path) -> Iterator[HistoryWorker]:
    worker = HistoryWorker(tmp_path)
    yield worker
    assert worker.close(), "the thread did not end"


@pytest.fixture
def asked(history: HistoryWorker, wait_until: Wait) -> Asked:
    asked = Asked(history, wait_until)
    opened = asked(OpenHistory())
    assert (opened.chats, opened.refused) == ((), ())
    return asked


def test_turn_with_everything_attached_comes_back(asked: Asked) -> None:
    sent = (
        prepare("wide.png", picture_bytes(picture(1600, 401))),
        prepare("tone.wav", sound_bytes(tone(1.0))),
        prepare("two.pdf", make_pdf("one", "two")),
    )
    turn = asked(KeepTurn("What is all this?", sent))
    cost = Cost(reply_tokens=3)
    asked(EndAnswer(turn.answer, "done", "Things.", thought="Hm", thought_s=1.5, cost=cost))
    chat = asked(OpenChat(turn.chat.id))
    assert chat.chat.title == "wide.png, tone.wav, two.pdf: What is all this?"
    question, answer = chat.messages
    assert (answer.text, answer.thought, answer.thought_s, answer.cost) == ("Things.", "Hm", 1.5, cost)
    read = asked(ReadAttachments(question.attachments))
    assert read.problems == ()
    for before, after in zip(sent, read.attachments, strict=True):
        assert replace(after, thumbnail=None) == replace(before, thumbnail=None)
    before, after = sent[0].thumbnail, read.attachments[0].thumbnail
    assert before is not None
    assert after is not None
    assert (after.width, after.height) == (before.width, before.height)
    off = [abs(one - other) for one, other in zip(before.rgb, after.rgb, strict=True)]
    assert sum(off) / len(off) < 4, "the preview looks like the picture"


def test_attachment_that_is_gone_does_not_take_the_others(asked: Asked, tmp_path: Path) -> None:
    sent = (Attached(DocumentPart("a.txt", b"one"), pages=1), Attached(DocumentPart("b.txt", b"two"), pages=1))
    turn = asked(KeepTurn("", sent))
    (question, _answer) = asked(OpenChat(turn.chat.id)).messages
    sha256 = sent[0].part.digest
    (tmp_path / "history.files" / sha256[:2] / sha256).unlink()
    read = asked(ReadAttachments(question.attachments))
    assert [seen.part.name for seen in read.attachments] == ["b.txt"]
    assert "a.txt" in str(read.problems[0])


def test_branches_edits_and_what_is_taken_back(asked: Asked) -> None:
    turn = asked(KeepTurn("Oen?"))
    edited = asked(KeepTurn("One?", chat=turn.chat.id))
    again = asked(AnswerAgain(edited.question))
    assert [message.id for message in asked(OpenChat(turn.chat.id)).messages] == [edited.question, again.answer]
    assert asked(ShowBranch(turn.question)).messages[0].text == "Oen?"
    assert isinstance(asked(TakeBack(edited.question)), Chat)
    assert asked(TakeBack(turn.question)) == ChatGone(turn.chat.id, empty=True)


def test_what_the_model_is_told_is_kept(asked: Asked) -> None:
    picture_part = ImagePart("a.png", picture_bytes())
    turn = asked(KeepTurn("?", (Attached(picture_part, width=60, height=40),)))
    smaller = (Attached(replace(picture_part, tokens=70), width=60, height=40),)
    asked(Tell(turn.question, dropped=True, attachments=smaller))
    asked(Tell(turn.answer, summary="They talked.", summary_sent=True))
    question, answer = asked(OpenChat(turn.chat.id)).messages
    assert (question.dropped, question.attachments[0].image_tokens, question.attachments[0].facts.width) == (True, 70, 60)
    assert answer.summary == "They talked."


def said(name: str) -> Attached:
    """What was said to Hush."""
    return replace(prepare(name, sound_bytes(tone(1.0))), recorded=True)


def test_memos_are_kept_written_listed_and_removed(asked: Asked) -> None:
    asked(KeepTurn("", (said("memo.wav"), prepare("file.wav", sound_bytes(tone(0.5))))))
    (memo,) = asked(ListMemos())
    asked(WriteMemo(memo.id, "Buy milk"))
    (found,) = asked(ListMemos("milk"))
    assert (found.name, found.text) == ("memo.wav", "Buy milk")
    assert found.seconds == pytest.approx(1.0, abs=0.01)
    asked(RemoveMemo(memo.id))
    assert asked(ListMemos()) == ()


def test_what_changes_the_lists_is_noticed_whoever_asked(asked: Asked) -> None:
    turn = asked(KeepTurn("One"))
    renamed = asked(RenameChat(turn.chat.id, "Two"))
    other = asked(KeepTurn("", (said("memo.wav"),)))
    (memo,) = asked(ListMemos())
    written = asked(WriteMemo(memo.id, "Buy milk"))
    asked(DeleteChat(turn.chat.id))
    assert asked.noticed == [turn.chat, renamed, other.chat, written, ChatGone(turn.chat.id)]


def test_failure_is_told_and_the_thread_goes_on(asked: Asked, tmp_path: Path) -> None:
    for job in (OpenChat(99), ExportChat(99, tmp_path / "x.md", "markdown"), ShowBranch(99)):
        assert isinstance(asked.failure(job).error, HistoryError)
    assert asked(KeepTurn("Still here"))


def test_everything_queued_is_written_before_the_end(app: QApplication, tmp_path: Path) -> None:
    worker = HistoryWorker(tmp_path)
    worker.submit(OpenHistory(), ignore, ignore)
    for number in range(50):
        worker.submit(KeepTurn(f"question {number}"), ignore, ignore)
    assert worker.close()
    history = open_history(tmp_path).history
    assert len(history.chats.list()) == 50
    history.close()


def test_only_the_newest_partial_answer_and_search_is_worked_on(asked: Asked) -> None:
    turn = asked(KeepTurn("A long one"))
    heard: list[object] = []
    for length in range(1, 40):
        asked.worker.submit(KeepPartial(turn.answer, "word " * length), heard.append, heard.append)
        asked.worker.submit(SearchChats("long" + " " * length), heard.append, heard.append)
    assert asked(OpenChat(turn.chat.id)).messages[1].text == "word " * 39
    assert len(heard) < 2 * 39
    assert heard[-1]
    assert heard[-1] == asked(SearchChats("long"))


def test_jobs_without_a_history_are_refused(app: QApplication, tmp_path: Path, wait_until: Wait) -> None:
    (tmp_path / "file").write_text("")
    worker = HistoryWorker(tmp_path / "file")
    asked = Asked(worker, wait_until)
    for job, kind in ((OpenHistory(), HistoryError), (KeepTurn("One"), InputError)):
        error = asked.failure(job).error
        assert isinstance(error, kind)
        assert error.advice
    assert worker.close()


def test_forgotten_result_is_not_heard_of(asked: Asked) -> None:
    heard: list[object] = []
    late = asked.worker.submit(SearchChats("x"), heard.append, heard.append, heard.append)
    late.forget()
    asked(KeepTurn("One"))
    assert heard == []


def test_what_is_forgotten_is_kept_all_the_same(asked: Asked) -> None:
    asked.worker.submit(KeepTurn("Said and left"), ignore, ignore).forget()
    asked(KeepTurn("Another"))
    assert len(asked(SearchChats("left"))) == 1
