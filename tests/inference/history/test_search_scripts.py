"""Words of scripts without spaces are found wherever they stand, beside those that begin a stretch; and what is no search."""

from __future__ import annotations

import time

import pytest

from inference.conversation import AudioPart, DocumentPart
from inference.history.store import History
from inference.history.values import New, Recognised

TEXTS = {
    "東京": ("東京は大きい", "昨日は東京で会議がありました", "私の東京"),
    "京": ("京都へ", "東京タワー", "上京"),
    "寿司": ("寿司を食べる", "昨日寿司を食べた", "good 寿司"),
    "カメラ": ("カメラ", "新しいカメラを買う", "デジタルカメラ"),
    "กรุงเทพ": ("กรุงเทพสวย", "ฉันไปกรุงเทพเมื่อวาน", "อยู่กรุงเทพ"),
    "ວຽງຈັນ": ("ວຽງຈັນງາມ", "ຂ້ອຍຢູ່ວຽງຈັນ", "ໄປວຽງຈັນມື້ນີ້"),
    "ភ្នំពេញ": ("ភ្នំពេញស្អាត", "ខ្ញុំនៅភ្នំពេញ", "ទៅភ្នំពេញថ្ងៃនេះ"),
    "ရန်ကုန်": ("ရန်ကုန်မြို့", "ကျွန်တော်ရန်ကုန်မှာ", "မြို့ရန်ကုန်"),
}


@pytest.mark.parametrize("word", TEXTS)
def test_all_three_chats_are_found(history: History, word: str) -> None:
    asked = [history.messages.ask(text, chat=history.chats.create("Untitled").id) for text in TEXTS[word]]
    history.messages.ask("Nothing of the kind: ไม่มี, 大阪, ຫຼວງພະບາງ")
    found = history.search(word)
    assert {hit.chat.id for hit in found} == {turn.chat.id for turn in asked}
    for hit in found:
        assert word in hit.snippet
        assert hit.marks


def test_with_other_words_all_must_be_there(history: History) -> None:
    both = history.messages.ask("昨日は東京で hotel に泊まった", chat=history.chats.create("x").id)
    history.messages.ask("昨日は東京で", chat=history.chats.create("x").id)
    history.messages.ask("a hotel", chat=history.chats.create("x").id)
    for words in ("東京 hotel", "hotel 東京", "東京　泊"):
        assert [hit.chat.id for hit in history.search(words)] == [both.chat.id]


def test_in_names_in_what_was_read_and_in_memos(history: History) -> None:
    name = history.messages.ask("?", [New(DocumentPart("昨日の東京.txt", b"x"))], chat=history.chats.create("x").id)
    paper = DocumentPart("a.pdf", b"%PDF-")
    read = history.messages.ask("?", [New(paper)], chat=history.chats.create("x").id)
    history.recognised.keep([Recognised(paper.digest, 1, "text", "これは東京です")])
    history.messages.ask("?", chat=history.chats.create("昨日は東京").id)
    memo = history.memos.keep(AudioPart("memo.wav", b"RIFF"), seconds=1.0, text="明日は東京へ行く")
    assert {hit.where for hit in history.search("東京")} == {"title", "attachment", "read"}
    assert {name.chat.id, read.chat.id} < {hit.chat.id for hit in history.search("東京")}
    assert [one.id for one in history.memos.list("東京")] == [memo.id]
    assert [one.id for one in history.memos.list("東京 明日")] == [memo.id]
    assert history.memos.list("東京 大阪") == ()


def test_words_with_spaces_are_not_looked_for_inside_of_others(history: History) -> None:
    history.messages.ask("art", chat=history.chats.create("x").id)
    history.messages.ask("heart", chat=history.chats.create("x").id)
    assert len(history.search("art")) == 1


@pytest.mark.parametrize("words", ["a" * 50_001, "a " * 25_001, "東" * 50_001, "東 " * 30_000, "%" * 50_001, "a" * 5_000_000])
def test_what_is_no_search_finds_nothing_at_once(history: History, words: str) -> None:
    history.messages.ask("a" * 60_000 + " 東")
    history.memos.keep(AudioPart("memo.wav", b"RIFF"), seconds=1.0, text="a" * 600 + "東")
    started = time.monotonic()
    assert history.search(words) == ()
    assert history.memos.list(words) == ()
    assert time.monotonic() - started < 1.0


def test_a_sentence_that_was_pasted_is_found(history: History) -> None:
    sentence = "The swimming hall is open from seven to nine in the evening, but not on Mondays. " * 9
    turn = history.messages.ask(f"As I read: {sentence}")
    assert [hit.chat.id for hit in history.search(sentence)] == [turn.chat.id]
