"""The history's thread: what it is asked for comes back, and what it was given is on the disk when it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app import history_values as values
from app.values import Attached
from app.worker.history import HistoryWorker
from app.worker.media import Prepare
from app.worker.preparing import attached
from inference.conversation import DocumentPart, ImagePart
from inference.errors import HistoryError, InputError
from inference.events import Cost, Failed
from inference.history.store import open_history
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
    opened = asked(values.OpenHistory())
    assert isinstance(opened, values.HistoryOpened)
    assert (opened.chats, opened.refused) == ((), ())
    return asked


def kept(result: object) -> values.Turn:
    assert isinstance(result, values.TurnKept)
    return result.turn


def opened(result: object) -> values.ChatOpened:
    assert isinstance(result, values.ChatOpened)
    return result


def test_turn_with_everything_attached_comes_back(asked: Asked) -> None:
    sent = (
        attached(Prepare("wide.png", picture_bytes(picture(1600, 401)))),
        attached(Prepare("tone.wav", sound_bytes(tone(1.0)))),
        attached(Prepare("two.pdf", make_pdf("one", "two"))),
    )
    turn = kept(asked(values.KeepTurn("What is all this?", sent)))
    cost = Cost(reply_tokens=3)
    asked(values.EndAnswer(turn.answer, "done", "Things.", thought="Hm", thought_s=1.5, cost=cost))
    chat = opened(asked(values.OpenChat(turn.chat.id)))
    assert chat.chat.title == "What is all this?"
    question, answer = chat.messages
    assert (answer.text, answer.thought, answer.thought_s, answer.cost) == ("Things.", "Hm", 1.5, cost)
    read = asked(values.ReadAttachments(question.id, question.attachments))
    assert isinstance(read, values.AttachmentsRead)
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
    turn = kept(asked(values.KeepTurn("", sent)))
    (question, _answer) = opened(asked(values.OpenChat(turn.chat.id))).messages
    sha256 = sent[0].part.digest
    (tmp_path / "history.files" / sha256[:2] / sha256).unlink()
    read = asked(values.ReadAttachments(question.id, question.attachments))
    assert isinstance(read, values.AttachmentsRead)
    assert [seen.part.name for seen in read.attachments] == ["b.txt"]
    assert "a.txt" in read.problems[0]


def test_branches_edits_and_what_is_taken_back(asked: Asked) -> None:
    turn = kept(asked(values.KeepTurn("Oen?")))
    edited = kept(asked(values.KeepTurn("One?", chat=turn.chat.id)))
    again = kept(asked(values.AnswerAgain(edited.question)))
    assert [message.id for message in opened(asked(values.OpenChat(turn.chat.id))).messages] == [edited.question, again.answer]
    assert opened(asked(values.ShowBranch(turn.question))).messages[0].text == "Oen?"
    assert isinstance(asked(values.TakeBack(edited.question)), values.ChatChanged)
    gone = asked(values.TakeBack(turn.question))
    assert gone == values.ChatGone(turn.chat.id)


def test_what_the_model_is_told_is_kept(asked: Asked) -> None:
    picture_part = ImagePart("a.png", picture_bytes())
    turn = kept(asked(values.KeepTurn("?", (Attached(picture_part, width=60, height=40),))))
    smaller = (Attached(replace(picture_part, tokens=70), width=60, height=40),)
    asked(values.Tell(turn.question, dropped=True, attachments=smaller))
    asked(values.Tell(turn.answer, summary="They talked.", summary_sent=True))
    question, answer = opened(asked(values.OpenChat(turn.chat.id))).messages
    assert (question.dropped, question.attachments[0].image_tokens, question.attachments[0].facts.width) == (True, 70, 60)
    assert answer.summary == "They talked."


def test_memos_are_kept_written_listed_and_removed(asked: Asked) -> None:
    memo = asked(values.KeepMemo(attached(Prepare("memo.wav", sound_bytes(tone(1.0))))))
    assert isinstance(memo, values.MemoKept)
    asked(values.WriteMemo(memo.memo.id, "Buy milk"))
    listed = asked(values.ListMemos("milk"))
    assert isinstance(listed, values.MemosListed)
    assert [(found.name, found.text) for found in listed.memos] == [("memo.wav", "Buy milk")]
    assert listed.memos[0].seconds == pytest.approx(1.0, abs=0.01)
    asked(values.RemoveMemo(memo.memo.id))
    assert asked(values.ListMemos()) == values.MemosListed("", ())
    assert asked(values.ClearOut()) == values.Cleared(1)
    refused = asked(values.KeepMemo(Attached(DocumentPart("a.txt", b"one"))))
    assert isinstance(refused, Failed)


def test_failure_is_told_and_the_thread_goes_on(asked: Asked, tmp_path: Path) -> None:
    for job in (values.OpenChat(99), values.ExportChat(99, tmp_path / "x.md", "markdown"), values.ShowBranch(99)):
        said = asked(job)
        assert isinstance(said, Failed)
        assert isinstance(said.error, HistoryError)
    assert kept(asked(values.KeepTurn("Still here")))


def test_everything_queued_is_written_before_the_end(app: QApplication, tmp_path: Path) -> None:
    worker = HistoryWorker(tmp_path)
    worker.submit(values.OpenHistory())
    for number in range(50):
        worker.submit(values.KeepTurn(f"question {number}"))
    assert worker.close()
    history = open_history(tmp_path).history
    assert len(history.chats.list()) == 50
    history.close()


def test_only_the_newest_partial_answer_and_search_is_worked_on(asked: Asked, wait_until: Wait) -> None:
    turn = kept(asked(values.KeepTurn("A long one")))
    heard = len(asked.heard)
    for length in range(1, 40):
        asked.worker.submit(values.KeepPartial(turn.answer, "word " * length))
        asked.worker.submit(values.SearchChats("long" + " " * length))
    assert opened(asked(values.OpenChat(turn.chat.id))).messages[1].text == "word " * 39
    assert len(asked.heard) - heard < 80
    assert isinstance(asked.heard[-2][1], values.ChatsFound)


def test_jobs_without_a_history_are_refused(app: QApplication, tmp_path: Path, wait_until: Wait) -> None:
    (tmp_path / "file").write_text("")
    worker = HistoryWorker(tmp_path / "file")
    asked = Asked(worker, wait_until)
    for job, kind in ((values.OpenHistory(), HistoryError), (values.KeepTurn("One"), InputError)):
        said = asked(job)
        assert isinstance(said, Failed)
        assert isinstance(said.error, kind)
        assert said.error.advice
    assert worker.close()


def test_forgotten_result_is_not_heard_of(asked: Asked) -> None:
    late = asked.worker.submit(values.SearchChats("x"))
    asked.worker.forget(late)
    asked(values.KeepTurn("One"))
    assert late not in {number for number, _value in asked.heard}
