"""Messages as a tree, against a model of it in a few lines: whatever is done in whatever order, both agree."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from inference.conversation import DocumentPart, ImagePart
from inference.errors import HistoryError
from inference.events import Cost
from inference.history.store import History
from inference.history.values import Facts, New, Turn
from tests.factories import picture_bytes

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)


class Tree(RuleBasedStateMachine):
    """`parents` and `texts` are what the history should hold of one chat, `leaf` where its path should end."""

    @initialize()
    def begin(self) -> None:
        self.place = tempfile.TemporaryDirectory()
        self.history = History(Path(self.place.name, "history.db"))
        turn = self.history.messages.ask("first")
        self.chat = turn.chat.id
        self.parents: dict[int, int | None] = {turn.question: None, turn.answer: turn.question}
        self.texts = {turn.question: "first", turn.answer: ""}
        self.leaf: int | None = turn.answer

    def teardown(self) -> None:
        if hasattr(self, "place"):
            self.history.close()
            self.place.cleanup()

    def one(self, data: st.DataObject) -> int:
        return data.draw(st.sampled_from(sorted(self.parents)))

    @rule(data=st.data(), text=TEXTS)
    def ask_anywhere(self, data: st.DataObject, text: str) -> None:
        parent = data.draw(st.sampled_from([None, *sorted(self.parents)]))
        turn = self.history.messages.ask(text, chat=self.chat, parent=parent)
        self.parents |= {turn.question: parent, turn.answer: turn.question}
        self.texts |= {turn.question: text, turn.answer: ""}
        self.leaf = turn.answer

    @precondition(lambda self: self.parents)
    @rule(data=st.data(), text=TEXTS)
    def answer_again(self, data: st.DataObject, text: str) -> None:
        question = self.one(data)
        self.leaf = self.history.messages.answer_again(question).answer
        self.history.messages.end(self.leaf, "done", text=text)
        self.parents[self.leaf] = question
        self.texts[self.leaf] = text

    @precondition(lambda self: self.parents)
    @rule(data=st.data())
    def look_at_another_branch(self, data: st.DataObject) -> None:
        message = self.one(data)
        self.history.messages.activate(message)
        self.leaf = max(self.below(message))

    @precondition(lambda self: self.parents)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        message = self.one(data)
        gone = self.below(message)
        above = self.parents[message]
        self.history.messages.remove(message)
        for number in gone:
            del self.parents[number], self.texts[number]
        if self.leaf in gone:
            self.leaf = max(self.below(above) if above is not None else self.parents, default=None)

    @rule()
    def open_again(self) -> None:
        self.history.close()
        self.history = History(self.history.path)

    @invariant()
    def path_is_the_models(self) -> None:
        if not hasattr(self, "place"):
            return
        expected: list[int] = []
        step = self.leaf
        while step is not None:
            expected.insert(0, step)
            step = self.parents[step]
        path = self.history.messages.path(self.chat)
        assert [message.id for message in path] == expected
        assert [message.text for message in path] == [self.texts[number] for number in expected]
        for message in path:
            assert list(message.siblings) == sorted(n for n, p in self.parents.items() if p == message.parent)

    @invariant()
    def all_of_it_is_kept(self) -> None:
        if hasattr(self, "place"):
            kept = {message.id: message.parent for message in self.history.messages.all(self.chat)}
            assert kept == self.parents

    def below(self, message: int) -> set[int]:
        found = {message}
        for number in sorted(self.parents):  # children are younger
            if self.parents[number] in found:
                found.add(number)
        return found


Tree.TestCase.settings = settings(max_examples=15, stateful_step_count=12, deadline=None)
TestTree = Tree.TestCase


def test_edit_makes_a_branch_and_both_stay(history: History) -> None:
    first = history.messages.ask("One?")
    history.messages.end(first.answer, "done", text="1")
    second = history.messages.ask("Tow?", chat=first.chat.id, parent=first.answer)
    edited = history.messages.ask("Two?", chat=first.chat.id, parent=first.answer)
    path = history.messages.path(first.chat.id)
    assert [message.text for message in path] == ["One?", "1", "Two?", ""]
    assert path[2].siblings == edited.questions == (second.question, edited.question)
    assert path[3].siblings == edited.answers == (edited.answer,)
    again = history.messages.answer_again(edited.question)
    assert (again.questions, again.answers) == (edited.questions, (edited.answer, again.answer))
    history.messages.activate(second.question)
    assert [message.text for message in history.messages.path(first.chat.id)] == ["One?", "1", "Tow?", ""]


def test_what_an_earlier_version_kept_of_a_cost_is_passed_over(history: History) -> None:
    turn = history.messages.ask("What?")
    history._database.rows("UPDATE messages SET cost = ? WHERE id = ?", '{"reply_tokens": 3, "doubted": true}', turn.answer)
    assert history.messages.path(turn.chat.id)[1].cost == Cost(reply_tokens=3)


def test_everything_of_a_message_comes_back(history: History) -> None:
    cost = Cost(prompt_tokens=300, reused_tokens=20, ttft_s=0.25, peak_rss_bytes=2**33)
    facts = Facts(width=60, height=40, waveform=(0.5, 1.0))
    part = ImagePart("a.png", picture_bytes(), tokens=560)
    turn = history.messages.ask("What?", [New(part, facts, b"small")])
    history.messages.end(turn.answer, "stopped", text="A", thought="Hm", note="Stopped", cost=cost)
    question, answer = history.messages.path(turn.chat.id)
    assert (answer.role, answer.state, answer.text, answer.thought, answer.note) == ("assistant", "stopped", "A", "Hm", "Stopped")
    assert answer.cost == cost
    (kept,) = question.attachments
    assert (kept.name, kept.kind, kept.facts, kept.image_tokens, kept.preview) == ("a.png", "image", facts, 560, b"small")
    assert history.part(kept) == part


def test_what_the_model_is_told_is_kept_and_what_is_shown_stays(history: History) -> None:
    part = DocumentPart("long.pdf", b"%PDF-", pages=(1, 2))
    first = history.messages.ask("One?", [New(ImagePart("a.png", b"\x89PNG")), New(part)])
    second = history.messages.ask("Two?", chat=first.chat.id, parent=first.answer)
    picture, document = history.messages.path(first.chat.id)[0].attachments
    assert document.pages == (1, 2)
    assert history.part(document) == part
    smaller = (replace(picture, image_tokens=70, given="both"), replace(document, pages=(2,), given="picture"))
    history.messages.tell(first.question, dropped=True, attachments=smaller)
    history.messages.tell(first.answer, dropped=False, summary="They counted.", summary_sent=False)
    question, answer, *_rest = history.messages.path(first.chat.id)
    assert (question.text, question.dropped, question.attachments) == ("One?", True, smaller)
    assert (answer.summary, answer.summary_sent) == ("They counted.", False)
    history.messages.tell(first.answer, dropped=False)
    assert history.messages.path(first.chat.id)[1].summary is None
    assert history.messages.path(second.chat.id)[-1].id == second.answer


def test_chain_of_thousands_is_opened_and_removed(history: History) -> None:
    """SQLite stops cascades at 1,000 levels: nothing here may lean on them along a chain."""
    turn = chain(history, 1200)
    path = history.messages.path(turn.chat.id)
    assert len(path) == 2400
    history.messages.remove(path[2].id)
    assert len(history.messages.path(turn.chat.id)) == 2
    other = chain(history, 1200)
    history.chats.delete(other.chat.id)
    assert history.chats.purge() == 1
    assert history.messages.all(other.chat.id) == ()


def chain(history: History, turns: int) -> Turn:
    """A chat in which nothing was ever asked again."""
    with history._database.transaction():  # one wait for the disk
        turn = history.messages.ask("0")
        for number in range(1, turns):
            turn = history.messages.ask(str(number), chat=turn.chat.id, parent=turn.answer)
    return turn


def test_message_cannot_follow_one_of_another_chat(history: History) -> None:
    one, other = history.messages.ask("One"), history.messages.ask("Other")
    with pytest.raises(HistoryError):
        history.messages.ask("Next", chat=one.chat.id, parent=other.answer)
    assert len(history.messages.all(one.chat.id)) == 2


def test_chat_that_is_gone_takes_nothing(history: History) -> None:
    turn = history.messages.ask("One")
    history.chats.delete(turn.chat.id)
    with pytest.raises(HistoryError, match="no longer there"):
        history.messages.ask("Two", chat=turn.chat.id, parent=turn.answer)
    history.chats.purge()
    for act in (history.messages.activate, history.messages.remove, history.messages.answer_again):
        with pytest.raises(HistoryError, match="no longer there"):
            act(turn.question)


def test_half_a_character_does_not_lose_the_rest(history: History) -> None:
    turn = history.messages.ask("ab\ud83dcd\0ef")
    assert history.messages.path(turn.chat.id)[0].text == "abcd\ufffdef"
