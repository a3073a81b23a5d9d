"""What was said, attached and recorded is found again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inference.conversation import AudioPart, DocumentPart, ImagePart
from inference.history.search import LIMIT, matching
from inference.history.store import History
from inference.history.values import Memo, New, Recognised
from tests.factories import sound_bytes


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[History]:
    """One that many examples write to."""
    history = History(tmp_path_factory.mktemp("filled") / "history.db")
    yield history
    history.close()


@given(text=st.text(min_size=1, max_size=80), data=st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_word_that_was_said_is_found(filled: History, text: str, data: st.DataObject) -> None:
    words = re.findall(r"[^\W_]+", text)
    turn = filled.messages.ask(text)
    try:
        if words:
            word = data.draw(st.sampled_from(words))
            assert turn.chat.id in {hit.chat.id for hit in filled.search(word)}
        whole = text.strip()
        if whole and "\0" not in text and "\n" not in whole:
            filled.search(whole)  # whatever is typed into the field is no error
    finally:
        filled.chats.delete(turn.chat.id)


@given(words=st.text(max_size=40))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_that_is_typed_is_an_error(filled: History, words: str) -> None:
    assert len(filled.search(words)) <= LIMIT
    assert isinstance(filled.memos.list(words), tuple)


@given(said=st.lists(st.sampled_from("red green blue gold".split()), min_size=1, max_size=4), wanted=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_all_words_must_be_there(filled: History, said: list[str], wanted: st.DataObject) -> None:
    asked = wanted.draw(st.lists(st.sampled_from("red green blue gold".split()), min_size=1, max_size=3))
    turn = filled.messages.ask(" ".join(said))
    found = turn.chat.id in {hit.chat.id for hit in filled.search(" ".join(asked))}
    assert found == (set(asked) <= set(said))
    filled.chats.delete(turn.chat.id)


def test_hit_says_where_and_marks_the_words(history: History) -> None:
    turn = history.messages.ask("Question about\nthe Größe of\tthings that are far away from everything else")
    history.messages.end(turn.answer, "done", text="As I said before: groß is large")
    history.chats.rename(turn.chat.id, "Named otherwise")
    (hit,) = history.search("größe")
    assert (hit.where, hit.message) == ("text", turn.question)
    assert [hit.snippet[begin:end] for begin, end in hit.marks] == ["Größe"]
    assert "\n" not in hit.snippet
    assert history.search("named oth")[0].where == "title"
    (hit,) = history.search("GROß")
    assert hit.message == turn.answer


def test_answers_are_found_as_they_are_now(history: History) -> None:
    turn = history.messages.ask("?")
    history.messages.write(turn.answer, text="the crimson ship")
    assert history.search("crimson")
    history.messages.end(turn.answer, "done", text="the scarlet ship")
    assert not history.search("crimson")
    assert history.search("scarlet")
    history.messages.remove(turn.answer)
    assert not history.search("scarlet")


def test_inside_of_words_and_without_spaces(history: History) -> None:
    turn = history.messages.ask("?")
    history.messages.end(turn.answer, "done", text="昨日は東京で会議がありました。 100%_sure 🎉")
    for words in ("東京", "会議が", "🎉", "%_", "ure"):
        (hit,) = history.search(words)
        assert [hit.snippet[begin:end] for begin, end in hit.marks] == [words]
    assert not history.search("大阪")
    assert not history.search("x_sure")


def test_names_of_attachments_are_found(history: History) -> None:
    turn = history.messages.ask("Read this", [New(DocumentPart("Contract Keller.pdf", b"%PDF-"))])
    history.chats.rename(turn.chat.id, "Other")
    (hit,) = history.search("keller")
    assert (hit.where, hit.snippet, hit.marks) == ("attachment", "Contract Keller.pdf", ((9, 15),))


def test_voice_memos_are_found_and_listed_with_their_text(history: History) -> None:
    recording = AudioPart("memo 1.wav", sound_bytes())
    turn = history.messages.ask("", [New(recording)])
    sent = history.memos.keep(recording, seconds=2.5, message=turn.question)
    alone = history.memos.keep(AudioPart("memo 2.wav", sound_bytes(kind="FLAC")), seconds=1.0, text="Water the plants")
    assert sent.text == ""
    history.memos.write(sent.id, "Call the dentist on Monday")
    assert [memo.id for memo in history.memos.list()] == [alone.id, sent.id]
    assert [memo.text for memo in history.memos.list("dentist mon")] == ["Call the dentist on Monday"]
    (hit,) = history.search("dentist")
    assert (hit.where, hit.chat.id, hit.message) == ("memo", turn.chat.id, turn.question)
    assert history.files.read(alone.sha256, alone.name) == sound_bytes(kind="FLAC")
    history.chats.delete(turn.chat.id)
    assert [memo.id for memo in history.memos.list()] == [alone.id]
    assert not history.search("dentist")
    history.clear_out()
    history.memos.remove(alone.id)
    assert history.memos.list() == ()
    assert history.clear_out() == 1


def test_a_memo_follows_what_was_written_down_of_it_and_keeps_what_a_model_wrote(history: History) -> None:
    recording = AudioPart("memo.wav", sound_bytes())
    first = history.memos.keep(recording, seconds=1.0)
    own = history.memos.keep(recording, seconds=1.0)
    assert len(history.memos.write_down(recording.digest, "Call the Ventist")) == 2
    history.memos.write(own.id, "The model's own reading")
    (written,) = history.memos.write_down(recording.digest, "Call the dentist", before="Call the Ventist")
    assert (written.id, written.text) == (first.id, "Call the dentist")
    assert history.memos.get(own.id).text == "The model's own reading"
    assert [memo.id for memo in history.memos.list("dentist")] == [first.id]
    assert history.memos.list("ventist") == ()


def test_memos_are_found_by_what_was_typed_beside_them(history: History) -> None:
    recording = AudioPart("memo.wav", sound_bytes())
    turn = history.messages.ask("Which bread keeps?", [New(recording)])
    memo = history.memos.keep(recording, seconds=1.0, message=turn.question)
    assert memo.asked == "Which bread keeps?"
    history.memos.write(memo.id, "Rye does")
    assert [[found.text for found in history.memos.list(words)] for words in ("bread", "rye", "wheat")] == [["Rye does"]] * 2 + [
        []
    ]


def test_newest_chat_comes_first_and_each_once(history: History) -> None:
    turns = [history.messages.ask("same words") for _ in range(3)]
    history.messages.ask("same words again", chat=turns[0].chat.id, parent=turns[0].answer)
    assert [hit.chat.id for hit in history.search("same words")] == [turns[n].chat.id for n in (0, 2, 1)]


def test_expression_takes_words_literally() -> None:
    assert matching('say "hi" NOT (a*') == '"say"* """hi"""* "NOT"* "(a*"*'
    assert matching(" - ") == ""


def test_memo_survives_as_a_value(history: History) -> None:
    memo = history.memos.keep(AudioPart("a.wav", b"RIFF"), seconds=1.0)
    assert isinstance(memo, Memo)
    assert history.memos.get(memo.id) == memo


def test_deleted_words_are_nowhere_on_the_disk(history: History, tmp_path: Path) -> None:
    """Not in a free page, not in the index, not in the log."""
    secret = "Zanzibarquelle"
    keep = history.messages.ask("Something that stays")
    turn = history.messages.ask(f"{secret} " * 50)
    history.messages.end(turn.answer, "done", text=f"About {secret}: " * 50)
    history.chats.delete(turn.chat.id)
    assert not history.search(secret)
    assert history.search("stays")[0].chat.id == keep.chat.id
    history.clear_out()
    for path in tmp_path.glob("history.db*"):
        assert secret.lower().encode() not in path.read_bytes().lower(), path.name


def attach_and_read(history: History, question: str, name: str, text: str) -> int:
    part = ImagePart(name, name.encode())
    turn = history.messages.ask(question, [New(part)])
    history.chats.rename(turn.chat.id, "Other")
    history.recognised.keep([Recognised(part.digest, 0, "text 2", text, '{"lines": []}')])
    return turn.chat.id


def test_what_was_read_in_a_picture_is_found_and_says_in_which(history: History) -> None:
    chat = attach_and_read(history, "What is this?", "Screenshot 4.png", "Invoice 2026-114\nTotal 1,299.00 EUR")
    attach_and_read(history, "And this?", "b.png", "Nothing of the kind")
    for words in ("invoice 2026", "1,299.00", "nvoic"):  # the last stands inside of a word
        (hit,) = history.search(words)
        assert (hit.where, hit.name, hit.chat.id) == ("read", "Screenshot 4.png", chat)
        assert hit.sha256 == ImagePart("", b"Screenshot 4.png").digest
        assert hit.marks


def test_it_is_kept_once_for_a_content_and_read_again_in_its_place(history: History) -> None:
    attach_and_read(history, "?", "a.png", "first words")
    digest = ImagePart("", b"a.png").digest
    pages = [Recognised(digest, 0, "text 2", "second words"), Recognised(digest, 3, "text 2", "third page")]
    history.recognised.keep(pages)
    assert list(history.recognised.of(digest)) == pages
    assert not history.search("first")
    assert history.search("second")


def test_it_goes_with_the_last_that_names_the_content(history: History) -> None:
    first = attach_and_read(history, "?", "a.png", "purple words")
    second = history.messages.ask("again", [New(ImagePart("copy.png", b"a.png"))]).chat.id
    digest = ImagePart("", b"a.png").digest
    history.chats.delete(first)
    history.clear_out()
    assert history.recognised.of(digest)
    assert history.search("purple")[0].name == "copy.png"
    history.chats.delete(second)
    assert not history.search("purple")
    history.clear_out()
    assert not history.recognised.of(digest)


def test_what_was_read_comes_with_the_attachment(history: History) -> None:
    part = ImagePart("a.png", b"a.png", 280, given="both")
    scan = DocumentPart("s.pdf", b"%PDF-", (2,), given="text")
    memo = AudioPart("m.wav", sound_bytes())
    turn = history.messages.ask("?", [New(part), New(scan), New(memo)])
    kept = history.messages.path(turn.chat.id)[0].attachments
    assert [history.part(one) for one in kept] == [part, scan, memo]
    read = [(part, 0, "red"), (scan, 2, "page two"), (scan, 1, "page one"), (memo, 0, "hello")]
    history.recognised.keep([Recognised(of.digest, page, "1", text) for of, page, text in read])
    assert [history.part(one) for one in kept] == [
        replace(part, text="red"),
        replace(scan, texts=((1, "page one"), (2, "page two"))),
        replace(memo, text="hello"),
    ]
