"""The queue against a model of it in a few lines, and how a question that waited becomes one that is kept."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from inference.conversation import DocumentPart
from inference.errors import HistoryError
from inference.history.store import History
from inference.history.values import New, Refused, Turn

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20)
REFUSED = (Refused("big.pdf", '"big.pdf" has a password.'),)


class Order(RuleBasedStateMachine):
    """`order` are the ids of what should wait, those of deleted chats and withdrawn ones included; `asked` what began."""

    @initialize()
    def begin_with_two_chats(self) -> None:
        self.place = tempfile.TemporaryDirectory()
        self.history = History(Path(self.place.name, "history.db"))
        self.chats = [self.history.messages.ask(name).chat.id for name in ("one", "two")]
        self.deleted: set[int] = set()
        self.order: list[int] = []
        self.texts: dict[int, tuple[int, str]] = {}
        self.removed: set[int] = set()
        self.asked: list[tuple[int, str]] = []

    def teardown(self) -> None:
        if hasattr(self, "place"):
            self.history.close()
            self.place.cleanup()

    def shown(self) -> list[int]:
        return [one for one in self.order if one not in self.removed and self.texts[one][0] not in self.deleted]

    @rule(which=st.integers(0, 1), text=TEXTS)
    def add(self, which: int, text: str) -> None:
        chat = self.chats[which]
        if chat in self.deleted:
            with pytest.raises(HistoryError, match="no longer there"):
                self.history.queue.add(text, chat=chat)
            return
        waiting = self.history.queue.add(text, [New(DocumentPart("a.txt", text.encode()))], chat=chat)
        self.order.append(waiting.id)
        self.texts[waiting.id] = chat, text

    @precondition(lambda self: self.shown())
    @rule(data=st.data(), index=st.integers(-1, 6))
    def move(self, data: st.DataObject, index: int) -> None:
        """What is out of sight keeps its place among all."""
        shown = self.shown()
        places = [self.order.index(one) for one in shown]
        one = data.draw(st.sampled_from(shown))
        shown.remove(one)
        shown.insert(max(0, index), one)
        assert [waiting.id for waiting in self.history.queue.move(one, index)] == shown
        for place, waiting in zip(places, shown, strict=True):
            self.order[place] = waiting

    @precondition(lambda self: self.shown())
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        one = data.draw(st.sampled_from(self.shown()))
        withdrawn = self.history.queue.remove(one)
        assert (withdrawn.waiting.id, withdrawn.chat_gone) == (one, False)
        self.removed.add(one)

    @precondition(lambda self: self.removed)
    @rule(data=st.data())
    def put_back(self, data: st.DataObject) -> None:
        one = data.draw(st.sampled_from(sorted(self.removed)))
        assert self.history.queue.put_back(one).id == one
        self.removed.discard(one)
        self.deleted.discard(self.texts[one][0])

    @precondition(lambda self: self.shown())
    @rule(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        one = data.draw(st.sampled_from(self.shown()))
        turn = self.history.queue.begin(one)
        assert turn.chat.id == self.texts[one][0]
        self.asked.append(self.texts[one])
        self.order.remove(one)

    @rule(which=st.integers(0, 1))
    def delete_or_bring_back(self, which: int) -> None:
        chat = self.chats[which]
        if chat in self.deleted:
            self.history.chats.bring_back(chat)
        else:
            self.history.chats.delete(chat)
        self.deleted ^= {chat}

    @rule()
    def open_again(self) -> None:
        self.history.close()
        self.history = History(self.history.path)

    @invariant()
    def queue_is_the_models(self) -> None:
        if hasattr(self, "place"):
            found = self.history.queue.list()
            assert [waiting.id for waiting in found] == self.shown()
            assert [(waiting.chat, waiting.text) for waiting in found] == [self.texts[waiting.id] for waiting in found]
            for waiting in found:
                assert self.history.part(waiting.attachments[0]).data == waiting.text.encode()

    @invariant()
    def what_began_is_kept_in_its_order(self) -> None:
        for chat in getattr(self, "chats", ()):
            said = [message.text for message in self.history.messages.path(chat) if message.role == "user"][1:]
            assert said == [text for where, text in self.asked if where == chat]


Order.TestCase.settings = settings(max_examples=12, stateful_step_count=15, deadline=None)
TestOrder = Order.TestCase


@pytest.fixture
def answered(history: History) -> Turn:
    turn = history.messages.ask("One")
    history.messages.end(turn.answer, "done", text="1", model="gemma.gguf")
    return turn


def texts(history: History, chat: int) -> list[str]:
    return [message.text for message in history.messages.path(chat) if message.role == "user"]


def test_everything_of_a_waiting_question_is_kept_with_it(history: History, answered: Turn) -> None:
    part = DocumentPart("a.pdf", b"%PDF-", pages=(2,))
    waiting = history.queue.add("Two", [New(part)], chat=answered.chat.id, thinking=True, refused=REFUSED)
    assert history.queue.list() == (waiting,)
    assert (waiting.thinking, waiting.refused) == (True, REFUSED)
    turn = history.queue.begin(waiting.id)
    question, answer = history.messages.path(answered.chat.id)[2:]
    assert (question.id, answer.id, turn.questions, turn.answers) == (turn.question, turn.answer, (question.id,), (answer.id,))
    assert (question.text, question.refused, question.attachments) == ("Two", REFUSED, waiting.attachments)
    assert (answer.state, question.parent) == ("waiting", answered.answer)
    assert history.part(question.attachments[0]) == part
    assert history.queue.list() == ()
    with pytest.raises(HistoryError, match="no longer waits"):
        history.queue.begin(waiting.id)


def test_model_is_kept_with_its_answer(history: History, answered: Turn) -> None:
    question, answer = history.messages.path(answered.chat.id)
    assert (question.model, answer.model) == ("", "gemma.gguf")


def test_follows_what_is_shown_or_the_message_it_was_written_under(history: History, answered: Turn) -> None:
    chat = answered.chat.id
    wherever = history.queue.add("wherever", chat=chat)
    under = [history.queue.add(text, chat=chat, parent=answered.answer) for text in ("under 1", "under 2")]
    branch = history.messages.ask("Other", chat=chat)
    history.queue.begin(wherever.id)
    assert texts(history, chat) == ["Other", "wherever"]
    for waiting in under:
        history.queue.begin(waiting.id)
    assert texts(history, chat) == ["One", "under 1", "under 2"]
    history.messages.activate(branch.question)
    history.queue.add("lost", chat=chat, parent=history.messages.parent_of(branch.answer))
    history.messages.remove(branch.question)
    history.messages.activate(answered.answer)
    history.queue.begin(history.queue.list()[0].id)
    assert texts(history, chat) == ["One", "under 1", "under 2", "lost"]


def test_edit_that_waited_stands_beside_the_question(history: History, answered: Turn) -> None:
    chat = answered.chat.id
    second = history.messages.ask("Tow", chat=chat, parent=answered.answer)
    first = history.queue.add("1", chat=chat, replaces=answered.question)
    edited = history.queue.add("2", chat=chat, replaces=second.question)
    turn = history.queue.begin(edited.id)
    assert turn.questions == (second.question, turn.question)
    assert texts(history, chat) == ["One", "2"]
    turn = history.queue.begin(first.id)
    assert turn.questions == (answered.question, turn.question)
    assert texts(history, chat) == ["1"]


def test_kept_question_is_answered_once_more(history: History, answered: Turn) -> None:
    waiting = history.queue.add_again(answered.question, thinking=True)
    assert (waiting.text, waiting.question, waiting.thinking) == ("One", answered.question, True)
    turn = history.queue.begin(waiting.id)
    assert (turn.question, turn.answers) == (answered.question, (answered.answer, turn.answer))
    history.queue.add_again(answered.question)
    history.messages.remove(answered.question)
    assert history.queue.list() == ()


def test_new_chat_goes_with_its_last_waiting_question_and_comes_back(history: History) -> None:
    first = history.queue.add("Where is Basel?\nPlease.")
    (chat,) = history.chats.list()
    assert (chat.id, chat.title, history.messages.path(chat.id)) == (first.chat, "Where is Basel?", ())
    second = history.queue.add("And Bern?", chat=chat.id)
    assert not history.queue.remove(first.id).chat_gone
    assert history.queue.remove(second.id).chat_gone
    assert history.chats.list() == ()
    assert history.queue.put_back(second.id) == second
    assert (history.chats.list(), history.queue.list()) == ((chat,), (second,))
    assert history.queue.put_back(first.id) == first
    assert history.queue.list() == (first, second)
    turn = history.queue.begin(first.id)
    assert (turn.chat.id, texts(history, chat.id)) == (chat.id, ["Where is Basel?\nPlease."])


def test_chat_with_a_draft_or_a_message_stays(history: History, answered: Turn) -> None:
    waiting = history.queue.add("Two", chat=answered.chat.id)
    assert not history.queue.remove(waiting.id).chat_gone
    other = history.queue.add("New")
    with history.transaction():
        history.drafts.keep(other.chat, other.text)
        assert not history.queue.remove(other.id).chat_gone
    assert not history.chats.delete_if_empty(other.chat)
    history.drafts.keep(other.chat)
    assert history.chats.delete_if_empty(other.chat)
    assert [chat.id for chat in history.chats.list()] == [answered.chat.id]


def test_files_stay_while_something_unsent_names_them(history: History) -> None:
    parts = [DocumentPart(f"{number}.txt", b"%d" % number) for number in range(4)]
    history.drafts.keep(None, "", [New(parts[0])])
    kept, withdrawn, gone = (history.queue.add("", [New(part)]) for part in parts[1:])
    assert history.clear_out() == 0
    history.queue.remove(withdrawn.id)
    history.chats.delete(gone.chat)
    assert [waiting.id for waiting in history.queue.list()] == [kept.id]
    assert history.clear_out() == 2
    assert history.part(kept.attachments[0]) == parts[1]
    with pytest.raises(HistoryError, match="no longer waits"):
        history.queue.put_back(withdrawn.id)


def test_unsent_words_are_nowhere_on_the_disk_when_they_are_gone(history: History, tmp_path: Path) -> None:
    secret = "Zanzibarquelle"
    chat = history.messages.ask("Something that stays").chat.id
    history.drafts.keep(chat, secret * 50)
    history.drafts.keep(chat)
    history.queue.remove(history.queue.add(secret * 50, chat=chat).id)
    history.clear_out()
    for path in tmp_path.glob("history.db*"):
        assert secret.encode() not in path.read_bytes(), path.name


def test_attachment_that_cannot_be_kept_puts_nothing_into_the_queue(history: History, tmp_path: Path) -> None:
    (tmp_path / "history.files").write_text("in the way")
    with pytest.raises(HistoryError, match="cannot be kept"):
        history.queue.add("One", [New(DocumentPart("a.txt", b"x"))])
    assert (history.chats.list(), history.queue.list()) == ((), ())
